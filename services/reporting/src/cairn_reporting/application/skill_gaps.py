"""Which skills people lack against what is asked of them, skill by skill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.identity import Principal
from cairn_reporting.application.beginnings import check_had_begun
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.lines import Lines
from cairn_reporting.application.loading import check_known, evidence, role_with_requirements
from cairn_reporting.application.people import PeopleFilter, people_asked_for
from cairn_reporting.application.ports import Facts, Lag, LatestEvent
from cairn_reporting.application.reach import Reach, reach_for_figures
from cairn_reporting.application.report_size import check_lines, check_size
from cairn_reporting.domain.catalogue import Catalogue, Requirement, Role
from cairn_reporting.domain.comparison import FOR_GAPS, RoleChoice, candidates, roles_for
from cairn_reporting.domain.demands import CredentialDemand, SkillDemand
from cairn_reporting.domain.dimensions import Dimension, grouped
from cairn_reporting.domain.gaps import ComparedPerson, Gap, skill_gaps
from cairn_reporting.domain.suppression import shown, shown_by_group
from cairn_reporting.domain.workforce import Person

MOST_DEMANDS = 200
THE_LIST = "the list"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapQuestion:
    """What is asked of people: a given list, else a role by name, else what each person's role by the choice asks for."""

    role_id: str | None = None
    choice: RoleChoice | None = None
    demands: tuple[SkillDemand | CredentialDemand, ...] = ()

    def __post_init__(self) -> None:
        if len(self.demands) > MOST_DEMANDS:
            raise _wrong_list("TOO_MANY", f"At most {MOST_DEMANDS} things can be asked for.")
        if self.demands and (self.role_id or self.choice):
            raise _wrong_list("NOT_BOTH", "A list is asked for in the place of a role.")


@dataclass(frozen=True, slots=True)
class GapGroup:
    """The gap of those people of a report who have one thing in common."""

    group: str
    people_count: int
    gaps: Sequence[Gap]
    hidden_count: int


@dataclass(frozen=True, slots=True)
class SkillGapReport:
    """The gap of a set of people: how many were compared, and how many more have no role to compare with.

    `hidden_count` says how many lines are left out since the viewer could tell persons from them. Lines name persons where the viewer
    may see them and asked for them.
    """

    gaps: Sequence[Gap]
    groups: Sequence[GapGroup]
    hidden_count: int
    names_persons: bool
    people_count: int
    without_role_count: int
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Measured:
    """The gap of a set of people as it is, whoever looks: together, and by group with how many were compared there."""

    gaps: Sequence[Gap]
    groups: Mapping[str, tuple[int, Sequence[Gap]]]
    people_count: int
    without_role_count: int


class Workforce(Lines, Protocol):
    """Everybody at once: the same answers as person by person, fast for many."""

    @property
    def latest_event(self) -> LatestEvent | None:
        """The latest event that it knows of; None where there is none."""

    @property
    def lag(self) -> Lag | None:
        """How far all that is known was behind; None where nobody measured it yet."""

    def gaps(
        self,
        *,
        asked: PeopleFilter,
        reach: Reach,
        question: GapQuestion,
        group_by: Dimension | None,
        as_of: datetime,
        names_persons: bool,
    ) -> Measured:
        """The gap at `as_of` of the people asked for, nobody of them by name; raises what `report_skill_gaps` does."""


def report_skill_gaps(
    *,
    principal: Principal,
    asked: PeopleFilter,
    question: GapQuestion,
    group_by: Dimension | None,
    as_of: datetime,
    figures_only: bool,
    facts: Facts,
    rights: Facts,
    workforce: Workforce | None,
) -> SkillGapReport:
    """The gap at `as_of` of the people asked for, together and, where it is asked for, group by group.

    `rights` are the facts of today, whatever was known when: by them people may be asked about. `workforce` answers for many, where it is
    there and nobody is asked for by name. Raises NotFoundError for a role, skill or credential asked for that is not there,
    RoleWithoutRequirementsError for a role that demands nothing, and ReportTooLargeError.
    """
    reach = reach_for_figures(principal=principal, facts=rights, lines=workforce)
    check_names_nobody(asked, reach)
    names_persons = reach.sees_persons and not figures_only
    if question.role_id is not None:
        role_with_requirements(question.role_id, facts=facts)
    check_known(question.demands, facts=rights)
    if workforce is not None and not asked.person_ids:
        fresh = Freshness(as_of=as_of, latest=workforce.latest_event, lag=workforce.lag)
        found = workforce.gaps(
            asked=asked,
            reach=reach,
            question=question,
            group_by=group_by,
            as_of=as_of,
            names_persons=names_persons,
        )
    else:
        fresh = freshness(facts=facts, as_of=as_of)
        people = people_asked_for(asked=asked, reach=reach, facts=facts, as_of=as_of)
        found = _one_by_one(people=people, question=question, group_by=group_by, as_of=as_of, facts=facts)
    found_anybody = found.people_count + found.without_role_count > 0
    check_had_begun(found_anybody=found_anybody, as_of=as_of, facts=facts)
    check_lines(sum(len(lines) for _, lines in found.groups.values()))
    seen = _seen(found, smallest_cell=None if reach.sees_persons else facts.settings().smallest_cell)
    return SkillGapReport(
        gaps=seen.gaps,
        groups=[
            GapGroup(
                group=group,
                people_count=count,
                gaps=lines,
                hidden_count=len(found.groups[group][1]) - len(lines),
            )
            for group, (count, lines) in seen.groups.items()
        ],
        hidden_count=len(found.gaps) - len(seen.gaps),
        names_persons=names_persons,
        people_count=found.people_count,
        without_role_count=found.without_role_count,
        freshness=fresh,
    )


def _one_by_one(
    *,
    people: Sequence[Person],
    question: GapQuestion,
    group_by: Dimension | None,
    as_of: datetime,
    facts: Facts,
) -> Measured:
    compared, catalogue = compare(people=people, question=question, facts=facts)

    def gaps_of(person_ids: Sequence[str]) -> tuple[Gap, ...]:
        return skill_gaps(people=[compared[each] for each in person_ids], catalogue=catalogue, at=as_of)

    members = {
        group: sorted(each for each in person_ids if each in compared)
        for group, person_ids in (grouped(people=people, dimension=group_by) if group_by else {}).items()
    }
    check_size(members, compared)
    return Measured(
        gaps=gaps_of(list(compared)),
        groups={group: (len(person_ids), gaps_of(person_ids)) for group, person_ids in members.items()},
        people_count=len(compared),
        without_role_count=len(people) - len(compared),
    )


def compare(
    *, people: Sequence[Person], question: GapQuestion, facts: Facts
) -> tuple[Mapping[str, ComparedPerson], Catalogue]:
    """What speaks for each of these people and what is asked of them, by person id, and the entries that it speaks of.

    People whom no role is found for are left out. Raises NotFoundError for a role asked for that is not there.
    """
    roles = _roles(people=people, question=question, facts=facts)
    proven = evidence(
        person_ids=roles.keys(),
        roles={role for of_person in roles.values() for role in of_person},
        with_skill_names=False,
        facts=facts,
    )
    compared = {
        person_id: ComparedPerson(
            person_id=person_id, portfolio=proven.portfolios[person_id], roles=of_person
        )
        for person_id, of_person in roles.items()
    }
    return compared, proven.catalogue


def _seen(found: Measured, *, smallest_cell: int | None) -> Measured:
    """What may be shown: with a smallest cell, no line from which one could be told."""
    if smallest_cell is None:
        return found
    lines = {group: of_group for group, (_, of_group) in found.groups.items()}
    seen = shown_by_group(gaps=lines, smallest_cell=smallest_cell)
    return replace(
        found,
        gaps=shown(gaps=found.gaps, smallest_cell=smallest_cell),
        groups={group: (count, seen[group]) for group, (count, _) in found.groups.items()},
    )


def asked_list(demands: Sequence[SkillDemand | CredentialDemand]) -> Role:
    """A list of demands, as what people are compared with in the place of a role."""
    return Role(
        role_id=THE_LIST,
        name=THE_LIST,
        requirements=tuple(
            Requirement(requirement_id=str(number), demand=demand, weight=None)
            for number, demand in enumerate(demands)
        ),
    )


def _roles(
    *, people: Sequence[Person], question: GapQuestion, facts: Facts
) -> Mapping[str, tuple[Role, ...]]:
    """What each person is compared with, by person id; people whom no role is found for are left out."""
    if question.demands:
        asking = asked_list(question.demands)
        return {person.person_id: (asking,) for person in people}
    if question.role_id is not None:
        role = role_with_requirements(question.role_id, facts=facts)
        return {person.person_id: (role,) for person in people}
    choice = question.choice or FOR_GAPS
    ladders = facts.ladders() if choice is RoleChoice.NEXT else ()
    roles = facts.roles(
        {
            role_id
            for person in people
            for role_id in (
                *person.role_ids,
                *(each for _, each in candidates(person=person, choices=(choice,), ladders=ladders)),
            )
        }
    )
    found = {
        person.person_id: roles_for(person=person, choice=choice, roles=roles, ladders=ladders)
        for person in people
    }
    return {person_id: of_person for person_id, of_person in found.items() if of_person}


def check_names_nobody(asked: PeopleFilter, reach: Reach) -> None:
    """Who may not see persons cannot ask about one by name."""
    if asked.person_ids and not reach.sees_persons:
        description = "You may ask about many people, not about some by name."
        raise InvalidFieldsError([FieldViolation("people.person_ids", "NOT_ALLOWED", description)])


def _wrong_list(reason: str, description: str) -> InvalidFieldsError:
    return InvalidFieldsError([FieldViolation("asked", reason, description)])
