"""Which skills people lack against what their roles demand, skill by skill."""

from dataclasses import dataclass
from datetime import datetime

from cairn_platform.identity import Principal
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.loading import comparisons, evidence
from cairn_reporting.application.people import PeopleFilter, people_asked_for
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import reach_of
from cairn_reporting.domain.comparison import FOR_GAPS, RoleChoice
from cairn_reporting.domain.gaps import ComparedPerson, Gap, skill_gaps


@dataclass(frozen=True, slots=True)
class SkillGapReport:
    """The gap of a set of people: how many were compared, and how many more have no role to compare with."""

    gaps: tuple[Gap, ...]
    people_count: int
    without_role_count: int
    freshness: Freshness


def report_skill_gaps(
    *,
    principal: Principal,
    asked: PeopleFilter,
    role_id: str | None,
    choice: RoleChoice | None,
    as_of: datetime,
    facts: Facts,
) -> SkillGapReport:
    """The gap at `as_of` of the people asked for, against the role asked for by name, else by the choice, else the own role."""
    reach = reach_of(principal=principal, facts=facts)
    fresh = freshness(facts=facts, as_of=as_of)
    people = people_asked_for(asked=asked, reach=reach, facts=facts)
    choices = (choice,) if choice else FOR_GAPS
    compared = comparisons(people=people, role_id=role_id, choices=choices, facts=facts)
    proven = evidence(
        person_ids=frozenset(compared),
        roles={comparison.role for comparison in compared.values()},
        with_skill_names=False,
        facts=facts,
    )
    return SkillGapReport(
        gaps=skill_gaps(
            people=[
                ComparedPerson(
                    person_id=person_id, portfolio=proven.portfolios[person_id], role=comparison.role
                )
                for person_id, comparison in compared.items()
            ],
            catalogue=proven.catalogue,
            at=as_of,
        ),
        people_count=len(compared),
        without_role_count=len(people) - len(compared),
        freshness=fresh,
    )
