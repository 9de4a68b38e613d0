"""What a service follows: other services' events, into its read models."""

from dataclasses import dataclass

from cairn_platform.mongo.projection import ReadModels


@dataclass(frozen=True, kw_only=True)
class Following:
    """Which events a service follows, as which consumer group; what `service` refuses goes to its dead letters."""

    service: str
    group: str
    read_models: ReadModels
