"""Events that are in Kafka, into the read models, their history and journal, and the offsets.

The worker's batches, against one `update_one` at a time, and against the consumer of Open edX's event bus, whose receiver does nothing.
"""

import os
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any

from pymongo import MongoClient

from bench.measuring import ROUNDS, Variant, interleaved, ratio, summed_up
from bench.one_by_one import OneByOne
from bench.openedx.bus import openedx_consumer
from cairn.learners.v1 import events_pb2, progress_pb2
from cairn_learners.adapters import messages
from cairn_platform.events import Event, contract_of
from cairn_platform.kafka.connection import MAX_POLL_RECORDS, kafka_consumer
from cairn_platform.kafka.consumer import COMMIT_MILLISECONDS, Received, received
from cairn_platform.kafka.positions import partitions_of
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.projection import FRESHNESS, JOURNAL
from cairn_platform.settings import KafkaSettings, MongoSettings
from cairn_reporting.adapters.mongo.documents import ACHIEVEMENTS
from tests.support.backing import Backing, backing
from tests.support.reporting.events import event
from tests.support.reporting.running import ReportingRun, topic_of_run

EVENTS = int(os.environ.get("CAIRN_BENCH_EVENTS", "5000"))
GOALS = {"to_one_update_one_at_a_time": 10.0, "to_the_consumer_of_open_edx": 1.2}
_SLOW_EVENTS = max(1, EVENTS // 10)
_PARTITIONS, _PEOPLE = 8, 500
_POLL_MILLISECONDS = 1000
_TENANT = "bench"
_NOW = datetime(2026, 11, 22, tzinfo=UTC)
_PERIOD = progress_pb2.Period(valid_from=messages.timestamp(_NOW))
_BATCHES, _ONE_BY_ONE, _OPEN_EDX = "batches", "one update_one at a time", "Open edX with an empty receiver"


def measured() -> Mapping[str, object]:
    """Runs the bench."""
    with backing(whole=False, keycloak=False) as stores, ExitStack() as running:
        kafka = KafkaSettings(bootstrap_servers=stores.kafka_bootstrap, partitions=_PARTITIONS)
        batches = running.enter_context(_ingest(stores, kafka, Batches, events=EVENTS))
        one_by_one = running.enter_context(_ingest(stores, kafka, Singly, events=_SLOW_EVENTS))
        openedx = running.enter_context(openedx_consumer(kafka, events=_told(EVENTS)))
        own = [os.getpid()]
        samples = interleaved(
            [
                Variant(name=_BATCHES, pids=own, run=batches.round),
                Variant(name=_ONE_BY_ONE, pids=own, run=one_by_one.round),
                Variant(name=_OPEN_EDX, pids=[openedx.process.pid], run=lambda: openedx.take(EVENTS)),
            ]
        )
        for each in (batches, one_by_one):
            each.check()
    ours = samples[_BATCHES]
    return {
        "events_a_round": {_BATCHES: EVENTS, _OPEN_EDX: EVENTS, _ONE_BY_ONE: _SLOW_EVENTS},
        "states_compared": batches.applied + one_by_one.applied,
        "variants": {name: summed_up(each) for name, each in samples.items()},
        "goals": GOALS,
    } | {
        goal: {
            "per_second": ratio(ours, to=samples[other], of=lambda each: each.per_second),
            "per_cpu_second": ratio(ours, to=samples[other], of=lambda each: each.per_cpu_second),
        }
        for goal, other in zip(GOALS, (_ONE_BY_ONE, _OPEN_EDX), strict=True)
    }


class _Ingest:
    """A consumer of topics that hold the events of every round already."""

    def __init__(self, run: ReportingRun, consumer: Any, *, events: int) -> None:
        self._run = run
        self._consumer = consumer
        self._events = events
        self.applied = 0

    def round(self) -> int:
        """So many events, poll by poll."""
        left = self._events
        while left:
            polled = self._consumer.poll(
                timeout_ms=_POLL_MILLISECONDS, max_records=min(MAX_POLL_RECORDS, left)
            )
            batch = received(polled)
            self._take(batch)
            left -= len(batch)
        self.applied += self._events
        return self._events

    def check(self) -> None:
        """The read models hold what was applied, as its events told it, and the journal has named everybody."""
        expected = {each.achievement_id: each for each in map(_state, range(_told(self._events)))}
        states = self._found(ACHIEVEMENTS)
        versions = self._run.read_models().history(ACHIEVEMENTS, tenant_id=_TENANT, generation=1).find({})
        named = {about for entry in self._found(JOURNAL) for _, about in entry["named"]}
        if {(each["aggregate"], each["version"]) for each in versions} != {
            (each["_id"], 1) for each in states
        } or len(states) != self.applied:
            raise RuntimeError("the read models do not hold what was applied, or not every version of it")
        if named != {each["person_id"] for each in states}:
            raise RuntimeError("the journal does not name everybody")
        if any(
            expected[each["achievement_id"]].credential_id != each["credential_id"]
            or expected[each["achievement_id"]].person_id != each["person_id"]
            for each in states
        ):
            raise RuntimeError("the read models hold something else than the events told")
        if [each["latest_event_at"] for each in self._found(FRESHNESS)] != [_NOW]:
            raise RuntimeError("the read models do not say how fresh they are")

    def _found(self, collection: str) -> list[Document]:
        view = self._run.read_models().view(collection, tenant_id=_TENANT, generation=1)
        return list(view.find({}))

    def _take(self, batch: Sequence[Received]) -> None:
        raise NotImplementedError


class Batches(_Ingest):
    """As reporting's worker does it."""

    def __init__(self, run: ReportingRun, consumer: Any, *, events: int) -> None:
        super().__init__(run, consumer, events=events)
        self._loop = run.loop()

    def _take(self, batch: Sequence[Received]) -> None:
        self._loop.consume(batch, commit=self._commit)

    def _commit(self, offsets: Any) -> None:
        self._consumer.commit(offsets, timeout_ms=COMMIT_MILLISECONDS)


class Singly(_Ingest):
    """One `update_one` at a time."""

    def __init__(self, run: ReportingRun, consumer: Any, *, events: int) -> None:
        super().__init__(run, consumer, events=events)
        models = run.read_models()
        self._one_by_one = OneByOne(models, models.contracts)

    def _take(self, batch: Sequence[Received]) -> None:
        for each in batch:
            self._one_by_one.consume(each, self._consumer)


@contextmanager
def _ingest(stores: Backing, kafka: KafkaSettings, kind: type[_Ingest], *, events: int) -> Iterator[_Ingest]:
    """Topics, a database and a consumer of its own, until the end of the block."""
    name = uuid.uuid4().hex[:10]
    mongo = MongoSettings(url=stores.mongo_url, database=f"cairn_bench_{name}")
    run = ReportingRun(run=name, mongo=mongo, kafka=kafka, database=connect(mongo))
    run.prepare()
    consumer = kafka_consumer(kafka, group=f"bench-{name}")
    try:
        run.publish(_events(_told(events)))
        partitions = partitions_of(
            consumer, [topic_of_run(contract_of(events_pb2.AchievementState).topic, name)]
        )
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        yield kind(run, consumer, events=events)
    finally:
        consumer.close(autocommit=False, timeout_ms=COMMIT_MILLISECONDS)
        run.clear()
        with MongoClient[Document](mongo.url) as client:
            client.drop_database(mongo.database)


def _told(events: int) -> int:
    """As many as the rounds take, the one to warm up among them."""
    return (ROUNDS + 1) * events


def _events(count: int) -> Iterable[Event]:
    return (event(_state(number), tenant_id=_TENANT, version=1, at=_NOW) for number in range(count))


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
