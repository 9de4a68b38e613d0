"""Many people at once, each row decided for itself; managers may come later in the same import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cairn_learners.domain import fields
from cairn_learners.domain.employment import after_earlier
from cairn_learners.domain.people import (
    Person,
    PersonDraft,
    Profile,
    Surroundings,
    change,
    check_line,
    check_references,
    email_key,
    profile_from,
    register,
)
from cairn_learners.domain.rows import Row, RowOutcome, refused
from cairn_platform.errors import FieldViolation, InvalidFieldsError, RefusedError


@dataclass(frozen=True, kw_only=True)
class SoundRow:
    """A row whose fields are right; whether what it refers to is there is still open."""

    row: int
    person_id: str
    profile: Profile


def read_rows(drafts: Sequence[PersonDraft]) -> tuple[list[SoundRow], list[Row[Person]]]:
    """The rows whose fields are right, and those that are refused for what is wrong with them. No two rows are about one person."""
    sound: list[SoundRow] = []
    refusals: list[Row[Person]] = []
    seen: set[str] = set()
    for row, draft in enumerate(drafts):
        try:
            fields.refuse(fields.required("person_id", draft.person_id))
            if draft.person_id in seen:
                raise InvalidFieldsError(
                    [FieldViolation("person_id", "DUPLICATE", "An earlier row is about this person.")]
                )
            seen.add(draft.person_id)
            sound.append(SoundRow(row=row, person_id=draft.person_id, profile=profile_from(draft)))
        except RefusedError as error:
            refusals.append(refused(row, error))
    return sound, refusals


def decide_people(
    rows: Sequence[SoundRow],
    *,
    existing: Mapping[str, Person],
    manager_of: Mapping[str, str | None],
    surroundings: Surroundings,
    today: date,
) -> list[Row[Person]]:
    """What becomes of each of these rows: created, changed, unchanged, or refused with its reason.

    `existing` are those of the rows' people who are there already, `manager_of` everybody who is. A row may name a manager who is there
    or comes in another good row. A row that closes a circle with the rows before it is refused. Since another row may have leaned on one
    that is refused, what is left is looked at again until all of it holds.
    """
    refusals = refusals_among(rows, existing=existing, manager_of=manager_of, surroundings=surroundings)
    good = [each for each in rows if each.row not in refusals]
    return [refused(row, error) for row, error in refusals.items()] + [
        _decided(each, existing.get(each.person_id), today=today) for each in good
    ]


def refusals_among(
    rows: Sequence[SoundRow],
    *,
    existing: Mapping[str, Person],
    manager_of: Mapping[str, str | None],
    surroundings: Surroundings,
) -> dict[int, RefusedError]:
    """Which of these rows cannot hold together with the others and with what is there, and why, by row."""
    refusals: dict[int, RefusedError] = {}
    left = list(rows)
    while newly := _refusals(left, existing=existing, manager_of=manager_of, surroundings=surroundings):
        refusals |= newly
        left = [each for each in left if each.row not in newly]
    return refusals


def _refusals(
    rows: Sequence[SoundRow],
    *,
    existing: Mapping[str, Person],
    manager_of: Mapping[str, str | None],
    surroundings: Surroundings,
) -> dict[int, RefusedError]:
    """The rows that cannot hold even if all the others do."""
    # Nobody in the import has a manager until the own row was looked at: two who change places are no circle on the way.
    line = {**manager_of, **{each.person_id: None for each in rows}}
    emails = dict(surroundings.holder_of_email)
    there = replace(surroundings, person_ids=line.keys(), holder_of_email=emails)
    found: dict[int, RefusedError] = {}
    for each in rows:
        manager_id = each.profile.position.manager_id
        before = existing.get(each.person_id)
        try:
            fields.refuse(after_earlier(each.profile.hired_on, before.past_employments if before else ()))
            check_line(each.person_id, manager_id, manager_of=line)
            check_references(each.person_id, each.profile, surroundings=there)
        except RefusedError as error:
            found[each.row] = error
        else:
            line[each.person_id] = manager_id
            if each.profile.email:
                emails[email_key(each.profile.email)] = each.person_id
    return found


def _decided(row: SoundRow, before: Person | None, *, today: date) -> Row[Person]:
    if before is None:
        created = register(row.person_id, row.profile)
        return Row(row=row.row, outcome=RowOutcome.CREATED, id=created.person_id, aggregate=created)
    after = change(before, row.profile, today=today)
    outcome = RowOutcome.UNCHANGED if after is before else RowOutcome.CHANGED
    return Row(row=row.row, outcome=outcome, id=after.person_id, aggregate=after)
