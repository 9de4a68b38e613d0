"""What several reports load alike: the roles that people are compared with, their portfolios, and the names
of things.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from cairn_platform.errors import NotFoundError
from cairn_reporting.application.errors import RoleWithoutRequirementsError
from cairn_reporting.application.ports import Facts
from cairn_reporting.domain.achievements import Achievement, Portfolio, portfolios_by_person
from cairn_reporting.domain.catalogue import Catalogue, Role, Stack
from cairn_reporting.domain.comparison import Comparison, RoleChoice, candidates, comparison_for
from cairn_reporting.domain.demands import (
    CredentialDemand,
    ExperienceDemand,
    SkillDemand,
    StackDemand,
    singles,
)
from cairn_reporting.domain.workforce import Person


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for people, by person id, and the catalogue's entries that it and their roles speak of."""

    portfolios: dict[str, Portfolio]
    catalogue: Catalogue


def comparisons(
    *, people: Sequence[Person], role_id: str | None, choices: Sequence[RoleChoice], facts: Facts
) -> dict[str, Comparison]:
    """The role that each person is compared with, by person id: the one asked for by name, else by the
    choices.

    People whom no role is found for are left out. Raises NotFoundError for a role asked for that is not
    there.
    """
    if role_id is not None:
        role = role_with_requirements(role_id, facts=facts)
        return {person.person_id: Comparison(role=role, choice=None) for person in people}
    ladders = facts.ladders() if RoleChoice.NEXT in choices else ()
    roles = facts.roles(
        {
            candidate
            for person in people
            for _, candidate in candidates(person=person, choices=choices, ladders=ladders)
        }
    )
    found = {
        person.person_id: comparison_for(person=person, choices=choices, roles=roles, ladders=ladders)
        for person in people
    }
    return {person_id: comparison for person_id, comparison in found.items() if comparison}


def role_with_requirements(role_id: str, *, facts: Facts) -> Role:
    """A role to compare people with. Raises NotFoundError, and RoleWithoutRequirementsError for one that demands nothing."""
    role = facts.roles({role_id}).get(role_id)
    if role is None:
        raise NotFoundError("role")
    if not role.requirements:
        raise RoleWithoutRequirementsError(role.name)
    return role


def check_known(demands: Iterable[SkillDemand | CredentialDemand], *, facts: Facts) -> None:
    """Raises NotFoundError for a list that asks for a skill or a credential that is not there: nobody could have it.

    By the `facts` of today: what was not known yet at an instant of the past is no mistake, and nobody had it.
    """
    asked = list(demands)
    skill_ids = {each.skill_id for each in asked if isinstance(each, SkillDemand)}
    credential_ids = {each.credential_id for each in asked if isinstance(each, CredentialDemand)}
    for kind, unknown in (
        ("skill", skill_ids - facts.skills(skill_ids).keys()),
        ("credential", credential_ids - facts.credentials(credential_ids).keys()),
    ):
        if unknown:
            raise NotFoundError(f'{kind} "{min(unknown)}"')


def evidence(
    *,
    person_ids: Collection[str],
    roles: Iterable[Role],
    with_skill_names: bool,
    facts: Facts,
    credential_id: str | None = None,
    planned: Iterable[Achievement] = (),
) -> Evidence:
    """Loads the portfolios of these people, of one credential alone where it is named, and what they and the roles
    speak of.

    `with_skill_names` also names the skills that are held, not only those that the roles ask for. What is `planned` speaks for
    people too.
    """
    achievements = [
        *facts.achievements(person_ids=person_ids, credential_id=credential_id),
        *planned,
    ]
    assessments = facts.assessments(person_ids=person_ids) if credential_id is None else ()
    demands = set(singles(requirement.demand for role in roles for requirement in role.requirements))
    credentials = facts.credentials(
        {achievement.credential_id for achievement in achievements}
        | {demand.credential_id for demand in demands if isinstance(demand, CredentialDemand)}
    )
    skill_ids = {demand.skill_id for demand in demands if isinstance(demand, SkillDemand)}
    if with_skill_names:
        skill_ids.update(skill_id for credential in credentials.values() for skill_id in credential.grants)
        skill_ids.update(assessment.skill_id for assessment in assessments)
    stack_ids = {demand.stack_id for demand in demands if isinstance(demand, StackDemand)}
    experienced_in = {each.role_id for each in demands if isinstance(each, ExperienceDemand) and each.role_id}
    catalogue = Catalogue(
        skills=facts.skills(skill_ids),
        credentials=credentials,
        stacks=with_nested(stack_ids, facts=facts),
        roles=facts.roles(experienced_in) if experienced_in else {},
    )
    return Evidence(
        portfolios=portfolios_by_person(
            person_ids=person_ids,
            achievements=achievements,
            assessments=assessments,
            rules=facts.settings().rules,
            catalogue=catalogue,
        ),
        catalogue=catalogue,
    )


def with_nested(stack_ids: Collection[str], *, facts: Facts) -> dict[str, Stack]:
    """The stacks with these ids and every stack within them, by id."""
    found: dict[str, Stack] = {}
    missing = frozenset(stack_ids)
    while missing:
        loaded = facts.stacks(missing)
        found |= loaded
        missing = (
            frozenset(inner for stack in loaded.values() for inner in stack.stacks_within) - found.keys()
        )
    return found
