"""What a consumer loop does for read models: applies events to the generation that serves."""

from collections.abc import Mapping, Sequence

from cairn_platform.events import Event
from cairn_platform.mongo.projection import ReadModels


class ReadModelHandler:
    """An event handler whose epoch is the generation that serves, so that a rebuild's switch moves the consumers."""

    def __init__(self, read_models: ReadModels) -> None:
        self._read_models = read_models
        self._generation = read_models.serving()

    def apply(self, events: Sequence[Event]) -> None:
        """Applies the events to the generation of the last `epoch`."""
        self._read_models.apply(events, generation=self._generation)

    def epoch(self) -> str:
        """The generation that serves."""
        self._generation = self._read_models.serving()
        return f"generation-{self._generation}"

    def start_offsets(self) -> Mapping[tuple[str, int], int]:
        """Where the rebuild that made the generation ended."""
        return self._read_models.offsets_of(self._generation)
