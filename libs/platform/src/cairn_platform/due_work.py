"""The loop that does what is due: found by its instant, done once, also after an outage of days."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from pymongo.errors import PyMongoError

from cairn_platform import correlation
from cairn_platform.changes import ConflictError
from cairn_platform.due import DueItem
from cairn_platform.mongo.due_schedule import DueSchedule
from cairn_platform.observability import metrics
from cairn_platform.turns import Turn

log = structlog.get_logger()

BATCH = 100
# So often in a row something may fail before it is given up, where it can be.
ATTEMPTS = 5
_PAUSE_SECONDS = 2.0


class DueWork:
    """Hands what is due to `perform`, item by item.

    The lease saves double effort; that nothing is done twice is for `perform` to see to, by what it writes. What `perform` fails at is
    logged, left for the next round, and holds nothing else up; so is what somebody else changed meanwhile (ConflictError). What fails so
    often that it hardly ever will succeed is handed to `give_up`, which ends it where those see it who wait for it.
    """

    def __init__(
        self,
        *,
        name: str,
        schedule: DueSchedule,
        turn: Turn,
        perform: Callable[[DueItem], object],
        clock: Callable[[], datetime],
        give_up: Callable[[DueItem], object] | None = None,
    ) -> None:
        self._give_up = give_up
        self._failures: Counter[tuple[str, str]] = Counter()
        self._name = name
        self._schedule = schedule
        self._turn = turn
        self._perform = perform
        self._clock = clock

    def run(self, stop: threading.Event) -> None:
        """Works until `stop` is set; a fault of MongoDB is logged and waited out."""
        while not stop.is_set():
            try:
                self.round(stop)
            except PyMongoError as error:
                log.warning("due_work_waits", loop=self._name, error=type(error).__name__)
                metrics.WAITS.labels(self._name).inc()
            stop.wait(self._pause_seconds())

    def round(self, stop: threading.Event) -> None:
        """Does everything that is due by now, as long as it is this one's turn."""
        now, after = self._clock(), None
        while not stop.is_set() and self._turn.hold():
            items = self._schedule.due(now=now, after=after, at_most=BATCH)
            if not items:
                return
            self._do_all(items, stop)
            after = items[-1]

    def _pause_seconds(self) -> float:
        return _PAUSE_SECONDS

    def _do_all(self, items: Sequence[DueItem], stop: threading.Event) -> None:
        for item in items:
            if stop.is_set() or not self._turn.hold():
                return
            self._do(item)

    def _do(self, item: DueItem) -> None:
        correlation.begin(None)
        key = (item.tenant_id, item.aggregate_id)
        try:
            if self._give_up and self._failures[key] >= ATTEMPTS:
                self._give_up(item)
            else:
                self._perform(item)
            del self._failures[key]
        except PyMongoError:
            raise
        except ConflictError:
            log.info("due_work_was_overtaken", loop=self._name, tenant=item.tenant_id)
        except Exception:
            self._failures[key] += 1
            log.exception("due_work_failed", loop=self._name, tenant=item.tenant_id)
