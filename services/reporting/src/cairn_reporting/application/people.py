"""Which people a report is about: what was asked for, within the caller's reach."""

from collections.abc import Sequence
from dataclasses import dataclass

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

    def __post_init__(self) -> None:
        if len(self.person_ids) > MAX_PERSON_IDS:
            description = f"At most {MAX_PERSON_IDS} people can be named."
            raise InvalidFieldsError([FieldViolation("people.person_ids", "TOO_MANY", description)])


def people_asked_for(*, asked: PeopleFilter, reach: Reach, facts: Facts) -> Sequence[Person]:
    """The people who fit and are in reach, by person id; whoever is out of reach is left out.

    Raises NotFoundError for a department, team or role that is not there, and for a person named alone who is
    not there or out of reach.
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
        department_ids = _department_ids(asked.department_id, facts=facts)
    if asked.role_id is not None and not facts.roles({asked.role_id}):
        raise NotFoundError("role")
    if len(asked.person_ids) == 1:
        require_person(person_id=asked.person_ids[0], reach=reach, facts=facts)
    return facts.people(
        PeopleSelection(person_ids=person_ids, department_ids=department_ids, role_id=asked.role_id)
    )


def require_person(*, person_id: str, reach: Reach, facts: Facts) -> None:
    """Raises NotFoundError unless the person is there and in reach."""
    if not reach.covers(person_id) or not facts.people(PeopleSelection(person_ids=frozenset({person_id}))):
        raise NotFoundError("person")


def _department_ids(department_id: str, *, facts: Facts) -> frozenset[str]:
    departments = facts.departments()
    if all(department.department_id != department_id for department in departments):
        raise NotFoundError("department")
    return department_and_below(department_id=department_id, departments=departments)
