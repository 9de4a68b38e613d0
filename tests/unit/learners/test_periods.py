"""When a credential counts: calendar arithmetic, half-open periods, the last valid day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_learners.domain.periods import (
    CalendarDuration,
    Coverage,
    Period,
    coverage,
    last_valid_day,
)
from tests.support.learners.builders import NOW, period_of

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
DURATIONS = st.builds(
    CalendarDuration,
    years=st.integers(0, 30),
    months=st.integers(0, 30),
    weeks=st.integers(0, 60),
    days=st.integers(0, 400),
).filter(lambda each: bool(each.years or each.months or each.weeks or each.days))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("P3Y", (3, 0, 0, 0)),
        ("P1Y6M", (1, 6, 0, 0)),
        ("P18M", (0, 18, 0, 0)),
        ("P2W", (0, 0, 2, 0)),
        ("P365D", (0, 0, 0, 365)),
        ("P1Y2M3W4D", (1, 2, 3, 4)),
    ],
)
def test_a_duration_has_years_months_weeks_and_days(text: str, parts: tuple[int, int, int, int]) -> None:
    duration = CalendarDuration.parse(text)
    assert (duration.years, duration.months, duration.weeks, duration.days) == parts


@pytest.mark.parametrize(
    "text",
    ["", "P", "3Y", "P3", "PT1H", "P1YT1H", "P0D", "P-1Y", "P1.5Y", "P1D1Y", "P1Y ", "p1y", "P\uff11Y"],
)
def test_anything_else_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        CalendarDuration.parse(text)


@pytest.mark.parametrize(
    ("issued_on", "validity", "last_valid_on"),
    [
        (date(2024, 2, 29), "P1Y", date(2025, 2, 27)),
        (date(2024, 2, 29), "P4Y", date(2028, 2, 28)),
        (date(2023, 1, 31), "P1M", date(2023, 2, 27)),
        (date(2024, 1, 31), "P1M", date(2024, 2, 28)),
        (date(2023, 3, 15), "P3Y", date(2026, 3, 14)),
        (date(2024, 1, 1), "P365D", date(2024, 12, 30)),
        (date(2023, 1, 31), "P1M1D", date(2023, 2, 28)),
        (date(2023, 10, 29), "P2W", date(2023, 11, 11)),
    ],
)
def test_years_and_months_come_first_and_end_with_the_month_then_weeks_and_days(
    issued_on: date, validity: str, last_valid_on: date
) -> None:
    period = period_of(issued_on=issued_on, validity=CalendarDuration.parse(validity))
    assert period.valid_from == datetime.combine(issued_on, datetime.min.time(), tzinfo=UTC)
    assert last_valid_day(period.valid_until) == last_valid_on


def test_without_a_validity_it_never_ends() -> None:
    period = period_of(issued_on=date(2020, 5, 1), validity=None)
    assert period.valid_until is None
    assert last_valid_day(period.valid_until) is None
    assert period.contains(datetime(9999, 12, 31, tzinfo=UTC))


@pytest.mark.parametrize("validity", ["P9000Y", "P99999999999M", "P1Y999999W", "P9999999999D"])
def test_a_validity_past_the_end_of_the_calendar_never_ends(validity: str) -> None:
    assert (
        period_of(issued_on=date(2020, 5, 1), validity=CalendarDuration.parse(validity)).valid_until is None
    )


def test_the_first_instant_counts_and_the_instant_of_expiry_does_not() -> None:
    period = period_of(issued_on=date(2025, 1, 1), validity=CalendarDuration.parse("P1Y"))
    tick = timedelta(microseconds=1)
    assert not period.contains(datetime(2025, 1, 1, tzinfo=UTC) - tick)
    assert period.contains(datetime(2025, 1, 1, tzinfo=UTC))
    assert period.contains(datetime(2026, 1, 1, tzinfo=UTC) - tick)
    assert not period.contains(datetime(2026, 1, 1, tzinfo=UTC))


def test_the_last_valid_day_is_the_day_of_the_last_instant_that_counts() -> None:
    assert last_valid_day(datetime(2026, 3, 1, tzinfo=UTC)) == date(2026, 2, 28)
    assert last_valid_day(datetime(2026, 3, 1, 8, 14, tzinfo=UTC)) == date(2026, 3, 1)


def test_an_empty_period_is_none() -> None:
    with pytest.raises(ValueError, match="ends after it begins"):
        Period(valid_from=NOW, valid_until=NOW)


@given(issued_on=DAYS, validity=DURATIONS)
def test_a_period_is_never_empty_and_lasts_through_the_day_it_says(
    issued_on: date, validity: CalendarDuration
) -> None:
    period = period_of(issued_on=issued_on, validity=validity)
    assert period.valid_until is not None
    last = last_valid_day(period.valid_until)
    assert last is not None
    assert last >= issued_on
    begins = datetime.combine(last, time.min, tzinfo=UTC)
    assert period.contains(begins)
    assert not period.contains(begins + timedelta(days=1))


@given(days=st.tuples(DAYS, DAYS), validity=DURATIONS)
def test_who_was_certified_later_never_lapses_earlier(
    days: tuple[date, date], validity: CalendarDuration
) -> None:
    earlier, later = sorted(days)
    first, second = validity.after(earlier), validity.after(later)
    assert first is not None
    assert second is not None
    assert first <= second


@given(issued_on=DAYS, years=st.integers(1, 20))
def test_a_year_ends_on_the_same_day_of_the_year_but_for_29_february(issued_on: date, years: int) -> None:
    ends_on = CalendarDuration(years=years, months=0, weeks=0, days=0).after(issued_on)
    assert ends_on is not None
    assert (ends_on.year, ends_on.month) == (issued_on.year + years, issued_on.month)
    assert ends_on.day == issued_on.day or (issued_on.month, issued_on.day, ends_on.day) == (2, 29, 28)


@given(issued_on=DAYS, months=st.integers(1, 40))
def test_a_month_is_clamped_to_its_end_and_never_runs_over_into_the_next(
    issued_on: date, months: int
) -> None:
    ends_on = CalendarDuration(years=0, months=months, weeks=0, days=0).after(issued_on)
    assert ends_on is not None
    assert (ends_on.year * 12 + ends_on.month) - (issued_on.year * 12 + issued_on.month) == months
    assert ends_on.day <= issued_on.day


@given(issued_on=DAYS, validity=DURATIONS)
def test_a_renewal_on_the_day_after_the_last_leaves_no_gap_and_no_overlap(
    issued_on: date, validity: CalendarDuration
) -> None:
    first = period_of(issued_on=issued_on, validity=validity)
    assert first.valid_until is not None
    second = period_of(issued_on=first.valid_until.date(), validity=validity)
    assert second.valid_from == first.valid_until
    together = coverage(periods=[second, first], now=first.valid_from)
    assert together == Coverage(second.valid_until)


def test_coverage_ends_at_the_first_gap() -> None:
    day = timedelta(days=1)
    first = Period(valid_from=NOW - day, valid_until=NOW + day)
    after_a_gap = Period(valid_from=NOW + 2 * day, valid_until=NOW + 3 * day)
    assert coverage(periods=[after_a_gap, first], now=NOW) == Coverage(NOW + day)
    assert coverage(periods=[after_a_gap], now=NOW) is None
    assert coverage(periods=[], now=NOW) is None


@given(
    spans=st.lists(st.tuples(st.integers(-30, 30), st.integers(1, 20) | st.none()), max_size=6),
    extra=st.tuples(st.integers(-30, 30), st.integers(1, 20) | st.none()),
)
def test_another_period_never_shortens_coverage(
    spans: list[tuple[int, int | None]], extra: tuple[int, int | None]
) -> None:
    def period(span: tuple[int, int | None]) -> Period:
        begins = NOW + timedelta(days=span[0])
        return Period(valid_from=begins, valid_until=begins + timedelta(days=span[1]) if span[1] else None)

    before = coverage(periods=[period(each) for each in spans], now=NOW)
    after = coverage(periods=[period(each) for each in [*spans, extra]], now=NOW)
    assert before is None or (after is not None and not after < before)
    assert (before is not None) == any(period(each).contains(NOW) for each in spans)
