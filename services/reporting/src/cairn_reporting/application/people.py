"""Which people a report is about: what was asked for, within the caller's reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError
from cairn_reporting.application.ports import Facts, PeopleSelection
from cairn_reporting.application.reach import Reach, team_members
from cairn_reporting.domain.workforce import Person, department_and_below

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


def people_asked_for(*, asked: PeopleFilter, reach: Reach, facts: Facts, as_of: datetime) -> Sequence[Person]:
    """The people who fit, work here at `as_of` and are in reach, by person id; whoever is out of reach is left out.

    Raises NotFoundError for a department, team or role that is not there, and for a person named alone who is
    not there or out of reach.
    """
    found = candidates_asked_for(asked=asked, role_id=asked.role_id, reach=reach, facts=facts)
    day = as_of.astimezone(UTC).date()
    return [person for person in found if asked.fits(person, on=day)]


def candidates_asked_for(
    *, asked: PeopleFilter, role_id: str | None, reach: Reach, facts: Facts
) -> Sequence[Person]:
    """Who of those in reach may fit at some time, by person id: everything is asked but what `PeopleFilter.fits` says of a day.

    Who has not the role is left out, where there is one; raises as `people_asked_for` does.
    """
    person_ids = reach.person_ids
    if asked.person_ids:
        person_ids = reach.narrowed_to(asked.person_ids)
    if asked.team_id is not None:
        team = team_members(
            team_id=asked.team_id, include_sub_teams=asked.include_sub_teams, reach=reach, facts=facts
        )
        person_ids = team if person_ids is None else person_ids & team
    department_ids = None
    if asked.department_id is not None:
        department_ids = _department_ids(
            asked.department_id, with_parts=not asked.without_sub_departments, reach=reach, facts=facts
        )
    if asked.role_id is not None and not facts.roles({asked.role_id}):
        raise NotFoundError("role")
    if len(asked.person_ids) == 1:
        require_person(person_id=asked.person_ids[0], reach=reach, facts=facts)
    return facts.people(
        PeopleSelection(person_ids=person_ids, department_ids=department_ids, role_id=role_id)
    )


def require_person(*, person_id: str, reach: Reach, facts: Facts) -> None:
    """Raises NotFoundError unless the person is there and in reach."""
    if not reach.covers(person_id) or not facts.people(PeopleSelection(person_ids=frozenset({person_id}))):
        raise NotFoundError("person")


def _department_ids(department_id: str, *, with_parts: bool, reach: Reach, facts: Facts) -> frozenset[str]:
    departments = facts.departments()
    there = any(department.department_id == department_id for department in departments)
    if not there or not reach.shows_department(department_id):
        raise NotFoundError("department")
    if not with_parts:
        return frozenset({department_id})
    return department_and_below(department_id=department_id, departments=departments)
