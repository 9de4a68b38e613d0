"""Learners' settings: the platform's, with learners' own places."""

from pydantic import Field

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
