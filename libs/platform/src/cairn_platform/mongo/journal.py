"""What changed in a tenant's read models, in order, for whoever keeps a copy of them in memory.

Each batch that is applied adds one entry for each tenant that it is about, with the next number; a reader that has read up to a number
reads again whatever the entries since then name. Entries are swept away after an hour: who comes later reads everything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pymongo.database import Database
from pymongo.errors import BulkWriteError

from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.tenant import TenantCollection, document_id

KEPT_SECONDS = 3600
_DUPLICATE_KEY = 11000
_ATTEMPTS = 100


@dataclass(frozen=True, slots=True)
class Named:
    """What a change is about: the collection that changed, and whom or what it tells of."""

    collection: str
    about: str


class Journal:
    """One generation's journal, of all tenants: written by the worker's batches."""

    def __init__(self, database: Database[Document], *, name: str, freshness: str) -> None:
        self._entries = database[name]
        self._freshness = database[freshness]

    def ensure(self) -> None:
        """Makes the indexes."""
        self._entries.create_index([("tenant_id", 1), ("number", 1)])
        self._entries.create_index([("at", 1)], expireAfterSeconds=KEPT_SECONDS)

    def add(self, named: Mapping[str, Iterable[Named]]) -> Mapping[str, int]:
        """Adds an entry for each tenant, after what it names was written, and says its number.

        A number is there only once, and only when the one before it is: the insertion itself decides between two workers. So whoever sees
        a number sees every change up to it.
        """
        if not named:
            return {}
        known = self._freshness.find({"tenant_id": {"$in": sorted(named)}}, {"number": 1, "tenant_id": 1})
        numbers = dict.fromkeys(named, 0) | {each["tenant_id"]: each.get("number", 0) for each in known}
        missing = set(named)
        now = datetime.now(UTC)
        for _ in range(_ATTEMPTS):
            for tenant_id in missing:
                numbers[tenant_id] += 1
            missing = self._taken(
                [
                    {
                        "_id": document_id(tenant_id, str(numbers[tenant_id])),
                        "tenant_id": tenant_id,
                        "number": numbers[tenant_id],
                        "at": now,
                        "named": sorted({(each.collection, each.about) for each in named[tenant_id]}),
                    }
                    for tenant_id in sorted(missing)
                ]
            )
            if not missing:
                return numbers
        raise TimeoutError("others took each number of the journal that was tried")

    def _taken(self, entries: list[Document]) -> set[str]:
        """The tenants whose next number another worker took."""
        try:
            self._entries.insert_many(entries, ordered=False)
        except BulkWriteError as error:
            refused = error.details["writeErrors"]
            if any(each["code"] != _DUPLICATE_KEY for each in refused):
                raise
            return {entries[each["index"]]["tenant_id"] for each in refused}
        return set()


def named_since(entries: TenantCollection, *, after: int, up_to: int) -> frozenset[Named] | None:
    """What the entries name that follow `after`, with those up to `up_to`; None where some are no longer there."""
    found = list(entries.find({"number": {"$gt": after, "$lte": up_to}}))
    if {each["number"] for each in found} != set(range(after + 1, up_to + 1)):
        return None
    return frozenset(Named(collection, about) for each in found for collection, about in each["named"])
