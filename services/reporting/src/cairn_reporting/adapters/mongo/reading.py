"""Documents of one tenant in one generation of the read models: as they are, or as they were known at an instant."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import FRESHNESS, ReadModels
from cairn_platform.mongo.tenant import TenantCollection
from cairn_reporting.application.ports import Lag, LatestEvent

# What never changes in the life of what a document tells of, so that it may be looked for before the newest version is.
_LASTING = ("_id", "person_id")


def documents_of(
    read_models: ReadModels, *, tenant_id: str, known_at: datetime | None
) -> "CurrentDocuments | DocumentsKnownAt":
    """One generation of a tenant's documents, for one call: as they are or, with `known_at`, as they were known then."""
    generation = read_models.serving()
    if known_at is None:
        return CurrentDocuments(read_models, tenant_id=tenant_id, generation=generation)
    return DocumentsKnownAt(read_models, tenant_id=tenant_id, generation=generation, known_at=known_at)


def to_latest_event(document: Document) -> LatestEvent:
    """What a tenant's freshness says; read models from before ids were kept know the instant alone."""
    latest = document.get("latest_event") or {"id": None}
    return LatestEvent(happened_at=document["latest_event_at"], event_id=latest["id"])


def lag_of(read_models: ReadModels) -> Lag | None:
    """How far all that is known is behind; None where nobody measured it yet."""
    kept = read_models.lag()
    return Lag(events=kept.events, measured_at=kept.measured_at) if kept else None


class CurrentDocuments:
    """As they are."""

    def __init__(self, read_models: ReadModels, *, tenant_id: str, generation: int) -> None:
        self._read_models = read_models
        self._tenant_id = tenant_id
        self._generation = generation

    def latest_event(self) -> LatestEvent | None:
        """The latest event that is known of the tenant; None where there is none."""
        view = self._read_models.view(FRESHNESS, tenant_id=self._tenant_id, generation=self._generation)
        found = view.find_one({})
        return to_latest_event(found) if found else None

    def find(
        self,
        collection: str,
        conditions: Document,
        *,
        sort: str | None = None,
        also_reads: Sequence[str] = (),
    ) -> Iterator[Document]:
        """The documents that fit."""
        view = self._read_models.view(
            collection, tenant_id=self._tenant_id, also_reads=also_reads, generation=self._generation
        )
        return view.find(conditions, sort=[(sort, 1)] if sort else ())

    def versions(self, collection: str, ids: Sequence[str]) -> Iterator[Document]:
        """Every version of these documents, in no order, with `aggregate`, the document's `_id`."""
        return self._history(collection).find({"aggregate": {"$in": list(ids)}})

    def ever(self, collection: str, conditions: Document) -> set[str]:
        """The `_id` of every document of which some version fits."""
        found = self._history(collection).find(conditions, projection={"aggregate": 1})
        return {each["aggregate"] for each in found}

    def _history(self, collection: str) -> TenantCollection:
        return self._read_models.history(collection, tenant_id=self._tenant_id, generation=self._generation)


class DocumentsKnownAt:
    """As they were known at an instant."""

    def __init__(
        self, read_models: ReadModels, *, tenant_id: str, generation: int, known_at: datetime
    ) -> None:
        self._read_models = read_models
        self._tenant_id = tenant_id
        self._generation = generation
        self._known_at = known_at

    def latest_event(self) -> LatestEvent | None:
        """The latest event that was known then, or `known_at` itself where others followed; None where there is none."""
        current = CurrentDocuments(
            self._read_models, tenant_id=self._tenant_id, generation=self._generation
        ).latest_event()
        if current is None or current.happened_at <= self._known_at:
            return current
        return LatestEvent(happened_at=self._known_at, event_id=None)

    def find(
        self,
        collection: str,
        conditions: Document,
        *,
        sort: str | None = None,
        also_reads: Sequence[str] = (),
    ) -> Iterator[Document]:
        """The documents that fit."""
        history = self._read_models.history(
            collection, tenant_id=self._tenant_id, also_reads=also_reads, generation=self._generation
        )
        lasting = {
            "aggregate" if field == "_id" else field: condition
            for field, condition in conditions.items()
            if field in _LASTING
        }
        return history.aggregate(
            [
                {"$match": {"happened_at": {"$lte": self._known_at}, **lasting}},
                {"$sort": {"aggregate": 1, "version": -1}},
                {"$group": {"_id": "$aggregate", "newest": {"$first": "$$ROOT"}}},
                {"$replaceWith": {"$mergeObjects": ["$newest", {"_id": "$_id"}]}},
                {"$match": conditions},
                *([{"$sort": {sort: 1}}] if sort else []),
            ]
        )

    def versions(self, collection: str, ids: Sequence[str]) -> Iterator[Document]:
        """Every version of these documents that was known, in no order, with `aggregate`, the document's `_id`."""
        return self._known(collection, {"aggregate": {"$in": list(ids)}})

    def ever(self, collection: str, conditions: Document) -> set[str]:
        """The `_id` of every document of which some version that was known fits."""
        return {
            each["aggregate"] for each in self._known(collection, conditions, projection={"aggregate": 1})
        }

    def _known(
        self, collection: str, conditions: Document, *, projection: Document | None = None
    ) -> Iterator[Document]:
        history = self._read_models.history(
            collection, tenant_id=self._tenant_id, generation=self._generation
        )
        return history.find({"happened_at": {"$lte": self._known_at}, **conditions}, projection=projection)
