"""What holds for every life of a credential, whatever was stated, achieved and earned."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn_learners.domain.certification_life import Completion, Life, RenewalFact
from cairn_learners.domain.policy_versions import Applies, PolicyVersion, VersionDraft
from cairn_learners.domain.recertification import recertify
from cairn_learners.domain.recertification_policy import Basis
from cairn_learners.domain.renewal_terms import RenewalKind
from cairn_learners.domain.renewals import FactKind
from tests.support.learners.recertifying import a_policy_draft, added
from tests.support.learners.renewing import (
    a_version_draft,
    an_option,
    by_credits,
    credits_of,
    life,
    versions,
)

DAYS = st.dates(date(2018, 1, 1), date(2021, 12, 31)) | st.sampled_from(
    [date(2020, 2, 29), date(2019, 1, 31), date(2019, 3, 31), date(2018, 10, 28), date(2019, 3, 10)]
)
ZONES = ["UTC", "Europe/Madrid", "America/Santiago", "Australia/Lord_Howe"]
LENGTHS = [("P1Y", "P1M", "P10D"), ("P2Y", "P6M", ""), ("P365D", "P30D", "P30D"), ("P1M", "P7D", "P3D")]
THAT_END = (Basis.COMPLETION, Basis.EXPIRY, Basis.FIXED)
OPTIONS = (
    by_credits(credits_of("20", ("education", "10", ""), ("work", "", "8"), carry="5"), fee=True),
    an_option(RenewalKind.EXAM),
    an_option(RenewalKind.CREDENTIAL, credential_ids=("higher",)),
)


@st.composite
def policies(
    draw: st.DrawFn, *, at_most: int = 3, bases: tuple[Basis, ...] = tuple(Basis), renewal: bool = True
) -> tuple[PolicyVersion, ...]:
    zone = draw(st.sampled_from(ZONES))
    drafts: list[VersionDraft] = []
    for _ in range(draw(st.integers(1, at_most))):
        validity, window, grace = draw(st.sampled_from(LENGTHS))
        policy = a_policy_draft(
            draw(st.sampled_from(bases)), validity=validity, window=window, grace=grace, timezone=zone
        )
        effective_on = draw(DAYS).isoformat() if drafts else "2000-01-01"
        options = draw(st.lists(st.sampled_from(OPTIONS), unique=True)) if renewal else []
        applies = draw(st.sampled_from(Applies))
        drafts.append(a_version_draft(policy, *options, effective_on=effective_on, applies=applies))
    return versions(*drafts)


@st.composite
def completions(draw: st.DrawFn, *, printed: bool = True) -> list[Completion]:
    found = []
    for number, day in enumerate(draw(st.lists(DAYS, min_size=1, max_size=5))):
        through = draw(st.none() | st.integers(0, 1500)) if printed else None
        expires_on = day + timedelta(days=through) if through is not None else None
        found.append(Completion(achievement_id=f"a{number}", issued_on=day, expires_on=expires_on))
    return found


@st.composite
def facts(draw: st.DrawFn) -> list[RenewalFact]:
    return [
        RenewalFact(
            fact_id=f"f{number}",
            kind=kind,
            happened_on=draw(DAYS),
            amount=Decimal(draw(st.integers(1, 15))) if kind is FactKind.CREDITS else Decimal(0),
            category=draw(st.sampled_from(["education", "work", ""])) if kind is FactKind.CREDITS else "",
            credential_id="higher" if kind is FactKind.CREDENTIAL else "",
        )
        for number, kind in enumerate(draw(st.lists(st.sampled_from(FactKind), max_size=10)))
    ]


@given(known=policies(), achieved=completions(), helped=facts(), data=st.data())
def test_order_of_arrival_and_repetition_are_irrelevant(
    known: tuple[PolicyVersion, ...],
    achieved: list[Completion],
    helped: list[RenewalFact],
    data: st.DataObject,
) -> None:
    shuffled = data.draw(st.permutations([*achieved, *achieved[:2]]))
    late = data.draw(st.permutations([*helped, *helped[:2]]))
    assert life(known, *shuffled, facts=late) == life(known, *achieved, facts=helped)


@given(known=policies(), achieved=completions(), helped=facts())
def test_no_period_is_empty_and_none_overlap(
    known: tuple[PolicyVersion, ...], achieved: list[Completion], helped: list[RenewalFact]
) -> None:
    told = life(known, *achieved, facts=helped)
    for before, period in zip((None, *told.periods), told.periods, strict=False):
        dates = period.dates
        assert dates.valid_until is None or dates.valid_from < dates.valid_until
        assert period.took_effect_at <= dates.valid_from
        if before:
            assert before.dates.valid_until is not None
            assert before.dates.valid_until <= dates.valid_from
            assert dates.valid_until is None or before.dates.valid_until < dates.valid_until
            assert before.renewed_at == period.took_effect_at
    assert not told.periods or told.periods[-1].renewed_at is None


@given(known=policies(bases=THAT_END), achieved=completions(), helped=facts())
def test_who_renews_in_time_has_no_gap(
    known: tuple[PolicyVersion, ...], achieved: list[Completion], helped: list[RenewalFact]
) -> None:
    told = life(known, *achieved, facts=helped)
    for before, period in zip(told.periods, told.periods[1:], strict=False):
        assert period.dates.valid_from == max(
            period.took_effect_at, before.dates.valid_until or period.took_effect_at
        )


@given(
    known=policies(at_most=1, renewal=False),
    achieved=completions(printed=False),
    due_on=st.none() | DAYS,
)
def test_what_is_told_is_what_the_preview_says(
    known: tuple[PolicyVersion, ...], achieved: list[Completion], due_on: date | None
) -> None:
    """With the due date by which the first was asked for, too."""
    policy = known[0].policy
    first = min(each.issued_on for each in achieved)
    previewed = recertify(
        policy=policy,
        due_at=policy.calendar.start_of(due_on) if due_on else None,
        previous=None,
        completions=[policy.calendar.start_of(each.issued_on) for each in achieved],
    )
    asked = [replace(each, due_on=due_on if each.issued_on == first else None) for each in achieved]
    told = life(known, *asked)
    assert _dates(told) == [(each.valid_from, each.valid_until) for each in previewed.periods]


@given(known=policies(at_most=1), achieved=completions(printed=False), helped=facts())
def test_a_renewal_by_the_policys_ways_is_what_the_preview_says_of_the_instant_at_which_it_takes_effect(
    known: tuple[PolicyVersion, ...], achieved: list[Completion], helped: list[RenewalFact]
) -> None:
    """Whatever renews, credits earned long before too: its completion is the instant at which the last condition is met."""
    told = life(known, *achieved, facts=helped)
    effective = [each.took_effect_at for each in told.periods] + [each.at for each in told.without_effect]
    previewed = recertify(policy=known[0].policy, due_at=None, previous=None, completions=effective)
    assert _dates(told) == [(each.valid_from, each.valid_until) for each in previewed.periods]


def _dates(told: Life) -> list[tuple[object, object]]:
    return [(each.dates.valid_from, each.dates.valid_until) for each in told.periods]


@settings(deadline=None)  # the calendar of the tests goes month by month
@given(known=policies(at_most=1, bases=(Basis.FIXED,)), achieved=completions(printed=False), helped=facts())
def test_fixed_does_not_drift_however_it_is_renewed(
    known: tuple[PolicyVersion, ...], achieved: list[Completion], helped: list[RenewalFact]
) -> None:
    zone = ZoneInfo(known[0].policy.calendar.name)
    validity = known[0].as_written.policy.validity
    first = known[0].policy.calendar.start_of(min(each.issued_on for each in achieved))
    anchor = added(first, validity, 1, zone)
    fixed = {added(anchor, validity, step, zone) for step in range(60)}
    assert {each.dates.valid_until for each in life(known, *achieved, facts=helped).periods} <= fixed


@given(known=policies(at_most=1, bases=THAT_END), days=st.tuples(DAYS, DAYS))
def test_who_completes_later_never_lapses_earlier(
    known: tuple[PolicyVersion, ...], days: tuple[date, date]
) -> None:
    ends = []
    for day in sorted(days):
        completion = Completion(achievement_id="a", issued_on=day, expires_on=None)
        ends.append(life(known, completion).periods[-1].dates.valid_until)
    assert ends[0] is not None
    assert ends[1] is not None
    assert ends[0] <= ends[1]


@given(known=policies(), achieved=completions(), helped=facts())
def test_everything_that_happened_made_a_period_or_says_why_not(
    known: tuple[PolicyVersion, ...], achieved: list[Completion], helped: list[RenewalFact]
) -> None:
    told = life(known, *achieved, facts=helped)
    made = {each.achievement_id for each in told.periods if not each.option_id}
    said = {each.achievement_id for each in told.without_effect if not each.option_id}
    assert made | said == {each.achievement_id for each in achieved}
    assert not made & said
    assert all(len(each.dates.explanation) >= 3 for each in told.periods)
