"""What a row of a file says about an assignment: who completes which path by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cairn_learners.domain import fields
from cairn_learners.domain.assignments import Audience, Enrolment, check_assignment
from cairn_learners.domain.imported_days import day_as_iso


@dataclass(frozen=True, kw_only=True)
class AssignedRow:
    """One row. `person` is an id or a mail address."""

    person: str
    path_id: str
    due_on: date | None
    note: str


def assigned_row_of(values: Mapping[str, str]) -> AssignedRow:
    """What the row says. Raises InvalidFieldsError for what is wrong by itself; a day in the past is not: it may be asked for already."""
    due_on = day_as_iso(values.get("due_on", ""))
    fields.refuse(
        fields.required("person", values.get("person", "")),
        fields.required("path_id", values.get("path_id", "")),
        fields.day("due_on", due_on),
    )
    return AssignedRow(
        person=values["person"],
        path_id=values["path_id"],
        due_on=fields.parsed_day(due_on),
        note=values.get("note", "").strip(),
    )


def check_new(row: AssignedRow, *, person_id: str, today: date) -> None:
    """What the row asks for may be asked for from today on. Raises InvalidFieldsError."""
    check_assignment(
        audience=audience_of([person_id]),
        due_on=row.due_on.isoformat() if row.due_on else "",
        note=row.note,
        today=today,
    )


def audience_of(person_ids: list[str]) -> Audience:
    """Just these people."""
    return Audience(person_ids=tuple(person_ids), team_ids=(), include_sub_teams=False)


def is_asked_already(enrolment: Enrolment | None, *, due_on: date | None) -> bool:
    """Somebody asks for it by the same day; a row without a day is content with any."""
    if enrolment is None:
        return False
    standing = [each for each in enrolment.asks if each.withdrawn_at is None]
    return any(due_on is None or each.due_on == due_on for each in standing)
