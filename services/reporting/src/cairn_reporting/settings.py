"""Reporting's settings: the platform's, with reporting's own places."""

from ipaddress import ip_network

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from cairn_platform.settings import GrpcSettings, MongoSettings, WorkSettings
from cairn_reporting.domain.webhook_addresses import Network

AUDIENCE = "cairn-reporting"
CONSUMER_GROUP = "cairn-reporting"
SERVICE = "reporting"


class ReportingMongoSettings(MongoSettings):
    """Where the read models are."""

    database: str = "cairn_reporting"


class ReportingGrpcSettings(GrpcSettings):
    """Where ReportingService listens."""

    listen: str = "127.0.0.1:7103"
    stream_seconds: float = Field(
        default=900.0,
        gt=0,
        description="An export is read as fast as the names of everybody in it are joined.",
    )


class ReportingWorkSettings(WorkSettings):
    """Where the worker tells that it is alive."""

    health_listen: str = Field(default="127.0.0.1:7113", validation_alias="CAIRN_HEALTH_LISTEN")


class EngineSettings(BaseSettings):
    """How much of the tenants' workforces is kept in memory. Environment: CAIRN_ENGINE_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_ENGINE_", frozen=True)

    mebibytes: int = Field(
        default=512,
        ge=0,
        description="All tenants together. Reports of a tenant that takes more, of all with 0, read the read models.",
    )
    patience_seconds: float = Field(
        default=1.5,
        gt=0,
        description="How long a question waits for a workforce that is being loaded, within its own deadline; then it is to come again.",
    )
    look_good_for_seconds: float = Field(
        default=0.05,
        ge=0,
        description="How long questions share one look at what events changed; with 0 each sees what was there when it came.",
    )


class WebhookSettings(BaseSettings):
    """How tenants' endpoints are told of what happened; without a key nobody can have one. Environment: CAIRN_WEBHOOKS_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_WEBHOOKS_", frozen=True)

    keys: SecretStr = Field(
        default=SecretStr(""),
        description="What secrets are kept with: keys of Fernet, divided by commas. The first seals, all of them open.",
    )
    public_url: str = Field(default="http://localhost:7100", description="What links in messages begin with.")
    timeout_seconds: float = Field(
        default=15.0, gt=0, le=15, description="The longest that an attempt takes."
    )
    at_once: int = Field(default=16, gt=0, description="How many attempts a worker makes at a time.")
    ca_file: str | None = Field(
        default=None,
        description="Who signs the receivers' certificates, in the place of the public ones. PEM.",
    )
    allow_http: bool = Field(default=False, description="For tests on one machine only.")
    allowed_networks: str = Field(
        default="",
        description="Networks that are written to although they are not public, divided by commas. For tests on one machine only.",
    )

    @field_validator("keys")
    @classmethod
    def _are_keys(cls, value: SecretStr) -> SecretStr:
        for key in _listed(value.get_secret_value()):
            try:
                Fernet(key)
            except ValueError as error:
                # Without the key itself, which the message would end up in a log with.
                raise ValueError("each key is 32 bytes in URL-safe base64") from error
        return value

    @field_validator("allowed_networks")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        for network in _listed(value):
            ip_network(network)
        return value

    @property
    def sealing_keys(self) -> tuple[str, ...]:
        """The keys, the one that seals first."""
        return _listed(self.keys.get_secret_value())

    @property
    def networks(self) -> tuple[Network, ...]:
        """The networks that are written to although they are not public."""
        return tuple(map(ip_network, _listed(self.allowed_networks)))

    @property
    def api_url(self) -> str:
        """Where the API is."""
        return f"{self.public_url.rstrip('/')}/api/v1"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())
