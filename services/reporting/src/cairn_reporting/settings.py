"""Reporting's settings: the platform's, with reporting's own places."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from cairn_platform.settings import GrpcSettings, MongoSettings, WorkSettings

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
        default=3.0,
        gt=0,
        description="How long a question waits for a workforce that is being loaded; then it reads the read models.",
    )
