"""What is to be done at an instant to come: an index over the aggregates of all tenants, written with them."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from pymongo import DeleteOne, ReplaceOne, UpdateOne
from pymongo.database import Database

from cairn_platform.due import DueItem, Rescheduled
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.tenant import document_id

COLLECTION = "due_schedule"
# What is marked is due at once.
_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class DueSchedule:
    """What is due of one kind of work, of all tenants: only the loop that does the work reads it."""

    def __init__(self, database: Database[Document], *, work: str) -> None:
        self._rows = database[COLLECTION]
        self._work = work

    def due(self, *, now: datetime, after: DueItem | None, at_most: int) -> list[DueItem]:
        """What is due by now, the longest due first, from behind `after`."""
        wanted: Document = {"work": self._work, "due_at": {"$lte": now}}
        if after is not None:
            behind = {"due_at": after.due_at, "_id": {"$gt": self._row_id(after)}}
            wanted["$or"] = [{"due_at": {"$gt": after.due_at}}, behind]
        found = self._rows.find(wanted, limit=at_most, sort=[("due_at", 1), ("_id", 1)])
        return [
            DueItem(
                tenant_id=row["tenant_id"],
                aggregate_id=row["aggregate_id"],
                due_at=row["due_at"],
                work=self._work,
                mark=row.get("mark", ""),
            )
            for row in found
        ]

    def mark(self, tenant_id: str, aggregate_ids: Iterable[str]) -> None:
        """Makes these due at once, whatever they were before."""
        writes = [
            mark_write(work=self._work, tenant_id=tenant_id, aggregate_id=each) for each in aggregate_ids
        ]
        if writes:
            self._rows.bulk_write(writes, ordered=False)

    def settle(self, items: Mapping[DueItem, datetime | None]) -> None:
        """Says of these items when they are due next, if ever; what was marked again since it was read stays due at once."""
        writes = [settlement_write(Rescheduled(item=item, due_at=due_at)) for item, due_at in items.items()]
        if writes:
            self._rows.bulk_write(writes, ordered=False)

    def mark_all(self, tenant_id: str) -> None:
        """Makes everything of a tenant that waits due at once; may be repeated."""
        first = _row_id(self._work, tenant_id, "")
        # The character behind the one that ends the tenant's part of the id.
        behind = first[:-1] + chr(ord(first[-1]) + 1)
        waiting = {"_id": {"$gte": first, "$lt": behind}, "tenant_id": tenant_id, "due_at": {"$gt": _AT_ONCE}}
        self._rows.update_many(waiting, {"$set": {"due_at": _AT_ONCE, "mark": uuid.uuid4().hex}})

    def _row_id(self, item: DueItem) -> str:
        return _row_id(self._work, item.tenant_id, item.aggregate_id)


def due_write(
    *, work: str, tenant_id: str, aggregate_id: str, due_at: datetime | None
) -> ReplaceOne[Document] | DeleteOne:
    """The write that makes the schedule say when the aggregate is due; None: there is nothing to do with it."""
    row = {"_id": _row_id(work, tenant_id, aggregate_id), "tenant_id": tenant_id}
    if due_at is None:
        return DeleteOne(row)
    return ReplaceOne(row, {**row, "work": work, "aggregate_id": aggregate_id, "due_at": due_at}, upsert=True)


def settlement_write(done: Rescheduled) -> UpdateOne | DeleteOne:
    """The write that moves a row which nobody wrote since it was read; it matches nothing where somebody did."""
    item = done.item
    row_id = _row_id(item.work, item.tenant_id, item.aggregate_id)
    as_read: Document = {"_id": row_id, "tenant_id": item.tenant_id, "due_at": item.due_at}
    as_read["mark"] = item.mark or {"$exists": False}
    if done.due_at is None:
        return DeleteOne(as_read)
    return UpdateOne(as_read, {"$set": {"due_at": done.due_at}, "$unset": {"mark": ""}})


def mark_write(*, work: str, tenant_id: str, aggregate_id: str) -> UpdateOne:
    """The write that makes the aggregate due at once: it has changed, or something that it depends on."""
    row = {"_id": _row_id(work, tenant_id, aggregate_id), "tenant_id": tenant_id}
    marked = {"work": work, "aggregate_id": aggregate_id, "due_at": _AT_ONCE, "mark": uuid.uuid4().hex}
    return UpdateOne(row, {"$set": marked}, upsert=True)


def ensure_due_indexes(database: Database[Document]) -> None:
    """Makes the schedule and the index that the loops read by."""
    database[COLLECTION].create_index([("work", 1), ("due_at", 1), ("_id", 1)])


def _row_id(work: str, tenant_id: str, aggregate_id: str) -> str:
    return f"{work}:{document_id(tenant_id, aggregate_id)}"
