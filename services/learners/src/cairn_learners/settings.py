"""Learners' settings: the platform's, with learners' own places."""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from cairn_platform.settings import GrpcSettings, MongoSettings, WorkSettings

AUDIENCE = "cairn-learners"
CONSUMER_GROUP = "cairn-learners"
SERVICE = "learners"


class LearnersMongoSettings(MongoSettings):
    """Where the facts about people are. Environment: CAIRN_MONGO_*."""

    database: str = "cairn_learners"


class LearnersGrpcSettings(GrpcSettings):
    """Where LearnersService listens. Environment: CAIRN_GRPC_*."""

    listen: str = "127.0.0.1:7102"


class LearnersWorkSettings(WorkSettings):
    """Where the worker tells that it is alive. Environment: CAIRN_WORK_* and CAIRN_HEALTH_LISTEN."""

    health_listen: str = Field(default="127.0.0.1:7112", validation_alias="CAIRN_HEALTH_LISTEN")


class SmtpSettings(BaseSettings):
    """How notifications go by mail; without a host none do. Environment: CAIRN_SMTP_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_SMTP_", frozen=True)

    host: str = Field(default="", description="The mail server. Empty: nobody is told by mail.")
    port: int = Field(default=587, gt=0, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = Field(default="", description="Whom Cairn signs in as; empty for nobody.")
    password: SecretStr | None = None
    from_address: str = "cairn@localhost.localdomain"
    from_name: str = "Cairn"
    portal_url: str = Field(default="http://localhost:7100", description="Where mails lead to.")
    timeout_seconds: float = Field(default=30, gt=0, le=120)
