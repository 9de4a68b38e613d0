"""Departments imported: the whole file is looked at together, then applied from the top of the tree down."""

from collections.abc import Mapping, Sequence

from cairn_learners.application.import_ports import ImportScope
from cairn_learners.application.import_runs import NOBODY_GONE, Applied, Gone, Undone
from cairn_learners.application.ports import DEPARTMENTS
from cairn_learners.domain.department_names import FileOfDepartments
from cairn_learners.domain.department_rows import (
    DepartmentRow,
    department_row_of,
    department_texts,
    draft_of,
    refused_departments,
    restored_department,
)
from cairn_learners.domain.departments import Department, change_department, found_department
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.import_columns import filled
from cairn_learners.domain.import_rows import (
    Done,
    Finding,
    ImportRow,
    Outcome,
    TakenBack,
    differences,
    refusal,
)
from cairn_learners.domain.imports import Import
from cairn_learners.domain.line_order import top_down
from cairn_platform.changes import Change, Guard
from cairn_platform.errors import FieldViolation, InvalidFieldsError, RefusedError

_STAYS = "A department that was brought in stays: people may be in it by now."


class DepartmentsRun:
    """Implements `KindOfRun`. A department that no row is about stays as it is."""

    def __init__(self, scope: ImportScope, job: Import) -> None:
        self._scope = scope
        self._job = job
        self._known = FileOfDepartments(scope.store.department_names())
        self._row_of: dict[str, int] = {}
        self._numbers: list[int] = []
        self._sound: dict[int, DepartmentRow] = {}

    def look_at(self, rows: Sequence[ImportRow]) -> Mapping[int, Finding]:
        """What each row comes to by itself: how a department would change, or which field is wrong."""
        found: dict[int, Finding] = {}
        read, refusals = self._read(rows)
        existing = self._scope.store.departments({each.department_id for each in read})
        for each in read:
            before = existing.get(each.department_id)
            try:
                found[each.row] = self._finding(each, before)
                self._sound[each.row] = each
            except RefusedError as error:
                found[each.row] = refusal(error, subject=each.department_id)
        return found | refusals

    def refused_together(self) -> Mapping[int, Finding]:
        """What is a part of a department that is nowhere, or closes a circle."""
        above_of = self._scope.store.department_tree().above_of
        errors = refused_departments(list(self._sound.values()), above_of=above_of, known=self._known)
        return {row: refusal(error, subject=self._sound[row].department_id) for row, error in errors.items()}

    def gone(self) -> Gone:
        """Departments are not removed."""
        return NOBODY_GONE

    def take_in(self, rows: Sequence[ImportRow]) -> None:
        """What there will be, and what each department will be a part of."""
        self._numbers += [row.number for row in rows]
        read, _ = self._read(rows)
        wrong = {row.number for row in rows if row.is_found_wrong}
        self._sound |= {each.row: each for each in read if each.row not in wrong}

    def in_order(self) -> Sequence[int]:
        """What others are a part of before these, by the tree as it will be; what is wrong last."""
        tree = dict(self._scope.store.department_tree().above_of)
        for each in self._sound.values():
            try:
                draft = draft_of(each, above_of=tree, known=self._known)
            except RefusedError:
                continue
            tree[each.department_id] = draft.parent_department_id or None
        row_of = {each.department_id: number for number, each in self._sound.items()}
        ordered = [row_of[each] for each in top_down(row_of, above_of=tree)]
        return [*ordered, *sorted(set(self._numbers) - set(ordered))]

    def apply(self, rows: Sequence[ImportRow], *, first_place: int) -> Applied:
        """What these rows come to now."""
        guard = self._scope.store.guard(DEPARTMENTS)
        above_of = self._scope.store.department_tree().above_of
        read, done = self._read(rows)
        existing = self._scope.store.departments({each.department_id for each in read})
        errors = refused_departments(read, above_of=above_of, known=self._known)
        done |= {
            each.row: refusal(errors[each.row], subject=each.department_id)
            for each in read
            if each.row in errors
        }
        good = [each for each in read if each.row not in errors]
        after = self._after(good, existing, above_of=above_of)
        done |= {each.row: self._finding(each, existing.get(each.department_id)) for each in good}
        changes = [
            self._change(each, existing.get(each.department_id))
            for each in after.values()
            if each is not existing.get(each.department_id)
        ]
        versions = {each.aggregate.department_id: each.aggregate.version for each in changes}
        return Applied(
            changes=changes,
            guards=_guards(guard, changes, existing),
            done={
                row.number: Done(
                    finding=done[row.number],
                    place=first_place + place,
                    version=versions.get(done[row.number].id, 0)
                    if done[row.number].outcome is not Outcome.REFUSED
                    else 0,
                )
                for place, row in enumerate(rows)
            },
        )

    def take_back(self, rows: Sequence[ImportRow]) -> Undone:
        """Departments with the name and the place of before; what the rows brought in stays."""
        guard = self._scope.store.guard(DEPARTMENTS)
        placed = dict(self._scope.store.department_tree().above_of)
        now = self._scope.store.departments({row.done.finding.id for row in rows if row.done})
        outcome: dict[int, TakenBack] = {}
        changes: list[Change[Department]] = []
        for row in rows:
            if row.done is None or row.done.finding.outcome is Outcome.CREATED:
                outcome[row.number] = TakenBack(restored=False, message=_STAYS)
                continue
            before = now.get(row.done.finding.id)
            try:
                after = restored_department(before, row.done, tree=Hierarchy(placed))
            except RefusedError as error:
                outcome[row.number] = TakenBack(restored=False, message=refusal(error).message)
                continue
            placed[after.department_id] = after.parent_department_id
            changes.append(self._change(after, before))
            outcome[row.number] = TakenBack(restored=True)
        return Undone(changes=changes, guards=_guards(guard, changes, now), taken_back=outcome)

    def _read(self, rows: Sequence[ImportRow]) -> tuple[list[DepartmentRow], dict[int, Finding]]:
        read: list[DepartmentRow] = []
        found: dict[int, Finding] = {}
        for row in rows:
            said = filled(row.cells, self._job.mapping)
            try:
                each = department_row_of(said, row=row.number, known=self._known)
                self._check_once(each)
            except RefusedError as error:
                found[row.number] = refusal(error, subject=said.get("department_id", ""))
                continue
            read.append(each)
        return read, found

    def _check_once(self, row: DepartmentRow) -> None:
        first = self._row_of.setdefault(row.department_id, row.row)
        if first != row.row:
            message = f"Row {first} is about this department already."
            raise InvalidFieldsError([FieldViolation("department_id", "DUPLICATE", message)])

    def _finding(self, row: DepartmentRow, before: Department | None) -> Finding:
        if before is None:
            return Finding(outcome=Outcome.CREATED, id=row.department_id)
        above_of = {row.department_id: before.parent_department_id}
        draft = draft_of(row, above_of=above_of, known=self._known)
        changes = differences(
            department_texts(name=before.name, parent_department_id=before.parent_department_id),
            department_texts(name=draft.name, parent_department_id=draft.parent_department_id),
        )
        outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
        return Finding(outcome=outcome, id=row.department_id, changes=changes)

    def _after(
        self,
        rows: Sequence[DepartmentRow],
        existing: Mapping[str, Department],
        *,
        above_of: Mapping[str, str | None],
    ) -> dict[int, Department]:
        """The departments as these rows make them, all of which hold together."""
        drafts = {each.row: draft_of(each, above_of=above_of, known=self._known) for each in rows}
        placed = {each.department_id: each.parent_department_id or None for each in drafts.values()}
        tree = Hierarchy({**above_of, **placed})
        return {
            row: change_department(existing[draft.department_id], draft, tree=tree)
            if draft.department_id in existing
            else found_department(draft, department_id=draft.department_id, tree=tree)
            for row, draft in drafts.items()
        }

    def _change(self, after: Department, before: Department | None) -> Change[Department]:
        happened = "changed" if before else "founded"
        return Change(aggregate=after, happened=happened, happened_at=self._scope.now)


def _guards(
    guard: Guard, changes: Sequence[Change[Department]], before: Mapping[str, Department]
) -> list[Guard]:
    """What is new closes no circle: nothing is a part of it yet. What is moved might."""
    moved = any(
        each.aggregate.department_id in before
        and before[each.aggregate.department_id].parent_department_id != each.aggregate.parent_department_id
        for each in changes
    )
    return [guard] if moved else []
