"""The full state of each aggregate as its event tells it: ids only, no names, mail addresses, evidence or free text."""

from cairn.learners.v1 import events_pb2
from cairn_learners.adapters import assignment_messages, messages
from cairn_learners.adapters import certification_messages as words
from cairn_learners.adapters.review_messages import review
from cairn_learners.domain.achievements import Achievement
from cairn_learners.domain.assignments import Assignment, Enrolment
from cairn_learners.domain.departments import Department
from cairn_learners.domain.people import Person
from cairn_learners.domain.policy_versions import CredentialPolicy
from cairn_learners.domain.renewal_log import RenewalEntry
from cairn_learners.domain.renewals import FactKind
from cairn_learners.domain.tenure import Position

MESSAGES = (
    events_pb2.PersonState,
    events_pb2.DepartmentState,
    events_pb2.AssignmentState,
    events_pb2.EnrolmentState,
    events_pb2.AchievementState,
    events_pb2.RenewalEntryState,
    events_pb2.CredentialPolicyState,
    events_pb2.AssessmentState,
    events_pb2.ExceptionState,
    events_pb2.DelegationState,
    events_pb2.HrResponsibilityState,
    events_pb2.LearningRequestState,
)


def person_state(person: Person) -> events_pb2.PersonState:
    """A person, without name, mail address, titles and attributes."""
    position = person.profile.position
    return events_pb2.PersonState(
        person_id=person.person_id,
        version=person.version,
        account_subject=person.account_subject or "",
        role_id=position.role_id or "",
        department_id=position.department_id or "",
        manager_id=position.manager_id or "",
        target_role_id=person.profile.target_role_id or "",
        hired_on=messages.day(person.profile.hired_on),
        taken_on=messages.day(position.taken_on),
        past_roles=[messages.role_held(each) for each in person.past_roles],
        left_on=messages.day(person.profile.left_on),
        past_employments=[messages.employment(each) for each in person.past_employments],
        further_positions=[_further_position(each) for each in person.profile.further_positions],
        location=person.profile.particulars.location,
    )


def _further_position(position: Position) -> events_pb2.FurtherPosition:
    return events_pb2.FurtherPosition(
        role_id=position.role_id or "",
        department_id=position.department_id or "",
        manager_id=position.manager_id or "",
        taken_on=messages.day(position.taken_on),
    )


def department_state(department: Department) -> events_pb2.DepartmentState:
    """A department."""
    return events_pb2.DepartmentState(
        department_id=department.department_id,
        version=department.version,
        name=department.name,
        parent_department_id=department.parent_department_id or "",
    )


def assignment_state(assignment: Assignment) -> events_pb2.AssignmentState:
    """An assignment, without the note."""
    return events_pb2.AssignmentState(
        assignment_id=assignment.assignment_id,
        version=assignment.version,
        path_id=assignment.path_id,
        audience=messages.audience(assignment.audience),
        due_on=messages.day(assignment.due_on),
        assigned_by=assignment.assigned_by or "",
        assigned_at=messages.timestamp(assignment.assigned_at),
        terms=assignment_messages.terms(assignment.terms),
        stage=assignment_messages.STAGES[assignment.stage],
        withdrawn_at=messages.timestamp(assignment.withdrawn_at),
    )


def enrolment_state(enrolment: Enrolment) -> events_pb2.EnrolmentState:
    """An enrolment."""
    return events_pb2.EnrolmentState(
        enrolment_id=enrolment.enrolment_id,
        version=enrolment.version,
        person_id=enrolment.person_id,
        path_id=enrolment.path_id,
        assignment_id=enrolment.assignment_id,
        due_on=messages.day(enrolment.due_on),
        enrolled_at=messages.timestamp(enrolment.enrolled_at),
        started_steps=[messages.started_step(step) for step in enrolment.started_steps],
        renews_credential_id=enrolment.cycle.credential_id if enrolment.cycle else "",
        cycle_began_on=messages.day(enrolment.cycle.began_on if enrolment.cycle else None),
        asks=[assignment_messages.ask(each) for each in enrolment.asks],
        withdrawn_at=messages.timestamp(enrolment.withdrawn_at),
    )


def achievement_state(achievement: Achievement) -> events_pb2.AchievementState:
    """An achievement, without evidence, reasons, explanations, and what identifies a certificate."""
    return events_pb2.AchievementState(
        achievement_id=achievement.achievement_id,
        version=achievement.version,
        person_id=achievement.person_id,
        credential_id=achievement.credential_id,
        issued_on=messages.day(achievement.issued_on),
        claimed_at=messages.timestamp(achievement.claimed_at),
        decision=messages.DECISIONS[achievement.decision],
        decided_by=achievement.decided_by or "",
        decided_at=messages.timestamp(achievement.decided_at),
        periods=[
            messages.period(each, last_valid_on=achievement.last_day_of(each)) for each in achievement.periods
        ],
        held_periods=[words.held_period(each, explained=False) for each in achievement.held],
        certificate_expires_on=messages.day(achievement.certificate.expires_on),
        marks=[words.mark(each, with_reason=False) for each in achievement.marks],
        review=review(achievement.review),
    )


def renewal_entry_state(entry: RenewalEntry) -> events_pb2.RenewalEntryState:
    """An entry of the log of what helps to renew, without evidence and free text."""
    return events_pb2.RenewalEntryState(
        entry_id=entry.entry_id,
        version=entry.version,
        person_id=entry.person_id,
        credential_id=entry.credential_id,
        kind=words.ENTRY_KINDS[entry.kind],
        happened_on=messages.day(entry.happened_on),
        amount=f"{entry.amount:f}" if entry.kind is FactKind.CREDITS else "",
        category=entry.category,
        state=words.ENTRY_STATES[entry.state],
        logged_by=entry.logged_by or "",
        logged_at=messages.timestamp(entry.logged_at),
    )


def credential_policy_state(policy: CredentialPolicy) -> events_pb2.CredentialPolicyState:
    """The recertification policy of a credential."""
    return events_pb2.CredentialPolicyState(
        credential_id=policy.credential_id,
        version=policy.version,
        versions=[words.policy_version(each) for each in policy.versions],
    )
