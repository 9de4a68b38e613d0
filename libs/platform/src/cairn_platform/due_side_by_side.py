"""The loop that does what is due where each item waits for somebody else: many at a time, and no tenant holds up the others."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import structlog
from pymongo.errors import PyMongoError

from cairn_platform.due import DueItem
from cairn_platform.due_work import DueWork
from cairn_platform.mongo.due_schedule import DueSchedule
from cairn_platform.observability import metrics
from cairn_platform.turns import Turn

log = structlog.get_logger()

_BUSY_PAUSE_SECONDS = 0.1


class DueSideBySide(DueWork):
    """Hands what is due to `perform` in threads: `at_once` items at a time at the most, a quarter of that of one tenant.

    An item that is under way is not begun a second time here; `perform` moves it in the schedule before it takes its time, so that nobody
    else does either. What finds no thread is left for the next round, which comes soon while there is something under way.
    """

    def __init__(
        self,
        *,
        name: str,
        schedule: DueSchedule,
        turn: Turn,
        perform: Callable[[DueItem], object],
        clock: Callable[[], datetime],
        at_once: int,
    ) -> None:
        super().__init__(name=name, schedule=schedule, turn=turn, perform=perform, clock=clock)
        self._at_once = at_once
        self._of_a_tenant = max(1, at_once // 4)
        self._pool = ThreadPoolExecutor(max_workers=at_once, thread_name_prefix=name)
        self._under_way: set[tuple[str, str]] = set()
        self._changing = threading.Lock()

    def run(self, stop: threading.Event) -> None:
        """Works until `stop` is set, and then ends what is under way."""
        try:
            super().run(stop)
        finally:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _pause_seconds(self) -> float:
        return _BUSY_PAUSE_SECONDS if self._under_way else super()._pause_seconds()

    def _do_all(self, items: Sequence[DueItem], stop: threading.Event) -> None:
        for item in items:
            if stop.is_set() or not self._turn.hold():
                return
            if self._begins(item):
                self._pool.submit(self._do_in_thread, item)

    def _begins(self, item: DueItem) -> bool:
        """Notes the item as under way, if there is room for it."""
        with self._changing:
            key = (item.tenant_id, item.aggregate_id)
            of_tenant = sum(1 for tenant_id, _ in self._under_way if tenant_id == item.tenant_id)
            begins = (
                key not in self._under_way
                and len(self._under_way) < self._at_once
                and of_tenant < self._of_a_tenant
            )
            if begins:
                self._under_way.add(key)
            return begins

    def _do_in_thread(self, item: DueItem) -> None:
        try:
            self._do(item)
        except PyMongoError as error:
            log.warning("due_work_waits", loop=self._name, error=type(error).__name__)
            metrics.WAITS.labels(self._name).inc()
        finally:
            with self._changing:
                self._under_way.discard((item.tenant_id, item.aggregate_id))
