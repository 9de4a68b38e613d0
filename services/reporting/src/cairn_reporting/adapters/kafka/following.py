"""What the worker does with events: it brings them into the generation of the read models that serves."""

from collections.abc import Mapping, Sequence

from cairn_platform.events import Event
from cairn_platform.mongo.projection import ReadModels


class ServingGeneration:
    """The consumer loop's handler. After a rebuild it goes on where the new generation ends."""

    def __init__(self, read_models: ReadModels) -> None:
        self._read_models = read_models

    def apply(self, events: Sequence[Event]) -> None:
        """Applies each event that is newer than what is there; raises ValueError for one that cannot be."""
        self._read_models.apply(events, generation=self._read_models.serving())

    def epoch(self) -> str:
        """The generation; positions that were committed for another one do not count."""
        return str(self._read_models.serving())

    def start_offsets(self) -> Mapping[tuple[str, int], int]:
        """From where on the generation lacks events."""
        return self._read_models.offsets_of(self._read_models.serving())
