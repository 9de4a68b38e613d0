"""By what somebody can be asked for, and when."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import pairwise

from cairn_reporting.domain.careers import Career
from cairn_reporting.domain.dimensions import Dimension, groups_of
from cairn_reporting.domain.workforce import Person
from cairn_reporting.domain.workforce_index.holders import FOR_EVER, SINCE_EVER, Stretch, start_of


class Aim(Enum):
    """What else tells people apart, beside the dimensions of reports."""

    OWN_ROLE = "own role"
    TARGET_ROLE = "target role"
    HIRED_ON = "hired on"
    TAKEN_ON = "present role taken on"


Trait = Dimension | Aim
Group = tuple[Trait, str]

ALWAYS: Sequence[Stretch] = ((SINCE_EVER, FOR_EVER),)
"""On every day that can be asked for."""


def traits_of(person: Person) -> Iterator[Group]:
    """Everything by which the person can be asked for."""
    for dimension in Dimension:
        for value in groups_of(person=person, dimension=dimension):
            yield dimension, value
    if person.role_id:
        yield Aim.OWN_ROLE, person.role_id
    if person.target_role_id:
        yield Aim.TARGET_ROLE, person.target_role_id
    if person.tenure.hired_on:
        yield Aim.HIRED_ON, person.tenure.hired_on.isoformat()
    if person.tenure.present:
        yield Aim.TAKEN_ON, person.tenure.present.taken_on.isoformat()


def belonging(career: Career) -> Mapping[Group, Sequence[Stretch]]:
    """When somebody is where, by what the person is on each of the days; days begin in UTC."""
    turns = career.turning_days
    if not turns:
        return dict.fromkeys(traits_of(career.present), ALWAYS)
    found: dict[Group, list[Stretch]] = {}
    bounds = (SINCE_EVER, *map(start_of, turns), FOR_EVER)
    for day, (begins, ends) in zip((date.min, *turns), pairwise(bounds), strict=True):
        for group in traits_of(career.on(day)):
            stretches = found.setdefault(group, [])
            if stretches and stretches[-1][1] == begins:
                begins_before, _ = stretches.pop()
                stretches.append((begins_before, ends))
            else:
                stretches.append((begins, ends))
    return found
