"""What the rows of a file say about departments, and which of them cannot hold together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cairn_learners.domain.department_names import FileOfDepartments
from cairn_learners.domain.departments import (
    Department,
    DepartmentDraft,
    change_department,
    check_department,
    check_place,
)
from cairn_learners.domain.errors import ChangedSinceError
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.import_rows import Done
from cairn_platform.errors import RefusedError


@dataclass(frozen=True, kw_only=True)
class DepartmentRow:
    """A row whose fields are right. `parent` is an id or a name, empty for the top, None where no column says it."""

    row: int
    department_id: str
    name: str
    parent: str | None


def department_row_of(values: Mapping[str, str], *, row: int, known: FileOfDepartments) -> DepartmentRow:
    """What a row says by itself; what it is a part of may come in a later one. Raises InvalidFieldsError."""
    department_id, name = values.get("department_id", ""), values.get("name", "")
    check_department(DepartmentDraft(department_id=department_id, name=name, parent_department_id=""))
    return DepartmentRow(
        row=row,
        department_id=known.id_of_row(department_id=department_id, name=name),
        name=name,
        parent=values.get("parent"),
    )


def draft_of(
    row: DepartmentRow, *, above_of: Mapping[str, str | None], known: FileOfDepartments
) -> DepartmentDraft:
    """What the row makes of the department; where no column says its place, that stays. Raises InvalidFieldsError."""
    above = above_of.get(row.department_id) if row.parent is None else known.id_of_parent(row.parent)
    return DepartmentDraft(department_id=row.department_id, name=row.name, parent_department_id=above or "")


def refused_departments(
    rows: Sequence[DepartmentRow], *, above_of: Mapping[str, str | None], known: FileOfDepartments
) -> dict[int, RefusedError]:
    """Which of these rows cannot hold together with the others and with what is there, and why, by row.

    A row may be a part of what is there or comes in another good row. One that closes a circle with the rows before it is refused; since
    another row may have leaned on it, what is left is looked at again until all of it holds.
    """
    refusals: dict[int, RefusedError] = {}
    left = list(rows)
    while newly := _refusals(left, above_of=above_of, known=known):
        refusals |= newly
        left = [each for each in left if each.row not in newly]
    return refusals


def restored_department(department: Department | None, done: Done, *, tree: Hierarchy) -> Department:
    """The department as before a row that changed it.

    Raises ChangedSinceError where somebody changed it after the row did, and InvalidFieldsError where it cannot stand there any more.
    """
    if department is None or department.version != done.version:
        raise ChangedSinceError
    old = {each.field: each.old for each in done.finding.changes}
    draft = DepartmentDraft(
        department_id=department.department_id,
        name=old.get("name", department.name),
        parent_department_id=old.get("parent", department.parent_department_id or ""),
    )
    return change_department(department, draft, tree=tree)


def department_texts(*, name: str, parent_department_id: str | None) -> dict[str, str]:
    """A department as a row would say it, field by field."""
    return {"name": name.strip(), "parent": parent_department_id or ""}


def _refusals(
    rows: Sequence[DepartmentRow], *, above_of: Mapping[str, str | None], known: FileOfDepartments
) -> dict[int, RefusedError]:
    # Nothing in the file has a place until the own row was looked at: two that change places are no circle on the way.
    placed = {**above_of, **{each.department_id: None for each in rows}}
    tree = Hierarchy(placed)
    found: dict[int, RefusedError] = {}
    for each in rows:
        try:
            parent_id = draft_of(each, above_of=above_of, known=known).parent_department_id or None
            check_place(each.department_id, parent_id, tree=tree)
        except RefusedError as error:
            found[each.row] = error
        else:
            placed[each.department_id] = parent_id
    return found
