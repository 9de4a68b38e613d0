"""Carries events from the outbox to Kafka: at least once, and soon."""

import threading
from collections.abc import Sequence
from typing import Protocol

import structlog
from pymongo.errors import PyMongoError

from cairn_platform.kafka.publisher import Publisher, PublishError
from cairn_platform.mongo.outbox import OutboxEntry
from cairn_platform.observability import metrics
from cairn_platform.observability.passage import publishing
from cairn_platform.turns import Turn

log = structlog.get_logger()

BATCH = 500
_PAUSE_SECONDS = 0.05
_PAUSE_AFTER_FAULT_SECONDS = 1.0


class PendingEvents(Protocol):
    """Where events wait; `cairn_platform.mongo.outbox.Outbox` in production."""

    def pending(self, *, limit: int) -> list[OutboxEntry]:
        """The oldest entries that wait."""

    def forget(self, entries: Sequence[OutboxEntry]) -> None:
        """Removes entries that Kafka has acknowledged."""


class Relay:
    """Publishes what waits, then forgets it.

    Killed between the two, it publishes again: consumers apply a version once. Kafka away: everything waits in the outbox.
    """

    def __init__(self, *, outbox: PendingEvents, publisher: Publisher, turn: Turn) -> None:
        self._outbox = outbox
        self._publisher = publisher
        self._turn = turn

    def run(self, stop: threading.Event) -> None:
        """Relays until `stop` is set; a fault of MongoDB or Kafka is logged and waited out."""
        while not stop.is_set():
            try:
                relayed = self.relay_once() if self._turn.hold() else 0
            except (PublishError, PyMongoError) as error:
                log.warning("relay_waits", error=type(error).__name__)
                metrics.WAITS.labels("relay").inc()
                stop.wait(_PAUSE_AFTER_FAULT_SECONDS)
                continue
            if relayed < BATCH:
                stop.wait(_PAUSE_SECONDS)

    def relay_once(self) -> int:
        """Relays one batch and says how many entries it had."""
        entries = self._outbox.pending(limit=BATCH)
        if entries:
            records = [entry.record for entry in entries]
            with publishing(records):
                self._publisher.publish(records)
            self._outbox.forget(entries)
        return len(entries)
