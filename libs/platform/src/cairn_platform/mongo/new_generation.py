"""A generation of read models while it is built from the topics' start.

Nobody reads it before it serves, so it is written in another way than one that is followed: without a journal, with its indexes made when
most of it is there, and with what is known of the latest events told once.
"""

from collections.abc import Sequence

import pymongo

from cairn_platform.mongo.freshness import LatestEvent
from cairn_platform.mongo.projection import Offsets, Projected, ReadModels, latest_by_tenant

# Longer than one operation of a service may take: much is written at once, and an index is made of everything.
_WRITING_SECONDS = 60.0
_INDEXING_SECONDS = 3600.0


class NewGeneration:
    """The one after the generation that serves; what another rebuild left of it is gone."""

    def __init__(self, read_models: ReadModels) -> None:
        self._read_models = read_models
        self._latest: dict[str, LatestEvent] = {}
        self.number = read_models.begin()

    def keep(self, batch: Sequence[Projected]) -> None:
        """Keeps the states. It may be given the same ones again."""
        with pymongo.timeout(_WRITING_SECONDS):
            self._read_models.keep(batch, generation=self.number)
        for tenant_id, told in latest_by_tenant(batch).items():
            self._latest[tenant_id] = max(told, self._latest.get(tenant_id, told))

    def index(self) -> None:
        """Makes the indexes."""
        with pymongo.timeout(_INDEXING_SECONDS):
            self._read_models.ensure(generation=self.number)

    def serve(self, *, offsets: Offsets) -> None:
        """Lets it serve; it has all events before `offsets`."""
        if self._latest:
            self._read_models.tell(self._latest, generation=self.number)
        self._read_models.switch_to(self.number, offsets=offsets)
