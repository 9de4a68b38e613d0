"""The outbox: events that were committed with the state they tell of and wait for the relay."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from google.protobuf.message import Message
from pymongo.client_session import ClientSession
from pymongo.database import Database

from cairn_platform import correlation
from cairn_platform.events import Event, contract_of
from cairn_platform.kafka.codec import Record, encode
from cairn_platform.mongo.connection import Document
from cairn_platform.observability.traces import traceparent

COLLECTION = "outbox"


@dataclass(frozen=True, kw_only=True)
class OutboxEntry:
    """A record that waits, and the id under which it waits."""

    id: str
    record: Record


def new_event(
    *,
    source: str,
    tenant_id: str,
    key: str,
    version: int,
    happened: str,
    happened_at: datetime,
    state: Message,
) -> Event:
    """The event that tells of a state, in the present request's correlation and trace."""
    return Event(
        id=str(uuid.uuid4()),
        source=source,
        type=contract_of(type(state)).event_type(happened),
        time=happened_at,
        key=f"{tenant_id}:{key}",
        tenant_id=tenant_id,
        aggregate_version=version,
        correlation_id=correlation.current(),
        causation_id="",
        data=state,
        traceparent=traceparent(),
    )


def outbox_document(event: Event, *, now: datetime) -> Document:
    """The outbox entry of an event, ready to be inserted with the state it tells of."""
    record = encode(event, topic=contract_of(type(event.data)).topic)
    return {
        "_id": event.id,
        "tenant_id": event.tenant_id,
        "topic": record.topic,
        "key": record.key,
        "headers": [[name, value] for name, value in record.headers],
        "value": record.value,
        "created_at": now,
    }


class Outbox:
    """The entries of all tenants: only the relay reads them, and it carries each entry's tenant to Kafka."""

    def __init__(self, database: Database[Document]) -> None:
        self._entries = database[COLLECTION]

    def pending(self, *, limit: int) -> list[OutboxEntry]:
        """The oldest entries that wait.

        All that are there count as waiting. Asking for "newer than the last one seen" would skip whatever commits late.
        """
        found = self._entries.find({}, limit=limit, sort=[("created_at", 1)])
        return [
            OutboxEntry(
                id=entry["_id"],
                record=Record(
                    topic=entry["topic"],
                    key=entry["key"],
                    headers=tuple((name, bytes(value)) for name, value in entry["headers"]),
                    value=bytes(entry["value"]),
                ),
            )
            for entry in found
        ]

    def forget(self, entries: Sequence[OutboxEntry]) -> None:
        """Removes entries that Kafka has acknowledged."""
        self._entries.delete_many({"_id": {"$in": [entry.id for entry in entries]}})

    def oldest_at(self) -> datetime | None:
        """When the entry that waits longest was committed; None when none waits."""
        found = self._entries.find_one({}, {"created_at": 1}, sort=[("created_at", 1)])
        return found["created_at"] if found else None

    def size(self) -> int:
        """How many entries wait."""
        return self._entries.count_documents({})


def insert(database: Database[Document], documents: Sequence[Document], *, session: ClientSession) -> None:
    """Adds entries in the transaction of the state they tell of."""
    if documents:
        database[COLLECTION].insert_many(list(documents), session=session, ordered=False)


def ensure_outbox_indexes(database: Database[Document]) -> None:
    """Makes the outbox and the index that the relay reads by."""
    database[COLLECTION].create_index([("created_at", 1)])
