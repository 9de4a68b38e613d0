"""Reading whole topics, for a rebuild: outside any consumer group, nothing is committed, and every partition is read from its start."""

import time
from collections.abc import Iterator, Mapping, Sequence

from kafka import TopicPartition

from cairn_platform.kafka.codec import Record
from cairn_platform.kafka.connection import kafka_consumer
from cairn_platform.kafka.consumer import POLL_MILLISECONDS, received
from cairn_platform.kafka.positions import partitions_of
from cairn_platform.settings import KafkaSettings

Place = tuple[str, int]
"""A topic and the number of one of its partitions."""

_SECONDS = 30.0


class WholeTopics:
    """Every partition of some topics, from the start on. A topic that does not exist has none."""

    def __init__(self, settings: KafkaSettings, topics: Sequence[str]) -> None:
        self._consumer = kafka_consumer(settings, group=None)
        self._partitions = partitions_of(self._consumer, topics)
        # Without a group nothing was committed, so it begins at the start.
        self._consumer.assign(self._partitions)

    def reached(self) -> Mapping[Place, int]:
        """From where on each partition was not read yet."""
        return {_place(each): self._consumer.position(each) for each in self._partitions}

    def ends(self) -> Mapping[Place, int]:
        """Where each partition ends now."""
        return {_place(each): end for each, end in self._consumer.end_offsets(self._partitions).items()}

    def read_up_to(self, ends: Mapping[Place, int], *, at_a_time: int) -> Iterator[Sequence[Record]]:
        """Everything before `ends` that was not read yet, in parts, and whatever more comes with it.

        Raises TimeoutError when Kafka brings nothing for half a minute although something is still to come.
        """
        heard_at = time.monotonic()
        while any(reached < ends[place] for place, reached in self.reached().items()):
            records = self._next(at_a_time)
            if records:
                yield records
                heard_at = time.monotonic()
            elif time.monotonic() - heard_at > _SECONDS:
                raise TimeoutError("Kafka brings nothing, although there is more to read.")

    def close(self) -> None:
        """Ends the connections."""
        self._consumer.close(autocommit=False, timeout_ms=3000)

    def _next(self, at_a_time: int) -> Sequence[Record]:
        """So many, or as many as come without waiting."""
        records: list[Record] = []
        while len(records) < at_a_time:
            polled = self._consumer.poll(
                timeout_ms=0 if records else POLL_MILLISECONDS, max_records=at_a_time - len(records)
            )
            if not polled:
                break
            records += (each.record for each in received(polled))
        return records


def _place(partition: TopicPartition) -> Place:
    return partition.topic, partition.partition
