"""Aggregates of one tenant: loaded by id, saved together with their events in one transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import mongoengine
from google.protobuf.message import Message
from pymongo import DeleteOne, InsertOne, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure

from cairn_platform.changes import Aggregate, Change, ConflictError, Guard
from cairn_platform.due import Rescheduled
from cairn_platform.errors import IdempotencyKeyReusedError
from cairn_platform.events import Event
from cairn_platform.idempotency import KEPT_FOR, AnsweredMeanwhileError, Once
from cairn_platform.mongo import due_schedule, outbox
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.tenant import Filter, Sort, TenantCollection, document_id

GUARDS = "guards"
ANSWERS = "idempotent_answers"
_DUPLICATE_KEY = 11000
_WRITE_CONFLICT = 112
# Above this, a commit is a bulk one: its documents do not pass mongoengine's validation one by one (it costs as much as the write).
_VALIDATED_AT_MOST = 20

A = TypeVar("A", bound=Aggregate)


@dataclass(frozen=True, kw_only=True)
class Due(Generic[A]):
    """Something that is to be done with an aggregate at an instant to come, if there is one."""

    work: str
    at: Callable[[A], datetime | None]


@dataclass(frozen=True, kw_only=True)
class Marks(Generic[A]):
    """What is to be looked at again, as soon as possible, whenever an aggregate has changed: ids in the due schedule of a work."""

    work: str
    of: Callable[[A], Iterable[str]]


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[A]):
    """How one kind of aggregate is stored and told of.

    `to_document` gives the fields of `document` beside `_id`, `tenant_id` and `version`; `to_event` the full state as the contract's
    message; `event_key` what follows `tenant_id:` in the Kafka key; `is_told` whether others are told of it at all. Fields in
    `only_for_queries` are not brought from MongoDB, since `from_document` does not look at them. `due` says for which work the due
    schedule holds it, and when an aggregate is due, if ever; `marks` what its changes make due at once.
    """

    aggregate: type[A]
    document: type[mongoengine.Document]
    identify: Callable[[A], str]
    to_document: Callable[[A], Document]
    from_document: Callable[[Document], A]
    to_event: Callable[[A], Message]
    event_key: Callable[[A], str]
    is_told: Callable[[A], bool] = lambda _: True
    only_for_queries: Sequence[str] = ()
    due: "Due[A] | None" = None
    marks: "Sequence[Marks[A]]" = ()

    @property
    def read(self) -> Filter | None:
        """What to read of a document; None: all of it."""
        return dict.fromkeys(self.only_for_queries, 0) or None

    @property
    def collection(self) -> str:
        """The collection's name, as the document defines it."""
        return str(self.document._get_collection_name())

    def event(
        self, aggregate: A, *, tenant_id: str, source: str, happened: str, happened_at: datetime
    ) -> Event:
        """The event that tells of the aggregate's state."""
        return outbox.new_event(
            source=source,
            tenant_id=tenant_id,
            key=self.event_key(aggregate),
            version=aggregate.version,
            happened=happened,
            happened_at=happened_at,
            state=self.to_event(aggregate),
        )


class TenantStore:
    """The aggregates of one tenant. `also_reads` names tenants whose aggregates may be read, never written."""

    def __init__(
        self,
        database: Database[Document],
        *,
        tenant_id: str,
        kinds: Iterable[Kind[Any]],
        source: str,
        clock: Callable[[], datetime],
        also_reads: Sequence[str] = (),
    ) -> None:
        self._database = database
        self._kinds: Mapping[type[Any], Kind[Any]] = {kind.aggregate: kind for kind in kinds}
        self._source = source
        self._clock = clock
        self._also_reads = also_reads
        self.tenant_id = tenant_id

    def collection(self, aggregate: type[Any]) -> TenantCollection:
        """The tenant's view of the collection that holds this kind of aggregate."""
        return self._collection(self._kinds[aggregate].collection)

    def get(self, aggregate: type[A], aggregate_id: str) -> A | None:
        """The tenant's own aggregate with this id, or None."""
        return self.get_many(aggregate, [aggregate_id]).get(aggregate_id)

    def get_many(self, aggregate: type[A], aggregate_ids: Iterable[str]) -> dict[str, A]:
        """The tenant's own aggregates with these ids, by id; those that are not there are left out."""
        kind = self._kinds[aggregate]
        ids = [document_id(self.tenant_id, aggregate_id) for aggregate_id in aggregate_ids]
        own = TenantCollection(self._database, kind.collection, tenant_id=self.tenant_id)
        found = [
            kind.from_document(document) for document in own.find({"_id": {"$in": ids}}, projection=kind.read)
        ]
        return {kind.identify(each): each for each in found}

    def find(
        self,
        aggregate: type[A],
        filter: Filter,
        *,
        sort: Sort = (),
        limit: int = 0,
        collation: Mapping[str, Any] | None = None,
        by_index: Sort = (),
    ) -> list[A]:
        """The aggregates that fit, in order; `limit` 0 means all; `by_index` as `TenantCollection.find` has it."""
        kind = self._kinds[aggregate]
        found = self.collection(aggregate).find(
            filter, sort=sort, limit=limit, projection=kind.read, collation=collation, by_index=by_index
        )
        return [kind.from_document(document) for document in found]

    def guard(self, name: str) -> Guard:
        """How often the rule was committed against so far. Read it before what the rule is checked on."""
        found = self._collection(GUARDS).find_one({"_id": document_id(self.tenant_id, name)})
        return Guard(name=name, seen=found["version"] if found else 0)

    def answer_to(self, once: Once) -> bytes | None:
        """The first answer to this key, or None; raises IdempotencyKeyReusedError when it was another request."""
        found = self._collection(ANSWERS).find_one({"_id": self._answer_id(once)})
        if found is None:
            return None
        if found["fingerprint"] != once.fingerprint:
            raise IdempotencyKeyReusedError
        return bytes(found["answer"])

    def commit(
        self,
        changes: Sequence[Change[Any]],
        *,
        guards: Sequence[Guard] = (),
        once: Once | None = None,
        result: object = None,
        rescheduled: Sequence[Rescheduled] = (),
    ) -> None:
        """Saves the changes with their events, in one transaction: all of it or nothing.

        A change to version 1 inserts; any other replaces the version before it. `result` is what `once` writes down as the answer.
        `rescheduled` is all that was due and done with this; what the changes themselves make due is written behind it.
        Raises ConflictError when somebody else wrote one of the aggregates, guards or unique values in between, and
        AnsweredMeanwhileError when the same request was answered in between.
        """
        now = self._clock()
        writes = self._writes(changes)
        due = self._due(changes)
        events = [
            self._event(change, happened=change.happened, now=now) for change in changes if change.happened
        ]
        answer = self._answer(once, result, now) if once else None

        def transaction(session: ClientSession) -> None:
            if answer:
                self._keep(answer, session)
            self._reschedule(rescheduled, session)
            for collection, operations in writes.items():
                outcome = self._database[collection].bulk_write(operations, session=session, ordered=True)
                if outcome.inserted_count + outcome.matched_count != len(operations):
                    raise ConflictError
            if due:
                self._database[due_schedule.COLLECTION].bulk_write(due, session=session)
            for guard in guards:
                self._pass(guard, session)
            outbox.insert(self._database, events, session=session)

        try:
            with self._database.client.start_session() as session:
                session.with_transaction(transaction)
        except DuplicateKeyError as error:
            raise ConflictError from error
        except BulkWriteError as error:
            if any(each["code"] == _DUPLICATE_KEY for each in error.details["writeErrors"]):
                raise ConflictError from error
            raise
        except OperationFailure as error:
            if error.code == _WRITE_CONFLICT:
                raise ConflictError from error
            raise

    def _collection(self, name: str) -> TenantCollection:
        return TenantCollection(self._database, name, tenant_id=self.tenant_id, also_reads=self._also_reads)

    def _writes(
        self, changes: Sequence[Change[Any]]
    ) -> dict[str, list[InsertOne[Document] | ReplaceOne[Document]]]:
        writes: dict[str, list[InsertOne[Document] | ReplaceOne[Document]]] = {}
        for change in changes:
            kind = self._kinds[type(change.aggregate)]
            state = self._state(kind, change.aggregate)
            if len(changes) <= _VALIDATED_AT_MOST:
                kind.document._from_son(state, created=True).validate()
            before = {"_id": state["_id"], "tenant_id": self.tenant_id, "version": state["version"] - 1}
            operation: InsertOne[Document] | ReplaceOne[Document] = (
                InsertOne(state) if state["version"] == 1 else ReplaceOne(before, state)
            )
            writes.setdefault(kind.collection, []).append(operation)
        return writes

    def _due(
        self, changes: Sequence[Change[Any]]
    ) -> list[InsertOne[Document] | ReplaceOne[Document] | DeleteOne]:
        kinds = [(self._kinds[type(change.aggregate)], change.aggregate) for change in changes]
        marked = {
            (each.work, aggregate_id)
            for kind, aggregate in kinds
            for each in kind.marks
            for aggregate_id in each.of(aggregate)
        }
        marks = [
            due_schedule.mark_write(work=work, tenant_id=self.tenant_id, aggregate_id=aggregate_id)
            for work, aggregate_id in sorted(marked)
        ]
        return marks + [
            due_schedule.due_write(
                work=kind.due.work,
                tenant_id=self.tenant_id,
                aggregate_id=kind.identify(aggregate),
                due_at=kind.due.at(aggregate),
            )
            for kind, aggregate in kinds
            if kind.due is not None
        ]

    def _state(self, kind: Kind[Any], aggregate: Aggregate) -> Document:
        return {
            "_id": document_id(self.tenant_id, kind.identify(aggregate)),
            "tenant_id": self.tenant_id,
            "version": aggregate.version,
            **kind.to_document(aggregate),
        }

    def _event(self, change: Change[Any], *, happened: str, now: datetime) -> Document:
        kind = self._kinds[type(change.aggregate)]
        event = kind.event(
            change.aggregate,
            tenant_id=self.tenant_id,
            source=self._source,
            happened=happened,
            happened_at=change.happened_at,
        )
        return outbox.outbox_document(event, now=now)

    def _reschedule(self, done: Sequence[Rescheduled], session: ClientSession) -> None:
        writes = [write for each in done for write in due_schedule.settlement_writes(each)]
        if not writes:
            return
        outcome = self._database[due_schedule.COLLECTION].bulk_write(writes, session=session)
        settled = outcome.matched_count + outcome.deleted_count + outcome.upserted_count
        if settled != sum(map(due_schedule.settled_count, done)):
            raise ConflictError

    def _pass(self, guard: Guard, session: ClientSession) -> None:
        guards = self._database[GUARDS]
        guard_id = document_id(self.tenant_id, guard.name)
        if guard.seen == 0:
            guards.insert_one({"_id": guard_id, "tenant_id": self.tenant_id, "version": 1}, session=session)
            return
        passed = {"_id": guard_id, "tenant_id": self.tenant_id, "version": guard.seen}
        if guards.update_one(passed, {"$inc": {"version": 1}}, session=session).matched_count != 1:
            raise ConflictError

    def _keep(self, answer: Document, session: ClientSession) -> None:
        try:
            self._database[ANSWERS].insert_one(answer, session=session)
        except DuplicateKeyError as error:
            raise AnsweredMeanwhileError from error

    def _answer_id(self, once: Once) -> str:
        return document_id(self.tenant_id, f"{once.subject}:{once.method}:{once.key}")

    def _answer(self, once: Once, result: object, now: datetime) -> Document:
        return {
            "_id": self._answer_id(once),
            "tenant_id": self.tenant_id,
            "fingerprint": once.fingerprint,
            "answer": once.encode(result),
            "expires_at": now + KEPT_FOR,
        }


def ensure_store_indexes(database: Database[Document]) -> None:
    """Makes the collections beside the aggregates and their indexes; transactions cannot make collections on the way."""
    for name in (GUARDS, ANSWERS):
        if name not in database.list_collection_names():
            database.create_collection(name)
    database[ANSWERS].create_index([("expires_at", 1)], expireAfterSeconds=0)
    outbox.ensure_outbox_indexes(database)
    due_schedule.ensure_due_indexes(database)
