"""Reporting's worker on topics, a database and a consumer group of one test's own."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient
from pymongo.database import Database

from cairn_platform.events import Contract, Event, contract_of, dead_letter_topic
from cairn_platform.kafka.codec import Record, encode
from cairn_platform.kafka.connection import kafka_consumer
from cairn_platform.kafka.consumer import ConsumerLoop
from cairn_platform.kafka.dead_letters import DeadLetters
from cairn_platform.kafka.joining import JoiningConsumer
from cairn_platform.kafka.positions import partitions_of, read_up_to
from cairn_platform.kafka.publisher import KafkaPublisher, Publisher
from cairn_platform.kafka.read_model_handler import ReadModelHandler
from cairn_platform.kafka.rebuild import rebuild
from cairn_platform.kafka.replay import replay
from cairn_platform.kafka.topics import ensure_topics
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.projection import Projection, ReadModels
from cairn_platform.settings import KafkaSettings, MongoSettings
from cairn_reporting.adapters.kafka.projections import PROJECTIONS
from cairn_reporting.adapters.mongo.facts import MongoFacts
from cairn_reporting.application.ports import Facts
from tests.support.platform.workers import Deadly, OnlyOne

_REPOSITORY = Path(__file__).resolve().parents[3]


def topic_of_run(topic: str, run: str) -> str:
    """The test's own topic in place of one of reporting's."""
    return f"{topic}.{run}"


class RunReadModels(ReadModels):
    """Reporting's read models, fed from the test's own topics."""

    def __init__(
        self, database: Database[Document], run: str, *, projections: Sequence[Projection] = PROJECTIONS
    ) -> None:
        super().__init__(database, projections)
        self._run = run

    @property
    def contracts(self) -> dict[str, Contract]:
        """The contracts by the test's own topics."""
        return {topic_of_run(topic, self._run): contract for topic, contract in super().contracts.items()}


class ReadModelsThatDie(RunReadModels):
    """Die between the writes of one batch: after the first collection was written, and before its history."""

    def _keep_newest(self, name: str, states: Sequence[Document]) -> None:
        super()._keep_newest(name, states)
        os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True, kw_only=True)
class RunPublisher:
    """Sends to the test's own topics what was meant for those of a service."""

    inner: Publisher
    run: str

    def publish(self, records: Sequence[Record]) -> None:
        """Returns when Kafka has them."""
        self.inner.publish(
            [replace(record, topic=topic_of_run(record.topic, self.run)) for record in records]
        )


@dataclass(frozen=True, kw_only=True)
class ReportingRun:
    """Everything that a test does with the worker."""

    run: str
    mongo: MongoSettings
    kafka: KafkaSettings
    database: Database[Document]

    def prepare(self) -> None:
        """Makes topics, collections and indexes."""
        ensure_topics(self.kafka, [*self.read_models().contracts, self.letters().topic])
        self.read_models().ensure(generation=1)

    def clear(self) -> None:
        """Removes the topics; the database goes with its fixture."""
        admin = KafkaAdminClient(**self.kafka.connection(), request_timeout_ms=10_000)
        admin.delete_topics([*self.read_models().contracts, self.letters().topic])
        admin.close()

    def read_models(self, projections: Sequence[Projection] = PROJECTIONS) -> RunReadModels:
        """The read models."""
        return RunReadModels(self.database, self.run, projections=projections)

    def letters(self) -> DeadLetters:
        """The test's own dead letters."""
        return DeadLetters(service=self._service, publisher=KafkaPublisher(self.kafka))

    def record(self, event: Event) -> Record:
        """The event's record, on the test's own topic."""
        record = encode(event, topic=contract_of(type(event.data)).topic)
        return replace(record, topic=topic_of_run(record.topic, self.run))

    def publish(self, events: Iterable[Event], *, broken: Sequence[Record] = ()) -> None:
        """Sends events, and records that are none."""
        publisher = KafkaPublisher(self.kafka)
        publisher.publish([*(self.record(event) for event in events), *broken])
        publisher.close()

    def facts(self, tenant_id: str) -> Facts:
        """What the read models know of a tenant now."""
        return MongoFacts(self.read_models(), tenant_id=tenant_id)

    def loop(self, *, projections: Sequence[Projection] = PROJECTIONS, step: str = "none") -> ConsumerLoop:
        """The worker's consumer loop; the process dies after `step`."""
        read_models = self.read_models(projections)
        if step == "first write":
            read_models = ReadModelsThatDie(self.database, self.run)
        handler: Any = Deadly(ReadModelHandler(read_models), dies_after=step)
        publisher: Any = Deadly(KafkaPublisher(self.kafka), dies_after=step)
        group = f"group-{self.run}"
        return ConsumerLoop(
            settings=self.kafka,
            group=group,
            contracts=read_models.contracts,
            handler=handler,
            dead_letters=DeadLetters(service=self._service, publisher=publisher),
            refusals_in_a_row=20,
            connect=lambda: Deadly(JoiningConsumer(self.kafka, group=group), dies_after=step),
        )

    @contextmanager
    def working(self, *, projections: Sequence[Projection] = PROJECTIONS) -> Iterator[ConsumerLoop]:
        """The worker, in a thread, until the end of the block."""
        loop = self.loop(projections=projections)
        stop = threading.Event()
        thread = threading.Thread(target=loop.run, args=(stop,))
        thread.start()
        try:
            yield loop
        finally:
            stop.set()
            thread.join(timeout=20)

    def die_after(self, step: str) -> int:
        """Runs the worker as a process of its own that kills itself after a step; returns its exit status."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.reporting.running", self.run, self.database.name, step],
            cwd=_REPOSITORY,
            env={
                **os.environ,
                "MONGO_URL": self.mongo.url,
                "KAFKA_BOOTSTRAP": self.kafka.bootstrap_servers,
            },
        )
        try:
            return process.wait(timeout=60)
        finally:
            process.kill()

    def rebuild(self, *, on_progress: Any = lambda *_: None) -> int:
        """`work --rebuild`."""
        return rebuild(self.kafka, self.read_models(), turn=OnlyOne(), on_progress=on_progress)

    def replay(self) -> tuple[int, int]:
        """`work --replay`."""
        return replay(
            self.kafka,
            service=self._service,
            contracts=self.read_models().contracts,
            handler=ReadModelHandler(self.read_models()),
            dead_letters=self.letters(),
            on_progress=lambda *_: None,
        )

    def causes(self) -> list[str]:
        """Why each of the dead letters was refused."""
        consumer = kafka_consumer(self.kafka, group=None)
        found: list[Mapping[str, bytes]] = []
        try:
            partitions = partitions_of(consumer, [dead_letter_topic(self._service)])
            consumer.assign(partitions)
            consumer.seek_to_beginning(*partitions)
            ends = consumer.end_offsets(partitions)
            read_up_to(
                consumer, ends, take=lambda batch: found.extend(dict(each.record.headers) for each in batch)
            )
        finally:
            consumer.close(autocommit=False, timeout_ms=3000)
        return sorted(letter["dlq_error"].decode() for letter in found)

    @property
    def _service(self) -> str:
        return f"reporting-{self.run}"


def main(arguments: Sequence[str]) -> None:
    """Consumes until it is killed: RUN DATABASE STEP."""
    run, database, step = arguments
    mongo = MongoSettings(url=os.environ["MONGO_URL"], database=database)
    kafka = KafkaSettings(bootstrap_servers=os.environ["KAFKA_BOOTSTRAP"])
    running = ReportingRun(run=run, mongo=mongo, kafka=kafka, database=connect(mongo))
    running.loop(step=step).run(threading.Event())


if __name__ == "__main__":
    main(sys.argv[1:])
