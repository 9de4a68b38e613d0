"""Departments: a tree of parts of the organization."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cairn_learners.domain import fields
from cairn_learners.domain.hierarchy import Hierarchy, circle_closed_by
from cairn_platform.errors import FieldViolation


@dataclass(frozen=True, kw_only=True)
class Department:
    """A part of the organization; at the top of the tree where `parent_department_id` is None."""

    department_id: str
    version: int
    name: str
    parent_department_id: str | None


@dataclass(frozen=True, kw_only=True)
class DepartmentDraft:
    """What a request says about a department, not looked at yet."""

    department_id: str
    name: str
    parent_department_id: str


def check_department(draft: DepartmentDraft) -> None:
    """A department has a name. Raises InvalidFieldsError."""
    fields.refuse(
        fields.identifier("department_id", draft.department_id),
        fields.required("name", draft.name),
        fields.line("name", draft.name, longest=fields.LONGEST_NAME),
        fields.identifier("parent_department_id", draft.parent_department_id),
    )


def found_department(draft: DepartmentDraft, *, department_id: str, tree: Hierarchy) -> Department:
    """A department that was not there before, in its place in the tree. Raises InvalidFieldsError where it has none."""
    parent_id = draft.parent_department_id or None
    check_place(department_id, parent_id, tree=tree)
    return Department(
        department_id=department_id, version=1, name=draft.name.strip(), parent_department_id=parent_id
    )


def change_department(department: Department, draft: DepartmentDraft, *, tree: Hierarchy) -> Department:
    """The department with another name or place; the same department if nothing differs.

    The place must be there, and must not be below the department itself: InvalidFieldsError, which names the line.
    """
    parent_id = draft.parent_department_id or None
    check_place(department.department_id, parent_id, tree=tree)
    changed = replace(department, name=draft.name.strip(), parent_department_id=parent_id)
    return department if changed == department else replace(changed, version=department.version + 1)


def check_place(department_id: str, parent_id: str | None, *, tree: Hierarchy) -> None:
    """What a department is a part of is there, and not a part of the department itself. Raises InvalidFieldsError."""
    fields.refuse(_place(department_id, parent_id, tree))


def _place(department_id: str, parent_id: str | None, tree: Hierarchy) -> Iterator[FieldViolation]:
    field = "parent_department_id"
    circle = circle_closed_by(department_id, above=parent_id, above_of=tree.above_of)
    if circle:
        line = " is a part of ".join(circle)
        yield FieldViolation(field, "CYCLE", f"The departments would be a circle: {line}.")
    elif parent_id is not None and parent_id not in tree:
        yield FieldViolation(field, "UNKNOWN_REFERENCE", "There is no such department.")
