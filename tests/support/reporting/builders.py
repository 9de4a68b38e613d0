"""Short ways to say what a test is about, in the domain's words."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

from cairn_reporting.domain.achievements import Achievement, Portfolio, portfolio_of, portfolios_by_person
from cairn_reporting.domain.assessments import DEFAULT_RULES, Assessment, AssessmentRules, Assessor
from cairn_reporting.domain.catalogue import (
    Catalogue,
    Credential,
    CredentialGoal,
    CredentialKind,
    Requirement,
    Role,
    Skill,
    Stack,
    StackGoal,
)
from cairn_reporting.domain.demands import CredentialDemand, Demand, SkillDemand
from cairn_reporting.domain.fulfilment import Record
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.tenure import Tenure
from cairn_reporting.domain.workforce import Person

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
UNKNOWN_TENURE = Tenure()


def day(number: int) -> datetime:
    """Midnight, so many days after 1 January 2026."""
    return FIRST_DAY + timedelta(days=number)


def period(first: int, end: int | None) -> Period:
    """From the first day up to but without the end day."""
    return Period(valid_from=day(first), valid_until=None if end is None else day(end))


def held(
    achievement_id: str,
    credential_id: str,
    *periods: Period,
    person_id: str = "ada",
    verified: bool = True,
) -> Achievement:
    """An achievement, verified unless the test says otherwise."""
    return Achievement(
        achievement_id=achievement_id,
        person_id=person_id,
        credential_id=credential_id,
        verified=verified,
        periods=periods,
    )


def credential(
    credential_id: str,
    grants: dict[str, int] | None = None,
    *,
    kind: CredentialKind = CredentialKind.PROFESSIONAL_CERTIFICATE,
) -> Credential:
    """A credential whose name is its id in capitals."""
    return Credential(credential_id=credential_id, name=credential_id.upper(), kind=kind, grants=grants or {})


def catalogue(
    *credentials: Credential, skill_ids: tuple[str, ...] = ("python", "sql"), stacks: tuple[Stack, ...] = ()
) -> Catalogue:
    """A catalogue whose skills' names are their ids with a capital."""
    return Catalogue(
        skills={skill_id: Skill(skill_id=skill_id, name=skill_id.capitalize()) for skill_id in skill_ids},
        credentials={each.credential_id: each for each in credentials},
        stacks={each.stack_id: each for each in stacks},
    )


def place(*ids: str) -> tuple[CredentialGoal | StackGoal, ...]:
    """A place in a stack that one of these fills; an id that begins with `stack` is a stack's."""
    return tuple(StackGoal(each) if each.startswith("stack") else CredentialGoal(each) for each in ids)


def stack(
    stack_id: str,
    *places: tuple[CredentialGoal | StackGoal, ...],
    required_count: int | None = None,
    specialisation: str = "",
) -> Stack:
    """A stack whose name, and specialisation unless one is said, is its id with a capital; all of its places unless a number is said."""
    return Stack(
        stack_id=stack_id,
        name=stack_id.capitalize(),
        specialisation=specialisation or stack_id.capitalize(),
        required_count=required_count or len(places),
        places=places,
    )


def role(*demands: Demand, role_id: str = "engineer", weights: tuple[int | None, ...] = ()) -> Role:
    """A role whose requirements are called r1, r2, … and whose name is its id with a capital; must-haves unless weights are said."""
    return Role(
        role_id=role_id,
        name=role_id.capitalize(),
        requirements=tuple(
            Requirement(requirement_id=f"r{number}", demand=demand, weight=weight)
            for number, (demand, weight) in enumerate(zip_longest(demands, weights), 1)
        ),
    )


def skill(skill_id: str, level: int) -> SkillDemand:
    """A skill at a level or above."""
    return SkillDemand(skill_id=skill_id, level=level)


def proof(credential_id: str) -> CredentialDemand:
    """A credential, currently valid."""
    return CredentialDemand(credential_id=credential_id)


def assessed(
    assessment_id: str,
    skill_id: str,
    level: int,
    *,
    on: int,
    by: Assessor = Assessor.MANAGER,
    person_id: str = "ada",
    withdrawn: bool = False,
) -> Assessment:
    """What somebody said on a day; the later of two on one day is the one with the greater id."""
    return Assessment(
        assessment_id=assessment_id,
        person_id=person_id,
        skill_id=skill_id,
        assessor=by,
        level=level,
        assessed_on=day(on).date(),
        given_at=day(on),
        withdrawn=withdrawn,
    )


def portfolio(
    of: Catalogue, *facts: Achievement | Assessment, rules: AssessmentRules = DEFAULT_RULES
) -> Portfolio:
    """What speaks for one person."""
    return portfolio_of(
        achievements=[each for each in facts if isinstance(each, Achievement)],
        assessments=[each for each in facts if isinstance(each, Assessment)],
        rules=rules,
        catalogue=of,
    )


def portfolios(
    of: Catalogue, person_ids: Iterable[str], facts: Iterable[Achievement | Assessment]
) -> dict[str, Portfolio]:
    """What speaks for each of these people."""
    known = list(facts)
    return portfolios_by_person(
        person_ids=person_ids,
        achievements=[each for each in known if isinstance(each, Achievement)],
        assessments=[each for each in known if isinstance(each, Assessment)],
        rules=DEFAULT_RULES,
        catalogue=of,
    )


def record(of: Catalogue, *facts: Achievement | Assessment, tenure: Tenure = UNKNOWN_TENURE) -> Record:
    """What is known of one person."""
    return Record(portfolio=portfolio(of, *facts), tenure=tenure)


def person(
    person_id: str,
    *,
    account: str | None = None,
    role_id: str | None = None,
    department_id: str | None = None,
    manager_id: str | None = None,
    target_role_id: str | None = None,
    tenure: Tenure = UNKNOWN_TENURE,
) -> Person:
    """Somebody."""
    return Person(
        person_id=person_id,
        account_subject=account,
        role_id=role_id,
        department_id=department_id,
        manager_id=manager_id,
        target_role_id=target_role_id,
        tenure=tenure,
    )
