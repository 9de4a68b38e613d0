"""People, departments and reporting lines, by ids only."""

from collections.abc import Iterable
from dataclasses import dataclass

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
    """A part of the organization."""

    department_id: str
    parent_department_id: str | None


def department_and_below(*, department_id: str, departments: Iterable[Department]) -> frozenset[str]:
    """The department and every department that is a part of it, at any depth."""
    parts: dict[str, list[str]] = {}
    for department in departments:
        if department.parent_department_id is not None:
            parts.setdefault(department.parent_department_id, []).append(department.department_id)
    found = {department_id}
    frontier = [department_id]
    while frontier:
        new = [part for part in parts.get(frontier.pop(), ()) if part not in found]
        found.update(new)
        frontier.extend(new)
    return frozenset(found)


def _each_once(first: str | None, others: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in (first, *others) if each))
