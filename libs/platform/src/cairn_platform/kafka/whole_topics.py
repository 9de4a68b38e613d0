"""Reading whole topics quickly, for a rebuild: by librdkafka, with which a record costs a quarter of what it costs in plain Python.

It needs no consumer group: nothing is committed, and every partition is read from its start.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from confluent_kafka import (
    OFFSET_BEGINNING,
    Consumer,
    IsolationLevel,
    KafkaError,
    KafkaException,
    Message,
    TopicPartition,
)
from confluent_kafka.admin import AdminClient, OffsetSpec  # type: ignore[attr-defined]

from cairn_platform.kafka.codec import Headers, Record
from cairn_platform.settings import KafkaSettings

Place = tuple[str, int]
"""A topic and the number of one of its partitions."""

_SECONDS = 30.0
_POLL_SECONDS = 0.2
_EARLIEST, _LATEST = OffsetSpec.earliest(), OffsetSpec.latest()  # type: ignore[no-untyped-call]
# What is fetched ahead; by default 64 MiB.
_FETCHED_KIBIBYTES = 16 * 1024


class WholeTopics:
    """Every partition of some topics, from the start on. A topic that does not exist has none."""

    def __init__(self, settings: KafkaSettings, topics: Sequence[str]) -> None:
        connection = settings.connection_of_librdkafka()
        self._admin = AdminClient(connection)
        known = self._admin.list_topics(timeout=_SECONDS).topics
        self._partitions = [
            TopicPartition(topic, number)
            for topic in topics
            if topic in known
            for number in sorted(known[topic].partitions)
        ]
        self._reached = self._offsets(_EARLIEST)
        self._consumer = Consumer(
            {
                **connection,
                "group.id": "cairn-whole-topics",
                "enable.auto.commit": False,
                "auto.offset.reset": "error",
                "isolation.level": "read_committed",
                "enable.partition.eof": True,
                "queued.max.messages.kbytes": _FETCHED_KIBIBYTES,
                "fetch.queue.backoff.ms": 10,
            }
        )
        self._consumer.assign(
            [TopicPartition(each.topic, each.partition, OFFSET_BEGINNING) for each in self._partitions]
        )

    def reached(self) -> Mapping[Place, int]:
        """From where on each partition was not read yet."""
        return dict(self._reached)

    def ends(self) -> Mapping[Place, int]:
        """Where each partition ends now."""
        return self._offsets(_LATEST)

    def read_up_to(self, ends: Mapping[Place, int], *, at_a_time: int) -> Iterator[Sequence[Record]]:
        """Everything before `ends` that was not read yet, in parts, and whatever more comes with it.

        Raises TimeoutError when Kafka brings nothing for half a minute although something is still to come.
        """
        heard_at = time.monotonic()
        while any(self._reached[place] < end for place, end in ends.items()):
            records = self._next(at_a_time)
            if records:
                yield records
                heard_at = time.monotonic()
            elif time.monotonic() - heard_at > _SECONDS:
                raise TimeoutError("Kafka brings nothing, although there is more to read.")

    def close(self) -> None:
        """Ends the connections."""
        self._consumer.close()

    def _next(self, at_a_time: int) -> Sequence[Record]:
        records = []
        for message in self._consumer.consume(at_a_time, _POLL_SECONDS):
            place = _place(message)
            if error := message.error():
                if error.code() != KafkaError._PARTITION_EOF:
                    raise KafkaException(error)
                # Where a partition ends, something may stand that is no record.
                self._reached[place] = max(self._reached[place], message.offset() or 0)
            else:
                records.append(_record(message, topic=place[0]))
                self._reached[place] = (message.offset() or 0) + 1
        return records

    def _offsets(self, at: OffsetSpec) -> dict[Place, int]:
        if not self._partitions:
            return {}
        asked = self._admin.list_offsets(
            dict.fromkeys(self._partitions, at),
            isolation_level=IsolationLevel.READ_COMMITTED,
            request_timeout=_SECONDS,
        )
        return {(each.topic, each.partition): answer.result().offset for each, answer in asked.items()}


def _place(message: Message) -> Place:
    return message.topic() or "", message.partition() or 0


def _record(message: Message, *, topic: str) -> Record:
    return Record(
        topic=topic,
        key=(message.key() or b"").decode(errors="replace"),
        headers=cast(Headers, tuple(message.headers() or ())),
        value=message.value() or b"",
    )
