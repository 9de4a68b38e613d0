"""Where Kafka's topics end, and how far reporting has come."""

from collections.abc import Mapping
from typing import Any

from kafka import KafkaAdminClient, TopicPartition

from cairn_platform.events import contracts_by_topic
from cairn_platform.kafka.connection import kafka_consumer
from cairn_platform.kafka.positions import partitions_of
from cairn_platform.settings import KafkaSettings
from cairn_reporting.adapters.kafka.projections import PROJECTIONS

REPORTING = "cairn-reporting"
TOPICS = tuple(contracts_by_topic(projection.message for projection in PROJECTIONS))


class Streams:
    """The topics that reporting follows."""

    def __init__(self, settings: KafkaSettings) -> None:
        self._consumer: Any = kafka_consumer(settings, group=None)
        self._admin: Any = KafkaAdminClient(**settings.connection(), request_timeout_ms=10_000)
        self._partitions = partitions_of(self._consumer, TOPICS)

    def ends(self) -> Mapping[TopicPartition, int]:
        """Where the topics end."""
        found: Mapping[TopicPartition, int] = self._consumer.end_offsets(self._partitions)
        return found

    def committed(self) -> Mapping[TopicPartition, int]:
        """How far reporting says that it has come."""
        offsets = self._admin.list_group_offsets(REPORTING)[REPORTING]
        return {partition: each.offset for partition, each in offsets.items()}

    def records(self) -> int:
        """How many records there are in all."""
        return sum(self.ends().values())

    def lag(self) -> int:
        """How many records reporting has still before it."""
        committed = self.committed()
        return sum(end - max(0, committed.get(partition, 0)) for partition, end in self.ends().items())

    def close(self) -> None:
        """Ends the connections."""
        self._consumer.close(autocommit=False, timeout_ms=3000)
        self._admin.close()
