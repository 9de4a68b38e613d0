"""`work --republish`: writes the present state of every aggregate to Kafka again, for a cluster that has lost its topics."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import structlog
from pymongo.database import Database

from cairn_platform.events import REPUBLISHED, Event, contract_of
from cairn_platform.kafka.codec import encode
from cairn_platform.kafka.publisher import Publisher
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Kind

log = structlog.get_logger()

_BATCH = 500


def republish(
    database: Database[Document],
    kinds: Sequence[Kind[Any]],
    *,
    source: str,
    publisher: Publisher,
    now: datetime,
    on_progress: Callable[[int, int], None],
) -> int:
    """Publishes an event for each aggregate of every tenant that others are told of, with its present version; returns how many.

    May be repeated, and run while the service works: who has a version already, or a newer one, passes it over. The events' time is
    `now`, since when the state came about is not kept with it. Raises PublishError where Kafka does not take them.
    """
    total = sum(database[kind.collection].count_documents({}) for kind in kinds)
    events = _present(database, kinds, source=source, now=now)
    done = 0
    while batch := list(islice(events, _BATCH)):
        publisher.publish([encode(event, topic=contract_of(type(event.data)).topic) for event in batch])
        done += len(batch)
        on_progress(done, max(done, total))
    log.info("republished", source=source, events=done)
    return done


def _present(
    database: Database[Document], kinds: Sequence[Kind[Any]], *, source: str, now: datetime
) -> Iterator[Event]:
    """Reads across tenants, as the operator may: each document names its own."""
    for kind in kinds:
        for document in database[kind.collection].find({}, sort=[("_id", 1)], batch_size=_BATCH):
            aggregate = kind.from_document(document)
            if kind.is_told(aggregate):
                yield kind.event(
                    aggregate,
                    tenant_id=document["tenant_id"],
                    source=source,
                    happened=REPUBLISHED,
                    happened_at=now,
                )
