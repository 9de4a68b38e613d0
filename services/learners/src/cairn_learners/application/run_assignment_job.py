"""The steps of a job on an assignment: each is one transaction with the job's progress in it, so that none is done twice."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cairn_learners.application.assignment_jobs import asks_of, stage_change
from cairn_learners.application.assignments import assignable_path
from cairn_learners.application.audience_members import members_of
from cairn_learners.application.audience_ports import AudienceScope
from cairn_learners.application.enrolling import told
from cairn_learners.application.giving import given, giving
from cairn_learners.domain.assignment_jobs import AssignmentJob, JobKind, JobState, advanced, finished
from cairn_learners.domain.assignments import Assignment, Stage, no_longer_asked
from cairn_learners.domain.people import Person
from cairn_learners.domain.reach import check_leads_somebody
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import RefusedError

PEOPLE_AT_ONCE = 500


class _TakenError(Exception):
    """The job is not as it was: somebody else went on with it, or ended it."""


def run_job(scope: AudienceScope, *, job_id: str, at_most_steps: int) -> None:
    """Goes on with a job from where it stands, for some steps; does nothing for one that has ended.

    `scope` is in the name of who asked for it, with the roles of then and the line of now: what they may not do any more fails the job.
    """
    job = scope.store.assignment_job(job_id)
    if job is None or not job.runs:
        return
    try:
        steps = _giving_steps(scope, job) if job.kind is JobKind.GIVE else None
        for _ in range(at_most_steps):
            job = _give(scope, job, steps) if steps is not None else _withdraw(scope, job)
            if not job.runs:
                return
    except _TakenError:
        # Another worker took the step, or somebody ended the job: the next turn sees what there is left to do.
        return
    except RefusedError as error:
        fail_job(scope, job_id=job_id, problem=str(error))


class _Steps:
    """What a job gives, and to whom: read once for all steps of a turn."""

    def __init__(self, scope: AudienceScope, job: AssignmentJob, assignment: Assignment) -> None:
        reach = scope.reach()
        check_leads_somebody(reach)
        self.assignment = assignment
        self.path = assignable_path(scope, assignment.path_id)
        everyone = members_of(scope, assignment.audience, reach=reach)
        self.total = len(everyone)
        self._left = [each for each in everyone if each.person_id > job.cursor]

    def after(self, cursor: str) -> Sequence[Person]:
        """The next people, in order of their ids."""
        behind = bisect_right(self._left, cursor, key=lambda each: each.person_id)
        return self._left[behind : behind + PEOPLE_AT_ONCE]


def _giving_steps(scope: AudienceScope, job: AssignmentJob) -> _Steps:
    assignment = scope.store.assignment(job.assignment_id)
    if assignment is None:
        raise _TakenError
    return _Steps(scope, job, assignment)


def _give(scope: AudienceScope, job: AssignmentJob, steps: _Steps) -> AssignmentJob:
    people = steps.after(job.cursor)

    def decide() -> AssignmentJob:
        before = scope.store.assignment_job(job.job_id)
        if before is None or before.version != job.version:
            raise _TakenError
        found = giving(
            scope,
            people,
            path=steps.path,
            audience=steps.assignment.audience,
            terms=steps.assignment.terms,
            joins_later=False,
        )
        changes = given(scope, steps.assignment, found)
        enrolled = sum(each.happened == "enrolled" for each in changes)
        after = advanced(
            job,
            cursor=people[-1].person_id if people else job.cursor,
            total=steps.total,
            done=len(people),
            enrolled=enrolled,
            asked=len(changes) - enrolled,
        )
        if len(people) < PEOPLE_AT_ONCE:
            return _end(scope, after, changes)
        scope.commit([*changes, _kept(after, scope)])
        return after

    return decide_again(decide)


def _withdraw(scope: AudienceScope, job: AssignmentJob) -> AssignmentJob:
    def decide() -> AssignmentJob:
        before = scope.store.assignment_job(job.job_id)
        if before is None or before.version != job.version:
            raise _TakenError
        asked = scope.store.asked_by(job.assignment_id, at_most=PEOPLE_AT_ONCE)
        changes = [
            told(each, no_longer_asked(each, assignment_id=job.assignment_id, now=scope.now), now=scope.now)
            for each in asked
        ]
        withdrawn = sum(each.happened == "withdrawn" for each in changes)
        after = advanced(
            job,
            cursor="",
            total=max(job.total_count, job.done_count + len(asked)),
            done=len(asked),
            enrolled=withdrawn,
            asked=len(changes) - withdrawn,
        )
        if len(asked) < PEOPLE_AT_ONCE:
            return _end(scope, after, changes)
        scope.commit([*changes, _kept(after, scope)])
        return after

    return decide_again(decide)


def _end(scope: AudienceScope, job: AssignmentJob, changes: Sequence[Change[Any]]) -> AssignmentJob:
    """The last step: done, in the same transaction. From here on a standing assignment goes on for who joins."""
    done = replace(finished(job, JobState.DONE, problem="", now=scope.now), version=job.version)
    stage = stage_change(scope, job.assignment_id, Stage.GIVEN) if job.kind is JobKind.GIVE else []
    guards = [scope.store.guard(asks_of(job.assignment_id))] if job.kind is JobKind.WITHDRAW else []
    scope.commit([*changes, *stage, _kept(done, scope)], guards=guards)
    return done


def fail_job(scope: AudienceScope, *, job_id: str, problem: str) -> None:
    """Ends a job that cannot go on, and says why; what it did stays."""

    def decide() -> None:
        job = scope.store.assignment_job(job_id)
        if job is None or not job.runs:
            return
        failed = finished(job, JobState.FAILED, problem=problem, now=scope.now)
        stage = stage_change(scope, job.assignment_id, Stage.STOPPED) if job.kind is JobKind.GIVE else []
        scope.store.commit([*stage, _kept(failed, scope)])

    decide_again(decide)


def _kept(job: AssignmentJob, scope: AudienceScope) -> Change[AssignmentJob]:
    return Change(aggregate=job, happened=None, happened_at=scope.now)
