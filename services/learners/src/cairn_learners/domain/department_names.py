"""Departments as files name them: by id or by name."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from cairn_learners.domain.people import folded
from cairn_platform.errors import FieldViolation, InvalidFieldsError

_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")


@dataclass
class DepartmentNames:
    """The tenant's departments as a file of people may name them, and those that have to be founded for it.

    `founded` grows by each name that is looked up and not there, by its new id.
    """

    by_id: Mapping[str, str]
    founded: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ids = {folded(name.strip()): key for key, name in self.by_id.items()}

    def id_of(self, text: str) -> str:
        """The id of the department that is meant by its id or its name; of a new one where there is none."""
        if not text or text in self.by_id:
            return text
        key = folded(text)
        if key not in self._ids:
            self._ids[key] = new_department_id(text, taken={*self.by_id, *self.founded})
            self.founded[self._ids[key]] = text
        return self._ids[key]


class FileOfDepartments:
    """The departments that are there, and those that the rows of a file bring, by id and by name. Grows with each row."""

    def __init__(self, names_by_id: Mapping[str, str]) -> None:
        self._ids = set(names_by_id)
        self._named: dict[str, set[str]] = {}
        for department_id, name in names_by_id.items():
            self._named.setdefault(folded(name.strip()), set()).add(department_id)

    def id_of_row(self, *, department_id: str, name: str) -> str:
        """Which department a row is about: the one with its id, else the one with its name, else a new one.

        Raises InvalidFieldsError where several have the name.
        """
        meant = department_id or self._one_named(name, field="department_id")
        meant = meant or new_department_id(name, taken=self._ids)
        self._ids.add(meant)
        self._named.setdefault(folded(name), set()).add(meant)
        return meant

    def id_of_parent(self, text: str) -> str:
        """The department that a row names as the one it is a part of; the text itself where there is none.

        Raises InvalidFieldsError where several have the name.
        """
        return text if text in self._ids else self._one_named(text, field="parent") or text

    def _one_named(self, name: str, *, field: str) -> str:
        found = self._named.get(folded(name), set())
        if len(found) > 1:
            message = f"Several departments are called {name!r:.80}; give the id: one of {', '.join(sorted(found)[:5])}."
            raise InvalidFieldsError([FieldViolation(field, "AMBIGUOUS", message)])
        return next(iter(found), "")


def new_department_id(name: str, *, taken: Container[str]) -> str:
    """An id that reads like the name and that no other department has."""
    slug = _NOT_IN_AN_ID.sub("-", folded(name)).strip("-")[:80] or "department"
    new, number = slug, 1
    while new in taken:
        number += 1
        new = f"{slug}-{number}"
    return new
