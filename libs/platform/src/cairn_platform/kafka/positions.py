"""Reading topics from one position to another, outside any consumer group's following: for rebuilds and replays."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kafka import TopicPartition

from cairn_platform.kafka.consumer import POLL_MILLISECONDS, Received, received

_SILENCE_SECONDS = 30.0


def partitions_of(consumer: Any, topics: Iterable[str]) -> list[TopicPartition]:
    """Every partition of the topics; a topic that does not exist has none."""
    return [
        TopicPartition(topic, number)
        for topic in topics
        for number in sorted(consumer.partitions_for_topic(topic) or ())
    ]


def read_up_to(
    consumer: Any,
    ends: Mapping[TopicPartition, int],
    *,
    take: Callable[[Sequence[Received]], None],
) -> None:
    """Hands everything before `ends` to `take`, batch by batch, from where the consumer stands.

    Raises TimeoutError when Kafka brings nothing for half a minute although something is still to come.
    """
    heard_at = time.monotonic()
    while any(consumer.position(partition) < end for partition, end in ends.items()):
        batch = [
            each
            for each in received(consumer.poll(timeout_ms=POLL_MILLISECONDS))
            if each.offset < ends[each.partition]
        ]
        if batch:
            take(batch)
            heard_at = time.monotonic()
        elif time.monotonic() - heard_at > _SILENCE_SECONDS:
            raise TimeoutError("Kafka brings nothing, although there is more to read.")
