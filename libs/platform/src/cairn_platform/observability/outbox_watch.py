"""Measures what waits in an outbox."""

import threading
from collections.abc import Callable
from datetime import datetime

from pymongo.errors import PyMongoError

from cairn_platform.mongo.outbox import Outbox
from cairn_platform.observability import metrics

_EVERY_SECONDS = 5.0


class OutboxWatch:
    """Looks every five seconds. While MongoDB is away, the age of what was seen last goes on growing."""

    def __init__(self, outbox: Outbox, *, database: str, clock: Callable[[], datetime]) -> None:
        self._outbox = outbox
        self._database = database
        self._clock = clock
        self._oldest_at: datetime | None = None

    def run(self, stop: threading.Event) -> None:
        """Measures until `stop` is set."""
        metrics.OUTBOX_AGE_SECONDS.labels(self._database).set_function(self.age_seconds)
        while not stop.is_set():
            try:
                self.look()
            except PyMongoError:
                metrics.WAITS.labels("outbox_watch").inc()
            stop.wait(_EVERY_SECONDS)

    def look(self) -> None:
        """Measures once; raises PyMongoError."""
        self._oldest_at = self._outbox.oldest_at()
        metrics.OUTBOX_EVENTS.labels(self._database).set(self._outbox.size())

    def age_seconds(self) -> float:
        """How long the oldest entry that was seen has waited by now."""
        return (self._clock() - self._oldest_at).total_seconds() if self._oldest_at else 0.0
