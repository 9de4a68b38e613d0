"""What is due of audiences: jobs go on, and standing assignments are looked at for who changed."""

from collections.abc import Callable, Sequence
from datetime import datetime

from cairn_learners.adapters.mongo.audience_documents import (
    CHANGED,
    EVERYBODY,
    JOBS_WORK,
    PERSON,
    STANDING_WORK,
)
from cairn_learners.adapters.mongo.audiences import MongoAudiences
from cairn_learners.application.audience_ports import AudienceScope
from cairn_learners.application.run_assignment_job import fail_job, run_job
from cairn_learners.application.standing import keep_up
from cairn_platform.due import DueItem
from cairn_platform.identity import Principal
from cairn_platform.mongo.due_schedule import DueSchedule

# A turn of one job: the others of all tenants have theirs before it goes on.
STEPS_A_TURN = 10
GIVEN_UP = "It failed again and again, which is a fault of Cairn: the operator finds it in the worker's log."


class AudienceWork:
    """Does it in the stores of whichever tenant it is due for."""

    def __init__(
        self,
        *,
        store_of: Callable[[str], MongoAudiences],
        standing: DueSchedule,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store_of = store_of
        self._standing = standing
        self._clock = clock
        self._new_id = new_id

    def go_on(self, item: DueItem) -> None:
        """Goes on with a job, in the name of who asked for it."""
        job = self._store_of(item.tenant_id).assignment_job(item.aggregate_id)
        if job is not None:
            caller = _principal(item.tenant_id, job.subject, job.roles, job.client_id)
            run_job(self._scope(caller), job_id=job.job_id, at_most_steps=STEPS_A_TURN)

    def give_up(self, item: DueItem) -> None:
        """Ends a job that fails again and again."""
        caller = _principal(item.tenant_id, "", frozenset(), JOBS_WORK)
        fail_job(self._scope(caller), job_id=item.aggregate_id, problem=GIVEN_UP)

    def keep_up(self, tenant_id: str, items: Sequence[DueItem]) -> None:
        """Looks at whom these marks name, and says when each of them is to be looked at next.

        A mark of everybody, or of who leads somebody, becomes one mark for each person first, since all of them may be elsewhere now. Cut
        short anywhere, whatever was not settled is still due.
        """
        scope = self._scope(_principal(tenant_id, "", frozenset(), STANDING_WORK))
        if not scope.store.standing_assignments():
            self._standing.settle(dict.fromkeys(items))
            return
        wide = [each for each in items if not each.aggregate_id.startswith(PERSON)]
        if wide:
            self._standing.mark(tenant_id, [f"{PERSON}{each}" for each in sorted(_meant(scope, wide))])
            self._standing.settle(dict.fromkeys(wide))
        single = {each.aggregate_id.removeprefix(PERSON): each for each in items if each not in wide}
        due = keep_up(scope, list(single))
        self._standing.settle({item: due[person_id] for person_id, item in single.items()})

    def _scope(self, principal: Principal) -> AudienceScope:
        return AudienceScope(
            principal=principal,
            store=self._store_of(principal.tenant_id),
            now=self._clock(),
            new_id=self._new_id,
        )


def _meant(scope: AudienceScope, marks: Sequence[DueItem]) -> set[str]:
    names = {each.aggregate_id for each in marks}
    if EVERYBODY in names:
        return set(scope.lines.above_of)
    changed = {each.removeprefix(CHANGED) for each in names}
    return changed.union(*(scope.lines.below(each) for each in changed))


def _principal(tenant_id: str, subject: str, roles: frozenset[str], client_id: str) -> Principal:
    return Principal(
        tenant_id=tenant_id,
        subject=subject,
        roles=roles,
        client_id=client_id,
        email=None,
        email_verified=False,
    )
