"""What is to be done at an instant to come: an index over the aggregates of all tenants, written with them."""

from dataclasses import dataclass
from datetime import datetime

from pymongo import DeleteOne, ReplaceOne
from pymongo.database import Database

from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.tenant import document_id

COLLECTION = "due_schedule"


@dataclass(frozen=True, kw_only=True)
class DueItem:
    """A tenant's aggregate with which there is something to do since `due_at`."""

    tenant_id: str
    aggregate_id: str
    due_at: datetime


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
            DueItem(tenant_id=row["tenant_id"], aggregate_id=row["aggregate_id"], due_at=row["due_at"])
            for row in found
        ]

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


def ensure_due_indexes(database: Database[Document]) -> None:
    """Makes the schedule and the index that the loops read by."""
    database[COLLECTION].create_index([("work", 1), ("due_at", 1), ("_id", 1)])


def _row_id(work: str, tenant_id: str, aggregate_id: str) -> str:
    return f"{work}:{document_id(tenant_id, aggregate_id)}"
