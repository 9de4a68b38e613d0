"""One frozen class of settings per adapter, read from the environment and checked at start."""

from typing import Any, Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class MongoSettings(BaseSettings):
    """Where the service's database is. Environment: CAIRN_MONGO_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_MONGO_", frozen=True)

    url: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    database: str
    timeout_seconds: float = Field(default=5.0, gt=0, description="The longest that one operation may take.")
    tls_ca_file: str | None = Field(
        default=None, description="Who signs MongoDB's certificate; switches TLS on. PEM."
    )
    tls_certificate_key_file: str | None = Field(
        default=None,
        description="The service's own certificate and key in one file, where MongoDB asks for it. PEM.",
    )

    def connection(self) -> dict[str, Any]:
        """The arguments that every client of pymongo takes alike: majority reads and writes, aware datetimes, ends to waits."""
        return {
            "host": self.url,
            "w": "majority",
            "readConcernLevel": "majority",
            "tz_aware": True,
            "uuidRepresentation": "standard",
            "serverSelectionTimeoutMS": 3000,
            "timeoutMS": int(self.timeout_seconds * 1000),
            "appname": self.database,
            **self._tls(),
        }

    def _tls(self) -> dict[str, Any]:
        files = {"tlsCAFile": self.tls_ca_file, "tlsCertificateKeyFile": self.tls_certificate_key_file}
        given = {name: file for name, file in files.items() if file}
        return {"tls": True, **given} if given else {}


class KafkaSettings(BaseSettings):
    """Where Kafka is and how topics are made. Environment: CAIRN_KAFKA_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_KAFKA_", frozen=True)

    bootstrap_servers: str = "127.0.0.1:9092"
    partitions: int = Field(default=8, gt=0, description="Of every topic; fixed at installation.")
    replication_factor: int = Field(default=1, gt=0)
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] | None = None
    sasl_username: str | None = None
    sasl_password: SecretStr | None = None
    ssl_ca_file: str | None = Field(default=None, description="Who signs the brokers' certificates. PEM.")
    ssl_certificate_file: str | None = Field(
        default=None, description="The service's own certificate, where the brokers ask for it. PEM."
    )
    ssl_key_file: str | None = Field(default=None, description="The key of that certificate. PEM.")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        credentials = (self.sasl_mechanism, self.sasl_username, self.sasl_password)
        if self.security_protocol.startswith("SASL") and not all(credentials):
            raise ValueError(
                f"{self.security_protocol} needs sasl_mechanism, sasl_username and sasl_password"
            )
        if bool(self.ssl_certificate_file) != bool(self.ssl_key_file):
            raise ValueError("ssl_certificate_file and ssl_key_file go together")
        return self

    def connection(self) -> dict[str, str | int | None]:
        """The arguments that every client of kafka-python takes alike.

        A broker that comes back is found within seconds: by default a client waits up to half a minute between two attempts, and as
        long for its first answer, which is longer than a worker may take to end.
        """
        password = self.sasl_password
        return {
            "bootstrap_servers": self.bootstrap_servers,
            "bootstrap_timeout_ms": 5_000,
            "reconnect_backoff_max_ms": 2_000,
            "security_protocol": self.security_protocol,
            "sasl_mechanism": self.sasl_mechanism,
            "sasl_plain_username": self.sasl_username,
            "sasl_plain_password": password.get_secret_value() if password else None,
            "ssl_cafile": self.ssl_ca_file,
            "ssl_certfile": self.ssl_certificate_file,
            "ssl_keyfile": self.ssl_key_file,
        }


class IdentitySettings(BaseSettings):
    """Whose tokens are accepted. Environment: CAIRN_IDENTITY_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_IDENTITY_", frozen=True)

    issuer: str = "http://localhost:8080/realms/cairn"
    jwks_url: str = ""
    keys_refresh_seconds: float = Field(
        default=300.0,
        gt=0,
        description="How often the keys are fetched; the old ones serve while that fails.",
    )

    @model_validator(mode="after")
    def _keys_beside_the_issuer(self) -> Self:
        if not self.jwks_url:
            object.__setattr__(self, "jwks_url", f"{self.issuer}/protocol/openid-connect/certs")
        return self


class GrpcSettings(BaseSettings):
    """Where a service listens. Environment: CAIRN_GRPC_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_GRPC_", frozen=True)

    listen: str
    threads: int = Field(default=16, gt=0)
    drain_seconds: float = Field(
        default=15.0, gt=0, description="How long calls under way may take after SIGTERM."
    )
    connection_seconds: float = Field(
        default=300.0,
        gt=0,
        description="How old a connection gets: its caller then looks for addresses again and finds those that are new.",
    )
    deadline_seconds: float = Field(
        default=10.0, gt=0, description="For calls that come without one, and at most."
    )
    stream_seconds: float = Field(
        default=60.0, gt=0, description="The same for calls that carry a file, in either direction."
    )


class DrainSettings(BaseSettings):
    """How a server ends. Environment: CAIRN_DRAIN_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_DRAIN_", frozen=True)

    delay_seconds: float = Field(
        default=0.0,
        ge=0,
        le=60,
        description="How long it goes on accepting after SIGTERM although it is not ready, until nobody sends it anything more.",
    )


class WorkSettings(BaseSettings):
    """How a worker tells that it is alive and where it stops. Environment: CAIRN_WORK_* and CAIRN_HEALTH_LISTEN."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_WORK_", frozen=True)

    health_listen: str = Field(validation_alias="CAIRN_HEALTH_LISTEN")
    refusals_in_a_row: int = Field(
        default=20, gt=0, description="So many refused events in a row stop a consumer."
    )
