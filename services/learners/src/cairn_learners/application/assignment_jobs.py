"""Assignments to audiences of any size: seen before they are confirmed, and done by jobs, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cairn_learners.application.assignments import assignable_path
from cairn_learners.application.audience_members import members_of
from cairn_learners.application.audience_ports import AudienceScope
from cairn_learners.application.giving import giving
from cairn_learners.application.orders import by_name
from cairn_learners.domain.assignment_jobs import AssignmentJob, JobKind, JobState, finished
from cairn_learners.domain.assignment_request import AssignmentRequest, asked_key, terms_from
from cairn_learners.domain.assignments import Assignment, Audience, Stage, Terms, with_stage, withdraw
from cairn_learners.domain.errors import PreviewChangedError, PreviewNotConfirmedError
from cairn_learners.domain.forecasts import GIVEN_TO, Group, Outlook, confirmation_digest
from cairn_learners.domain.reach import HR, MANAGER, TENANT_ADMIN, Reach, check_leads_somebody
from cairn_learners.domain.teams import sees_team
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import NotFoundError, RoleRequiredError
from cairn_platform.idempotency import Once


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an assignment would do: person by person by name, and whom it names that is not found in the caller's line.

    `digest` is what a confirmation of it says.
    """

    outlooks: Sequence[Outlook]
    not_found: Sequence[str]
    digest: str

    @property
    def counts(self) -> Mapping[Group, int]:
        """How many people are in each group."""
        return {group: sum(each.group is group for each in self.outlooks) for group in Group}

    @property
    def said(self) -> str:
        """The counts as a sentence."""
        counts = self.counts
        return (
            f"{counts[Group.GETS_IT]} would get it, {counts[Group.HOLDS_IT]} hold it already, "
            f"{counts[Group.IN_PROGRESS]} are on it already, {counts[Group.EXEMPT]} are exempt."
        )


def plan_assignment(scope: AudienceScope, *, request: AssignmentRequest) -> Plan:
    """What assigning would do; changes nothing. For whoever leads somebody, hr and tenant-admin.

    Raises RoleRequiredError, InvalidFieldsError, LearningPathNotYetKnownError, and NotFoundError for what is not there beside people and
    teams, which are told as not found.
    """
    reach = scope.reach()
    check_leads_somebody(reach)
    return _plan(scope, reach, request, terms_from(request, today=scope.today))


def request_assignment(
    scope: AudienceScope, *, request: AssignmentRequest, confirmed: str, once: Once | None
) -> AssignmentJob:
    """Accepts an assignment whose plan was confirmed by its digest, and the job that gives it to its audience.

    The same asked for again by the same caller is the same assignment, which a job gives to whoever misses it. Raises what
    `plan_assignment` does, PreviewNotConfirmedError and PreviewChangedError.
    """
    reach = scope.reach()
    check_leads_somebody(reach)
    terms = terms_from(request, today=scope.today)
    plan = _plan(scope, reach, request, terms)
    if not confirmed:
        raise PreviewNotConfirmedError(plan.said)
    if confirmed != plan.digest:
        raise PreviewChangedError(plan.said)
    key = asked_key(request, terms, asked_by=reach.own_id or scope.principal.subject)
    total = sum(each.group in GIVEN_TO for each in plan.outlooks)

    def decide() -> AssignmentJob:
        before = scope.store.assignment_asked_as(key)
        running = scope.store.latest_job(before.assignment_id, kind=JobKind.GIVE) if before else None
        if running and running.runs:
            scope.store.commit([], once=once, result=running)
            return running
        assignment = before or _assignment(scope, reach, request, terms, key=key)
        job = _job(scope, reach, assignment, kind=JobKind.GIVE, total=total)
        changes: list[Change[Assignment] | Change[AssignmentJob]] = [_kept(job, scope)]
        if before is None:
            changes.append(Change(aggregate=assignment, happened="assigned", happened_at=scope.now))
        scope.store.commit(changes, once=once, result=job)
        return job

    return decide_again(decide)


def withdraw_assignment(scope: AudienceScope, *, assignment_id: str, once: Once | None) -> AssignmentJob:
    """Takes an assignment back, and starts the job that withdraws what only it asks for; again it is the same job.

    For hr, tenant-admin, and the manager who made it. Raises NotFoundError and RoleRequiredError.
    """
    reach = scope.reach()

    def decide() -> AssignmentJob:
        guard = scope.store.guard(asks_of(assignment_id))
        before = scope.store.assignment(assignment_id)
        if before is None or not _sees(scope, reach, before):
            raise NotFoundError("assignment")
        if not _may_withdraw(reach, before):
            raise RoleRequiredError(HR, TENANT_ADMIN, MANAGER)
        withdrawing = scope.store.latest_job(assignment_id, kind=JobKind.WITHDRAW)
        if before.withdrawn_at is not None and withdrawing and withdrawing.state is not JobState.FAILED:
            scope.store.commit([], once=once, result=withdrawing)
            return withdrawing
        after = withdraw(before, by=reach.own_id, now=scope.now)
        job = _job(
            scope, reach, after, kind=JobKind.WITHDRAW, total=scope.store.count_asked_by(assignment_id)
        )
        giving_it = scope.store.latest_job(assignment_id, kind=JobKind.GIVE)
        changes: list[Change[Assignment] | Change[AssignmentJob]] = [_kept(job, scope)]
        if giving_it and giving_it.runs:
            ended = finished(giving_it, JobState.CANCELLED, problem="It was withdrawn.", now=scope.now)
            changes.append(_kept(ended, scope))
        if after is not before:
            changes.append(Change(aggregate=after, happened="withdrawn", happened_at=scope.now))
        scope.store.commit(changes, guards=[guard], once=once, result=job)
        return job

    return decide_again(decide)


def get_job(scope: AudienceScope, *, job_id: str) -> AssignmentJob:
    """A job, for hr, tenant-admin and who asked for it; NotFoundError for everybody else."""
    return _job_seen(scope, scope.reach(), job_id)


def cancel_job(scope: AudienceScope, *, job_id: str) -> AssignmentJob:
    """Ends the giving of an assignment where it stands: who has it keeps it, nobody else gets it.

    What has ended stays, and a withdrawal goes on.
    For hr, tenant-admin and who asked for it; NotFoundError for everybody else.
    """
    reach = scope.reach()

    def decide() -> AssignmentJob:
        job = _job_seen(scope, reach, job_id)
        if not job.runs or job.kind is JobKind.WITHDRAW:
            return job
        after = finished(job, JobState.CANCELLED, problem="", now=scope.now)
        scope.store.commit([_kept(after, scope), *stage_change(scope, job.assignment_id, Stage.STOPPED)])
        return after

    return decide_again(decide)


def stage_change(scope: AudienceScope, assignment_id: str, stage: Stage) -> list[Change[Assignment]]:
    """How the assignment changes that has come so far; nothing where it has already."""
    before = scope.store.assignment(assignment_id)
    if before is None or before.stage is stage:
        return []
    return [Change(aggregate=with_stage(before, stage), happened=stage.value, happened_at=scope.now)]


def asks_of(assignment_id: str) -> str:
    """What is committed against by whoever lets an assignment ask for more, or for nothing any more."""
    return f"asks:{assignment_id}"


def _plan(scope: AudienceScope, reach: Reach, request: AssignmentRequest, terms: Terms) -> Plan:
    path = assignable_path(scope, request.path_id)
    audience, not_found = _found(scope, reach, request.audience)
    people = members_of(scope, audience, reach=reach)
    found = giving(scope, people, path=path, audience=audience, terms=terms, joins_later=False)
    return Plan(
        outlooks=sorted(found.outlooks, key=lambda each: by_name(each.person)),
        not_found=not_found,
        digest=confirmation_digest(asked_key(request, terms, asked_by=""), found.outlooks),
    )


def _found(scope: AudienceScope, reach: Reach, audience: Audience) -> tuple[Audience, list[str]]:
    """The audience as far as it is there for the caller, and the people and teams that are not."""
    dynamic = scope.store.dynamic_audiences(audience.dynamic_ids)
    departments = scope.store.department_names(audience.department_ids)
    if any(each not in dynamic or dynamic[each].retired for each in audience.dynamic_ids):
        raise NotFoundError("audience")
    if any(each not in departments for each in audience.department_ids):
        raise NotFoundError("department")
    not_found = [
        each
        for each in audience.person_ids
        if each not in scope.lines or each in scope.lines.gone or not reach.may_lead(each)
    ]
    not_found += [each for each in audience.team_ids if not sees_team(reach, each, lines=scope.lines)]
    return audience, sorted(set(not_found))


def _assignment(
    scope: AudienceScope, reach: Reach, request: AssignmentRequest, terms: Terms, *, key: str
) -> Assignment:
    return Assignment(
        assignment_id=scope.new_id(),
        version=1,
        path_id=request.path_id,
        audience=request.audience,
        terms=terms,
        note=request.note.strip(),
        assigned_by=reach.own_id,
        assigned_at=scope.now,
        within=None if reach.everybody else reach.own_id,
        stage=Stage.BEING_GIVEN,
        asked_key=key,
    )


def _job(
    scope: AudienceScope, reach: Reach, assignment: Assignment, *, kind: JobKind, total: int
) -> AssignmentJob:
    return AssignmentJob(
        job_id=scope.new_id(),
        version=1,
        kind=kind,
        assignment_id=assignment.assignment_id,
        subject=scope.principal.subject,
        roles=scope.principal.roles,
        client_id=scope.principal.client_id,
        asked_by=reach.own_id,
        state=JobState.RUNNING,
        cursor="",
        total_count=total,
        done_count=0,
        enrolled_count=0,
        asked_count=0,
        problem="",
        accepted_at=scope.now,
        finished_at=None,
    )


def _kept(job: AssignmentJob, scope: AudienceScope) -> Change[AssignmentJob]:
    return Change(aggregate=job, happened=None, happened_at=scope.now)


def _job_seen(scope: AudienceScope, reach: Reach, job_id: str) -> AssignmentJob:
    job = scope.store.assignment_job(job_id)
    if job is None or not (reach.everybody or job.subject == scope.principal.subject):
        raise NotFoundError("job")
    return job


def _may_withdraw(reach: Reach, assignment: Assignment) -> bool:
    return reach.everybody or (reach.own_id is not None and assignment.assigned_by == reach.own_id)


def _sees(scope: AudienceScope, reach: Reach, assignment: Assignment) -> bool:
    if _may_withdraw(reach, assignment):
        return True
    asked = scope.store.enrolments_by([assignment.assignment_id])
    return any(reach.sees(each.person_id) for each in asked)
