"""A run of stones: a topic, a store and a read model of the test's own."""

import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pymongo.database import Database

from cairn_platform.changes import Change
from cairn_platform.events import contract_of, dead_letter_topic
from cairn_platform.kafka.codec import Record
from cairn_platform.kafka.connection import kafka_consumer
from cairn_platform.kafka.consumer import ConsumerLoop
from cairn_platform.kafka.dead_letters import DeadLetters
from cairn_platform.kafka.positions import partitions_of, read_up_to
from cairn_platform.kafka.publisher import KafkaPublisher
from cairn_platform.kafka.read_model_handler import ReadModelHandler
from cairn_platform.kafka.relay import Relay
from cairn_platform.kafka.topics import ensure_topics
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.indexes import ensure_indexes
from cairn_platform.mongo.outbox import Outbox
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.mongo.store import TenantStore, ensure_store_indexes
from cairn_platform.settings import KafkaSettings, MongoSettings
from tests.support.platform.stones import Stone, StoneDocument, stone_kind, stone_message, stone_projection
from tests.support.platform.workers import OnlyOne

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass
class Stones:
    """Everything that a test of the platform does with stones."""

    database: Database[Document]
    mongo: MongoSettings
    kafka: KafkaSettings
    run: str = field(default_factory=lambda: f"r{uuid.uuid4().hex[:10]}")

    def __post_init__(self) -> None:
        self.topic = contract_of(stone_message(self.run)).topic
        self.dead_letter_topic = dead_letter_topic(f"test-{self.run}")
        self.read_models = ReadModels(self.database, [stone_projection(self.run)])

    def prepare(self) -> None:
        """Makes topics, collections and indexes."""
        ensure_topics(self.kafka, [self.topic, self.dead_letter_topic])
        ensure_store_indexes(self.database)
        ensure_indexes(self.database, [StoneDocument])
        self.read_models.ensure(generation=1)

    def store(self, tenant_id: str = "acme") -> TenantStore:
        """One tenant's stones."""
        return TenantStore(
            self.database,
            tenant_id=tenant_id,
            kinds=[stone_kind(self.run)],
            source="cairn/test",
            clock=lambda: NOW,
        )

    def lay(self, *labels: str, tenant_id: str = "acme") -> list[Stone]:
        """Lays a stone for each label; its id is the label."""
        stones = [Stone(stone_id=label, label=label) for label in labels]
        self.store(tenant_id).commit(
            [Change(aggregate=stone, happened="laid", happened_at=NOW) for stone in stones]
        )
        return stones

    def relay_all(self) -> None:
        """Relays everything that waits."""
        relay = Relay(outbox=Outbox(self.database), publisher=KafkaPublisher(self.kafka), turn=OnlyOne())
        while relay.relay_once():
            pass

    def publish(self, *records: Record) -> None:
        """Sends records past the outbox."""
        publisher = KafkaPublisher(self.kafka)
        publisher.publish(records)
        publisher.close()

    @property
    def group(self) -> str:
        """The consumer group of this run."""
        return f"group-{self.database.name}"

    @contextmanager
    def following(self, *, refusals_in_a_row: int = 20) -> Iterator[ConsumerLoop]:
        """A consumer that brings the stones into the read model, until the end of the block."""
        loop = ConsumerLoop(
            settings=self.kafka,
            group=self.group,
            contracts=self.read_models.contracts,
            handler=ReadModelHandler(self.read_models),
            dead_letters=DeadLetters(service=f"test-{self.run}", publisher=KafkaPublisher(self.kafka)),
            refusals_in_a_row=refusals_in_a_row,
        )
        stop = threading.Event()
        thread = threading.Thread(target=loop.run, args=(stop,))
        thread.start()
        try:
            yield loop
        finally:
            stop.set()
            thread.join(timeout=20)

    def letters(self) -> list[Record]:
        """The dead letters of this run."""
        consumer = kafka_consumer(self.kafka, group=None)
        records: list[Record] = []
        try:
            partitions = partitions_of(consumer, [self.dead_letter_topic])
            consumer.assign(partitions)
            consumer.seek_to_beginning(*partitions)
            ends = consumer.end_offsets(partitions)
            read_up_to(consumer, ends, take=lambda batch: records.extend(each.record for each in batch))
        finally:
            consumer.close(autocommit=False, timeout_ms=3000)
        return records

    def copies(self, tenant_id: str = "acme") -> dict[str, tuple[str, int]]:
        """Label and version of every stone in the read model, by id."""
        found = self.read_models.view("stone_copies", tenant_id=tenant_id).find({})
        return {each["_id"].split(":", 1)[1]: (each["label"], each["version"]) for each in found}

    def worker(self, kind: str, step: str = "none") -> "subprocess.Popen[bytes]":
        """Starts a worker that dies after a step."""
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.support.platform.workers",
                kind,
                self.run,
                self.database.name,
                step,
            ],
            cwd=_REPOSITORY,
            env={**os.environ, "MONGO_URL": self.mongo.url, "KAFKA_BOOTSTRAP": self.kafka.bootstrap_servers},
        )


@pytest.fixture
def stones(
    database: Database[Document], mongo_settings: MongoSettings, kafka_settings: KafkaSettings
) -> Stones:
    """A run of stones, with its topics made."""
    found = Stones(database, mongo_settings, kafka_settings)
    found.prepare()
    return found
