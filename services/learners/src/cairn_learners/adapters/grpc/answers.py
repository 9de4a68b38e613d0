"""From what the use cases give to the contract's answers."""

from collections.abc import Iterable
from datetime import datetime

from cairn.common.v1 import paging_pb2
from cairn.learners.v1 import certification_pb2, organization_pb2, progress_pb2, recertification_pb2
from cairn.learners.v1 import learners_service_pb2 as contract
from cairn_learners.adapters import assignment_messages, messages
from cairn_learners.adapters import certification_messages as words
from cairn_learners.adapters.evidence_messages import evidence
from cairn_learners.adapters.exception_messages import allowance
from cairn_learners.adapters.review_messages import grading, review
from cairn_learners.application.assignments import Assigned, Forecast
from cairn_learners.application.assignments_seen import AssignmentSeen
from cairn_learners.application.own_self import Oneself
from cairn_learners.application.progress import PersonProgress
from cairn_learners.application.recertification import RecertificationPreview
from cairn_learners.domain.achievements import Achievement, Correction, Reckoning, Standing, standing
from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.catalogue import CredentialGoal, Goal
from cairn_learners.domain.departments import Department
from cairn_learners.domain.people import Person
from cairn_learners.domain.progress import (
    MemberProgress,
    PathProgress,
    StackProgress,
    StepProgress,
    StepState,
    last_day_of,
)
from cairn_learners.domain.recertification import CertificationPeriod
from cairn_learners.domain.rows import A, Row, RowOutcome
from cairn_learners.domain.teams import Team
from cairn_learners.domain.tenure import Position
from cairn_platform.paging import Page

STANDINGS = {
    Standing.WAITING_FOR_VERIFICATION: progress_pb2.STANDING_WAITING_FOR_VERIFICATION,
    Standing.IN_REVIEW: progress_pb2.STANDING_IN_REVIEW,
    Standing.ACTIVE: progress_pb2.STANDING_ACTIVE,
    Standing.LAPSED: progress_pb2.STANDING_LAPSED,
    Standing.REFUSED: progress_pb2.STANDING_REFUSED,
    Standing.NOT_YET_VALID: progress_pb2.STANDING_NOT_YET_VALID,
    Standing.DUE_FOR_RENEWAL: progress_pb2.STANDING_DUE_FOR_RENEWAL,
    Standing.IN_GRACE: progress_pb2.STANDING_IN_GRACE,
    Standing.REVOKED: progress_pb2.STANDING_REVOKED,
    Standing.SUSPENDED: progress_pb2.STANDING_SUSPENDED,
    Standing.WITHOUT_EFFECT: progress_pb2.STANDING_WITHOUT_EFFECT,
}
STEP_STATES = {
    StepState.NOT_STARTED: progress_pb2.STEP_STATE_NOT_STARTED,
    StepState.IN_PROGRESS: progress_pb2.STEP_STATE_IN_PROGRESS,
    StepState.WAITING_FOR_VERIFICATION: progress_pb2.STEP_STATE_WAITING_FOR_VERIFICATION,
    StepState.COMPLETED: progress_pb2.STEP_STATE_COMPLETED,
    StepState.LAPSED: progress_pb2.STEP_STATE_LAPSED,
    StepState.LOCKED: progress_pb2.STEP_STATE_LOCKED,
    StepState.EXEMPT: progress_pb2.STEP_STATE_EXEMPT,
}
_OUTCOMES = {
    RowOutcome.CREATED: organization_pb2.ROW_OUTCOME_CREATED,
    RowOutcome.CHANGED: organization_pb2.ROW_OUTCOME_CHANGED,
    RowOutcome.UNCHANGED: organization_pb2.ROW_OUTCOME_UNCHANGED,
    RowOutcome.REFUSED: organization_pb2.ROW_OUTCOME_REFUSED,
}


def page_info(page: Page[A]) -> paging_pb2.PageInfo:
    """Where a page stands."""
    return paging_pb2.PageInfo(next_page_token=page.next_token)


def oneself(found: Oneself) -> organization_pb2.Self:
    """Who is calling."""
    return organization_pb2.Self(
        tenant_id=found.tenant_id,
        roles=found.roles,
        person=person(found.person) if found.person else None,
        leads_people=found.leads_people,
        read_at=messages.timestamp(found.read_at),
        post_nominals=found.post_nominals,
        stands_in_for=found.stands_in_for,
        hr_department_ids=found.hr_department_ids,
    )


def person(found: Person) -> organization_pb2.Person:
    """A person."""
    profile = found.profile
    return organization_pb2.Person(
        person_id=found.person_id,
        version=found.version,
        given_name=profile.given_name,
        family_name=profile.family_name,
        email=profile.email or "",
        position=_position(profile.position),
        target_role_id=profile.target_role_id or "",
        hired_on=messages.day(profile.hired_on),
        has_account=found.account_subject is not None,
        past_roles=[messages.role_held(each) for each in found.past_roles],
        left_on=messages.day(profile.left_on),
        past_employments=[messages.employment(each) for each in found.past_employments],
        further_positions=[_position(each) for each in profile.further_positions],
        location=profile.particulars.location,
        attributes=[
            organization_pb2.Attribute(name=name, value=value)
            for name, value in profile.particulars.attributes
        ],
        time_zone=profile.particulars.time_zone or "",
        language=profile.particulars.language or "",
    )


def _position(position: Position) -> organization_pb2.Position:
    return organization_pb2.Position(
        title=position.title,
        role_id=position.role_id or "",
        department_id=position.department_id or "",
        manager_id=position.manager_id or "",
        taken_on=messages.day(position.taken_on),
    )


def department(found: Department) -> organization_pb2.Department:
    """A department."""
    return organization_pb2.Department(
        department_id=found.department_id,
        version=found.version,
        name=found.name,
        parent_department_id=found.parent_department_id or "",
    )


def team(found: Team) -> organization_pb2.Team:
    """A team."""
    return organization_pb2.Team(
        team_id=found.team_id,
        manager_name=found.manager_name,
        direct_member_count=found.direct_member_count,
        total_member_count=found.total_member_count,
    )


def rows(found: Iterable[Row[A]]) -> list[organization_pb2.RowResult]:
    """What became of the rows of an import."""
    return [
        organization_pb2.RowResult(
            row=each.row,
            id=each.id,
            outcome=_OUTCOMES[each.outcome],
            reason=each.reason,
            message=each.message,
        )
        for each in found
    ]


def assignment(found: AssignmentSeen) -> progress_pb2.Assignment:
    """An assignment with its counts."""
    facts = found.assignment
    return progress_pb2.Assignment(
        assignment_id=facts.assignment_id,
        version=facts.version,
        path_id=facts.path_id,
        audience=messages.audience(facts.audience),
        due_on=messages.day(facts.due_on),
        note=facts.note,
        assigned_by=facts.assigned_by or "",
        assigned_at=messages.timestamp(facts.assigned_at),
        enrolled_count=found.enrolled_count,
        completed_count=found.completed_count,
        terms=assignment_messages.terms(facts.terms),
        stage=assignment_messages.STAGES[facts.stage],
        withdrawn_at=messages.timestamp(facts.withdrawn_at),
        withdrawn_by=facts.withdrawn_by or "",
        withdrawn_count=found.withdrawn_count,
    )


def assigned(done: Assigned) -> contract.AssignPathResponse:
    """What assigning a path did."""
    return contract.AssignPathResponse(
        assignment=assignment(done.assignment),
        enrolled_person_ids=done.enrolled,
        already_enrolled_person_ids=done.enrolled_already,
    )


def forecast(found: Forecast) -> progress_pb2.AssignmentForecast:
    """What assigning a path would do for one person."""
    return progress_pb2.AssignmentForecast(
        person_id=found.person.person_id,
        name=found.person.name,
        forecast=(
            progress_pb2.ENROLMENT_FORECAST_ALREADY_ENROLLED
            if found.enrolled_already
            else progress_pb2.ENROLMENT_FORECAST_WILL_BE_ENROLLED
        ),
        completed_steps=found.completed_steps,
        steps=[step(each) for each in found.steps],
    )


def enrolment(found: Enrolment) -> progress_pb2.Enrolment:
    """An enrolment."""
    return progress_pb2.Enrolment(
        enrolment_id=found.enrolment_id,
        version=found.version,
        person_id=found.person_id,
        path_id=found.path_id,
        assignment_id=found.assignment_id,
        due_on=messages.day(found.due_on),
        enrolled_at=messages.timestamp(found.enrolled_at),
        started_steps=[messages.started_step(each) for each in found.started_steps],
        renews_credential_id=found.cycle.credential_id if found.cycle else "",
        cycle_began_on=messages.day(found.cycle.began_on if found.cycle else None),
        asks=[assignment_messages.ask(each) for each in found.asks],
        withdrawn_at=messages.timestamp(found.withdrawn_at),
    )


def achievement(found: Achievement, *, now: datetime) -> progress_pb2.Achievement:
    """An achievement, and where it stands now."""
    return progress_pb2.Achievement(
        achievement_id=found.achievement_id,
        version=found.version,
        person_id=found.person_id,
        credential_id=found.credential_id,
        issued_on=messages.day(found.issued_on),
        evidence=[evidence(each) for each in found.evidence],
        claimed_at=messages.timestamp(found.claimed_at),
        decision=messages.DECISIONS[found.decision],
        decided_by=found.decided_by or "",
        decided_at=messages.timestamp(found.decided_at),
        reason=found.reason,
        periods=[messages.period(each, last_valid_on=found.last_day_of(each)) for each in found.periods],
        standing=STANDINGS[standing(found, now=now)],
        certificate=words.certificate(found.certificate),
        reckonings=[_reckoning(each) for each in found.reckonings],
        marks=[words.mark(each, with_reason=True) for each in found.marks],
        corrections=[_correction(each) for each in found.corrections],
        counts=found.counts(now),
        as_history=found.as_history,
        due_on=messages.day(found.due_on),
        review=review(found.review),
        grading=grading(found.grading),
    )


def _reckoning(found: Reckoning) -> certification_pb2.Reckoning:
    return certification_pb2.Reckoning(
        reckoned_at=messages.timestamp(found.reckoned_at),
        cause=words.CAUSES[found.cause],
        periods=[words.held_period(each, explained=True) for each in found.periods],
        without_effect=found.without_effect,
    )


def _correction(found: Correction) -> certification_pb2.Correction:
    return certification_pb2.Correction(
        earlier_issued_on=messages.day(found.earlier_issued_on),
        earlier_certificate=words.certificate(found.earlier_certificate),
        reason=found.reason,
        corrected_by=found.corrected_by or "",
        corrected_at=messages.timestamp(found.corrected_at),
    )


def path(found: PathProgress) -> progress_pb2.PathProgress:
    """Where somebody stands on a path."""
    return progress_pb2.PathProgress(
        enrolment=enrolment(found.enrolment),
        path_name=found.path_name,
        steps=[step(each) for each in found.steps],
        completed_steps=found.completed_steps,
        completed=found.completed,
        overdue=found.overdue,
        due_on=messages.day(found.due_on),
        exempt_steps=found.exempt_steps,
        exemption=allowance(found.exemption),
        extension=allowance(found.extension),
    )


def step(found: StepProgress) -> progress_pb2.StepProgress:
    """Where somebody stands with a step."""
    credential_id, stack_id = _ids(found.step.goal)
    return progress_pb2.StepProgress(
        step_id=found.step.step_id,
        credential_id=credential_id,
        stack_id=stack_id,
        name=found.name,
        note=found.step.note,
        state=STEP_STATES[found.state],
        achievement_id=found.achievement_id or "",
        last_valid_on=messages.day(last_day_of(found.coverage)),
        stack=stack(found.stack) if found.stack else None,
        allowance=allowance(found.by),
    )


def stack(found: StackProgress) -> progress_pb2.StackProgress:
    """Where somebody stands in a stack."""
    return progress_pb2.StackProgress(
        stack_id=found.stack_id,
        name=found.name,
        specialisation=found.specialisation,
        completed_members=found.completed_members,
        required_members=found.required_members,
        members=[_member(each) for each in found.members],
        last_valid_on=messages.day(last_day_of(found.coverage)),
    )


def person_progress(found: PersonProgress) -> contract.GetPersonProgressResponse:
    """Everything about where a person stands."""
    return contract.GetPersonProgressResponse(
        person_id=found.person_id,
        paths=[path(each) for each in found.paths],
        stacks=[stack(each) for each in found.stacks],
        achievements=[achievement(each, now=found.as_of) for each in found.achievements],
        as_of=messages.timestamp(found.as_of),
        post_nominals=found.post_nominals,
    )


def _member(found: MemberProgress) -> progress_pb2.MemberProgress:
    credential_id, stack_id = _ids(found.goal)
    return progress_pb2.MemberProgress(
        credential_id=credential_id,
        stack_id=stack_id,
        name=found.name,
        state=STEP_STATES[found.state],
        last_valid_on=messages.day(last_day_of(found.coverage)),
        allowance=allowance(found.by),
    )


def _ids(goal: Goal) -> tuple[str, str]:
    """The credential's id and the stack's id, of which one is empty."""
    return (goal.credential_id, "") if isinstance(goal, CredentialGoal) else ("", goal.stack_id)


def recertification(preview: RecertificationPreview) -> contract.PreviewRecertificationResponse:
    """What completions lead to under a policy."""
    return contract.PreviewRecertificationResponse(
        periods=[_certification_period(each) for each in preview.periods],
        unchanged=[
            recertification_pb2.UnchangedCompletion(completion=each.completion, reason=each.reason)
            for each in preview.unchanged
        ],
    )


def _certification_period(period: CertificationPeriod) -> recertification_pb2.CertificationPeriod:
    return recertification_pb2.CertificationPeriod(
        valid_from=messages.timestamp(period.valid_from),
        valid_until=messages.timestamp(period.valid_until),
        last_valid_on=messages.day(period.last_valid_on),
        window_opens_at=messages.timestamp(period.window_opens_at),
        grace_until=messages.timestamp(period.grace_until),
        explanation=period.explanation,
    )
