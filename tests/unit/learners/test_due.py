"""By when something is due."""

from datetime import date

import pytest

from cairn_learners.domain.due import (
    Anchor,
    Due,
    DueAfter,
    DueBeforeExpiry,
    DueFacts,
    DueOn,
    due_day,
    due_draft,
    due_from,
)
from cairn_learners.domain.periods import CalendarDuration

ASSIGNED = date(2026, 11, 22)
HIRED = date(2024, 1, 31)
TAKEN = date(2026, 6, 1)
EXPIRES = date(2027, 3, 31)


def _after(anchor: Anchor, duration: str = "P1M") -> DueAfter:
    return DueAfter(anchor=anchor, duration=CalendarDuration.parse(duration))


def _day(
    due: Due | None,
    *,
    basis_on: date | None = None,
    hired_on: date | None = HIRED,
    taken_on: date | None = TAKEN,
) -> date | None:
    facts = DueFacts(
        assigned_on=ASSIGNED, hired_on=hired_on, taken_on=taken_on, last_valid_on={"badge": EXPIRES}
    )
    return due_day(due, basis_on=basis_on, facts=facts)


def test_a_day_is_the_same_for_everybody() -> None:
    assert _day(DueOn(day=date(2026, 12, 24)), basis_on=date(2030, 1, 1)) == date(2026, 12, 24)
    assert _day(None) is None


@pytest.mark.parametrize(
    ("anchor", "day"),
    [
        (Anchor.ASSIGNMENT, date(2026, 12, 22)),
        (Anchor.HIRE, date(2024, 2, 29)),
        (Anchor.POSITION_START, date(2026, 7, 1)),
    ],
)
def test_a_duration_counts_from_its_anchor_on_the_calendar(anchor: Anchor, day: date) -> None:
    assert _day(_after(anchor)) == day


def test_an_anchor_before_the_basis_date_counts_from_it_and_a_later_one_from_itself() -> None:
    basis = date(2026, 3, 15)
    assert _day(_after(Anchor.HIRE), basis_on=basis) == date(2026, 4, 15)
    assert _day(_after(Anchor.POSITION_START), basis_on=basis) == date(2026, 7, 1)
    assert _day(_after(Anchor.HIRE), basis_on=HIRED) == date(2024, 2, 29)


def test_a_blank_anchor_counts_from_the_basis_date_and_without_one_from_the_assignment() -> None:
    basis = date(2026, 3, 15)
    assert _day(_after(Anchor.HIRE), basis_on=basis, hired_on=None) == date(2026, 4, 15)
    assert _day(_after(Anchor.POSITION_START), taken_on=None) == date(2026, 12, 22)


def test_before_an_expiry_counts_back_from_the_last_valid_day() -> None:
    before = DueBeforeExpiry(credential_id="badge", duration=CalendarDuration.parse("P1M"))
    assert _day(before) == date(2027, 2, 28)
    assert _day(DueBeforeExpiry(credential_id="other", duration=CalendarDuration.parse("P1M"))) is None


@pytest.mark.parametrize(
    "due",
    [
        None,
        DueOn(day=ASSIGNED),
        _after(Anchor.HIRE, "P1Y6M2W3D"),
        DueBeforeExpiry(credential_id="badge", duration=CalendarDuration.parse("P30D")),
    ],
)
def test_what_is_kept_of_it_is_read_as_it_was(due: Due | None) -> None:
    assert due_from(due_draft(due)) == due
