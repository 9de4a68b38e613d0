"""People, departments and reporting lines, by ids only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cairn_reporting.domain.stages import Stage, in_force
from cairn_reporting.domain.tenure import Tenure


@dataclass(frozen=True, slots=True)
class Position:
    """What somebody does: in which role and department, and who is named as its manager."""

    role_id: str | None
    department_id: str | None
    manager_id: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works for the tenant, and what the person does, for whom, since when, where, and aims at.

    Of several positions the primary one is here by its parts; its manager alone leads the person.
    """

    person_id: str
    account_subject: str | None
    role_id: str | None
    department_id: str | None
    manager_id: str | None
    target_role_id: str | None
    tenure: Tenure
    location: str | None = None
    further_positions: tuple[Position, ...] = ()

    @property
    def role_ids(self) -> tuple[str, ...]:
        """The roles of all positions, the primary one's first, each once."""
        return _each_once(self.role_id, (position.role_id for position in self.further_positions))

    @property
    def department_ids(self) -> tuple[str, ...]:
        """The departments of all positions, the primary one's first, each once."""
        return _each_once(self.department_id, (position.department_id for position in self.further_positions))


@dataclass(frozen=True, slots=True)
class Department:
    """A part of the organization: what it is a part of now, and what it was a part of when, where that is known to be something else."""

    department_id: str
    parent_department_id: str | None
    stages: tuple[Stage[str | None], ...] = ()

    def parent_on(self, day: date) -> str | None:
        """What it was a part of on the day."""
        return in_force(self.stages, day=day) if self.stages else self.parent_department_id

    @property
    def every_parent(self) -> frozenset[str]:
        """What it was or is a part of on some day."""
        parents = (self.parent_department_id, *(stage.value for stage in self.stages))
        return frozenset(each for each in parents if each is not None)


def department_and_below(
    *, department_id: str, departments: Iterable[Department], day: date | None = None
) -> frozenset[str]:
    """The department and every department that is a part of it on the day, None: now, at any depth."""
    parents = (
        (each.department_id, each.parent_on(day) if day else each.parent_department_id)
        for each in departments
    )
    return _and_below(department_id, ((part, parent) for part, parent in parents if parent is not None))


def department_and_ever_below(*, department_id: str, departments: Iterable[Department]) -> frozenset[str]:
    """The same of every day at once: whatever is a part of it on some day is among these."""
    return _and_below(
        department_id, ((each.department_id, parent) for each in departments for parent in each.every_parent)
    )


def _and_below(department_id: str, parts_and_parents: Iterable[tuple[str, str]]) -> frozenset[str]:
    parts: dict[str, list[str]] = {}
    for part, parent in parts_and_parents:
        parts.setdefault(parent, []).append(part)
    found = {department_id}
    frontier = [department_id]
    while frontier:
        new = [part for part in parts.get(frontier.pop(), ()) if part not in found]
        found.update(new)
        frontier.extend(new)
    return frozenset(found)


def _each_once(first: str | None, others: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in (first, *others) if each))
