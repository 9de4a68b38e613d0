"""Half-open periods, chains of them, and the last valid day."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from cairn_reporting.domain.periods import (
    Coverage,
    Period,
    coverage,
    last_day_among,
    last_valid_day,
    latest_end,
)
from tests.support.reporting.builders import day, period


def test_the_first_instant_counts_and_the_instant_of_expiry_does_not() -> None:
    valid = [period(10, 20)]
    assert coverage(periods=valid, at=day(10) - timedelta.resolution) is None
    assert coverage(periods=valid, at=day(10)) == Coverage(until=day(20))
    assert coverage(periods=valid, at=day(20) - timedelta.resolution) == Coverage(until=day(20))
    assert coverage(periods=valid, at=day(20)) is None


def test_a_period_without_an_end_counts_for_ever() -> None:
    assert coverage(periods=[period(0, None)], at=day(100_000)) == Coverage(until=None)


@pytest.mark.parametrize("end", [3, 5])
def test_a_period_that_does_not_end_after_its_beginning_cannot_be(end: int) -> None:
    with pytest.raises(ValueError, match="ends after it begins"):
        Period(valid_from=day(5), valid_until=day(end))


def test_periods_that_overlap_count_on() -> None:
    assert coverage(periods=[period(0, 10), period(5, 30)], at=day(1)) == Coverage(until=day(30))


def test_a_period_that_begins_at_the_instant_another_ends_counts_on() -> None:
    assert coverage(periods=[period(10, 20), period(0, 10)], at=day(1)) == Coverage(until=day(20))


def test_a_gap_of_an_instant_ends_the_chain() -> None:
    late = Period(valid_from=day(10) + timedelta.resolution, valid_until=None)
    assert coverage(periods=[period(0, 10), late], at=day(1)) == Coverage(until=day(10))


def test_a_chain_that_reaches_an_endless_period_is_endless() -> None:
    assert coverage(periods=[period(0, 10), period(9, None)], at=day(1)) == Coverage(until=None)


def test_nothing_counts_before_the_first_and_after_the_last_period() -> None:
    assert coverage(periods=[period(5, 10)], at=day(4)) is None
    assert coverage(periods=[period(5, 10)], at=day(10)) is None
    assert coverage(periods=[], at=day(0)) is None


def test_a_period_within_another_changes_nothing() -> None:
    assert coverage(periods=[period(0, 10), period(2, 3)], at=day(1)) == Coverage(until=day(10))


def test_endless_outlasts_any_end_and_nothing_outlasts_itself() -> None:
    endless, early, late = Coverage(until=None), Coverage(until=day(1)), Coverage(until=day(2))
    assert endless.outlasts(late)
    assert late.outlasts(early)
    for one in (endless, early, late):
        assert not one.outlasts(one)
    assert not late.outlasts(endless)


def test_the_latest_end_is_the_last_one_that_is_over() -> None:
    periods = [period(0, 5), period(2, 8), period(3, 30), period(9, None)]
    assert latest_end(periods=periods, at=day(8)) == day(8)
    assert latest_end(periods=periods, at=day(7)) == day(5)
    assert latest_end(periods=periods, at=day(4)) is None


@pytest.mark.parametrize(
    ("valid_until", "last_day"),
    [
        (datetime(2027, 3, 5, tzinfo=UTC), date(2027, 3, 4)),
        (datetime(2027, 3, 5, 8, 14, tzinfo=UTC), date(2027, 3, 5)),
        (datetime(2027, 3, 5, 1, tzinfo=timezone(timedelta(hours=2))), date(2027, 3, 4)),
        (datetime(2024, 3, 1, tzinfo=UTC), date(2024, 2, 29)),
    ],
)
def test_the_last_valid_day_is_the_day_in_utc_before_the_end(valid_until: datetime, last_day: date) -> None:
    assert last_valid_day(valid_until) == last_day


def test_the_last_day_is_as_a_period_that_ends_then_says_it_else_the_day_in_utc() -> None:
    until = datetime(2026, 3, 1, 8, tzinfo=UTC)
    silent = Period(valid_from=day(0), valid_until=until)
    said = Period(valid_from=day(1), valid_until=until, last_valid_on=date(2026, 2, 28))
    other = Period(valid_from=day(2), valid_until=day(90), last_valid_on=date(2026, 1, 1))
    assert last_day_among([silent, said, other], ending_at=until) == date(2026, 2, 28)
    assert last_day_among([silent, other], ending_at=until) == date(2026, 3, 1)
