"""Assignments imported from a file: rows of one path, due date and note are given together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cairn_learners.application.assignments import assignable_path
from cairn_learners.application.enrolling import told
from cairn_learners.application.giving import giving
from cairn_learners.application.import_ports import ImportScope
from cairn_learners.application.import_runs import NOBODY_GONE, Applied, Gone, Undone
from cairn_learners.domain.assignment_rows import (
    AssignedRow,
    assigned_row_of,
    audience_of,
    check_new,
    is_asked_already,
)
from cairn_learners.domain.assignments import (
    Assignment,
    Enrolment,
    give,
    no_longer_asked,
    plain_terms,
    withdraw,
)
from cairn_learners.domain.catalogue import LearningPath
from cairn_learners.domain.forecasts import GIVEN_TO
from cairn_learners.domain.import_columns import filled
from cairn_learners.domain.import_rows import (
    Done,
    FieldChange,
    Finding,
    ImportRow,
    Outcome,
    TakenBack,
    refusal,
)
from cairn_learners.domain.imports import Import
from cairn_learners.domain.people import Person, email_key
from cairn_platform.changes import Change
from cairn_platform.errors import FieldViolation, InvalidFieldsError, RefusedError

_BY = "assignment_id"
_NOBODY = "Nobody who works here has this id or mail address."


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A row that is right by itself, and whom it is about."""

    number: int
    row: AssignedRow
    person: Person


class AssignmentsRun:
    """Implements `KindOfRun`."""

    def __init__(self, scope: ImportScope, job: Import) -> None:
        self._scope = scope
        self._job = job
        self._order: list[tuple[str, str, str, int]] = []
        self._row_of: dict[tuple[str, str], int] = {}

    def look_at(self, rows: Sequence[ImportRow]) -> Mapping[int, Finding]:
        """What each row comes to: somebody is put on a path, asked for it otherwise, or left alone."""
        found, _ = self._decided(rows)
        return found

    def refused_together(self) -> Mapping[int, Finding]:
        """No row leans on another."""
        return {}

    def gone(self) -> Gone:
        """What a file does not say is not taken back."""
        return NOBODY_GONE

    def take_in(self, rows: Sequence[ImportRow]) -> None:
        """Which rows are given together, and which of two about the same person and path stands first."""
        for row in rows:
            said = self._said(row)
            names = ("path_id", "due_on", "note")
            path_id, due_on, note = (said.get(each, "") for each in names)
            self._order.append((path_id, due_on, note, row.number))
        self._read(rows)

    def in_order(self) -> Sequence[int]:
        """What is asked for alike together."""
        return [number for *_, number in sorted(self._order)]

    def apply(self, rows: Sequence[ImportRow], *, first_place: int) -> Applied:
        """The assignments of these rows, with the enrolments that they make or ask for too."""
        found, changes = self._decided(rows)
        by = {
            (each.path_id, person_id): each.assignment_id
            for each in (change.aggregate for change in changes)
            if isinstance(each, Assignment)
            for person_id in each.audience.person_ids
        }
        versions = {
            (each.path_id, each.person_id): each.version
            for each in (change.aggregate for change in changes)
            if isinstance(each, Enrolment)
        }
        done: dict[int, Done] = {}
        for place, row in enumerate(rows, start=first_place):
            finding = found[row.number]
            key = (self._said(row).get("path_id", ""), finding.id)
            if key in by and finding.outcome in {Outcome.CREATED, Outcome.CHANGED}:
                given = FieldChange(field=_BY, old="", new=by[key])
                finding = replace(finding, changes=(*finding.changes, given))
                done[row.number] = Done(finding=finding, place=place, version=versions[key])
            else:
                done[row.number] = Done(finding=finding, place=place)
        return Applied(changes=changes, guards=[], done=done)

    def take_back(self, rows: Sequence[ImportRow]) -> Undone:
        """The import's assignments ask nobody any more; what others ask for stays, and so does what was begun."""
        asked = {row.number: _given_by(row) for row in rows}
        ids = {assignment_id for assignment_id, _ in asked.values()}
        there = {
            (ask.assignment_id, each.person_id): each
            for each in self._scope.store.enrolments_by(ids)
            for ask in each.asks
        }
        changes: list[Change[Assignment] | Change[Enrolment]] = []
        for assignment_id, person_id in asked.values():
            before = there[assignment_id, person_id]
            after = no_longer_asked(before, assignment_id=assignment_id, now=self._scope.now)
            if after is not before:
                changes.append(told(before, after, now=self._scope.now))
        for assignment_id in sorted(ids):
            assignment = self._scope.store.assignment(assignment_id)
            if assignment is not None and assignment.withdrawn_at is None:
                ended = withdraw(assignment, by=self._job.requester.person_id, now=self._scope.now)
                changes.append(Change(aggregate=ended, happened="withdrawn", happened_at=self._scope.now))
        taken_back = {number: TakenBack(restored=True) for number in asked}
        return Undone(changes=changes, guards=[], taken_back=taken_back)

    def _said(self, row: ImportRow) -> Mapping[str, str]:
        return filled(row.cells, self._job.mapping)

    def _decided(
        self, rows: Sequence[ImportRow]
    ) -> tuple[dict[int, Finding], list[Change[Assignment] | Change[Enrolment]]]:
        found, asked = self._read(rows)
        changes: list[Change[Assignment] | Change[Enrolment]] = []
        for path_id in sorted({each.row.path_id for each in asked}):
            on_path = [each for each in asked if each.row.path_id == path_id]
            try:
                path = assignable_path(self._scope, path_id)
            except RefusedError as error:
                found |= {each.number: refusal(error, subject=each.person.person_id) for each in on_path}
                continue
            changes += self._given(path, on_path, found)
        return found, changes

    def _read(self, rows: Sequence[ImportRow]) -> tuple[dict[int, Finding], list[_Asked]]:
        found: dict[int, Finding] = {}
        read: dict[int, AssignedRow] = {}
        for row in rows:
            try:
                read[row.number] = assigned_row_of(self._said(row))
            except RefusedError as error:
                found[row.number] = refusal(error)
        named = {each.person for each in read.values()}
        people = dict(self._scope.store.people(named))
        by_email = self._scope.store.people_by_email({email_key(each) for each in named if "@" in each})
        asked: list[_Asked] = []
        for number, each in read.items():
            person = people.get(each.person) or by_email.get(email_key(each.person))
            try:
                if person is None or not person.is_employed_on(self._scope.today):
                    raise InvalidFieldsError([FieldViolation("person", "UNKNOWN_REFERENCE", _NOBODY)])
                self._check_once(number, person.person_id, each.path_id)
            except RefusedError as error:
                found[number] = refusal(error)
                continue
            asked.append(_Asked(number=number, row=each, person=person))
        return found, asked

    def _check_once(self, number: int, person_id: str, path_id: str) -> None:
        first = self._row_of.setdefault((person_id, path_id), number)
        if first != number:
            message = f"Row {first} is about this person and path already."
            raise InvalidFieldsError([FieldViolation("person", "DUPLICATE", message)])

    def _given(
        self, path: LearningPath, asked: Sequence[_Asked], found: dict[int, Finding]
    ) -> list[Change[Assignment] | Change[Enrolment]]:
        """What changes on one path; `found` is told what each row comes to. Who holds all of it, or is exempt, is left alone."""
        people = [each.person for each in asked]
        audience = audience_of([each.person_id for each in people])
        looked = giving(
            self._scope, people, path=path, audience=audience, terms=plain_terms(None), joins_later=False
        )
        given_to = {each.person.person_id for each in looked.outlooks if each.group in GIVEN_TO}
        together: dict[tuple[date | None, str], list[_Asked]] = {}
        for each in asked:
            person_id = each.person.person_id
            enrolment = looked.enrolments.get(person_id)
            if person_id not in given_to or is_asked_already(enrolment, due_on=each.row.due_on):
                found[each.number] = Finding(outcome=Outcome.UNCHANGED, id=person_id)
                continue
            try:
                check_new(each.row, person_id=person_id, today=self._scope.today)
            except RefusedError as error:
                found[each.number] = refusal(error, subject=person_id)
                continue
            together.setdefault((each.row.due_on, each.row.note), []).append(each)
        changes: list[Change[Assignment] | Change[Enrolment]] = []
        for (due_on, note), group in together.items():
            assignment = self._assignment(path, group, due_on=due_on, note=note)
            changes.append(Change(aggregate=assignment, happened="assigned", happened_at=self._scope.now))
            enrolments = give(
                assignment,
                due_days=dict.fromkeys(assignment.audience.person_ids, due_on),
                enrolments=looked.enrolments,
                new_id=self._scope.new_id,
                now=self._scope.now,
            )
            for each, after in zip(group, enrolments, strict=True):
                before = looked.enrolments.get(after.person_id)
                found[each.number] = _finding(before, after)
                changes.append(told(before, after, now=self._scope.now))
        return changes

    def _assignment(
        self, path: LearningPath, group: Sequence[_Asked], *, due_on: date | None, note: str
    ) -> Assignment:
        return Assignment(
            assignment_id=self._scope.new_id(),
            version=1,
            path_id=path.path_id,
            audience=audience_of([each.person.person_id for each in group]),
            terms=plain_terms(due_on),
            note=note,
            assigned_by=self._job.requester.person_id,
            assigned_at=self._scope.now,
        )


def _finding(before: Enrolment | None, after: Enrolment) -> Finding:
    standing = before if before and before.withdrawn_at is None else None
    told_of = (
        FieldChange(field="person_id", old="", new=after.person_id),
        FieldChange(field="path_id", old="", new=after.path_id),
    )
    due = FieldChange(field="due_on", old=_day(standing), new=_day(after))
    return Finding(
        outcome=Outcome.CHANGED if standing else Outcome.CREATED,
        id=after.person_id,
        changes=((due,) if standing else (*told_of, due)),
    )


def _day(enrolment: Enrolment | None) -> str:
    return enrolment.due_on.isoformat() if enrolment and enrolment.due_on else ""


def _given_by(row: ImportRow) -> tuple[str, str]:
    """The assignment that the row was given by, and to whom."""
    finding = row.done.finding if row.done else Finding(outcome=Outcome.UNCHANGED)
    return next(each.new for each in finding.changes if each.field == _BY), finding.id
