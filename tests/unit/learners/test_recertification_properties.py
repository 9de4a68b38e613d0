"""What holds for every policy and every history."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cairn_learners.domain.recertification import PreviousPeriod
from cairn_learners.domain.recertification_policy import Basis, LateRule
from tests.support.learners.recertifying import Told, added

ZONES = st.sampled_from(["UTC", "Europe/Madrid", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
# Validity, window, grace, minimum validity: each fits the first.
LENGTHS = st.sampled_from(
    [
        ("P1Y", "P1M", "P0D", "P0D"),
        ("P1Y", "P3W", "P10D", "P6M"),
        ("P1Y", "P11M", "P2M", "P1Y"),
        ("P365D", "P30D", "P30D", "P0D"),
        ("P2Y", "P6M", "P1Y", "P1M"),
        ("P1M", "P7D", "P3D", "P5D"),
        ("P2W", "P1D", "P0D", "P1W"),
        ("P1Y1M1W1D", "P1M", "P1W", "P3Y"),
    ]
)
INSTANTS = st.datetimes(
    min_value=datetime(2018, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
    max_value=datetime(2021, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
# Around what is hard: ends of months, leap days, changes of the clock.
HARD = st.sampled_from(
    [
        datetime(2018, 1, 31, 12, tzinfo=UTC),
        datetime(2018, 10, 28, 0, 30, tzinfo=UTC),
        datetime(2018, 10, 28, 1, 30, tzinfo=UTC),
        datetime(2019, 3, 10, 7, 0, tzinfo=UTC),
        datetime(2019, 3, 31, 1, 0, tzinfo=UTC),
        datetime(2020, 2, 29, 8, 14, tzinfo=UTC),
        datetime(2020, 2, 28, 23, 30, tzinfo=UTC),
    ]
)
MOMENTS = INSTANTS | HARD
HISTORIES = st.lists(MOMENTS, max_size=6)


@st.composite
def previous_periods(draw: st.DrawFn) -> PreviousPeriod:
    valid_from, valid_until = sorted(draw(st.tuples(MOMENTS, MOMENTS)))
    assume(valid_from < valid_until)
    earlier = draw(st.none() | st.integers(1, 100))
    opens = valid_until - timedelta(days=earlier) if earlier else None
    return PreviousPeriod(valid_from=valid_from, valid_until=valid_until, window_opens_at=opens)


@st.composite
def tellings(draw: st.DrawFn, bases: tuple[Basis, ...] = tuple(Basis)) -> Told:
    validity, window, grace, minimum = draw(LENGTHS)
    return Told(
        basis=draw(st.sampled_from(bases)),
        validity=validity,
        window=window,
        grace=grace,
        minimum=minimum,
        timezone=draw(ZONES),
        late=draw(st.sampled_from(LateRule)),
        due_at=draw(st.none() | MOMENTS),
        previous=draw(st.none() | previous_periods()),
    )


THAT_END = (Basis.COMPLETION, Basis.EXPIRY, Basis.FIXED)


@settings(deadline=None)  # the naive engine is slow
@given(told=tellings(), completions=HISTORIES)
def test_it_says_what_the_words_of_the_rules_say(told: Told, completions: list[datetime]) -> None:
    found = told.by_the_engine(completions)
    assert [(each.valid_from, each.valid_until) for each in found.periods] == told.naively(completions)


@given(told=tellings(), completions=HISTORIES)
def test_each_completion_makes_one_period_or_is_said_to_change_nothing(
    told: Told, completions: list[datetime]
) -> None:
    found = told.by_the_engine(completions)
    assert len(found.periods) + len(found.unchanged) == len(set(completions))
    assert {each.completed_at for each in found.unchanged} <= set(completions)
    assert all(each.reason for each in found.unchanged)
    assert all(len(each.explanation) >= 3 for each in found.periods)


@given(told=tellings(), completions=HISTORIES, data=st.data())
def test_the_order_of_arrival_and_repetition_are_irrelevant(
    told: Told, completions: list[datetime], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations([*completions, *completions[:2]]))
    assert told.by_the_engine(shuffled) == told.by_the_engine(completions)


@given(told=tellings(), completions=HISTORIES)
def test_no_period_is_empty_and_none_overlap(told: Told, completions: list[datetime]) -> None:
    reached = told.previous.valid_until if told.previous else None
    for period in told.by_the_engine(completions).periods:
        assert period.valid_until is None or period.valid_from < period.valid_until
        assert reached is None or reached <= period.valid_from
        assert reached is None or period.valid_until is None or reached < period.valid_until
        if period.valid_until and period.grace_until and period.window_opens_at:
            assert period.window_opens_at < period.valid_until <= period.grace_until
        reached = period.valid_until


@given(told=tellings(THAT_END), completions=HISTORIES)
def test_who_renews_in_time_has_no_gap(told: Told, completions: list[datetime]) -> None:
    """Whatever the clock and the calendar do between: where a completion came before an end, the next period begins with that end."""
    found = told.by_the_engine(completions)
    made = sorted(set(completions) - {each.completed_at for each in found.unchanged})
    reached = told.previous.valid_until if told.previous else None
    for completed, period in zip(made, found.periods, strict=True):
        assert period.valid_from == max(completed, reached or completed)
        reached = period.valid_until


@settings(deadline=None)
@given(told=tellings((Basis.FIXED,)), completions=HISTORIES.filter(bool))
def test_fixed_does_not_drift(told: Told, completions: list[datetime]) -> None:
    """However many renewals lie between, every expiry is counted from the anchor in one go."""
    policy = told.policy
    zone = policy.calendar.zone
    before = told.previous.valid_until if told.previous else None
    anchor = told.due_at or before or added(min(completions), told.validity, 1, zone)
    fixed = {added(anchor, told.validity, step, zone) for step in range(-100, 101)}
    assert {each.valid_until for each in told.by_the_engine(completions).periods} <= fixed


@given(
    told=tellings(THAT_END),
    days=st.tuples(*[st.dates(date(2018, 1, 1), date(2021, 1, 1))] * 2),
)
def test_who_completes_on_a_later_day_never_lapses_earlier(told: Told, days: tuple[date, date]) -> None:
    earlier, later = (told.policy.calendar.start_of(day) for day in sorted(days))
    assert _lapses_at(told, earlier) <= _lapses_at(told, later)


@given(
    told=tellings(THAT_END).filter(lambda each: "M" not in each.minimum and "Y" not in each.minimum),
    moments=st.tuples(MOMENTS, MOMENTS),
)
def test_who_completes_later_on_a_day_never_has_an_earlier_last_day(
    told: Told, moments: tuple[datetime, datetime]
) -> None:
    """The day, not the instant: a year after 29 February 01:00 is 28 February 01:00, a year after 28 February 23:00 is later that day."""
    zone = told.policy.calendar.zone
    earlier, later = (_lapses_at(told, moment).astimezone(zone).date() for moment in sorted(moments))
    assert earlier <= later


def _lapses_at(told: Told, completed_at: datetime) -> datetime:
    """Until when somebody is certified who completed then, once."""
    reached = [each.valid_until for each in told.by_the_engine([completed_at]).periods]
    if told.previous:
        reached.append(told.previous.valid_until)
    return max(each for each in reached if each is not None)
