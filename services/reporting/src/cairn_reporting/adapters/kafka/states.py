"""From the states that events hold to the domain's words. Raises ValueError for a state that cannot be."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from google.protobuf.timestamp_pb2 import Timestamp

from cairn.catalog.v1 import entries_pb2
from cairn.learners.v1 import assessments_pb2, certification_pb2, events_pb2, exceptions_pb2, progress_pb2
from cairn_reporting.adapters.kafka import costs
from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.allowances import Allowance, AllowanceKind
from cairn_reporting.domain.assessments import Assessment, Assessor
from cairn_reporting.domain.catalogue import (
    Credential,
    CredentialGoal,
    CredentialKind,
    Ladder,
    Path,
    PathStep,
    Requirement,
    Role,
    Skill,
    Stack,
    StackGoal,
)
from cairn_reporting.domain.delegations import Delegation
from cairn_reporting.domain.demands import (
    AnyOf,
    CredentialDemand,
    Demand,
    ExperienceDemand,
    SingleDemand,
    SkillDemand,
    StackDemand,
    TimeInRoleDemand,
)
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.plans import Enrolment
from cairn_reporting.domain.responsibilities import HrResponsibility
from cairn_reporting.domain.skill_scales import proficiency_level
from cairn_reporting.domain.tenure import Employment, RoleHeld, Tenure
from cairn_reporting.domain.workforce import Department, Person, Position

_KINDS = {
    entries_pb2.CREDENTIAL_KIND_PROFESSIONAL_CERTIFICATE: CredentialKind.PROFESSIONAL_CERTIFICATE,
    entries_pb2.CREDENTIAL_KIND_DIGITAL_BADGE: CredentialKind.DIGITAL_BADGE,
    entries_pb2.CREDENTIAL_KIND_NANODEGREE: CredentialKind.NANODEGREE,
    entries_pb2.CREDENTIAL_KIND_INDUSTRY_CERTIFICATION: CredentialKind.INDUSTRY_CERTIFICATION,
    entries_pb2.CREDENTIAL_KIND_LICENCE: CredentialKind.LICENCE,
    entries_pb2.CREDENTIAL_KIND_BOOTCAMP: CredentialKind.BOOTCAMP,
    entries_pb2.CREDENTIAL_KIND_DEGREE: CredentialKind.DEGREE,
}
_ASSESSORS = {
    assessments_pb2.ASSESSOR_KIND_REVIEWER: Assessor.REVIEWER,
    assessments_pb2.ASSESSOR_KIND_MANAGER: Assessor.MANAGER,
    assessments_pb2.ASSESSOR_KIND_PEER: Assessor.PEER,
    assessments_pb2.ASSESSOR_KIND_SELF: Assessor.SELF,
}
_ALLOWANCES = {
    exceptions_pb2.EXCEPTION_KIND_EXTENSION: AllowanceKind.LONGER,
    exceptions_pb2.EXCEPTION_KIND_EXEMPTION: AllowanceKind.EXEMPT,
    exceptions_pb2.EXCEPTION_KIND_PRIOR_LEARNING: AllowanceKind.LEARNED,
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_VERIFIED = {
    progress_pb2.DECISION_CLAIMED: False,
    progress_pb2.DECISION_VERIFIED: True,
    progress_pb2.DECISION_REFUSED: False,
}


def person(state: events_pb2.PersonState) -> Person:
    """Somebody who works for the tenant."""
    return Person(
        person_id=state.person_id,
        account_subject=state.account_subject or None,
        role_id=state.role_id or None,
        department_id=state.department_id or None,
        manager_id=state.manager_id or None,
        target_role_id=state.target_role_id or None,
        tenure=_tenure(state),
        location=state.location or None,
        further_positions=tuple(
            Position(each.role_id or None, each.department_id or None, each.manager_id or None)
            for each in state.further_positions
        ),
    )


def _tenure(state: events_pb2.PersonState) -> Tenure:
    since = _day(state.taken_on)
    # A role that is held beside the primary position is one that is held: its time counts, and has no end.
    beside = ((each.role_id, _day(each.taken_on)) for each in state.further_positions)
    return Tenure(
        hired_on=_day(state.hired_on),
        present=RoleHeld(state.role_id, since, None) if state.role_id and since else None,
        past=tuple(
            RoleHeld(each.role_id, date.fromisoformat(each.taken_on), _day(each.left_on))
            for each in state.past_roles
        )
        + tuple(
            RoleHeld(role_id, taken_on, None)
            for role_id, taken_on in beside
            if role_id and role_id != state.role_id and taken_on
        ),
        left_on=_day(state.left_on),
        earlier=tuple(
            Employment(hired_on=_day(each.hired_on), left_on=date.fromisoformat(each.left_on))
            for each in state.past_employments
        ),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def delegation(state: events_pb2.DelegationState) -> Delegation:
    """Whose line is in whose hands."""
    return Delegation(
        delegation_id=state.delegation_id,
        manager_id=_named("manager_id", state.manager_id),
        delegate_id=_named("delegate_id", state.delegate_id),
        from_on=date.fromisoformat(state.from_on),
        until_on=date.fromisoformat(state.until_on),
        taken_back=state.HasField("withdrawn_at"),
    )


def hr_responsibility(state: events_pb2.HrResponsibilityState) -> HrResponsibility:
    """Who is responsible for which departments."""
    return HrResponsibility(
        responsibility_id=state.responsibility_id,
        person_id=_named("person_id", state.person_id),
        department_ids=tuple(state.department_ids),
        from_on=date.fromisoformat(state.from_on),
        until_on=_day(state.until_on),
        taken_back=state.HasField("withdrawn_at"),
    )


def department(state: events_pb2.DepartmentState) -> Department:
    """A part of the organization."""
    return Department(
        department_id=state.department_id, parent_department_id=state.parent_department_id or None
    )


def achievement(state: events_pb2.AchievementState) -> Achievement:
    """One person's credential."""
    if state.decision not in _VERIFIED:
        raise ValueError(f"The decision {state.decision} is not known.")
    return Achievement(
        achievement_id=state.achievement_id,
        person_id=_named("person_id", state.person_id),
        credential_id=_named("credential_id", state.credential_id),
        verified=_VERIFIED[state.decision],
        periods=tuple(_period(each) for each in state.periods),
        suspensions=tuple(_suspensions(state.marks)),
        graces=tuple(_graces(state)),
    )


def assessment(state: events_pb2.AssessmentState) -> Assessment:
    """What somebody said about a person's skill."""
    if state.assessor_kind not in _ASSESSORS:
        raise ValueError(f"The kind of assessor {state.assessor_kind} is not known.")
    return Assessment(
        assessment_id=state.assessment_id,
        person_id=_named("person_id", state.person_id),
        skill_id=_named("skill_id", state.skill_id),
        assessor=_ASSESSORS[state.assessor_kind],
        level=proficiency_level(scale_id=state.scale_id, value=state.level),
        assessed_on=date.fromisoformat(state.assessed_on),
        given_at=_instant(state.given_at),
        withdrawn=state.HasField("withdrawn_at"),
    )


def enrolment(state: events_pb2.EnrolmentState) -> Enrolment:
    """One person on one learning path."""
    return Enrolment(
        enrolment_id=state.enrolment_id,
        person_id=_named("person_id", state.person_id),
        path_id=_named("path_id", state.path_id),
        due_on=_day(state.due_on),
        withdrawn=state.HasField("withdrawn_at"),
    )


def allowance(state: events_pb2.ExceptionState) -> Allowance:
    """What eases somebody's path. What counts for a credential is another kind."""
    return Allowance(
        allowance_id=state.exception_id,
        person_id=state.person_id,
        kind=_ALLOWANCES.get(state.kind, AllowanceKind.OTHER),
        path_id=state.path_id,
        step_id=state.step_id or None,
        enrolment_id=state.enrolment_id or None,
        from_on=date.fromisoformat(state.from_on),
        until_on=date.fromisoformat(state.until_on),
        withdrawn=state.HasField("withdrawn_at"),
    )


def skill(state: entries_pb2.Skill) -> Skill:
    """Something one can be good at."""
    return Skill(skill_id=state.skill_id, name=_named("name", state.name))


def credential(state: entries_pb2.Credential) -> Credential:
    """A proof. Where it grants a skill twice, the higher level counts."""
    if state.kind not in _KINDS:
        raise ValueError(f"The kind of credential {state.kind} is not known.")
    grants: dict[str, int] = {}
    for granted in state.skills_granted:
        skill_id = _named("skills_granted.skill_id", granted.skill_id)
        grants[skill_id] = max(granted.level, grants.get(skill_id, 0))
    return Credential(
        credential_id=state.credential_id,
        name=_named("name", state.name),
        kind=_KINDS[state.kind],
        grants=grants,
        cost=costs.credential_cost(state),
    )


def stack(state: entries_pb2.Stack) -> Stack:
    """A set of credentials. The order in which they are taken does not matter once they are held."""
    counted = state.rule == entries_pb2.STACK_RULE_N_OF
    return Stack(
        stack_id=state.stack_id,
        name=_named("name", state.name),
        specialisation=state.specialisation or state.name,
        required_count=state.required_count if counted else len(state.members),
        places=tuple(_place(member) for member in state.members),
    )


def path(state: entries_pb2.LearningPath) -> Path:
    """A learning path."""
    return Path(
        path_id=state.path_id, steps=tuple(PathStep(step.step_id, _place(step.goal)) for step in state.steps)
    )


def role(state: entries_pb2.Role) -> Role:
    """What a job demands."""
    return Role(
        role_id=state.role_id,
        name=_named("name", state.name),
        requirements=tuple(
            Requirement(
                requirement_id=_named("requirement_id", requirement.requirement_id),
                demand=_demand(requirement),
                weight=requirement.weight or None,
            )
            for requirement in state.requirements
        ),
    )


def ladder(state: entries_pb2.Ladder) -> Ladder:
    """Roles as rungs."""
    return Ladder(ladder_id=state.ladder_id, role_ids=tuple(state.role_ids))


def _place(member: entries_pb2.StackMember) -> tuple[CredentialGoal | StackGoal, ...]:
    named = member.one_of.alternatives if member.HasField("one_of") else (member,)
    equivalents = (CredentialGoal(each) for each in member.equivalent_credential_ids)
    return (*(_goal(each) for each in named), *equivalents)


def _goal(named: entries_pb2.StackMember | entries_pb2.StackAlternative) -> CredentialGoal | StackGoal:
    if named.HasField("stack_id"):
        return StackGoal(_named("stack_id", named.stack_id))
    return CredentialGoal(_named("credential_id", named.credential_id))


def _demand(requirement: entries_pb2.RoleRequirement) -> Demand:
    if requirement.HasField("any_of"):
        return AnyOf(
            tuple(tuple(_single(each) for each in way.all_of) for way in requirement.any_of.alternatives)
        )
    return _single(requirement)


def _single(asked: entries_pb2.RoleRequirement | entries_pb2.AlternativeDemand) -> SingleDemand:
    match asked.WhichOneof("demand"):
        case "skill":
            return SkillDemand(
                skill_id=_named("skill.skill_id", asked.skill.skill_id), level=asked.skill.level
            )
        case "credential_id":
            return CredentialDemand(credential_id=_named("credential_id", asked.credential_id))
        case "stack_id":
            return StackDemand(stack_id=_named("stack_id", asked.stack_id))
        case "experience":
            return ExperienceDemand(months=asked.experience.months, role_id=asked.experience.role_id or None)
        case "time_in_role":
            return TimeInRoleDemand(months=asked.time_in_role.months)
        case _:
            raise ValueError("A requirement asks for something that is not known here.")


def _period(period: progress_pb2.Period) -> Period:
    if not period.HasField("valid_from"):
        raise ValueError("A period begins at some instant.")
    return Period(
        valid_from=_instant(period.valid_from),
        valid_until=_instant(period.valid_until) if period.HasField("valid_until") else None,
        last_valid_on=date.fromisoformat(period.last_valid_on) if period.last_valid_on else None,
    )


def _suspensions(marks: Iterable[certification_pb2.Mark]) -> Iterator[Period]:
    """From each suspension to what befell next."""
    befallen = sorted((_instant(each.at), _instant(each.marked_at), each.kind) for each in marks)
    for place, (at, _, kind) in enumerate(befallen):
        ends = next((later for later, _, _ in befallen[place + 1 :]), None)
        if kind == certification_pb2.MARK_KIND_SUSPENDED and (ends is None or ends > at):
            yield Period(valid_from=at, valid_until=ends)


def _graces(state: events_pb2.AchievementState) -> Iterator[Period]:
    """From the end of each validity to that of its grace, unless it was renewed or taken back before that."""
    for held in state.held_periods:
        if not (held.HasField("valid_until") and held.HasField("grace_until")):
            continue
        ends = [_instant(held.grace_until), *_taken_back(state.marks)]
        if held.HasField("renewed_at"):
            ends.append(_instant(held.renewed_at))
        begins = _instant(held.valid_until)
        if min(ends) > begins:
            yield Period(valid_from=begins, valid_until=min(ends))


def _taken_back(marks: Iterable[certification_pb2.Mark]) -> Iterator[datetime]:
    return (_instant(each.at) for each in marks if each.kind == certification_pb2.MARK_KIND_REVOKED)


def _instant(timestamp: Timestamp) -> datetime:
    """In whole milliseconds, which is what MongoDB keeps."""
    return _EPOCH + timedelta(milliseconds=timestamp.ToMilliseconds())


def _named(field: str, value: str) -> str:
    if not value:
        raise ValueError(f"{field} is empty.")
    return value
