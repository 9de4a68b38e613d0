"""Short ways to say what a test is about, in the domain's words."""

from datetime import UTC, datetime, timedelta

from cairn_reporting.domain.achievements import Achievement, Portfolio, portfolio_of
from cairn_reporting.domain.catalogue import (
    Catalogue,
    Credential,
    CredentialDemand,
    CredentialKind,
    Demand,
    Requirement,
    Role,
    Skill,
    SkillDemand,
)
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.workforce import Person

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


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


def catalogue(*credentials: Credential, skill_ids: tuple[str, ...] = ("python", "sql")) -> Catalogue:
    """A catalogue whose skills' names are their ids with a capital."""
    return Catalogue(
        skills={skill_id: Skill(skill_id=skill_id, name=skill_id.capitalize()) for skill_id in skill_ids},
        credentials={each.credential_id: each for each in credentials},
    )


def role(*demands: Demand, role_id: str = "engineer") -> Role:
    """A role whose requirements are called r1, r2, … and whose name is its id with a capital."""
    return Role(
        role_id=role_id,
        name=role_id.capitalize(),
        requirements=tuple(
            Requirement(requirement_id=f"r{number}", demand=demand)
            for number, demand in enumerate(demands, 1)
        ),
    )


def skill(skill_id: str, level: int) -> SkillDemand:
    """A skill at a level or above."""
    return SkillDemand(skill_id=skill_id, level=level)


def proof(credential_id: str) -> CredentialDemand:
    """A credential, currently valid."""
    return CredentialDemand(credential_id=credential_id)


def portfolio(of: Catalogue, *achievements: Achievement) -> Portfolio:
    """One person's achievements."""
    return portfolio_of(achievements=achievements, catalogue=of)


def person(
    person_id: str,
    *,
    account: str | None = None,
    role_id: str | None = None,
    department_id: str | None = None,
    manager_id: str | None = None,
    target_role_id: str | None = None,
) -> Person:
    """Somebody."""
    return Person(
        person_id=person_id,
        account_subject=account,
        role_id=role_id,
        department_id=department_id,
        manager_id=manager_id,
        target_role_id=target_role_id,
    )
