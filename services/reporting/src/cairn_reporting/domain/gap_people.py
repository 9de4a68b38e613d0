"""Who is behind a line of a gap report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cairn_reporting.domain.achievements import joint_coverage
from cairn_reporting.domain.catalogue import Requirement, Role
from cairn_reporting.domain.demands import CredentialDemand, SkillDemand
from cairn_reporting.domain.fulfilment import meeting
from cairn_reporting.domain.gaps import ComparedPerson


class GapFigure(Enum):
    """A figure of a line: who is asked for it, who of these has it, who has not."""

    DEMANDED = "demanded"
    SUPPLIED = "supplied"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """Somebody who is asked for it, by which requirement of which role, and whether the person has it."""

    person: ComparedPerson
    role: Role
    requirement: Requirement
    has_it: bool


def people_behind(
    *,
    people: Iterable[ComparedPerson],
    demand: SkillDemand | CredentialDemand,
    figure: GapFigure,
    at: datetime,
) -> tuple[AskedPerson, ...]:
    """The people whom the figure of this line counts, by person id: as many as the report says.

    Where several of a person's roles ask for it, the first one is named.
    """
    asked = (each for person in people if (each := _asked(person, demand=demand, at=at)))
    behind = (
        each
        for each in asked
        if figure is GapFigure.DEMANDED or each.has_it is (figure is GapFigure.SUPPLIED)
    )
    return tuple(sorted(behind, key=lambda each: each.person.person_id))


def _asked(
    person: ComparedPerson, *, demand: SkillDemand | CredentialDemand, at: datetime
) -> AskedPerson | None:
    for role in person.roles:
        for requirement in role.requirements:
            if requirement.demand == demand:
                proofs = meeting(demand=demand, portfolio=person.portfolio)
                has_it = joint_coverage(facts=proofs, at=at) is not None
                return AskedPerson(person=person, role=role, requirement=requirement, has_it=has_it)
    return None
