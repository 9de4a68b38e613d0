"""Consumers in front of topics that hold the events of every round already: a round takes so many of them."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from pymongo import MongoClient

from bench.measuring import ROUNDS
from cairn.learners.v1 import events_pb2, progress_pb2
from cairn_learners.adapters import messages
from cairn_platform.events import contract_of
from cairn_platform.kafka.connection import MAX_POLL_RECORDS, kafka_consumer
from cairn_platform.kafka.consumer import COMMIT_MILLISECONDS, Received, received
from cairn_platform.kafka.positions import partitions_of
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.projection import FRESHNESS, JOURNAL
from cairn_platform.mongo.tenant import document_id
from cairn_platform.settings import KafkaSettings, MongoSettings
from cairn_reporting.adapters.mongo.documents import ACHIEVEMENTS
from tests.support.backing import Backing
from tests.support.reporting.events import event
from tests.support.reporting.running import ReportingRun, topic_of_run

TENANT = "bench"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
PARTITIONS = 8
_PEOPLE = 500
_POLL_MILLISECONDS = 1000
_PERIOD = progress_pb2.Period(valid_from=messages.timestamp(NOW))

Take = Callable[[Sequence[Received]], None]
"""Applies what a poll brought and commits its offsets."""


def told(events: int) -> int:
    """As many as the rounds take, the one to warm up among them."""
    return (ROUNDS + 1) * events


def achievement(number: int, *, version: int = 1) -> events_pb2.AchievementState:
    """One of the states that are told."""
    return events_pb2.AchievementState(
        achievement_id=f"achievement-{number}",
        version=version,
        person_id=f"person-{number % _PEOPLE}",
        credential_id=f"credential-{number % 60}",
        issued_on="2026-11-01",
        decision=progress_pb2.DECISION_VERIFIED,
        periods=[_PERIOD],
    )


class Ingest:
    """One consumer and what it takes, round by round."""

    def __init__(
        self, run: ReportingRun, consumer: Any, *, states: Sequence[events_pb2.AchievementState], take: Take
    ) -> None:
        self.run = run
        self._consumer = consumer
        self._states = states
        self._take = take

    def round(self) -> int:
        """A round's share of the events, poll by poll."""
        events = len(self._states) // told(1)
        taken(self._consumer, events, take=self._take)
        return events

    def check(self) -> None:
        """After all rounds: all that the events told is in the read models, their history and journal, and how fresh they are is known."""
        expected = {document_id(TENANT, each.achievement_id): each for each in self._states}
        models = self.run.read_models()
        states = models.view(ACHIEVEMENTS, tenant_id=TENANT, generation=1).find({"_id": {"$in": [*expected]}})
        found = {each["_id"]: (each["version"], each["person_id"], each["credential_id"]) for each in states}
        if found != {
            name: (each.version, each.person_id, each.credential_id) for name, each in expected.items()
        }:
            raise RuntimeError("the read models hold something else than the events told")
        versions = {f"{name}@{each.version}" for name, each in expected.items()}
        history = models.history(ACHIEVEMENTS, tenant_id=TENANT, generation=1)
        if {each["_id"] for each in history.find({"_id": {"$in": [*versions]}})} != versions:
            raise RuntimeError("the history lacks versions that the events told")
        journal = models.view(JOURNAL, tenant_id=TENANT, generation=1).find({})
        if {about for each in journal for _, about in each["named"]} != {
            each.person_id for each in self._states
        }:
            raise RuntimeError("the journal does not name everybody")
        fresh = models.view(FRESHNESS, tenant_id=TENANT, generation=1).find({})
        if [each["latest_event_at"] for each in fresh] != [NOW]:
            raise RuntimeError("the read models do not say how fresh they are")


def taken(consumer: Any, events: int, *, take: Take) -> None:
    """Hands so many events to `take`, poll by poll."""
    left = events
    while left:
        batch = received(
            consumer.poll(timeout_ms=_POLL_MILLISECONDS, max_records=min(MAX_POLL_RECORDS, left))
        )
        if batch:
            take(batch)
        left -= len(batch)


def by_batches(run: ReportingRun, consumer: Any) -> Take:
    """As reporting's worker does it."""
    loop = run.loop()

    def commit(offsets: Any) -> None:
        consumer.commit(offsets, timeout_ms=COMMIT_MILLISECONDS)

    return lambda batch: loop.consume(batch, commit=commit)


@contextmanager
def ingesting(
    stores: Backing,
    *,
    states: Sequence[events_pb2.AchievementState],
    taking: Callable[[ReportingRun, Any], Take] = by_batches,
    remembered: Callable[[ReportingRun], None] | None = None,
) -> Iterator[Ingest]:
    """Topics that hold an event for each state, a database and a consumer of its own, until the end of the block.

    `remembered` stores what was there before.
    """
    name = uuid.uuid4().hex[:10]
    mongo = MongoSettings(url=stores.mongo_url, database=f"cairn_bench_{name}")
    kafka = KafkaSettings(bootstrap_servers=stores.kafka_bootstrap, partitions=PARTITIONS)
    run = ReportingRun(run=name, mongo=mongo, kafka=kafka, database=connect(mongo))
    run.prepare()
    if remembered:
        remembered(run)
    consumer = kafka_consumer(kafka, group=f"bench-{name}")
    try:
        run.publish(event(each, tenant_id=TENANT, version=each.version, at=NOW) for each in states)
        topic = topic_of_run(contract_of(events_pb2.AchievementState).topic, name)
        partitions = partitions_of(consumer, [topic])
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        yield Ingest(run, consumer, states=states, take=taking(run, consumer))
    finally:
        consumer.close(autocommit=False, timeout_ms=COMMIT_MILLISECONDS)
        run.clear()
        with MongoClient[Document](mongo.url) as client:
            client.drop_database(mongo.database)
