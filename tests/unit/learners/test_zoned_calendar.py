"""The calendar and the clock in a time zone: days, daylight saving, leap days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_learners.domain.periods import CalendarDuration
from cairn_learners.domain.zoned_calendar import ZonedCalendar, calendar_in
from tests.support.learners.recertifying import added, at

ZONES = ("UTC", "Europe/Madrid", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo")
INSTANTS = st.datetimes(
    min_value=datetime(1995, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
    max_value=datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def madrid() -> ZonedCalendar:
    found = calendar_in("Europe/Madrid")
    assert found is not None
    return found


def plus(instant: str, duration: str, *, times: int = 1) -> datetime:
    return madrid().counted(at(instant), CalendarDuration.parse_with_nothing(duration), times=times)


@pytest.mark.parametrize("name", ["", "Europe/Madird", "../etc/passwd", "/etc/passwd", "Europe", "x" * 300])
def test_what_is_no_time_zone_has_no_calendar(name: str) -> None:
    assert calendar_in(name) is None


@pytest.mark.parametrize("name", ["localtime", "posixrules", "right/UTC", "posix/UTC", "Factory", "a\0b"])
def test_what_depends_on_the_machine_or_counts_leap_seconds_is_no_time_zone(name: str) -> None:
    assert calendar_in(name) is None


def test_the_time_of_day_stays_across_daylight_saving() -> None:
    assert plus("2024-01-15 08:14+01:00", "P6M") == at("2024-07-15 08:14+02:00")
    assert plus("2024-03-30 08:14+01:00", "P1D") == at("2024-03-31 08:14+02:00")
    assert plus("2024-10-26 08:14+02:00", "P1W") == at("2024-11-02 08:14+01:00")


def test_a_time_that_does_not_exist_moves_forward_by_the_gap() -> None:
    assert plus("2024-03-30 02:30+01:00", "P1D") == at("2024-03-31 03:30+02:00")


def test_a_time_that_comes_twice_is_the_first() -> None:
    assert plus("2024-10-26 02:30+02:00", "P1D") == at("2024-10-27 02:30+02:00")
    assert plus("2023-10-29 02:30+01:00", "P364D") == at("2024-10-27 02:30+02:00")


def test_nothing_added_is_the_same_instant_even_where_the_time_comes_twice() -> None:
    second = at("2024-10-27 02:30+01:00")
    assert plus("2024-10-27 02:30+01:00", "P0D") == second
    assert plus("2024-10-27 02:30+01:00", "P1Y", times=0) == second


@pytest.mark.parametrize(
    ("instant", "duration", "expected"),
    [
        ("2024-02-29 12:00+01:00", "P1Y", "2025-02-28 12:00+01:00"),
        ("2024-02-29 12:00+01:00", "P4Y", "2028-02-29 12:00+01:00"),
        ("2023-01-31 12:00+01:00", "P1M", "2023-02-28 12:00+01:00"),
        ("2024-01-31 12:00+01:00", "P1M", "2024-02-29 12:00+01:00"),
        ("2024-01-31 12:00+01:00", "P1M1D", "2024-03-01 12:00+01:00"),
        ("2023-03-01 12:00+01:00", "P365D", "2024-02-29 12:00+01:00"),
    ],
)
def test_years_and_months_come_first_and_end_with_the_month_then_weeks_and_days(
    instant: str, duration: str, expected: str
) -> None:
    assert plus(instant, duration) == at(expected)


def test_several_times_are_counted_as_a_whole_so_that_the_last_of_a_month_comes_back() -> None:
    assert plus("2024-01-31 12:00+01:00", "P1M", times=2) == at("2024-03-31 12:00+02:00")
    assert plus("2024-03-31 12:00+02:00", "P1M", times=-1) == at("2024-02-29 12:00+01:00")
    assert plus("2024-02-29 12:00+01:00", "P1Y", times=-4) == at("2020-02-29 12:00+01:00")


def test_past_the_end_of_the_calendar_there_is_nothing() -> None:
    with pytest.raises(OverflowError):
        plus("2024-01-31", "P9000Y")
    with pytest.raises(OverflowError):
        plus("2024-01-31", "P1Y", times=-2024)


def test_a_day_begins_at_midnight_or_when_the_clock_goes_on() -> None:
    assert madrid().start_of(date(2023, 2, 12)) == at("2023-02-12 00:00+01:00")
    cairo = calendar_in("Africa/Cairo")
    assert cairo is not None
    # The clock went from 23:59:59 to 01:00:00.
    assert cairo.start_of(date(2024, 4, 26)) == at("2024-04-26 01:00+03:00")


def test_the_last_day_is_that_of_the_last_instant_there() -> None:
    assert madrid().last_day_before(at("2024-02-12 00:00+01:00")) == date(2024, 2, 11)
    assert madrid().last_day_before(at("2024-02-11 23:30")) == date(2024, 2, 12)


def test_sentences_show_the_time_there() -> None:
    assert madrid().shown(at("2024-07-01 12:00")) == "2024-07-01 14:00 (Europe/Madrid)"
    assert madrid().shown(at("2024-07-01 12:00:05")) == "2024-07-01 14:00:05 (Europe/Madrid)"


@given(
    instant=INSTANTS,
    zone=st.sampled_from(ZONES),
    duration=st.sampled_from(["P1Y", "P1M", "P3M", "P2W", "P1D", "P365D", "P1Y2M3W4D"]),
    times=st.integers(-12, 12),
)
def test_it_counts_as_one_does_by_hand(instant: datetime, zone: str, duration: str, times: int) -> None:
    found = calendar_in(zone)
    assert found is not None
    counted = found.counted(instant, CalendarDuration.parse(duration), times=times)
    assert counted == added(instant, duration, times, found.zone)


@given(day=st.dates(date(1995, 1, 1), date(2040, 1, 1)), zone=st.sampled_from(ZONES))
def test_days_follow_each_other_without_a_gap(day: date, zone: str) -> None:
    found = calendar_in(zone)
    assert found is not None
    begins = found.start_of(day)
    assert begins.astimezone(found.zone).date() == day
    assert found.last_day_before(begins) == day - timedelta(days=1)
