"""The catalogue's settings, one frozen class per adapter; what they mean stands in the platform's."""

from pydantic import Field

from cairn_platform.settings import GrpcSettings, MongoSettings, WorkSettings

SERVICE = "catalog"
AUDIENCE = "cairn-catalog"


class CatalogMongoSettings(MongoSettings):
    """Where the catalogue's database is. Environment: CAIRN_MONGO_*."""

    database: str = "cairn_catalog"


class CatalogGrpcSettings(GrpcSettings):
    """Where the catalogue answers. Environment: CAIRN_GRPC_*."""

    listen: str = "127.0.0.1:7101"


class CatalogWorkSettings(WorkSettings):
    """Where the catalogue's worker says that it is alive. Environment: CAIRN_WORK_* and CAIRN_HEALTH_LISTEN."""

    health_listen: str = Field(default="127.0.0.1:7111", validation_alias="CAIRN_HEALTH_LISTEN")
