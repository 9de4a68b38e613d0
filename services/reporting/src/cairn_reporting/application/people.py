"""Which people a report is about: what was asked for, as they were on its day, within the caller's reach of today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError
from cairn_reporting.application.ports import Facts, PeopleSelection
from cairn_reporting.application.reach import Reach
from cairn_reporting.domain.careers import Career
from cairn_reporting.domain.workforce import (
    Department,
    Person,
    department_and_below,
    department_and_ever_below,
)

MAX_PERSON_IDS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """A set of people: all conditions hold at once; without any it is everybody in the caller's reach."""

    person_ids: tuple[str, ...] = ()
    department_id: str | None = None
    team_id: str | None = None
    include_sub_teams: bool = False
    role_id: str | None = None
    without_sub_departments: bool = False
    location: str | None = None
    hired_from: date | None = None
    hired_until: date | None = None

    def __post_init__(self) -> None:
        if len(self.person_ids) > MAX_PERSON_IDS:
            description = f"At most {MAX_PERSON_IDS} people can be named."
            raise InvalidFieldsError([FieldViolation("people.person_ids", "TOO_MANY", description)])
        if self.hired_from and self.hired_until and self.hired_until < self.hired_from:
            description = "The cohort's last day lies before its first."
            raise InvalidFieldsError([FieldViolation("people.hired_until", "OUT_OF_RANGE", description)])

    def fits(self, person: Person, *, on: date) -> bool:
        """What is asked of each person alone: that they work here on the day, where, and since when.

        Who has no hiring date is in no cohort.
        """
        hired_on = person.tenure.hired_on
        if not person.tenure.employs_on(on) or (self.location and person.location != self.location):
            return False
        if self.hired_from and (hired_on is None or hired_on < self.hired_from):
            return False
        return not self.hired_until or (hired_on is not None and hired_on <= self.hired_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Who of those in the caller's reach may fit on some day, and what makes them fit."""

    asked: PeopleFilter
    reach: Reach
    departments: Sequence[Department]
    careers: Sequence[Career]

    def on(self, day: date) -> Sequence[Person]:
        """Those who fit on the day, as they were on it, by person id."""
        people = [career.on(day) for career in self.careers]
        fitting = self._fitting(people, day=day)
        return [person for person in people if fitting.fits(person) and self.asked.fits(person, on=day)]

    def has_team_on(self, day: date) -> bool:
        """Somebody in reach was in the team on the day."""
        return bool(self._team([career.on(day) for career in self.careers]))

    def _fitting(self, people: Iterable[Person], *, day: date) -> PeopleSelection:
        asked = self.asked
        person_ids = _named(asked, reach=self.reach)
        if asked.team_id is not None:
            team = self._team(people)
            person_ids = team if person_ids is None else team & person_ids
        department_ids = None
        if asked.department_id is not None:
            department_ids = (
                frozenset({asked.department_id})
                if asked.without_sub_departments
                else department_and_below(
                    department_id=asked.department_id, departments=self.departments, day=day
                )
            )
        return PeopleSelection(person_ids=person_ids, department_ids=department_ids, role_id=asked.role_id)

    def _team(self, people: Iterable[Person]) -> frozenset[str]:
        """Those of the team, as the people stand, who are in reach."""
        if self.asked.team_id is None:
            return frozenset()
        reports: dict[str, set[str]] = {}
        for person in people:
            if person.manager_id is not None:
                reports.setdefault(person.manager_id, set()).add(person.person_id)
        found: set[str] = set()
        frontier = {self.asked.team_id}
        while frontier:
            frontier = {each for manager_id in frontier for each in reports.get(manager_id, ())} - found
            found |= frontier
            if not self.asked.include_sub_teams:
                break
        return self.reach.narrowed_to(found)


def people_asked_for(*, asked: PeopleFilter, reach: Reach, facts: Facts, as_of: datetime) -> Sequence[Person]:
    """The people who fit, work here at `as_of` and are in reach, as they were on that day, by person id; whoever is out of reach
    is left out.

    Raises NotFoundError for a department, team or role that is not there, and for a person named alone who is
    not there or out of reach.
    """
    day = as_of.astimezone(UTC).date()
    candidates = candidates_asked_for(asked=asked, reach=reach, facts=facts, since=day)
    if asked.team_id is not None and not candidates.has_team_on(day):
        raise NotFoundError("team")
    return candidates.on(day)


def people_by_id(person_ids: Iterable[str], *, facts: Facts, as_of: datetime) -> Sequence[Person]:
    """These people as they were on the day of `as_of`, by person id; who is not known is left out."""
    day = as_of.astimezone(UTC).date()
    selection = PeopleSelection(person_ids=frozenset(person_ids))
    return [career.on(day) for career in facts.careers(selection, since=day)]


def candidates_asked_for(*, asked: PeopleFilter, reach: Reach, facts: Facts, since: date) -> Candidates:
    """Who of those in reach may fit on a day from `since` on.

    Raises as `people_asked_for` does, but for a team only where nobody in reach was in it on any of the days.
    """
    departments = check_there(asked, reach=reach, facts=facts)
    if asked.team_id is not None:
        careers = _line(asked, team_id=asked.team_id, reach=reach, facts=facts, since=since)
    else:
        selection = PeopleSelection(
            person_ids=_named(asked, reach=reach),
            department_ids=(
                department_and_ever_below(department_id=asked.department_id, departments=departments)
                if asked.department_id is not None
                else None
            ),
            role_id=asked.role_id,
        )
        careers = facts.careers(selection, since=since)
    return Candidates(asked=asked, reach=reach, departments=departments, careers=careers)


def check_there(asked: PeopleFilter, *, reach: Reach, facts: Facts) -> Sequence[Department]:
    """Raises NotFoundError for a department, a role, or a person named alone, who is not there or out of reach; whether a team is there
    goes by the day. Gives the departments, where one is asked for.
    """
    departments = facts.departments() if asked.department_id is not None else ()
    if asked.department_id is not None:
        there = any(department.department_id == asked.department_id for department in departments)
        if not there or not reach.shows_department(asked.department_id):
            raise NotFoundError("department")
    if asked.role_id is not None and not facts.roles({asked.role_id}):
        raise NotFoundError("role")
    if len(asked.person_ids) == 1:
        require_person(person_id=asked.person_ids[0], reach=reach, facts=facts)
    return departments


def require_person(*, person_id: str, reach: Reach, facts: Facts) -> None:
    """Raises NotFoundError unless the person is there and in reach."""
    if not reach.covers(person_id) or not facts.people(PeopleSelection(person_ids=frozenset({person_id}))):
        raise NotFoundError("person")


def _named(asked: PeopleFilter, *, reach: Reach) -> frozenset[str] | None:
    """Those in reach, and of these who is named, if anybody is; None: everybody."""
    return reach.narrowed_to(asked.person_ids) if asked.person_ids else reach.person_ids


def _line(asked: PeopleFilter, *, team_id: str, reach: Reach, facts: Facts, since: date) -> Sequence[Career]:
    """Whoever was in the team on some day from `since` on, by person id; one query for each step of the line.

    Raises NotFoundError where the manager or everybody else of it is out of reach.
    """
    found: dict[str, Career] = {}
    frontier = frozenset({team_id})
    while frontier:
        reports = facts.careers(PeopleSelection(manager_ids=frontier), since=since)
        new = {
            each.present.person_id: each
            for each in reports
            if each.present.person_id not in found and not frontier.isdisjoint(each.managers_since(since))
        }
        found.update(new)
        frontier = frozenset(new) if asked.include_sub_teams else frozenset()
    if not (reach.covers(team_id) or team_id in reach.teams_lent) or not reach.narrowed_to(found):
        raise NotFoundError("team")
    return [found[person_id] for person_id in sorted(found)]
