"""A consumer loop that loses nothing and doubles nothing.

Events are applied, then their offsets committed: killed in between, they are applied again, which changes nothing. What is transient
is waited for, with the offsets where they were; what can never be applied goes to the dead letters with its cause; and when too many
in a row are refused, the loop stops, rather than drain a topic into the dead letters.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

import structlog
from kafka import TopicPartition
from kafka.consumer.subscription_state import ConsumerRebalanceListener
from kafka.structs import OffsetAndMetadata

from cairn_platform.events import Contract, Event
from cairn_platform.kafka.codec import Record, UndecodableRecordError, decode
from cairn_platform.kafka.dead_letters import DeadLetters
from cairn_platform.kafka.faults import is_transient
from cairn_platform.kafka.joining import JoiningConsumer
from cairn_platform.observability import metrics
from cairn_platform.observability.passage import applying
from cairn_platform.settings import KafkaSettings

log = structlog.get_logger()

POLL_MILLISECONDS = 200
COMMIT_MILLISECONDS = 3000
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0


class EventHandler(Protocol):
    """What a service does with events."""

    def apply(self, events: Sequence[Event]) -> None:
        """Applies a batch. It may come again, in part or whole, and out of order: that must change nothing.

        Raises what `is_transient` when it should be tried again, anything else when it never can be applied.
        """

    def epoch(self) -> str:
        """Names the state that is written to; when it changes, positions that were committed under another name do not count."""

    def start_offsets(self) -> Mapping[tuple[str, int], int]:
        """From where on the present epoch lacks events, by topic and partition; a partition that is not named: from its start."""


class State(Enum):
    """What a consumer loop is doing."""

    RUNNING = "running"
    STOPPED_BY_REFUSALS = "stopped_by_refusals"


@dataclass(frozen=True)
class Received:
    """A record and where it stood."""

    partition: TopicPartition
    offset: int
    record: Record


def received(polled: Mapping[TopicPartition, Sequence[Any]]) -> list[Received]:
    """What a poll brought, partition by partition, in order."""
    return [
        Received(
            partition,
            message.offset,
            Record(
                topic=partition.topic,
                key=(message.key or b"").decode(errors="replace"),
                headers=tuple(message.headers),
                value=message.value or b"",
            ),
        )
        for partition, messages in polled.items()
        for message in messages
    ]


class ConsumerLoop:
    """Follows topics for a service, as one of its consumer group."""

    def __init__(
        self,
        *,
        settings: KafkaSettings,
        group: str,
        contracts: Mapping[str, Contract],
        handler: EventHandler,
        dead_letters: DeadLetters,
        refusals_in_a_row: int,
        connect: Callable[[], Any] | None = None,
    ) -> None:
        self._connect = connect or (lambda: JoiningConsumer(settings, group=group))
        self._group = group
        self._contracts = contracts
        self._handler = handler
        self._dead_letters = dead_letters
        self._limit = refusals_in_a_row
        self._refused_in_a_row = 0
        self._epoch = ""
        self._unplaced: set[TopicPartition] = set()
        self._pause_seconds = _FIRST_PAUSE_SECONDS
        self.state = State.RUNNING

    def run(self, stop: threading.Event) -> None:
        """Consumes until `stop` is set. Kafka or MongoDB away: waits. Too many refused in a row: stays, but consumes no more."""
        while not stop.is_set() and self.state is State.RUNNING:
            try:
                consumer = self._connect()
                try:
                    self._follow(consumer, stop)
                finally:
                    consumer.close(autocommit=False, timeout_ms=3000)
            except Exception as error:
                if not is_transient(error):
                    raise
                log.warning("consumer_waits", group=self._group, error=f"{type(error).__name__}: {error}")
                metrics.WAITS.labels("events").inc()
                stop.wait(self._pause_seconds)
                self._pause_seconds = min(self._pause_seconds * 2, _LONGEST_PAUSE_SECONDS)
        stop.wait()

    def _follow(self, consumer: Any, stop: threading.Event) -> None:
        self._unplaced.clear()
        consumer.subscribe(list(self._contracts), listener=_Assigned(self._unplaced))
        while not stop.is_set() and self.state is State.RUNNING:
            polled = received(consumer.poll(timeout_ms=POLL_MILLISECONDS))
            moved = self._place(consumer)
            batch = [each for each in polled if each.partition not in moved]
            if batch:
                self.consume(
                    batch, commit=lambda offsets: consumer.commit(offsets, timeout_ms=COMMIT_MILLISECONDS)
                )

    def consume(self, batch: Sequence[Received], *, commit: Callable[[Any], None]) -> None:
        """Applies a batch, then commits it. Public, so that a batch can be handed in without Kafka."""
        done = self._apply(batch)
        if done:
            commit(self._offsets_after(done))
        self._pause_seconds = _FIRST_PAUSE_SECONDS

    def _place(self, consumer: Any) -> set[TopicPartition]:
        """Puts newly assigned partitions, or all of them when the epoch changed, where the epoch lacks events; returns those it moved."""
        epoch = self._handler.epoch()
        if epoch != self._epoch:
            self._unplaced.update(consumer.assignment())
            self._epoch = epoch
        if not self._unplaced:
            return set()
        moved: set[TopicPartition] = self._unplaced & consumer.assignment()
        starts = self._handler.start_offsets()
        for partition in moved:
            committed = consumer.committed(partition, metadata=True, timeout_ms=COMMIT_MILLISECONDS)
            if committed is not None and committed.metadata == epoch:
                consumer.seek(partition, committed.offset)
            else:
                consumer.seek(partition, starts.get((partition.topic, partition.partition), 0))
        self._unplaced.clear()
        return moved

    def _offsets_after(self, done: Sequence[Received]) -> dict[TopicPartition, OffsetAndMetadata]:
        return {each.partition: OffsetAndMetadata(each.offset + 1, self._epoch, -1) for each in done}

    def _apply(self, batch: Sequence[Received]) -> Sequence[Received]:
        """Applies what it can, dead-letters the rest, and returns what is dealt with: all, or what came before the loop stopped.

        A batch with something in it that is refused is halved until that stands alone.
        """
        if len(batch) == 1:
            return batch if self._apply_one(batch[0]) else ()
        if self._apply_together(batch):
            return batch
        log.warning("batch_halved", group=self._group, events=len(batch))
        half = len(batch) // 2
        done = self._apply(batch[:half])
        return done if len(done) < half else [*done, *self._apply(batch[half:])]

    def _apply_together(self, batch: Sequence[Received]) -> bool:
        """Applies all of them at once; False where one of them is refused."""
        decoded = self._decoded(batch)
        if decoded is None:
            return False
        try:
            with applying(decoded, topics=[each.record.topic for each in batch]):
                self._handler.apply(decoded)
        except Exception as error:
            if is_transient(error):
                raise
            return False
        self._refused_in_a_row = 0
        return True

    def _decoded(self, batch: Sequence[Received]) -> list[Event] | None:
        try:
            return [decode(each.record, self._contracts) for each in batch]
        except UndecodableRecordError:
            return None

    def _apply_one(self, received: Received) -> bool:
        """Applies one record or dead-letters it; False when it was one too many."""
        try:
            event = decode(received.record, self._contracts)
            with applying([event], topics=[received.record.topic]):
                self._handler.apply([event])
        except Exception as error:
            if is_transient(error):
                raise
            self._refused_in_a_row += 1
            if self._refused_in_a_row >= self._limit:
                self.state = State.STOPPED_BY_REFUSALS
                log.error("consumer_stopped", group=self._group, refused_in_a_row=self._refused_in_a_row)
                return False
            self._dead_letters.add(
                received.record,
                partition=received.partition.partition,
                offset=received.offset,
                cause=f"{type(error).__name__}: {error}",
            )
        else:
            self._refused_in_a_row = 0
        return True


class _Assigned(ConsumerRebalanceListener):  # type: ignore[misc]
    """Notes partitions that this consumer was given and has not put in their place yet."""

    def __init__(self, unplaced: set[TopicPartition]) -> None:
        self._unplaced = unplaced

    def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        self._unplaced.difference_update(revoked)

    def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        self._unplaced.update(assigned)
