"""Events from Kafka into the read models and their journal: the worker's batches against the same for one event at a time."""

import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any

from pymongo import MongoClient

from bench.measuring import ROUNDS, Variant, interleaved, ratio, summed_up
from cairn.learners.v1 import events_pb2, progress_pb2
from cairn_learners.adapters import messages
from cairn_platform.events import contract_of
from cairn_platform.kafka.connection import kafka_consumer
from cairn_platform.kafka.consumer import COMMIT_MILLISECONDS, received
from cairn_platform.kafka.positions import partitions_of
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.projection import JOURNAL
from cairn_platform.settings import KafkaSettings, MongoSettings
from cairn_reporting.adapters.mongo.documents import ACHIEVEMENTS
from tests.support.backing import Backing, backing
from tests.support.reporting.events import event
from tests.support.reporting.running import ReportingRun, topic_of_run

EVENTS = int(os.environ.get("CAIRN_BENCH_EVENTS", "1000"))
GOAL = 10.0
_BATCH, _PARTITIONS, _PEOPLE = 500, 8, 500
_POLL_MILLISECONDS = 1000
_TENANT = "bench"
_NOW = datetime(2026, 11, 22, tzinfo=UTC)
_PERIOD = progress_pb2.Period(valid_from=messages.timestamp(_NOW))
_BATCHES, _ONE_BY_ONE = "batches", "one event at a time"


def measured() -> Mapping[str, object]:
    """Runs the bench."""
    with backing(whole=False, keycloak=False) as stores, ExitStack() as running:
        batches = running.enter_context(_ingest(stores, at_a_time=_BATCH))
        one_by_one = running.enter_context(_ingest(stores, at_a_time=1))
        own = [os.getpid()]
        samples = interleaved(
            [
                Variant(name=_BATCHES, pids=own, run=batches.round),
                Variant(name=_ONE_BY_ONE, pids=own, run=one_by_one.round),
            ]
        )
        for each in (batches, one_by_one):
            each.check()
    fast, slow = samples[_BATCHES], samples[_ONE_BY_ONE]
    return {
        "events_a_round": EVENTS,
        "states_compared": batches.applied + one_by_one.applied,
        "variants": {name: summed_up(each) for name, each in samples.items()},
        "goal": GOAL,
        "ratio_per_second": ratio(fast, to=slow, of=lambda each: each.per_second),
        "ratio_per_cpu_second": ratio(fast, to=slow, of=lambda each: each.per_cpu_second),
    }


class _Ingest:
    """A follower of topics that hold the events of every round already."""

    def __init__(self, run: ReportingRun, consumer: Any, *, at_a_time: int) -> None:
        self._run = run
        self._consumer = consumer
        self._at_a_time = at_a_time
        self._loop = run.loop()
        self.applied = 0

    def round(self) -> int:
        """At least so many events, to the end of the last poll."""
        before = self.applied
        while self.applied - before < EVENTS:
            polled = received(
                self._consumer.poll(timeout_ms=_POLL_MILLISECONDS, max_records=min(_BATCH, EVENTS))
            )
            for first in range(0, len(polled), self._at_a_time):
                self._loop.consume(polled[first : first + self._at_a_time], commit=self._commit)
            self.applied += len(polled)
        return self.applied - before

    def check(self) -> None:
        """The read model holds what was applied, each as its event told it, and the journal has named everybody."""
        models = self._run.read_models()
        found = models.view(ACHIEVEMENTS, tenant_id=_TENANT, generation=1).find({})
        states = {each["achievement_id"]: each["credential_id"] for each in found}
        named = {
            about
            for entry in models.view(JOURNAL, tenant_id=_TENANT, generation=1).find({})
            for _, about in entry["named"]
        }
        told = {_state(number).achievement_id: _state(number) for number in range(_told())}
        if len(states) != self.applied or named != {told[each].person_id for each in states}:
            raise RuntimeError("something is lacking in the read models or in the journal")
        if any(told[achievement_id].credential_id != held for achievement_id, held in states.items()):
            raise RuntimeError("the read models hold something else than the events told")

    def _commit(self, offsets: Any) -> None:
        self._consumer.commit(offsets, timeout_ms=COMMIT_MILLISECONDS)


@contextmanager
def _ingest(stores: Backing, *, at_a_time: int) -> Iterator[_Ingest]:
    """Topics, a database and a consumer of its own, until the end of the block."""
    name = uuid.uuid4().hex[:10]
    mongo = MongoSettings(url=stores.mongo_url, database=f"cairn_bench_{name}")
    kafka = KafkaSettings(bootstrap_servers=stores.kafka_bootstrap, partitions=_PARTITIONS)
    run = ReportingRun(run=name, mongo=mongo, kafka=kafka, database=connect(mongo))
    run.prepare()
    consumer = kafka_consumer(kafka, group=f"bench-{name}")
    try:
        run.publish(event(_state(number), tenant_id=_TENANT, version=1, at=_NOW) for number in range(_told()))
        partitions = partitions_of(
            consumer, [topic_of_run(contract_of(events_pb2.AchievementState).topic, name)]
        )
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        yield _Ingest(run, consumer, at_a_time=at_a_time)
    finally:
        consumer.close(autocommit=False, timeout_ms=COMMIT_MILLISECONDS)
        run.clear()
        with MongoClient[Document](mongo.url) as client:
            client.drop_database(mongo.database)


def _told() -> int:
    """As many as the rounds may take, the one to warm up among them."""
    return (ROUNDS + 2) * (EVENTS + _BATCH)


def _state(number: int) -> events_pb2.AchievementState:
    return events_pb2.AchievementState(
        achievement_id=f"achievement-{number}",
        version=1,
        person_id=f"person-{number % _PEOPLE}",
        credential_id=f"credential-{number % 60}",
        issued_on="2026-11-01",
        decision=progress_pb2.DECISION_VERIFIED,
        periods=[_PERIOD],
    )
