"""The gateway's settings, one frozen class per adapter, read from the environment and checked at start."""

from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from cairn_platform.settings import MongoSettings

AUDIENCE = "cairn-gateway"
SERVICE = "gateway"

SettingsT = TypeVar("SettingsT", bound=BaseSettings)


class SettingsError(Exception):
    """The environment says something wrong, or too little: a sentence that names the variables, and never their values."""


def from_environment(settings: type[SettingsT]) -> SettingsT:
    """The settings as the environment says. Raises SettingsError."""
    try:
        return settings()
    except ValidationError as error:
        prefix = settings.model_config.get("env_prefix", "")
        wrong = [
            f"{prefix}{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}." for each in error.errors()
        ]
        raise SettingsError(" ".join(wrong)) from error


class GatewayMongoSettings(MongoSettings):
    """Where the sessions are. Environment: CAIRN_MONGO_*."""

    database: str = "cairn_gateway"


class HttpSettings(BaseSettings):
    """Where the gateway listens and how the world reaches it. Environment: CAIRN_GATEWAY_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_GATEWAY_", frozen=True)

    listen: str = "127.0.0.1:8000"
    public_url: str = "http://localhost:8000"
    portal_dir: Path = Path("portal/dist")
    max_body_bytes: int = Field(default=1024 * 1024, gt=0)
    drain_seconds: int = Field(
        default=15, gt=0, description="How long requests under way may take after SIGTERM."
    )

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if (
            parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.path.strip("/")
            or parts.query
        ):
            raise ValueError("must be an origin such as https://cairn.example.com")
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def secure(self) -> bool:
        """The public URL is https, so cookies must not travel without it."""
        return self.public_url.startswith("https://")


class UpstreamSettings(BaseSettings):
    """Where the services are and how long they may take. Environment: CAIRN_GATEWAY_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_GATEWAY_", frozen=True)

    catalog_target: str = "127.0.0.1:7101"
    learners_target: str = "127.0.0.1:7102"
    reporting_target: str = "127.0.0.1:7103"
    deadline_seconds: float = Field(
        default=3.0, gt=0, le=30, description="For all calls of one request together."
    )


class OidcSettings(BaseSettings):
    """The portal's client at the issuer. Environment: CAIRN_GATEWAY_OIDC_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_GATEWAY_OIDC_", frozen=True)

    client_id: str = "cairn-portal"
    client_secret: SecretStr
    timeout_seconds: float = Field(
        default=3.0, gt=0, description="The longest that one call to the issuer may take."
    )
