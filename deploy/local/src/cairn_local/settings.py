"""What can be set about the local stack; each setting is an environment variable with the prefix CAIRN_LOCAL_."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from cairn_local.errors import Reason, StackError

REPOSITORY = Path(__file__).resolve().parents[4]
"""The clone that this stack runs from."""


_STORES = ("keycloak", "kafka", "mongo")


class Infra(StrEnum):
    """Where Kafka, MongoDB and Keycloak come from."""

    NATIVE = "native"
    EXTERNAL = "external"


class StackSettings(BaseSettings):
    """Ports and folders of one stack. Two stacks beside each other need different ports and `state_dir`s."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_LOCAL_", frozen=True)

    infra: Infra = Infra.NATIVE
    state_dir: Path = Path(".local")
    """Data, logs and secrets of this stack; relative to the repository."""
    cache_dir: Path = Path(".cache")
    """Downloads, shared by all stacks; relative to the repository."""

    gateway_port: int = 8000
    keycloak_port: int = 8080
    keycloak_management_port: int = 9000
    kafka_port: int = 9092
    kafka_controller_port: int = 9093
    kafka_advertised: str = ""
    """Where Kafka's clients are told to find it, `host:port`, if something stands in between; empty: where it listens."""
    mongo_port: int = 27017
    catalog_port: int = 7101
    learners_port: int = 7102
    reporting_port: int = 7103
    catalog_work_port: int = 7111
    learners_work_port: int = 7112
    reporting_work_port: int = 7113

    start_timeout_seconds: float = Field(default=300.0, gt=0)
    """How long one program may take until it answers, also on a machine that is busy with other things."""

    @field_validator("state_dir", "cache_dir")
    @classmethod
    def _below_the_repository(cls, value: Path) -> Path:
        return value if value.is_absolute() else REPOSITORY / value

    @classmethod
    def shifted(cls, *, by: int, state_dir: Path) -> Self:
        """Settings of a stack beside the default one: every port is `by` higher, the state lies elsewhere."""
        ports = {
            name: field.default + by for name, field in cls.model_fields.items() if name.endswith("_port")
        }
        return cls(state_dir=state_dir, **ports)

    @property
    def gateway_url(self) -> str:
        """The address of portal and API as people type it."""
        return f"http://localhost:{self.gateway_port}"

    @property
    def logs_dir(self) -> Path:
        """The folder with one log file for each program."""
        return self.state_dir / "logs"

    @property
    def run_dir(self) -> Path:
        """The folder with the supervisor's configuration, pid file and lock."""
        return self.state_dir / "run"

    def ports(self) -> dict[str, int]:
        """Every port that this stack will listen on, by the name of its setting (`GATEWAY_PORT`)."""
        return {
            name.upper(): getattr(self, name)
            for name in type(self).model_fields
            if name.endswith("_port") and not (self.infra is Infra.EXTERNAL and name.startswith(_STORES))
        }


class ExternalInfra(BaseSettings):
    """The Kafka, MongoDB and Keycloak that `INFRA=external` uses; the names are those the services read."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_", frozen=True)

    kafka_bootstrap_servers: str
    mongo_url: str
    provision_keycloak_url: str
    provision_admin_username: str
    provision_admin_password: SecretStr

    @classmethod
    def from_environment(cls) -> Self:
        """Read them; a missing one is named in the error."""
        try:
            return cls()  # type: ignore[call-arg]  # pydantic-settings fills the fields from the environment
        except ValidationError as error:
            names = ", ".join("CAIRN_" + str(problem["loc"][0]).upper() for problem in error.errors())
            raise StackError(
                Reason.BAD_SETTING,
                f"INFRA=external needs {names} in the environment; set them and try again.",
            ) from error
