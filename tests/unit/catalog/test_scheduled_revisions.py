"""When a day of the catalogue begins, and which days an edit may name."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from cairn_catalog.domain.revision import check_effective_on, day_of, start_of
from cairn_platform.errors import InvalidFieldsError

_TODAY = date(2026, 11, 22)


def test_a_day_begins_at_midnight_in_utc_for_everybody() -> None:
    assert start_of(date(2026, 12, 1)) == datetime(2026, 12, 1, tzinfo=UTC)
    auckland = timezone(timedelta(hours=13))
    assert day_of(datetime(2026, 12, 1, 12, 59, tzinfo=auckland)) == date(2026, 11, 30)
    assert day_of(datetime(2026, 12, 1, 13, 0, tzinfo=auckland)) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [("", None), ("2026-11-22", None), ("2026-11-23", date(2026, 11, 23)), ("2028-02-29", date(2028, 2, 29))],
)
def test_no_day_and_today_are_at_once(text: str, day: date | None) -> None:
    assert check_effective_on(text, today=_TODAY) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-11-21", "IN_PAST"),
        ("2027-02-29", "NOT_A_DAY"),
        ("20261201", "NOT_A_DAY"),
        ("2026-12-01T00:00:00Z", "NOT_A_DAY"),
        ("tomorrow", "NOT_A_DAY"),
    ],
)
def test_a_day_is_one_and_not_past(text: str, reason: str) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        check_effective_on(text, today=_TODAY)
    assert [(each.field, each.reason) for each in refused.value.violations] == [("effective_on", reason)]
