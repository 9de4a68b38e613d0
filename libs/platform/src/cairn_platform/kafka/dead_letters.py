"""Dead letters: events that a service refused, kept as they came, with the cause. `work --replay` puts them back."""

import structlog

from cairn_platform.events import dead_letter_topic
from cairn_platform.kafka.codec import Record
from cairn_platform.kafka.publisher import Publisher
from cairn_platform.observability import metrics

log = structlog.get_logger()

_PREFIX = "dlq_"
_LONGEST_CAUSE = 1000


class DeadLetters:
    """Where one service puts what it refuses."""

    def __init__(self, *, service: str, publisher: Publisher) -> None:
        self.topic = dead_letter_topic(service)
        self._publisher = publisher

    def add(self, record: Record, *, partition: int, offset: int, cause: str) -> None:
        """Keeps a record with where it stood and why it was refused; returns when Kafka has it."""
        labels = {
            "topic": record.topic,
            "partition": str(partition),
            "offset": str(offset),
            "error": cause[:_LONGEST_CAUSE],
        }
        headers = (*record.headers, *((f"{_PREFIX}{name}", value.encode()) for name, value in labels.items()))
        self._publisher.publish(
            [Record(topic=self.topic, key=record.key, headers=headers, value=record.value)]
        )
        metrics.EVENTS_REFUSED.labels(record.topic).inc()
        log.error(
            "event_refused", topic=record.topic, partition=partition, offset=offset, cause=labels["error"]
        )


def original(letter: Record) -> Record:
    """The record as it was before it became a dead letter; raises KeyError for one that is none."""
    labels = dict(letter.headers)
    headers = tuple((name, value) for name, value in letter.headers if not name.startswith(_PREFIX))
    return Record(
        topic=labels[f"{_PREFIX}topic"].decode(), key=letter.key, headers=headers, value=letter.value
    )
