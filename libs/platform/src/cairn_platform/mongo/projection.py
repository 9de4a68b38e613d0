"""Read copies of what other services own, built from their events alone.

An event holds an aggregate's full state and version, and is applied only if it is newer than what is there: duplicates, disorder and
replays are harmless. A read model has generations: a new one is built from the topics beside the one that serves, then it serves.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Any, NamedTuple

from google.protobuf.message import Message
from pymongo import IndexModel
from pymongo.database import Database

from cairn_platform.events import Contract, Event, contracts_by_topic
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.freshness import LatestEvent, tell_freshness
from cairn_platform.mongo.journal import Journal, Named
from cairn_platform.mongo.lag import KeptLag, kept_lag
from cairn_platform.mongo.tenant import TenantCollection, document_id
from cairn_platform.mongo.versions import keep_newest, keep_versions

GENERATIONS = "read_model_generations"
FRESHNESS = "freshness"
JOURNAL = "journal"
_GENERATION_CACHED_SECONDS = 0.5
_LAG_CACHED_SECONDS = 0.5

Offsets = Mapping[tuple[str, int], int]


@dataclass(frozen=True, kw_only=True)
class Projection:
    """How the events of one message type become documents of one collection.

    `identify` gives the aggregate's id, `to_document` the fields beside `_id`, `tenant_id`, `version` and `happened_at`. Each index is a
    sequence of fields after `tenant_id`. Raise ValueError for a state that cannot be: the event is refused. With `keeps_history` every
    version stays too, also an older one that arrives late: see `ReadModels.history`. With `about`, which says whom or what a state tells
    of, changes are named in the journal.
    """

    message: type[Message]
    collection: str
    identify: Callable[[Any], str]
    to_document: Callable[[Any], Document]
    indexes: Sequence[Sequence[str]] = ()
    keeps_history: bool = False
    about: Callable[[Any], str] | None = None


class Projected(NamedTuple):
    """What becomes of an event: a state, whom or what the journal names for it, and how far the read models are with it."""

    projection: Projection
    state: Document
    about: str
    told: LatestEvent


class ReadModels:
    """The projections of one service and their generations. Works across tenants: events of all of them arrive in one stream."""

    def __init__(self, database: Database[Document], projections: Sequence[Projection]) -> None:
        self._database = database
        self._projections = {projection.message: projection for projection in projections}
        self._serving: tuple[float, int] = (0.0, 0)
        self._lag: tuple[float, KeptLag | None] = (-inf, None)

    @property
    def database(self) -> Database[Document]:
        """Where they are."""
        return self._database

    @property
    def contracts(self) -> dict[str, Contract]:
        """The contracts of what is projected, by topic."""
        return contracts_by_topic(self._projections)

    def serving(self) -> int:
        """The generation that serves; at most half a second old."""
        read_at, generation = self._serving
        if not generation or time.monotonic() - read_at > _GENERATION_CACHED_SECONDS:
            pointer = self._database[GENERATIONS].find_one({"_id": "serving"})
            generation = pointer["generation"] if pointer else 1
            self._serving = (time.monotonic(), generation)
        return generation

    def lag(self) -> KeptLag | None:
        """How far they were behind when the worker last looked, at most half a second older than that; None where it never did."""
        read_at, lag = self._lag
        if time.monotonic() - read_at > _LAG_CACHED_SECONDS:
            lag = kept_lag(self._database)
            self._lag = (time.monotonic(), lag)
        return lag

    def offsets_of(self, generation: int) -> Offsets:
        """From where on a generation lacks events; empty for the first one, which was built by following the topics from their start."""
        built = self._database[GENERATIONS].find_one({"_id": generation})
        return (
            {(each["topic"], each["partition"]): each["offset"] for each in built["offsets"]} if built else {}
        )

    def view(
        self,
        collection: str,
        *,
        tenant_id: str,
        also_reads: Sequence[str] = (),
        generation: int | None = None,
    ) -> TenantCollection:
        """One tenant's view of a projection, in the generation that serves, or in the one that a longer answer began with."""
        name = self.collection_name(collection, generation or self.serving())
        return TenantCollection(self._database, name, tenant_id=tenant_id, also_reads=also_reads)

    def history(
        self, collection: str, *, tenant_id: str, also_reads: Sequence[str] = (), generation: int
    ) -> TenantCollection:
        """One tenant's view of every version of what a projection knows: documents with `aggregate`, the `_id` of what they tell of."""
        name = history_name(self.collection_name(collection, generation))
        return TenantCollection(self._database, name, tenant_id=tenant_id, also_reads=also_reads)

    def fresh_as_of(self, *, tenant_id: str) -> datetime | None:
        """When the latest event that the tenant's read models know of happened."""
        found = self.view(FRESHNESS, tenant_id=tenant_id).find_one({})
        return found["latest_event_at"] if found else None

    def apply(self, events: Sequence[Event], *, generation: int) -> None:
        """Brings the events into a generation; raises ValueError, and may have applied some, when one of them cannot be."""
        if not events:
            return
        batch = [self.projected(event) for event in events]
        self.keep(batch, generation=generation)
        numbers = self._journal(generation).add(_named_by(batch))
        # Told last: whoever sees its name sees the change, so what was read under a name is true for as long as the name stays.
        self.tell(latest_by_tenant(batch), numbers=numbers, generation=generation)

    def projected(self, event: Event) -> Projected:
        """What becomes of an event; raises ValueError for one that cannot be."""
        projection = self._projections[type(event.data)]
        aggregate_id = projection.identify(event.data)
        if not aggregate_id:
            raise ValueError(f"an event of type {event.type} without an id")
        return Projected(
            projection,
            {
                "_id": document_id(event.tenant_id, aggregate_id),
                "tenant_id": event.tenant_id,
                "version": event.aggregate_version,
                "happened_at": event.time,
                **projection.to_document(event.data),
            },
            projection.about(event.data) if projection.about else "",
            LatestEvent(event.time, event.id),
        )

    def keep(self, batch: Sequence[Projected], *, generation: int) -> None:
        """Keeps the newest state of each aggregate, and every version where history is kept."""
        states: dict[str, list[Document]] = {}
        for each in batch:
            states.setdefault(each.projection.collection, []).append(each.state)
        for projection in self._projections.values():
            if projection.collection in states:
                name = self.collection_name(projection.collection, generation)
                self._keep_newest(name, states[projection.collection])
                if projection.keeps_history:
                    keep_versions(self._database[history_name(name)], states[projection.collection])

    def tell(
        self, latest: Mapping[str, LatestEvent], *, generation: int, numbers: Mapping[str, int] | None = None
    ) -> None:
        """Says, by tenant, of which event the generation knows and up to which number its journal goes."""
        tell_freshness(
            self._database[self.collection_name(FRESHNESS, generation)], latest, numbers=numbers or {}
        )

    def _keep_newest(self, name: str, states: Sequence[Document]) -> None:
        keep_newest(self._database[name], states)

    def ensure(self, *, generation: int) -> None:
        """Makes a generation's collections and indexes."""
        for projection in self._projections.values():
            collection = self._database[self.collection_name(projection.collection, generation)]
            collection.create_indexes(_indexes(projection.indexes or [()]))
            if projection.keeps_history:
                by_version = IndexModel([("tenant_id", 1), ("aggregate", 1), ("version", -1)])
                history = self._database[history_name(collection.name)]
                history.create_indexes([by_version, *_indexes(projection.indexes)])
        self._journal(generation).ensure()

    def begin(self) -> int:
        """Makes room for a new generation beside the one that serves, and says its number. `ensure` it before it serves."""
        generation = self.serving() + 1
        self._drop(generation)
        return generation

    def switch_to(self, generation: int, *, offsets: Offsets) -> None:
        """Lets a generation serve that has all events before `offsets`, and drops the one that served before the last."""
        rows = [
            {"topic": topic, "partition": number, "offset": offset}
            for (topic, number), offset in offsets.items()
        ]
        pointers = self._database[GENERATIONS]
        pointers.replace_one({"_id": generation}, {"offsets": rows}, upsert=True)
        pointers.replace_one({"_id": "serving"}, {"generation": generation}, upsert=True)
        self._serving = (0.0, 0)
        self._drop(generation - 2)

    def collection_name(self, collection: str, generation: int) -> str:
        """The name of a projection's collection in one generation."""
        return f"{collection}.g{generation}"

    def _drop(self, generation: int) -> None:
        names = [projection.collection for projection in self._projections.values()]
        for collection in [*names, FRESHNESS, JOURNAL]:
            name = self.collection_name(collection, generation)
            self._database.drop_collection(name)
            self._database.drop_collection(history_name(name))

    def _journal(self, generation: int) -> Journal:
        return Journal(
            self._database,
            name=self.collection_name(JOURNAL, generation),
            freshness=self.collection_name(FRESHNESS, generation),
        )


def _indexes(of: Iterable[Sequence[str]]) -> list[IndexModel]:
    return [IndexModel([(field, 1) for field in ("tenant_id", *fields)]) for fields in of]


def latest_by_tenant(batch: Iterable[Projected]) -> Mapping[str, LatestEvent]:
    """The latest event of each tenant in the batch."""
    latest: dict[str, LatestEvent] = {}
    for each in batch:
        tenant_id = each.state["tenant_id"]
        latest[tenant_id] = max(each.told, latest.get(tenant_id, each.told))
    return latest


def _named_by(batch: Iterable[Projected]) -> Mapping[str, set[Named]]:
    named: dict[str, set[Named]] = {}
    for each in batch:
        if each.projection.about:
            change = Named(each.projection.collection, each.about)
            named.setdefault(each.state["tenant_id"], set()).add(change)
    return named


def history_name(collection: str) -> str:
    """Where the versions of what is in a collection are kept."""
    return f"{collection}.history"
