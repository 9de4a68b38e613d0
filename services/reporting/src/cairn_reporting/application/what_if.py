"""What would become of gaps and readiness if something happened."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.identity import Principal
from cairn_reporting.application import supposition
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.lines import Lines
from cairn_reporting.application.loading import comparisons, role_with_requirements
from cairn_reporting.application.people import PeopleFilter, people_asked_for, people_by_id
from cairn_reporting.application.ports import Facts, LatestEvent
from cairn_reporting.application.reach import Reach, reach_of
from cairn_reporting.application.readiness import judge
from cairn_reporting.application.skill_gaps import GapQuestion, compare
from cairn_reporting.application.supposed_facts import SupposedFacts
from cairn_reporting.application.supposition import Supposition, scenario_of
from cairn_reporting.domain.comparison import FOR_READINESS, RoleChoice
from cairn_reporting.domain.gaps import Gap, skill_gaps, together
from cairn_reporting.domain.readiness import PersonReadiness
from cairn_reporting.domain.what_if import after_leaving
from cairn_reporting.domain.workforce import Person

MOST_PEOPLE = 2000


@dataclass(frozen=True, slots=True)
class SupposedGap:
    """A line of the gap as it would be otherwise, and as it becomes; None where nobody is asked for it."""

    before: Gap | None
    after: Gap | None


@dataclass(frozen=True, slots=True)
class ReadinessChange:
    """One person's readiness as it would be otherwise, and as it becomes."""

    before: PersonReadiness
    after: PersonReadiness


@dataclass(frozen=True, slots=True)
class WhatIfReport:
    """What becomes of the gap of a set of people, and who of them starts or stops being ready."""

    gaps: Sequence[SupposedGap]
    starts: Sequence[ReadinessChange]
    stops: Sequence[ReadinessChange]
    people_count_before: int
    people_count: int
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Others:
    """Of the people asked for: who is looked at one by one, by id, and the gap and number of the others."""

    apart: frozenset[str]
    gaps: Sequence[Gap]
    people_count: int


class Workforce(supposition.Workforce, Lines, Protocol):
    """Everybody at once: the same answers as person by person, fast for many."""

    @property
    def latest_event(self) -> LatestEvent | None:
        """The latest event that it knows of; None where there is none."""

    def others(
        self,
        apart: Collection[str],
        *,
        asked: PeopleFilter,
        reach: Reach,
        question: GapQuestion,
        as_of: datetime,
    ) -> Others:
        """The people asked for, nobody of them by name, without those who are to be looked at one by one."""


AskWorkforce = Callable[[], AbstractContextManager[Workforce | None]]
"""Gives the workforce for as long as it is asked; None where there is none."""


def report_what_if(
    *,
    principal: Principal,
    asked: PeopleFilter,
    role_id: str | None,
    choice: RoleChoice | None,
    supposed: Supposition,
    as_of: datetime,
    facts: Facts,
    workforce: AskWorkforce,
) -> WhatIfReport:
    """The reports at `as_of` with and without what is supposed.

    Whom it touches is looked at person by person; for everybody else nothing changes, and `workforce` answers, where it is there and nobody
    is asked for by name. Raises NotFoundError for a role, path, credential or leaving person that is not there for the caller.
    """
    question = GapQuestion(role_id=role_id, choice=choice)
    if role_id is not None:
        role_with_requirements(role_id, facts=facts)
    fresh = freshness(facts=facts, as_of=as_of)
    with workforce() as everybody:
        reach = reach_of(principal=principal, facts=facts, lines=everybody)
        scenario = scenario_of(supposed, reach=reach, facts=facts, workforce=everybody, as_of=as_of)
        others = None
        if everybody is not None and not asked.person_ids:
            others = everybody.others(
                scenario.touched, asked=asked, reach=reach, question=question, as_of=as_of
            )
    before = (
        people_by_id(others.apart, facts=facts, as_of=as_of)
        if others
        else people_asked_for(asked=asked, reach=reach, facts=facts, as_of=as_of)
    )
    if len(before) > MOST_PEOPLE:
        description = f"{len(before)} people would have to be looked at; ask about at most {MOST_PEOPLE}."
        raise InvalidFieldsError([FieldViolation("people", "TOO_MANY", description)])
    leaving = (after_leaving(each, scenario=scenario, at=as_of) for each in before)
    after = [each for each in leaving if asked.fits(each, on=as_of.astimezone(UTC).date())]
    then = SupposedFacts(facts, scenario=scenario, at=as_of)
    changes = _changes(
        _readiness(before, role_id=role_id, choice=choice, facts=facts, as_of=as_of),
        _readiness(after, role_id=role_id, choice=choice, facts=then, as_of=as_of),
    )
    everywhere_else = others.gaps if others else ()
    elsewhere_count = others.people_count if others else 0
    return WhatIfReport(
        gaps=_lines(
            together(everywhere_else, _gaps(before, question=question, facts=facts, as_of=as_of)),
            together(everywhere_else, _gaps(after, question=question, facts=then, as_of=as_of)),
        ),
        starts=[each for each in changes if each.after.state.is_ready],
        stops=[each for each in changes if each.before.state.is_ready],
        people_count_before=elsewhere_count + len(before),
        people_count=elsewhere_count + len(after),
        freshness=fresh,
    )


def _gaps(
    people: Sequence[Person], *, question: GapQuestion, facts: Facts, as_of: datetime
) -> tuple[Gap, ...]:
    compared, catalogue = compare(people=people, question=question, facts=facts)
    return skill_gaps(people=compared.values(), catalogue=catalogue, at=as_of)


def _readiness(
    people: Sequence[Person], *, role_id: str | None, choice: RoleChoice | None, facts: Facts, as_of: datetime
) -> Mapping[str, PersonReadiness]:
    choices = (choice,) if choice else FOR_READINESS
    compared = comparisons(people=people, role_id=role_id, choices=choices, facts=facts)
    with_role = [person for person in people if person.person_id in compared]
    judged = judge(people=with_role, compared=compared, facts=facts, as_of=as_of)
    return {each.person_id: each for each in judged}


def _lines(before: Sequence[Gap], after: Sequence[Gap]) -> Sequence[SupposedGap]:
    """In the order of what it becomes; what nobody is asked for any more comes last."""
    otherwise = {gap.demand: gap for gap in before}
    becomes = {gap.demand for gap in after}
    gone = (gap for gap in before if gap.demand not in becomes)
    return [
        *(SupposedGap(before=otherwise.get(gap.demand), after=gap) for gap in after),
        *(SupposedGap(before=gap, after=None) for gap in gone),
    ]


def _changes(
    before: Mapping[str, PersonReadiness], after: Mapping[str, PersonReadiness]
) -> Sequence[ReadinessChange]:
    """Who is ready in one of the two and not in the other, by person id."""
    return [
        ReadinessChange(before=before[person_id], after=after[person_id])
        for person_id in sorted(after)
        if before[person_id].state.is_ready is not after[person_id].state.is_ready
    ]
