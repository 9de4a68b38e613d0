"""By what a report can be taken apart."""

from collections.abc import Iterable, Mapping
from enum import Enum

from cairn_reporting.domain.workforce import Person


class Dimension(Enum):
    """What people have in common who stand in one group."""

    DEPARTMENT = "department"
    LOCATION = "location"
    ROLE = "role"
    MANAGER = "manager"
    HIRED_YEAR = "hired year"


NOWHERE = ""
"""The group of those of whom the dimension says nothing."""


def groups_of(*, person: Person, dimension: Dimension) -> tuple[str, ...]:
    """Where the person stands: in one group, or with several positions in each of their departments or roles."""
    match dimension:
        case Dimension.DEPARTMENT:
            found = person.department_ids
        case Dimension.ROLE:
            found = person.role_ids
        case Dimension.LOCATION:
            found = (person.location or NOWHERE,)
        case Dimension.MANAGER:
            found = (person.manager_id or NOWHERE,)
        case Dimension.HIRED_YEAR:
            hired_on = person.tenure.hired_on
            found = (str(hired_on.year) if hired_on else NOWHERE,)
    return found or (NOWHERE,)


def grouped(*, people: Iterable[Person], dimension: Dimension) -> Mapping[str, frozenset[str]]:
    """The ids of the people of each group, by group, those of whom nothing is said last."""
    found: dict[str, set[str]] = {}
    for person in people:
        for group in groups_of(person=person, dimension=dimension):
            found.setdefault(group, set()).add(person.person_id)
    return {group: frozenset(found[group]) for group in sorted(found, key=lambda each: (not each, each))}
