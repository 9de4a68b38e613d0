"""People, departments and reporting lines, by ids only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cairn_reporting.domain.tenure import Tenure


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works for the tenant, and what the person does, for whom, since when, and aims at."""

    person_id: str
    account_subject: str | None
    role_id: str | None
    department_id: str | None
    manager_id: str | None
    target_role_id: str | None
    tenure: Tenure
    left_on: date | None = None
    """The last day, which counts; None for who has not left."""
    location: str = ""

    def is_employed_on(self, day: date) -> bool:
        """The person has not left by this day; who has is in no report of it."""
        return self.left_on is None or day <= self.left_on


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
