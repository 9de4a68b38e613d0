"""What is to be done at an instant to come: an index over the aggregates of all tenants, written with them.

A row plans an aggregate for an instant. A mark makes it due at once: each is a row of its own, only ever inserted, so that whoever changes
what an aggregate depends on never waits for somebody who does the same, nor for the loop that looks at it.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from pymongo import DeleteMany, DeleteOne, InsertOne, ReplaceOne, UpdateOne
from pymongo.database import Database

from cairn_platform.due import DueItem, Planned, Rescheduled
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.tenant import document_id

COLLECTION = "due_schedule"
# What is marked is due at once.
_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)

Settlement = DeleteMany | DeleteOne | UpdateOne


class DueSchedule:
    """What is due of one kind of work, of all tenants: only the loop that does the work reads it."""

    def __init__(self, database: Database[Document], *, work: str) -> None:
        self._rows = database[COLLECTION]
        self._work = work

    def due(self, *, now: datetime, after: DueItem | None, at_most: int) -> list[DueItem]:
        """What is due by now, the longest due first, from behind `after`, each aggregate once; at most so many rows are read."""
        wanted: Document = {"work": self._work, "due_at": {"$lte": now}}
        if after is not None and after.page_end is not None:
            due_at, row_id = after.page_end
            wanted["$or"] = [{"due_at": {"$gt": due_at}}, {"due_at": due_at, "_id": {"$gt": row_id}}]
        rows = list(self._rows.find(wanted, limit=at_most, sort=[("due_at", 1), ("_id", 1)]))
        by_aggregate: dict[tuple[str, str], list[Document]] = {}
        for row in rows:
            by_aggregate.setdefault((row["tenant_id"], row["aggregate_id"]), []).append(row)
        planned = self._planned(by_aggregate)
        return [
            DueItem(
                tenant_id=tenant_id,
                aggregate_id=aggregate_id,
                due_at=own[0]["due_at"],
                work=self._work,
                planned=planned.get((tenant_id, aggregate_id)),
                marks=tuple(row["_id"] for row in own if row.get("is_mark")),
                page_end=(rows[-1]["due_at"], rows[-1]["_id"]),
            )
            for (tenant_id, aggregate_id), own in by_aggregate.items()
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
        writes = [
            write
            for item, due_at in items.items()
            for write in settlement_writes(Rescheduled(item=item, due_at=due_at))
        ]
        if writes:
            self._rows.bulk_write(writes, ordered=False)

    def mark_all(self, tenant_id: str) -> None:
        """Makes everything of a tenant that is planned due at once; may be repeated."""
        first = _row_id(self._work, tenant_id, "")
        # The character behind the one that ends the tenant's part of the id.
        behind = first[:-1] + chr(ord(first[-1]) + 1)
        planned = {
            "_id": {"$gte": first, "$lt": behind},
            "tenant_id": tenant_id,
            "is_mark": {"$exists": False},
        }
        self._rows.update_many(planned, {"$set": {"due_at": _AT_ONCE, "mark": uuid.uuid4().hex}})

    def _planned(self, aggregates: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Planned]:
        ids = [_row_id(self._work, *each) for each in aggregates]
        return {
            (row["tenant_id"], row["aggregate_id"]): Planned(due_at=row["due_at"], mark=row.get("mark", ""))
            for row in self._rows.find({"_id": {"$in": ids}})
        }


def due_write(
    *, work: str, tenant_id: str, aggregate_id: str, due_at: datetime | None
) -> ReplaceOne[Document] | DeleteOne:
    """The write that makes the schedule say when the aggregate is due; None: there is nothing to do with it."""
    row = {"_id": _row_id(work, tenant_id, aggregate_id), "tenant_id": tenant_id}
    if due_at is None:
        return DeleteOne(row)
    return ReplaceOne(row, {**row, "work": work, "aggregate_id": aggregate_id, "due_at": due_at}, upsert=True)


def mark_write(*, work: str, tenant_id: str, aggregate_id: str) -> InsertOne[Document]:
    """The write that makes the aggregate due at once: it has changed, or something that it depends on."""
    return InsertOne(
        {
            "_id": f"{_row_id(work, tenant_id, aggregate_id)}#{uuid.uuid4().hex}",
            "tenant_id": tenant_id,
            "work": work,
            "aggregate_id": aggregate_id,
            "due_at": _AT_ONCE,
            "is_mark": True,
        }
    )


def settlement_writes(done: Rescheduled) -> Sequence[Settlement]:
    """The writes that take away the marks that were seen and move the plan, if it is what it was; see `settled_count`."""
    item = done.item
    row: Document = {
        "_id": _row_id(item.work, item.tenant_id, item.aggregate_id),
        "tenant_id": item.tenant_id,
    }
    writes: list[Settlement] = []
    if item.marks:
        writes.append(DeleteMany({"_id": {"$in": list(item.marks)}, "tenant_id": item.tenant_id}))
    if item.planned is not None:
        as_read = {
            **row,
            "due_at": item.planned.due_at,
            "mark": item.planned.mark or {"$exists": False},
        }
        writes.append(
            DeleteOne(as_read)
            if done.due_at is None
            else UpdateOne(as_read, {"$set": {"due_at": done.due_at}, "$unset": {"mark": ""}})
        )
    elif done.due_at is not None:
        # Matches nothing that is there: whoever planned it meanwhile makes this a duplicate key.
        absent = {**row, "due_at": {"$exists": False}}
        planned = {"work": item.work, "aggregate_id": item.aggregate_id, "due_at": done.due_at}
        writes.append(UpdateOne(absent, {"$set": planned}, upsert=True))
    return writes


def settled_count(done: Rescheduled) -> int:
    """How many rows the settlement deletes, changes or adds when nobody wrote them since they were read."""
    return len(done.item.marks) + (1 if done.item.planned is not None or done.due_at is not None else 0)


def mark_everything(database: Database[Document], *, work: str, collection: str, id_field: str) -> None:
    """Makes every aggregate of a collection due at once, of all tenants, for work that is new: while it has no row at all."""
    if database[COLLECTION].find_one({"work": work}, {"_id": 1}) is not None:
        return
    by_tenant: dict[str, list[str]] = {}
    for found in database[collection].find(
        {"tenant_id": {"$exists": True}}, {"_id": 0, "tenant_id": 1, id_field: 1}
    ):
        by_tenant.setdefault(found["tenant_id"], []).append(found[id_field])
    for tenant_id, ids in by_tenant.items():
        DueSchedule(database, work=work).mark(tenant_id, ids)


def ensure_due_indexes(database: Database[Document]) -> None:
    """Makes the schedule and the index that the loops read by."""
    database[COLLECTION].create_index([("work", 1), ("due_at", 1), ("_id", 1)])


def _row_id(work: str, tenant_id: str, aggregate_id: str) -> str:
    return f"{work}:{document_id(tenant_id, aggregate_id)}"
