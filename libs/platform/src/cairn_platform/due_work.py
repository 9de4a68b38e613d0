"""The loop that does what is due: found by its instant, done once, also after an outage of days."""

import threading
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
_PAUSE_SECONDS = 2.0


class DueWork:
    """Hands what is due to `perform`, item by item.

    The lease saves double effort; that nothing is done twice is for `perform` to see to, by what it writes. What `perform` fails at is
    logged, left for the next round, and holds nothing else up; so is what somebody else changed meanwhile (ConflictError).
    """

    def __init__(
        self,
        *,
        name: str,
        schedule: DueSchedule,
        turn: Turn,
        perform: Callable[[DueItem], object],
        clock: Callable[[], datetime],
    ) -> None:
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
            stop.wait(_PAUSE_SECONDS)

    def round(self, stop: threading.Event) -> None:
        """Does everything that is due by now, as long as it is this one's turn."""
        now, after = self._clock(), None
        while not stop.is_set() and self._turn.hold():
            items = self._schedule.due(now=now, after=after, at_most=BATCH)
            if not items:
                return
            self._do_all(items, stop)
            after = items[-1]

    def _do_all(self, items: Sequence[DueItem], stop: threading.Event) -> None:
        for item in items:
            if stop.is_set() or not self._turn.hold():
                return
            self._do(item)

    def _do(self, item: DueItem) -> None:
        correlation.begin(None)
        try:
            self._perform(item)
        except PyMongoError:
            raise
        except ConflictError:
            log.info("due_work_was_overtaken", loop=self._name, tenant=item.tenant_id)
        except Exception:
            log.exception("due_work_failed", loop=self._name, tenant=item.tenant_id)
