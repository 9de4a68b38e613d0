"""The worker's loop over imports of all tenants: whatever waits for it in the due schedule, the longest waiting first."""

import threading
from collections.abc import Callable
from datetime import datetime

from cairn_learners.adapters.mongo.audience_work import GIVEN_UP
from cairn_learners.adapters.mongo.import_documents import IMPORTS_WORK
from cairn_learners.application.achievement_runs import AchievementsRun
from cairn_learners.application.assignment_runs import AssignmentsRun
from cairn_learners.application.departments_runs import DepartmentsRun
from cairn_learners.application.import_ports import ImportScope, ImportStore
from cairn_learners.application.import_runs import KindOfRun
from cairn_learners.application.imports import principal_of
from cairn_learners.application.people_runs import PeopleRun
from cairn_learners.application.run_import import fail_import, run_import
from cairn_learners.domain.imports import Import, ImportKind
from cairn_platform.due import DueItem
from cairn_platform.due_work import DueWork
from cairn_platform.kept_turns import kept
from cairn_platform.mongo.due_schedule import DueSchedule
from cairn_platform.turns import Turn

_RUNS: dict[ImportKind, Callable[[ImportScope, Import], KindOfRun]] = {
    ImportKind.PEOPLE: PeopleRun,
    ImportKind.DEPARTMENTS: DepartmentsRun,
    ImportKind.ACHIEVEMENTS: AchievementsRun,
    ImportKind.ASSIGNMENTS: AssignmentsRun,
}
# Looking at all rows together may take longer than a turn.
_HELD_EVERY_SECONDS = 2.5


class ImportWorker:
    """One import after the other; its turn is kept meanwhile, and after each batch it asks whether it has it still."""

    def __init__(
        self,
        *,
        schedule: DueSchedule,
        turn: Turn,
        store_of: Callable[[str], ImportStore],
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._turn = turn
        self._store_of = store_of
        self._clock = clock
        self._new_id = new_id
        self._stop = threading.Event()
        self._work = DueWork(
            name=IMPORTS_WORK,
            schedule=schedule,
            turn=turn,
            perform=self._perform,
            clock=clock,
            give_up=self._give_up,
        )

    def run(self, stop: threading.Event) -> None:
        """Works until `stop` is set."""
        self._stop = stop
        self._work.run(stop)

    def round(self, stop: threading.Event) -> None:
        """Does what waits now."""
        self._stop = stop
        self._work.round(stop)

    def _perform(self, item: DueItem) -> None:
        scope = self._scope(item)
        if scope is None:
            return
        with kept(self._turn, every_seconds=_HELD_EVERY_SECONDS):
            run_import(
                scope,
                import_id=item.aggregate_id,
                run_of=lambda scope, job: _RUNS[job.kind](scope, job),
                keep_going=lambda: not self._stop.is_set() and self._turn.hold(),
            )

    def _give_up(self, item: DueItem) -> None:
        scope = self._scope(item)
        if scope is not None:
            fail_import(scope, import_id=item.aggregate_id, problem=GIVEN_UP)

    def _scope(self, item: DueItem) -> ImportScope | None:
        """In the name of who decided on the import, if it is there."""
        store = self._store_of(item.tenant_id)
        job = store.import_job(item.aggregate_id)
        if job is None:
            return None
        return ImportScope(
            principal=principal_of(job.requester, tenant_id=item.tenant_id),
            store=store,
            now=self._clock(),
            new_id=self._new_id,
        )
