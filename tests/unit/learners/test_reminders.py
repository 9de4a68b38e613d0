"""What is told when: once, the newest of what piled up, outside quiet hours, on the clock where the person is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_learners.domain.reminder_settings import first_settings
from cairn_learners.domain.reminder_subjects import enrolment_subjects
from cairn_learners.domain.reminders import Subject, next_telling, ripe
from cairn_learners.domain.telling_times import TellingTimes
from tests.support.learners.builders import an_enrolment
from tests.support.learners.reminding import a_subject, settings, times_in

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
DAY = timedelta(days=1)
START = datetime(2025, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _keys(subjects: list[Subject], *, told: set[str], times: TellingTimes, now: datetime) -> list[str]:
    return [key for each in ripe(subjects, told=told, times=times, now=now) for key in each.keys]


@pytest.mark.parametrize(
    ("planned", "told"),
    [
        ("2025-06-01T12:00:00+02:00", "2025-06-01T12:00:00+02:00"),
        ("2025-06-01T22:30:00+02:00", "2025-06-02T07:00:00+02:00"),
        ("2025-06-02T00:00:00+02:00", "2025-06-02T07:00:00+02:00"),
        ("2025-06-02T06:59:59+02:00", "2025-06-02T07:00:00+02:00"),
        ("2025-06-02T07:00:00+02:00", "2025-06-02T07:00:00+02:00"),
        ("2025-06-02T20:00:00+02:00", "2025-06-03T07:00:00+02:00"),
        # The night in which the clock goes on, and the one in which it goes back.
        ("2025-03-30T00:00:00+01:00", "2025-03-30T07:00:00+02:00"),
        ("2025-10-26T00:00:00+02:00", "2025-10-26T07:00:00+01:00"),
    ],
)
def test_what_is_planned_within_quiet_hours_waits_for_their_end(planned: str, told: str) -> None:
    times = times_in("Europe/Berlin", quiet=("20:00", "07:00"))
    assert times.told_at(at(planned)) == at(told)


@pytest.mark.parametrize(
    ("quiet", "planned", "told"),
    [
        # 02:30 does not exist: quiet until the clock has gone on.
        (("22:00", "02:30"), "2025-03-30T01:00:00+01:00", "2025-03-30T03:30:00+02:00"),
        # 02:30 comes twice; what is planned after the first waits for the second.
        (("22:00", "02:30"), "2025-10-26T01:00:00+02:00", "2025-10-26T02:30:00+02:00"),
        (("22:00", "02:30"), "2025-10-26T02:10:00+01:00", "2025-10-26T02:30:00+01:00"),
        (("12:00", "13:00"), "2025-06-01T12:30:00+02:00", "2025-06-01T13:00:00+02:00"),
        (("12:00", "12:00"), "2025-06-01T12:00:00+02:00", "2025-06-01T12:00:00+02:00"),
    ],
)
def test_quiet_hours_end_where_the_clock_says_so(quiet: tuple[str, str], planned: str, told: str) -> None:
    assert times_in("Europe/Berlin", quiet=quiet).told_at(at(planned)) == at(told)


def test_a_tenant_begins_with_the_same_steps_before_an_expiry_and_a_due_date() -> None:
    first = first_settings(now=START)
    assert [each.days for each in first.before_expiry] == [90, 60, 30, 7]
    assert first.before_due == first.before_expiry


def test_a_digest_gathers_what_is_planned_up_to_its_time_of_day() -> None:
    times = times_in("Asia/Tokyo", quiet=("20:00", "07:00"), digest_at="09:00")
    assert times.told_at(at("2025-06-01T09:00:00+09:00")) == at("2025-06-01T09:00:00+09:00")
    assert times.told_at(at("2025-06-01T09:00:01+09:00")) == at("2025-06-02T09:00:00+09:00")
    within_quiet = times_in("Asia/Tokyo", quiet=("20:00", "07:00"), digest_at="05:00")
    assert within_quiet.told_at(at("2025-06-01T21:00:00+09:00")) == at("2025-06-02T07:00:00+09:00")


def test_a_digest_within_quiet_hours_is_not_put_off_by_being_looked_at_again() -> None:
    times = times_in(quiet=("20:00", "07:00"), digest_at="22:00")
    planned, in_the_morning = datetime(2026, 3, 1, 10, tzinfo=UTC), datetime(2026, 3, 2, 7, tzinfo=UTC)
    assert times.told_next(planned, now=planned) == in_the_morning
    assert times.told_next(planned, now=datetime(2026, 3, 1, 23, tzinfo=UTC)) == in_the_morning


@given(
    zone=st.sampled_from(ZONES),
    quiet=st.none() | st.tuples(*2 * [st.times().map(lambda each: each.isoformat("minutes"))]),
    digest=st.just("") | st.times().map(lambda each: each.isoformat("minutes")),
    planned=st.integers(0, 3 * 366 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds)),
)
def test_it_is_never_told_too_early_nor_within_quiet_hours_and_within_three_days(
    zone: str, quiet: tuple[str, str] | None, digest: str, planned: datetime
) -> None:
    times = times_in(zone, quiet=quiet, digest_at=digest)
    told = times.told_at(planned)
    assert planned <= told < planned + 3 * DAY
    assert times.may_tell(told)


def test_of_what_piled_up_the_newest_tells_and_settles_the_rest() -> None:
    subject = a_subject(START, START + DAY, START + 2 * DAY, START + 9 * DAY)
    [told] = ripe([subject], told=set(), times=times_in(), now=START + 5 * DAY)
    assert told.step == subject.moments[2].step
    assert told.keys == tuple(subject.key_of(each.step) for each in subject.moments[:3])


def test_what_lay_before_it_became_known_is_history_but_for_the_last_while_it_is_not_over() -> None:
    planned = [START + each * DAY for each in (0, 1, 9)]
    known_in_between = a_subject(*planned, known_at=START + 3 * DAY)
    assert [each.planned_at for each in known_in_between.outstanding(())] == planned[1:]
    known_when_over = a_subject(*planned, known_at=START + 10 * DAY, over_at=START + 9 * DAY)
    assert known_when_over.outstanding(()) == []


def test_another_end_is_told_anew() -> None:
    subject = a_subject(START)
    told = {subject.key_of(subject.moments[0].step)}
    assert subject.outstanding(told) == []
    assert a_subject(START, until=date(2026, 1, 2)).outstanding(told) != []


@given(
    zone=st.sampled_from(ZONES),
    quiet=st.none() | st.just(("20:00", "07:00")) | st.just(("12:00", "13:00")),
    digest=st.sampled_from(["", "08:00", "23:00"]),
    planned=st.lists(
        st.lists(st.integers(0, 24 * 400), min_size=1, max_size=6, unique=True), min_size=1, max_size=3
    ),
    looks=st.lists(st.integers(0, 24 * 420), max_size=30),
)
def test_nothing_is_lost_and_nothing_told_twice_whenever_somebody_looked(
    zone: str, quiet: tuple[str, str] | None, digest: str, planned: list[list[int]], looks: list[int]
) -> None:
    """The worker looks at these hours only, then follows what it is told, as it does when it is well."""
    times = times_in(zone, quiet=quiet, digest_at=digest)
    subjects = [
        a_subject(*(START + timedelta(hours=each) for each in sorted(hours)), subject_id=f"c{number}")
        for number, hours in enumerate(planned)
    ]
    told: set[str] = set()
    settled: list[str] = []
    for look in sorted(looks):
        now = START + timedelta(hours=look)
        found = _keys(subjects, told=told, times=times, now=now)
        settled += found
        told |= set(found)
    now = START + timedelta(hours=24 * 420)
    while (following := next_telling(subjects, told=told, times=times, now=now)) is not None:
        assert following >= now
        now = following
        found = _keys(subjects, told=told, times=times, now=now)
        assert found
        settled += found
        told |= set(found)
    assert sorted(settled) == sorted(each.key_of(moment.step) for each in subjects for moment in each.moments)


@given(
    zone=st.sampled_from(ZONES),
    quiet=st.none() | st.just(("20:00", "07:00")),
    hours=st.lists(st.integers(0, 24 * 400), min_size=1, max_size=6, unique=True),
)
def test_who_is_looked_at_when_due_hears_of_each_step_by_itself(
    zone: str, quiet: tuple[str, str] | None, hours: list[int]
) -> None:
    """Without an outage only steps that fall together are told together."""
    times = times_in(zone, quiet=quiet)
    subject = a_subject(*(START + timedelta(hours=each) for each in sorted(hours)))
    told: set[str] = set()
    now, messages = START - DAY, 0
    while (following := next_telling([subject], told=told, times=times, now=now)) is not None:
        assert following >= now
        now = following
        told |= set(_keys([subject], told=told, times=times, now=now))
        messages += 1
    assert messages == len({times.told_at(each.planned_at) for each in subject.moments})


def test_days_before_a_due_date_are_counted_where_the_person_is() -> None:
    times = times_in("America/New_York")
    enrolment = an_enrolment(due_on=date(2025, 3, 15), enrolled_at=START)
    own, for_manager = enrolment_subjects(
        enrolment, settings=settings(before_due=(7, 90), escalate_after=3), times=times
    )
    assert [(each.step.key, each.planned_at) for each in own.moments] == [
        ("before-7", at("2025-03-08T00:00:00-05:00")),
        ("overdue", at("2025-03-16T00:00:00-04:00")),
    ]
    assert [(each.step.key, each.planned_at) for each in for_manager.moments] == [
        ("escalated-3", at("2025-03-19T00:00:00-04:00"))
    ]
    assert list(enrolment_subjects(an_enrolment(), settings=settings(), times=times)) == []
