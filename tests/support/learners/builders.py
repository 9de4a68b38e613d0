"""Facts about people, said in as few words as a test needs."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from cairn_learners.domain.achievements import Achievement, Decision, Evidence
from cairn_learners.domain.assignments import Assignment, Audience, Enrolment, StartedStep, plain_terms
from cairn_learners.domain.catalogue import (
    Catalogue,
    Credential,
    CredentialGoal,
    Goal,
    LearningPath,
    Member,
    PathStep,
    Stack,
    StackGoal,
    StackRule,
)
from cairn_learners.domain.certificates import NOTHING_PRINTED, certificate_of
from cairn_learners.domain.certification_life import Completion, LifeFacts, life_of
from cairn_learners.domain.departments import Department
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.particulars import Particulars, ParticularsDraft
from cairn_learners.domain.people import Person, PersonDraft, PositionDraft, Profile
from cairn_learners.domain.periods import CalendarDuration, Period
from cairn_learners.domain.policy_versions import plain_policy
from cairn_learners.domain.renewal_cycles import RenewalCycle
from cairn_learners.domain.tenure import Position, RoleHeld

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


def a_person(
    person_id: str = "ann",
    *,
    version: int = 1,
    given_name: str = "",
    family_name: str = "",
    email: str | None = None,
    title: str = "",
    role_id: str | None = None,
    department_id: str | None = None,
    manager_id: str | None = None,
    taken_on: date | None = None,
    past_roles: tuple[RoleHeld, ...] = (),
    target_role_id: str | None = None,
    hired_on: date | None = None,
    left_on: date | None = None,
    further_positions: tuple[Position, ...] = (),
    particulars: Particulars | None = None,
    account_subject: str | None = None,
) -> Person:
    """A person, named like the id unless said otherwise."""
    return Person(
        person_id=person_id,
        version=version,
        profile=Profile(
            given_name=given_name or person_id.capitalize(),
            family_name=family_name,
            email=email,
            position=Position(
                title=title,
                role_id=role_id,
                department_id=department_id,
                manager_id=manager_id,
                taken_on=taken_on,
            ),
            target_role_id=target_role_id,
            hired_on=hired_on,
            left_on=left_on,
            further_positions=further_positions,
            particulars=particulars or Particulars(),
        ),
        account_subject=account_subject,
        past_roles=past_roles,
    )


def a_draft(
    person_id: str = "ann",
    *,
    given_name: str = "Ann",
    family_name: str = "",
    email: str = "",
    title: str = "",
    role_id: str = "",
    department_id: str = "",
    manager_id: str = "",
    taken_on: str = "",
    target_role_id: str = "",
    hired_on: str = "",
    left_on: str = "",
    further_positions: tuple[PositionDraft, ...] = (),
    particulars: ParticularsDraft | None = None,
) -> PersonDraft:
    """What a request says about a person."""
    return PersonDraft(
        person_id=person_id,
        given_name=given_name,
        family_name=family_name,
        email=email,
        title=title,
        role_id=role_id,
        department_id=department_id,
        manager_id=manager_id,
        taken_on=taken_on,
        target_role_id=target_role_id,
        hired_on=hired_on,
        left_on=left_on,
        further_positions=further_positions,
        particulars=particulars or ParticularsDraft(),
    )


def a_department(
    department_id: str = "sales", *, version: int = 1, name: str = "", parent: str | None = None
) -> Department:
    """A department, named like the id unless said otherwise."""
    return Department(
        department_id=department_id,
        version=version,
        name=name or department_id.capitalize(),
        parent_department_id=parent,
    )


def lines(**manager_of: str | None) -> Hierarchy:
    """Reporting lines: `lines(cleo=None, ben="cleo")`."""
    return Hierarchy(manager_of)


def an_audience(*person_ids: str, teams: Iterable[str] = (), sub_teams: bool = False) -> Audience:
    """Whom an assignment is for."""
    return Audience(person_ids=person_ids, team_ids=tuple(teams), include_sub_teams=sub_teams)


def an_assignment(
    assignment_id: str = "a1",
    *,
    path_id: str = "path",
    audience: Audience | None = None,
    due_on: date | None = None,
    note: str = "",
    assigned_by: str | None = "cleo",
    assigned_at: datetime = NOW,
) -> Assignment:
    """A path, assigned."""
    return Assignment(
        assignment_id=assignment_id,
        version=1,
        path_id=path_id,
        audience=audience or an_audience("ann"),
        terms=plain_terms(due_on),
        note=note,
        assigned_by=assigned_by,
        assigned_at=assigned_at,
    )


def an_enrolment(
    person_id: str = "ann",
    *,
    enrolment_id: str = "",
    version: int = 1,
    path_id: str = "path",
    assignment_id: str = "a1",
    due_on: date | None = None,
    enrolled_at: datetime = NOW,
    started: Iterable[str] = (),
    cycle: RenewalCycle | None = None,
) -> Enrolment:
    """A person on a path."""
    return Enrolment(
        enrolment_id=enrolment_id or f"{person_id}-on-{path_id}",
        version=version,
        person_id=person_id,
        path_id=path_id,
        assignment_id=assignment_id,
        due_on=due_on,
        enrolled_at=enrolled_at,
        started_steps=tuple(StartedStep(step_id=each, started_at=NOW) for each in started),
        cycle=cycle,
    )


def a_credential(
    credential_id: str = "badge", *, validity: str = "", name: str = "", post_nominal: str = ""
) -> Credential:
    """A credential, named like the id unless said otherwise."""
    return Credential(
        credential_id=credential_id,
        name=name or credential_id.capitalize(),
        validity=CalendarDuration.parse(validity) if validity else None,
        post_nominal=post_nominal,
    )


def period_of(*, issued_on: date, validity: CalendarDuration | None) -> Period:
    """When a credential counts that was issued on a day, where nothing but its validity is known."""
    completion = Completion(achievement_id="a", issued_on=issued_on, expires_on=None)
    facts = LifeFacts(versions=(), plain=plain_policy(validity), completions=[completion])
    [period] = life_of(facts).periods
    return Period(valid_from=period.dates.valid_from, valid_until=period.dates.valid_until)


def an_achievement(
    credential_id: str = "badge",
    *,
    achievement_id: str = "",
    version: int = 1,
    person_id: str = "ann",
    issued_on: date = YESTERDAY,
    decision: Decision = Decision.VERIFIED,
    validity: str = "",
    periods: Iterable[Period] | None = None,
    claimed_at: datetime = NOW,
    evidence: Iterable[Evidence] = (),
) -> Achievement:
    """An achievement: verified, unless said otherwise, and then with its period."""
    own = period_of(issued_on=issued_on, validity=CalendarDuration.parse(validity) if validity else None)
    decided = decision is not Decision.CLAIMED
    return Achievement(
        achievement_id=achievement_id or f"{person_id}-{credential_id}-{issued_on}-{decision.value}",
        version=version,
        person_id=person_id,
        credential_id=credential_id,
        issued_on=issued_on,
        evidence=tuple(evidence),
        claimed_at=claimed_at,
        decision=decision,
        decided_by="cleo" if decided else None,
        decided_at=claimed_at if decided else None,
        reason="Not legible." if decision is Decision.REFUSED else "",
        periods=tuple(periods if periods is not None else [own] if decision is Decision.VERIFIED else []),
        certificate=certificate_of(NOTHING_PRINTED),
        reckonings=(),
        marks=(),
        corrections=(),
    )


def goals(*names: str) -> tuple[Goal, ...]:
    """Credentials by their ids, stacks by their ids behind `stack:`."""
    return tuple(
        StackGoal(name.removeprefix("stack:")) if name.startswith("stack:") else CredentialGoal(name)
        for name in names
    )


def a_stack(stack_id: str, *members: str, rule: StackRule = StackRule.ALL_OF, required: int = 0) -> Stack:
    """A stack of these members; `a|b` is one that a or b fills."""
    return Stack(
        stack_id=stack_id,
        name=stack_id.capitalize(),
        specialisation=f"All about {stack_id}",
        rule=rule,
        required_count=required,
        members=tuple(Member(goals(*each.split("|"))) for each in members),
    )


def a_path(*steps: str, path_id: str = "path", name: str = "", retired: bool = False) -> LearningPath:
    """A path with a step for each of these goals; the steps are called s1, s2, …"""
    return LearningPath(
        path_id=path_id,
        name=name or path_id.capitalize(),
        steps=tuple(
            PathStep(step_id=f"s{number}", goal=goal, note="") for number, goal in enumerate(goals(*steps), 1)
        ),
        retired=retired,
    )


def a_catalogue(*entries: LearningPath | Stack, names: Mapping[str, str] | None = None) -> Catalogue:
    """A catalogue of these paths and stacks."""
    return Catalogue(
        credential_names=names or {},
        post_nominals={},
        stacks={each.stack_id: each for each in entries if isinstance(each, Stack)},
        paths={each.path_id: each for each in entries if isinstance(each, LearningPath)},
    )
