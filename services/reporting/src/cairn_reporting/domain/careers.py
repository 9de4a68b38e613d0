"""What somebody did on any day: by the days that were told and, where none was, by the day on which it was told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from cairn_reporting.domain.roles_then import with_roles_of
from cairn_reporting.domain.stages import Stage, in_force, stages_of, values_since
from cairn_reporting.domain.workforce import Person, Position


@dataclass(frozen=True, slots=True)
class Told:
    """A person as an event told, and the day of the event."""

    person: Person
    on: date


@dataclass(frozen=True, slots=True)
class Placement:
    """What somebody does, for whom, where, and aims at, without days."""

    role_id: str | None
    department_id: str | None
    manager_id: str | None
    target_role_id: str | None
    location: str | None
    further_positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Career:
    """A person as known now, and what the person did when. There is at least one stage."""

    present: Person
    stages: tuple[Stage[Placement], ...]

    @property
    def turning_days(self) -> tuple[date, ...]:
        """The days from which on somebody may do something else than on the day before, in order."""
        tenure = self.present.tenure
        if len(self.stages) == 1 and not tenure.past:
            return ()
        days = {stage.since for stage in self.stages}
        for held in (*tenure.past, *((tenure.present,) if tenure.present else ())):
            days |= {held.taken_on, held.left_on}
        return tuple(sorted(day for day in days if day is not None))

    def managers_since(self, day: date) -> frozenset[str]:
        """Who led the person on some day from this one on."""
        values = (placement.manager_id for placement in values_since(self.stages, day=day))
        return frozenset(each for each in values if each is not None)

    def on(self, day: date) -> Person:
        """The person as of the day. Employments, and since when which role was held, are what is known of them now."""
        if len(self.stages) == 1 and not self.present.tenure.past:
            return self.present
        then = in_force(self.stages, day=day)
        placed = replace(
            self.present,
            role_id=then.role_id,
            department_id=then.department_id,
            manager_id=then.manager_id,
            target_role_id=then.target_role_id,
            location=then.location,
            further_positions=then.further_positions,
        )
        return with_roles_of(placed, day=day)


def career_of(told: Iterable[Told]) -> Career:
    """The career of somebody of whom this was told, in the order of versions; at least once.

    What was told first reaches back for ever. Another role counts, with all that was told with it, from the day on which it was taken,
    and so does what was told of somebody who joined again from the day of that; everything else from the day on which it was told.
    """
    every = list(told)
    placements = [(every[0].on, _placement(every[0].person))]
    for before, after in pairwise(every):
        placements.append((_counts_from(after, before.person), _placement(after.person)))
    return Career(present=every[-1].person, stages=stages_of(placements))


def _placement(person: Person) -> Placement:
    return Placement(
        role_id=person.role_id,
        department_id=person.department_id,
        manager_id=person.manager_id,
        target_role_id=person.target_role_id,
        location=person.location,
        further_positions=person.further_positions,
    )


def _counts_from(told: Told, before: Person) -> date:
    """Never later than it was told: what comes into a line or a department is there at once, as it is for its manager."""
    tenure = told.person.tenure
    said = None
    if told.person.role_id != before.role_id:
        said = tenure.present.taken_on if tenure.present else None
    elif len(tenure.earlier) > len(before.tenure.earlier):
        said = tenure.hired_on
    return min(said, told.on) if said else told.on
