"""People imported: the whole file is looked at together, then applied from the top of the line down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cairn_learners.application.import_ports import ImportScope
from cairn_learners.application.import_runs import Applied, Gone, Undone
from cairn_learners.application.ports import REPORTING_LINE
from cairn_learners.application.save_person import changed
from cairn_learners.application.surroundings import surroundings_of
from cairn_learners.domain import fields
from cairn_learners.domain.department_names import DepartmentNames
from cairn_learners.domain.departments import DepartmentDraft, found_department
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
from cairn_learners.domain.people import (
    Person,
    Surroundings,
    change,
    email_key,
    profile_from,
    register,
)
from cairn_learners.domain.people_import import SoundRow, refusals_among
from cairn_learners.domain.people_rows import draft_of, manager_id_of, texts_of
from cairn_learners.domain.people_taken_back import check_restored, restored
from cairn_platform.changes import Change, Guard
from cairn_platform.errors import FieldViolation, InvalidFieldsError, RefusedError

_SAID_AT_ONCE = 1_000


class PeopleRun:
    """Implements `KindOfRun`."""

    def __init__(self, scope: ImportScope, job: Import) -> None:
        self._scope = scope
        self._job = job
        self._departments = DepartmentNames(by_id=scope.store.department_names())
        self._line = _KnownLine(scope)
        self._sound: list[SoundRow] = []
        self._numbers: list[int] = []
        self._good_rows: dict[str, int] = {}
        self._led_by: dict[str, str] = {}
        self._said_by: dict[int, Mapping[str, str]] = {}
        self._row_of: dict[str, int] = {}
        self._addresses: dict[str, str] = {}
        self._held_addresses: dict[str, str] = {}
        self._past: dict[str, Person] = {}
        self._roles: set[str] = set()

    def look_at(self, rows: Sequence[ImportRow]) -> Mapping[int, Finding]:
        """What each row comes to by itself: how a person would change, or which field is wrong."""
        self._know_addresses(rows)
        found: dict[int, Finding] = {}
        existing = self._existing(rows)
        sound: list[SoundRow] = []
        for row in rows:
            try:
                person_id = self._person_id(row)
                sound.append(self._read(row, person_id, existing.get(person_id)))
            except RefusedError as error:
                found[row.number] = refusal(error, subject=self._said(row).get("person_id", ""))
                continue
            found[row.number], _ = self._outcome(sound[-1], existing.get(person_id))
        there = surroundings_of([each.profile for each in sound], store=self._scope.store, people=())
        self._held_addresses |= there.holder_of_email
        self._roles |= there.role_ids
        # Of those who are there, only who has an earlier employment matters to what is looked at together.
        self._past |= {key: each for key, each in existing.items() if each.past_employments}
        good = {each.row for each in sound if found[each.row].outcome is not Outcome.REFUSED}
        self._sound += [each for each in sound if each.row in good]
        return found

    def refused_together(self) -> Mapping[int, Finding]:
        """Who names a manager, department or role that is nowhere, takes somebody's address, or closes a circle."""
        errors = refusals_among(
            self._sound,
            existing=self._past,
            manager_of=self._line.manager_of(),
            surroundings=self._surroundings(),
        )
        subjects = {each.row: each.person_id for each in self._sound}
        return {row: refusal(error, subject=subjects[row]) for row, error in errors.items()}

    def gone(self) -> Gone:
        """Who works for the tenant and is in no row."""
        manager_of = self._line.manager_of()
        here = manager_of.keys() - self._scope.store.gone_by(self._scope.today)
        gone = sorted(here - self._row_of.keys())
        return Gone(person_ids=gone, listed=2 * len(gone) <= len(here))

    def take_in(self, rows: Sequence[ImportRow]) -> None:
        """Whose the mail addresses are and who will be led by whom; not more, since each row is looked at when it is applied."""
        self._know_addresses(rows)
        for row in rows:
            self._numbers.append(row.number)
            said = self._said(row)
            person_id = said.get("person_id", "")
            first = self._row_of.setdefault(person_id, row.number)
            if first != row.number or row.is_found_wrong:
                continue
            self._good_rows[person_id] = row.number
            if "manager" in said:
                self._led_by[person_id] = said["manager"]

    def in_order(self) -> Sequence[int]:
        """Managers before those whom they lead, by the line as it will be; what is wrong last."""
        said = {each: manager_id_of(text, self._addresses) or None for each, text in self._led_by.items()}
        line = {**self._line.manager_of(), **said}
        ordered = [self._good_rows[each] for each in top_down(self._good_rows, above_of=line)]
        return [*ordered, *sorted(set(self._numbers) - set(ordered))]

    def apply(self, rows: Sequence[ImportRow], *, first_place: int) -> Applied:
        """What these rows come to now, with the departments that they found."""
        guard = self._scope.store.guard(REPORTING_LINE)
        manager_of = self._line.as_of(guard)
        existing = self._existing(rows)
        done: dict[int, Finding] = {}
        sound: list[SoundRow] = []
        people: dict[int, Person] = {}
        for row in rows:
            if row.found is not None and row.found.outcome is Outcome.GONE:
                done[row.number], left = self._left(row.found, existing)
                people |= {row.number: left} if left else {}
                continue
            try:
                person_id = self._person_id(row)
                sound.append(self._read(row, person_id, existing.get(person_id)))
            except RefusedError as error:
                done[row.number] = refusal(error, subject=self._said(row).get("person_id", ""))
        there = surroundings_of([each.profile for each in sound], store=self._scope.store, people=manager_of)
        errors = refusals_among(
            sound,
            existing=existing,
            manager_of=manager_of,
            surroundings=replace(there, department_ids=self._department_ids()),
        )
        for each in sound:
            if each.row in errors:
                done[each.row] = refusal(errors[each.row], subject=each.person_id)
                continue
            done[each.row], after = self._outcome(each, existing.get(each.person_id))
            if after is not None:
                people[each.row] = after
        moved = [
            each
            for each in people.values()
            if each.person_id in existing and existing[each.person_id].manager_id != each.manager_id
        ]
        self._line.will_be(people.values(), moved=bool(moved))
        return Applied(
            changes=[
                *self._founded(people.values(), there=there.department_ids),
                *(changed(self._scope, each) for each in people.values()),
            ],
            guards=[guard] if moved else [],
            done={
                row.number: Done(
                    finding=done[row.number],
                    place=first_place + place,
                    version=people[row.number].version if row.number in people else 0,
                    before=existing.get(done[row.number].id) if row.number in people else None,
                )
                for place, row in enumerate(rows)
            },
        )

    def take_back(self, rows: Sequence[ImportRow]) -> Undone:
        """People as they were before, in the order in which the last one changed comes first."""
        guard = self._scope.store.guard(REPORTING_LINE)
        manager_of = dict(self._line.as_of(guard))
        now = self._scope.store.people({row.done.finding.id for row in rows if row.done})
        outcome: dict[int, TakenBack] = {}
        after: dict[int, Person] = {}
        for row in rows:
            if row.done is None:
                continue
            try:
                person = now.get(row.done.finding.id)
                after[row.number] = restored(person, row.done, today=self._scope.today)
            except RefusedError as error:
                outcome[row.number] = TakenBack(restored=False, message=str(error))
        there = surroundings_of(
            [each.profile for each in after.values()], store=self._scope.store, people=manager_of
        )
        people: list[Person] = []
        for number, person in after.items():
            try:
                check_restored(person, manager_of=manager_of, surroundings=there)
            except RefusedError as error:
                outcome[number] = TakenBack(restored=False, message=refusal(error).message)
                continue
            manager_of[person.person_id] = person.manager_id
            people.append(person)
            outcome[number] = TakenBack(restored=True)
        moved = [each for each in people if now[each.person_id].manager_id != each.manager_id]
        self._line.will_be(people, moved=bool(moved))
        return Undone(
            changes=[changed(self._scope, each) for each in people],
            guards=[guard] if moved else [],
            taken_back=outcome,
        )

    def _said(self, row: ImportRow) -> Mapping[str, str]:
        if row.number not in self._said_by:
            # Rows come in batches, and each is asked several times while its batch is looked at.
            if len(self._said_by) >= _SAID_AT_ONCE:
                self._said_by.clear()
            self._said_by[row.number] = filled(row.cells, self._job.mapping)
        return self._said_by[row.number]

    def _person_id(self, row: ImportRow) -> str:
        """Whom the row is about; each person is in one row."""
        person_id = self._said(row).get("person_id", "")
        fields.refuse(fields.required("person_id", person_id))
        first = self._row_of.setdefault(person_id, row.number)
        if first != row.number:
            message = f"Row {first} is about this person already."
            raise InvalidFieldsError([FieldViolation("person_id", "DUPLICATE", message)])
        return person_id

    def _existing(self, rows: Sequence[ImportRow]) -> Mapping[str, Person]:
        said = {self._said(row).get("person_id", "") for row in rows}
        listed = {row.found.id for row in rows if row.found and row.found.outcome is Outcome.GONE}
        return self._scope.store.people((said | listed) - {""})

    def _know_addresses(self, rows: Sequence[ImportRow]) -> None:
        """Whose the mail addresses are by which the rows name managers: those of the rows, and those of people who are there."""
        for row in rows:
            said = self._said(row)
            if said.get("email") and said.get("person_id"):
                self._addresses.setdefault(email_key(said["email"]), said["person_id"])
        named = {
            email_key(text)
            for row in rows
            for name, text in self._said(row).items()
            if name.startswith("manager") and "@" in text
        }
        holders = self._scope.store.people_by_email(named) if named else {}
        self._addresses |= {key: person.person_id for key, person in holders.items()}

    def _read(self, row: ImportRow, person_id: str, before: Person | None) -> SoundRow:
        draft = draft_of(
            self._said(row),
            before=before,
            departments=self._departments,
            holder_of_email=self._addresses,
            today=self._scope.today,
        )
        return SoundRow(row=row.number, person_id=person_id, profile=profile_from(draft))

    def _decided(self, row: SoundRow, before: Person | None) -> Person:
        if before is None:
            return register(row.person_id, row.profile)
        return change(before, row.profile, today=self._scope.today)

    def _outcome(self, row: SoundRow, before: Person | None) -> tuple[Finding, Person | None]:
        """What becomes of the row, and the person as the row makes it, where that is anything new."""
        try:
            after = self._decided(row, before)
        except RefusedError as error:
            return refusal(error, subject=row.person_id), None
        if after is before:
            return Finding(outcome=Outcome.UNCHANGED, id=row.person_id), None
        if before is None:
            return Finding(outcome=Outcome.CREATED, id=row.person_id), after
        changes = differences(texts_of(before.profile), texts_of(after.profile))
        return Finding(outcome=Outcome.CHANGED, id=row.person_id, changes=changes), after

    def _left(self, listed: Finding, existing: Mapping[str, Person]) -> tuple[Finding, Person | None]:
        """Somebody who is in no row, with the last day that was decided; who has left since is left alone."""
        person = existing.get(listed.id)
        left_on = self._job.left_on
        if person is None or left_on is None or not person.is_employed_on(self._scope.today):
            return Finding(outcome=Outcome.UNCHANGED, id=listed.id), None
        hired_on = person.profile.hired_on
        if hired_on is not None and left_on < hired_on:
            error = InvalidFieldsError([FieldViolation("left_on", "OUT_OF_RANGE", "Joined after that day.")])
            return refusal(error, subject=listed.id), None
        after = change(person, replace(person.profile, left_on=left_on), today=self._scope.today)
        return listed, after if after is not person else None

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            person_ids=(),
            department_ids=self._department_ids(),
            role_ids=frozenset(self._roles),
            holder_of_email=self._held_addresses,
        )

    def _department_ids(self) -> frozenset[str]:
        return frozenset({*self._departments.by_id, *self._departments.founded})

    def _founded(self, people: Iterable[Person], *, there: frozenset[str]) -> list[Change[Any]]:
        """The departments that these people are the first in; `there` are all that there are."""
        wanted = {
            position.department_id
            for person in people
            for position in person.profile.positions
            if position.department_id in self._departments.founded
        }
        tree = Hierarchy({})
        return [
            Change(
                aggregate=found_department(
                    DepartmentDraft(
                        department_id=each, name=self._departments.founded[each], parent_department_id=""
                    ),
                    department_id=each,
                    tree=tree,
                ),
                happened="founded",
                happened_at=self._scope.now,
            )
            for each in sorted(wanted - there - {None})
            if each
        ]


class _KnownLine:
    """Who leads whom, read once and kept up with whom the run brings in; read again as soon as anybody was moved."""

    def __init__(self, scope: ImportScope) -> None:
        self._scope = scope
        self._seen: int | None = None
        self._manager_of: dict[str, str | None] = {}

    def manager_of(self) -> Mapping[str, str | None]:
        """Everybody, and who leads them."""
        return self.as_of(self._scope.store.guard(REPORTING_LINE))

    def as_of(self, guard: Guard) -> Mapping[str, str | None]:
        """The same, as it is since the guard was passed the last time."""
        if self._seen != guard.seen:
            self._manager_of = dict(self._scope.store.reporting_lines().above_of)
            self._seen = guard.seen
        return self._manager_of

    def will_be(self, people: Iterable[Person], *, moved: bool) -> None:
        """These people are about to be saved."""
        if moved:
            self._seen = None
        self._manager_of |= {each.person_id: each.manager_id for each in people}
