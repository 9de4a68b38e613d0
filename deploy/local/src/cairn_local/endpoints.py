"""Where everything of one stack answers, and with what it is reached."""

from dataclasses import dataclass, field

from cairn_local.credentials import Credentials
from cairn_local.settings import REPOSITORY, ExternalInfra, Infra, StackSettings

REALM = "cairn"
PORTAL_CLIENT_ID = "cairn-portal"


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """The addresses of one stack. Secrets are left out of its `repr`."""

    gateway_url: str
    keycloak_url: str
    keycloak_admin_username: str
    keycloak_admin_password: str = field(repr=False)
    portal_client_secret: str = field(repr=False)
    webhook_key: str = field(repr=False)
    mongo_url: str
    kafka_bootstrap_servers: str
    catalog_target: str
    learners_target: str
    reporting_target: str

    @classmethod
    def of(cls, settings: StackSettings) -> "Endpoints":
        """Of the stack with these settings, running or not."""
        credentials = Credentials.of(settings.state_dir)
        if settings.infra is Infra.EXTERNAL:
            return cls.external(settings, credentials, ExternalInfra.from_environment())
        return cls.native(settings, credentials)

    @classmethod
    def native(cls, settings: StackSettings, credentials: Credentials) -> "Endpoints":
        """Of a stack that runs its own stores."""
        return cls(
            keycloak_url=f"http://localhost:{settings.keycloak_port}",
            keycloak_admin_username=credentials.keycloak_admin_username,
            keycloak_admin_password=credentials.keycloak_admin_password,
            mongo_url=f"mongodb://127.0.0.1:{settings.mongo_port}/?replicaSet=rs0",
            kafka_bootstrap_servers=f"127.0.0.1:{settings.kafka_port}",
            **_of_the_services(settings, credentials),
        )

    @classmethod
    def external(cls, settings: StackSettings, credentials: Credentials, infra: ExternalInfra) -> "Endpoints":
        """Of a stack whose stores somebody else runs."""
        return cls(
            keycloak_url=infra.provision_keycloak_url.rstrip("/"),
            keycloak_admin_username=infra.provision_admin_username,
            keycloak_admin_password=infra.provision_admin_password.get_secret_value(),
            mongo_url=infra.mongo_url,
            kafka_bootstrap_servers=infra.kafka_bootstrap_servers,
            **_of_the_services(settings, credentials),
        )

    @property
    def issuer(self) -> str:
        """The issuer that tokens of this stack name."""
        return f"{self.keycloak_url}/realms/{REALM}"

    @property
    def token_url(self) -> str:
        """Where scripts get their tokens."""
        return f"{self.issuer}/protocol/openid-connect/token"

    def environment(self) -> dict[str, str]:
        """What every service of this stack reads; the same names as in a deployment."""
        return {
            "CAIRN_MONGO_URL": self.mongo_url,
            "CAIRN_KAFKA_BOOTSTRAP_SERVERS": self.kafka_bootstrap_servers,
            "CAIRN_IDENTITY_ISSUER": self.issuer,
        }

    def reporting_environment(self) -> dict[str, str]:
        """What reporting reads besides."""
        return {
            "CAIRN_WEBHOOKS_KEYS": self.webhook_key,
            "CAIRN_WEBHOOKS_PUBLIC_URL": self.gateway_url,
        }

    def gateway_environment(self, *, listen: str) -> dict[str, str]:
        """What the gateway reads besides."""
        return {
            "CAIRN_GATEWAY_LISTEN": listen,
            "CAIRN_GATEWAY_PUBLIC_URL": self.gateway_url,
            "CAIRN_GATEWAY_CATALOG_TARGET": self.catalog_target,
            "CAIRN_GATEWAY_LEARNERS_TARGET": self.learners_target,
            "CAIRN_GATEWAY_REPORTING_TARGET": self.reporting_target,
            "CAIRN_GATEWAY_PORTAL_DIR": str(REPOSITORY / "portal" / "dist"),
            "CAIRN_GATEWAY_OIDC_CLIENT_ID": PORTAL_CLIENT_ID,
            "CAIRN_GATEWAY_OIDC_CLIENT_SECRET": self.portal_client_secret,
        }

    def provisioning_environment(self) -> dict[str, str]:
        """What the provisioning of identity reads."""
        return {
            "CAIRN_PROVISION_KEYCLOAK_URL": self.keycloak_url,
            "CAIRN_PROVISION_ADMIN_USERNAME": self.keycloak_admin_username,
            "CAIRN_PROVISION_ADMIN_PASSWORD": self.keycloak_admin_password,
            "CAIRN_GATEWAY_PUBLIC_URL": self.gateway_url,
            "CAIRN_GATEWAY_OIDC_CLIENT_ID": PORTAL_CLIENT_ID,
            "CAIRN_GATEWAY_OIDC_CLIENT_SECRET": self.portal_client_secret,
        }


def _of_the_services(settings: StackSettings, credentials: Credentials) -> dict[str, str]:
    return {
        "gateway_url": settings.gateway_url,
        "portal_client_secret": credentials.portal_client_secret,
        "webhook_key": credentials.webhook_key,
        "catalog_target": f"127.0.0.1:{settings.catalog_port}",
        "learners_target": f"127.0.0.1:{settings.learners_port}",
        "reporting_target": f"127.0.0.1:{settings.reporting_port}",
    }
