"""The loop that does what is due of a tenant together, where one look serves many."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from pymongo.errors import PyMongoError

from cairn_platform import correlation
from cairn_platform.changes import ConflictError
from cairn_platform.due import DueItem
from cairn_platform.due_work import DueWork
from cairn_platform.mongo.due_schedule import DueSchedule
from cairn_platform.turns import Turn

log = structlog.get_logger()


class DueBatches(DueWork):
    """Hands what is due to `perform` by tenant, some at a time; where that fails, one by one, so that one holds no other up."""

    def __init__(
        self,
        *,
        name: str,
        schedule: DueSchedule,
        turn: Turn,
        perform: Callable[[str, Sequence[DueItem]], None],
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(
            name=name,
            schedule=schedule,
            turn=turn,
            perform=lambda item: perform(item.tenant_id, [item]),
            clock=clock,
        )
        self._perform_together = perform

    def _do_all(self, items: Sequence[DueItem], stop: threading.Event) -> None:
        by_tenant: dict[str, list[DueItem]] = {}
        for item in items:
            by_tenant.setdefault(item.tenant_id, []).append(item)
        for tenant_id, own in by_tenant.items():
            if stop.is_set() or not self._turn.hold():
                return
            correlation.begin(None)
            try:
                self._perform_together(tenant_id, own)
            except PyMongoError:
                raise
            except ConflictError:
                log.info("due_batch_was_overtaken", loop=self._name, tenant=tenant_id)
                super()._do_all(own, stop)
            except Exception:
                log.exception("due_batch_failed", loop=self._name, tenant=tenant_id)
                super()._do_all(own, stop)
