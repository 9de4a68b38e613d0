"""Learners' settings: the platform's, with learners' own places."""

from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
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


class EvidenceSettings(BaseSettings):
    """Where files that are evidence are kept. Environment: CAIRN_EVIDENCE_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_EVIDENCE_", frozen=True)

    store: Literal["gridfs", "s3"] = "gridfs"
    s3_bucket: str = ""
    s3_endpoint: str = Field(
        default="", description="Of a store that is not AWS, such as https://minio:9000."
    )
    s3_region: str = "us-east-1"
    s3_access_key_id: str = Field(default="", description="Without keys: those of the surroundings.")
    s3_secret_access_key: SecretStr | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.store == "s3" and not self.s3_bucket:
            raise ValueError("the store s3 needs s3_bucket")
        if bool(self.s3_access_key_id) != bool(self.s3_secret_access_key):
            raise ValueError("s3_access_key_id and s3_secret_access_key go together")
        return self
