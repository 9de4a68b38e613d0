"""When schedules want something done: by the calendar, on the clock of a place."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_reporting.domain.schedules import Daily, Monthly, Schedule, Weekly

BERLIN = ZoneInfo("Europe/Berlin")
# Clocks that go on by an hour, by half an hour and at midnight, one that left out a day, and those that never change.
PLACES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Asuncion",
    "Africa/Cairo",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "UTC",
]
DAYS = st.one_of(
    st.just(Daily()),
    st.sets(st.integers(1, 7), min_size=1).map(lambda days: Weekly(iso_weekdays=frozenset(days))),
    st.integers(1, 31).map(lambda day: Monthly(day=day)),
)
SCHEDULES = st.builds(
    Schedule,
    days=DAYS,
    local_time=st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    zone=st.sampled_from(PLACES).map(ZoneInfo),
)
INSTANTS = st.datetimes(datetime(2009, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def daily(at: str, zone: ZoneInfo = BERLIN) -> Schedule:
    return Schedule(days=Daily(), local_time=time.fromisoformat(at), zone=zone)


def shown(schedule: Schedule, *, after: str, times: int) -> list[str]:
    """The next instants on the clock there."""
    found, at = [], datetime.fromisoformat(after)
    for _ in range(times):
        at = schedule.next_after(at)
        found.append(at.astimezone(schedule.zone).isoformat(timespec="minutes"))
    return found


def test_every_day_keeps_the_time_on_the_clock_when_the_offset_changes() -> None:
    assert shown(daily("07:00"), after="2026-03-28T00:00+00:00", times=3) == [
        "2026-03-28T07:00+01:00",
        "2026-03-29T07:00+02:00",
        "2026-03-30T07:00+02:00",
    ]


def test_a_time_that_the_clock_leaves_out_is_due_once_and_moves_on_by_the_gap() -> None:
    assert shown(daily("02:30"), after="2026-03-28T12:00+00:00", times=2) == [
        "2026-03-29T03:30+02:00",
        "2026-03-30T02:30+02:00",
    ]


def test_a_time_that_the_clock_shows_twice_is_due_the_first_time_only() -> None:
    assert shown(daily("02:30"), after="2026-10-24T12:00+00:00", times=2) == [
        "2026-10-25T02:30+02:00",
        "2026-10-26T02:30+01:00",
    ]
    between = datetime.fromisoformat("2026-10-25T02:45+02:00")
    assert daily("02:30").next_after(between).astimezone(BERLIN).day == 26


def test_a_day_that_a_place_left_out_is_made_up_for_by_the_one_behind_it() -> None:
    apia = daily("09:00", ZoneInfo("Pacific/Apia"))
    assert shown(apia, after="2011-12-29T00:00-10:00", times=3) == [
        "2011-12-29T09:00-10:00",
        "2011-12-31T09:00+14:00",
        "2012-01-01T09:00+14:00",
    ]


def test_the_last_day_stands_in_for_one_that_a_month_has_not() -> None:
    monthly = Schedule(days=Monthly(day=31), local_time=time(6), zone=ZoneInfo("UTC"))
    found = shown(monthly, after="2027-12-31T06:00+00:00", times=4)
    assert [each[:10] for each in found] == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]


def test_days_of_the_week_are_those_of_the_place_and_not_of_utc() -> None:
    mondays = Schedule(
        days=Weekly(iso_weekdays=frozenset({1})), local_time=time(0, 30), zone=ZoneInfo("Asia/Kathmandu")
    )
    (monday,) = shown(mondays, after="2026-11-20T00:00+00:00", times=1)
    assert monday == "2026-11-23T00:30+05:45"
    assert datetime.fromisoformat(monday).astimezone(UTC).isoweekday() == 7


def test_what_was_due_meanwhile_is_all_there_the_latest_last() -> None:
    schedule = daily("07:00")
    first = datetime.fromisoformat("2026-03-28T06:00+00:00")
    due = list(schedule.due_within(first=first, until=datetime.fromisoformat("2026-03-30T05:00+00:00")))
    assert [each.astimezone(BERLIN).day for each in due] == [28, 29, 30]


@given(schedule=SCHEDULES, after=INSTANTS)
def test_the_next_instant_lies_ahead_and_shows_the_time_or_the_end_of_a_gap(
    schedule: Schedule, after: datetime
) -> None:
    due = schedule.next_after(after)
    assert due > after
    assert due.tzinfo is UTC
    local = due.astimezone(schedule.zone).replace(tzinfo=None)
    if local.time() != schedule.local_time:
        named = datetime.combine(local.date(), schedule.local_time)
        there_and_back = named.replace(tzinfo=schedule.zone).astimezone(UTC).astimezone(schedule.zone)
        assert there_and_back.replace(tzinfo=None) != named, "the time exists on that day, and was not kept"
    else:
        assert schedule.days.falls_on(local.date()) or left_out(schedule, local.date())


def left_out(schedule: Schedule, day: date) -> bool:
    """The day before does not exist there."""
    before = datetime.combine(day - timedelta(days=1), schedule.local_time, tzinfo=schedule.zone)
    return before.astimezone(UTC).astimezone(schedule.zone).date() != before.date()


@given(schedule=SCHEDULES, after=INSTANTS)
def test_a_year_has_each_of_its_days_once(schedule: Schedule, after: datetime) -> None:
    until = after + timedelta(days=366)
    due = [schedule.next_after(after)]
    while due[-1] <= until:
        due.append(schedule.next_after(due[-1]))
    wanted = {
        datetime.combine(day, schedule.local_time, tzinfo=schedule.zone).astimezone(UTC)
        for number in range(-3, 372)
        if schedule.days.falls_on(day := after.date() + timedelta(days=number))
    }
    assert due[:-1] == sorted(each for each in wanted if after < each <= until)


@given(schedule=SCHEDULES, after=INSTANTS, part=st.floats(0, 1))
def test_nothing_is_due_between_two_instants_that_follow_each_other(
    schedule: Schedule, after: datetime, part: float
) -> None:
    first = schedule.next_after(after)
    second = schedule.next_after(first)
    between = first + (second - first) * part
    assert schedule.next_after(min(between, second - timedelta(microseconds=1))) == second
    assert all(one < two for one, two in pairwise([after, first, second]))


@pytest.mark.parametrize(("day", "of"), [(29, 28), (30, 28), (31, 28), (28, 28)])
def test_february_ends_every_longer_month(day: int, of: int) -> None:
    assert Monthly(day=day).falls_on(date(2026, 2, of))
