"""What is shown of a process, and where."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class LogSettings(BaseSettings):
    """What is logged. Environment: CAIRN_LOG_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_LOG_", frozen=True)

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class MetricsSettings(BaseSettings):
    """Where Prometheus finds `/metrics`: a port of its own, so never the public one. Environment: CAIRN_METRICS_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_METRICS_", frozen=True)

    host: str = "0.0.0.0"  # noqa: S104 (Prometheus asks from outside; nothing listens unless a port is given)
    port: int = Field(default=0, ge=0, le=65535, description="0: nowhere.")


class TraceSettings(BaseSettings):
    """Whether spans are sent, to where OTEL_EXPORTER_OTLP_ENDPOINT says. Environment: CAIRN_TRACES_*."""

    model_config = SettingsConfigDict(env_prefix="CAIRN_TRACES_", frozen=True)

    enabled: bool = False
    ratio: float = Field(
        default=1.0, ge=0, le=1, description="Of the requests that begin here, how many are traced."
    )
