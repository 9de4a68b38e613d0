"""Events per second from the outbox to reporting's read model, and per CPU second; four workers against one."""

import contextlib
import os
import signal
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from pymongo import MongoClient
from pymongo.collection import Collection

from bench.measuring import ROUNDS, Sample, cpu_seconds, summed_up
from bench.processes import started
from cairn.learners.v1 import events_pb2, progress_pb2
from cairn_learners.adapters import messages
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.outbox import COLLECTION, outbox_document
from cairn_platform.mongo.tenant import document_id
from cairn_platform.settings import KafkaSettings, MongoSettings
from cairn_reporting.adapters.mongo.documents import ACHIEVEMENTS
from tests.support.backing import Backing, backing
from tests.support.reporting.events import event
from tests.support.reporting.running import ReportingRun, topic_of_run

GOAL = 0.9
EVENTS = 20_000
PARTITIONS = 8
_WORKERS = (1, 4)
_PEOPLE = 500
_WARM_UP = 400
_LONGEST_SECONDS = 300.0
_REBALANCING_SECONDS = 8.0
_NOW = datetime(2026, 11, 22, tzinfo=UTC)
_PERIOD = progress_pb2.Period(valid_from=messages.timestamp(_NOW))


@dataclass(frozen=True, kw_only=True)
class _Pipeline:
    """A relay, and so many followers that have joined their group; they run on between the rounds."""

    run: ReportingRun
    relay: int
    followers: Sequence[int]


def measured() -> Mapping[str, object]:
    """Runs the bench."""
    samples: dict[int, list[Mapping[str, Sample]]] = {workers: [] for workers in _WORKERS}
    with backing(whole=False, keycloak=False) as stores, contextlib.ExitStack() as running:
        pipelines = {
            workers: running.enter_context(_pipeline(stores, workers=workers)) for workers in _WORKERS
        }
        for pipeline in pipelines.values():
            _settle(pipeline.run)
        for number in range(ROUNDS):
            for workers in _WORKERS if number % 2 == 0 else reversed(_WORKERS):
                samples[workers].append(_round(pipelines[workers]))
    one, four = ([each["consumers"].per_cpu_second for each in samples[workers]] for workers in _WORKERS)
    return {
        "events_a_round": EVENTS,
        "partitions": PARTITIONS,
        "states_compared_a_round": EVENTS,
        "variants": {
            f"{workers} worker{'s' if workers > 1 else ''}": {
                part: summed_up([each[part] for each in samples[workers]]) for part in samples[workers][0]
            }
            for workers in _WORKERS
        },
        "goal": GOAL,
        "ratio_per_cpu_second_of_four_workers_to_one": round(
            median(more / single for more, single in zip(four, one, strict=True)), 3
        ),
    }


@contextlib.contextmanager
def _pipeline(stores: Backing, *, workers: int) -> Iterator[_Pipeline]:
    environment = {"MONGO_URL": stores.mongo_url, "KAFKA_BOOTSTRAP": stores.kafka_bootstrap}
    with _reporting(stores) as run, contextlib.ExitStack() as processes:

        def process(part: str) -> int:
            arguments = (part, run.run, run.mongo.database)
            return processes.enter_context(
                started("bench.servers.pipeline", *arguments, port=None, environment=environment)
            )

        followers = [process("follow") for _ in range(workers)]
        yield _Pipeline(run=run, relay=process("relay"), followers=followers)


@contextlib.contextmanager
def _reporting(stores: Backing) -> Iterator[ReportingRun]:
    """Reporting's topics, under names of this run's own, and a database."""
    name = uuid.uuid4().hex[:10]
    mongo = MongoSettings(url=stores.mongo_url, database=f"cairn_bench_{name}")
    kafka = KafkaSettings(bootstrap_servers=stores.kafka_bootstrap, partitions=PARTITIONS)
    run = ReportingRun(run=name, mongo=mongo, kafka=kafka, database=connect(mongo))
    run.prepare()
    try:
        yield run
    finally:
        run.clear()
        with MongoClient[Document](mongo.url) as client:
            client.drop_database(mongo.database)


def _round(pipeline: _Pipeline) -> Mapping[str, Sample]:
    """One batch of events, from a full outbox to the read model."""
    run, tenant_id = pipeline.run, f"bench-{uuid.uuid4().hex[:8]}"
    everybody = [pipeline.relay, *pipeline.followers]
    os.kill(pipeline.relay, signal.SIGSTOP)
    _fill_outbox(run, tenant_id)
    before = {pid: cpu_seconds([pid]) for pid in everybody}
    began = time.perf_counter()
    os.kill(pipeline.relay, signal.SIGCONT)
    _await_states(run, tenant_id, EVENTS)
    wall = time.perf_counter() - began
    used = {pid: cpu_seconds([pid]) - cpu for pid, cpu in before.items()}
    _check_states(run, tenant_id)
    parts = {
        "consumers": pipeline.followers,
        "relay": [pipeline.relay],
        "relay and consumers": everybody,
    }
    return {
        name: Sample(calls=EVENTS, wall_seconds=wall, cpu_seconds=sum(used[pid] for pid in pids))
        for name, pids in parts.items()
    }


def _settle(run: ReportingRun) -> None:
    """Lets the followers join: events that came before are applied, and nobody is about to be given other partitions."""
    tenant_id = f"warm-{uuid.uuid4().hex[:8]}"
    run.publish(event(_state(number), tenant_id=tenant_id, version=1, at=_NOW) for number in range(_WARM_UP))
    _await_states(run, tenant_id, _WARM_UP)
    time.sleep(_REBALANCING_SECONDS)


def _fill_outbox(run: ReportingRun, tenant_id: str) -> None:
    documents = [
        outbox_document(event(_state(number), tenant_id=tenant_id, version=1, at=_NOW), now=_NOW)
        for number in range(EVENTS)
    ]
    run.database[COLLECTION].insert_many(
        [{**each, "topic": topic_of_run(each["topic"], run.run)} for each in documents]
    )


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


def _await_states(run: ReportingRun, tenant_id: str, count: int) -> None:
    until = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < until:
        if _states(run).count_documents({"tenant_id": tenant_id}) == count:
            return
        time.sleep(0.05)
    raise TimeoutError(f"{count} events did not reach the read model in {_LONGEST_SECONDS:.0f} s")


def _check_states(run: ReportingRun, tenant_id: str) -> None:
    """A round counts only when the read model holds exactly what the events told."""
    expected = {
        (document_id(tenant_id, state.achievement_id), state.person_id, state.credential_id)
        for state in map(_state, range(EVENTS))
    }
    found = {
        (each["_id"], each["person_id"], each["credential_id"])
        for each in _states(run).find({"tenant_id": tenant_id, "version": 1})
    }
    if found != expected:
        raise RuntimeError("the read model holds something else than the events told")


def _states(run: ReportingRun) -> Collection[Document]:
    return run.database[run.read_models().collection_name(ACHIEVEMENTS, 1)]
