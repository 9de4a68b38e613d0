"""Which skills and credentials a set of people lacks against what its roles demand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from cairn_reporting.domain.achievements import Portfolio, joint_coverage
from cairn_reporting.domain.catalogue import Catalogue, Role
from cairn_reporting.domain.demands import CredentialDemand, SkillDemand
from cairn_reporting.domain.fulfilment import meeting


@dataclass(frozen=True, slots=True)
class ComparedPerson:
    """Somebody, what speaks for the person, and the roles that it is held against: more than one for who holds several positions."""

    person_id: str
    portfolio: Portfolio
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """One demand of a set of people: how many are asked for it, how many of these have it not and, where that was asked, who they are.

    Each person counts once.
    """

    demand: SkillDemand | CredentialDemand
    name: str
    demanded: int
    short: int
    short_person_ids: tuple[str, ...]

    @property
    def supplied(self) -> int:
        """How many have it."""
        return self.demanded - self.short


def skill_gaps(*, people: Iterable[ComparedPerson], catalogue: Catalogue, at: datetime) -> tuple[Gap, ...]:
    """A line for each skill at each level asked for and for each credential asked for, the largest shortage
    first.

    Then by name and level. A person whose roles ask for the same thing twice counts once. Stacks, experience and alternatives are no
    gap that a line could name: readiness tells of them.
    """
    asked: dict[SkillDemand | CredentialDemand, dict[str, bool]] = {}
    for person in people:
        for demand in gap_demands(person.roles):
            answers = asked.setdefault(demand, {})
            if person.person_id not in answers:
                proofs = meeting(demand=demand, portfolio=person.portfolio)
                answers[person.person_id] = joint_coverage(facts=proofs, at=at) is not None
    gaps = (
        _gap(
            demand=demand,
            name=catalogue.demand_name(demand),
            demanded=len(answers),
            short_person_ids=tuple(sorted(person_id for person_id, has_it in answers.items() if not has_it)),
        )
        for demand, answers in asked.items()
    )
    return tuple(sorted(gaps, key=largest_shortage_first))


def _gap(
    *, demand: SkillDemand | CredentialDemand, name: str, demanded: int, short_person_ids: tuple[str, ...]
) -> Gap:
    return Gap(
        demand=demand,
        name=name,
        demanded=demanded,
        short=len(short_person_ids),
        short_person_ids=short_person_ids,
    )


def together(some: Iterable[Gap], others: Iterable[Gap]) -> tuple[Gap, ...]:
    """The lines of two sets of people who have nobody in common, as those of one set."""
    found: dict[SkillDemand | CredentialDemand, Gap] = {}
    for each in (*some, *others):
        known = found.get(each.demand)
        found[each.demand] = (
            replace(
                each,
                demanded=known.demanded + each.demanded,
                short=known.short + each.short,
                short_person_ids=tuple(sorted((*known.short_person_ids, *each.short_person_ids))),
            )
            if known
            else each
        )
    return tuple(sorted(found.values(), key=largest_shortage_first))


def gap_demands(roles: Iterable[Role]) -> Iterator[SkillDemand | CredentialDemand]:
    """What of that which the roles ask for a line of a gap can name."""
    for role in roles:
        for requirement in role.requirements:
            if isinstance(requirement.demand, SkillDemand | CredentialDemand):
                yield requirement.demand


def largest_shortage_first(gap: Gap) -> tuple[int, str, int, str]:
    """The order of a report's lines."""
    return -gap.short, *by_name(gap.demand, gap.name)


def by_name(demand: SkillDemand | CredentialDemand, name: str) -> tuple[str, int, str]:
    """The order of lines of which as many are short."""
    match demand:
        case SkillDemand(skill_id=skill_id, level=level):
            return name.casefold(), level, skill_id
        case CredentialDemand(credential_id=credential_id):
            return name.casefold(), 0, credential_id
