"""Whose word on a skill holds, and beside what was proven."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_reporting.domain.assessments import (
    DEFAULT_RULES,
    Assessment,
    AssessmentRules,
    Assessor,
    rulings,
)
from cairn_reporting.domain.periods import coverage
from cairn_reporting.domain.skill_levels import SkillLevel, skill_level
from cairn_reporting.domain.skill_scales import SCALES, proficiency_level
from tests.support.reporting.builders import (
    assessed,
    catalogue,
    credential,
    day,
    held,
    period,
    portfolio,
)

CATALOGUE = catalogue(credential("basics", {"python": 1}), credential("exam", {"python": 3}))
SELF_RATINGS = AssessmentRules(self_ratings_count=True)


def _level(*facts: Assessment | object, at: int, rules: AssessmentRules = DEFAULT_RULES) -> SkillLevel | None:
    found = portfolio(CATALOGUE, *facts, rules=rules)  # type: ignore[arg-type]
    return skill_level(portfolio=found, skill_id="python", at=day(at))


def _number(*facts: object, at: int, rules: AssessmentRules = DEFAULT_RULES) -> int:
    found = _level(*facts, at=at, rules=rules)
    return found.level if found else 0


def test_the_latest_assessment_gives_the_level_from_its_day_on() -> None:
    first, then = assessed("s1", "python", 2, on=5), assessed("s2", "python", 4, on=9)
    assert _level(first, then, at=4) is None
    assert _level(first, then, at=5) == SkillLevel(2, first, None)
    assert _level(first, then, at=9) == SkillLevel(4, then, None)


def test_who_ranks_higher_outdoes_a_later_word_downwards_too() -> None:
    peer = assessed("s1", "python", 4, on=9, by=Assessor.PEER)
    manager = assessed("s2", "python", 2, on=5, by=Assessor.MANAGER)
    reviewer = assessed("s3", "python", 1, on=7, by=Assessor.REVIEWER)
    assert _number(peer, manager, at=10) == 2
    assert [_number(peer, manager, reviewer, at=at) for at in (5, 7, 10)] == [2, 1, 1]


def test_the_order_is_the_tenants() -> None:
    peer = assessed("s1", "python", 4, on=5, by=Assessor.PEER)
    manager = assessed("s2", "python", 2, on=5, by=Assessor.MANAGER)
    by_peers = AssessmentRules(ranking=(Assessor.PEER, Assessor.MANAGER))
    managers_alone = AssessmentRules(ranking=(Assessor.MANAGER,))
    assert _number(peer, manager, at=5, rules=by_peers) == 4
    assert _number(peer, at=5, rules=managers_alone) == 0


def test_a_self_rating_counts_where_nobody_else_has_spoken_and_the_tenant_allows_it() -> None:
    own = assessed("s1", "python", 4, on=5, by=Assessor.SELF)
    peer = assessed("s2", "python", 2, on=7, by=Assessor.PEER)
    assert _number(own, at=6) == 0
    assert [_number(own, peer, at=at, rules=SELF_RATINGS) for at in (6, 7)] == [4, 2]


def test_a_withdrawn_assessment_never_was() -> None:
    low = assessed("s1", "python", 2, on=5)
    assert _number(low, assessed("s2", "python", 4, on=6, withdrawn=True), at=8) == 2


def test_of_two_on_one_day_the_one_given_last_counts() -> None:
    morning, evening = assessed("s1", "python", 4, on=5), assessed("s2", "python", 2, on=5)
    assert _number(morning, evening, at=5) == 2


def test_what_a_verified_credential_proves_stays_while_it_is_valid() -> None:
    exam, low = held("a1", "exam", period(0, 10)), assessed("s1", "python", 1, on=5)
    assert _level(exam, low, at=9) == SkillLevel(3, exam, day(10))
    assert _level(exam, low, at=10) == SkillLevel(1, low, None)


def test_the_level_goes_on_where_an_assessment_takes_over_from_a_credential() -> None:
    exam, high = held("a1", "exam", period(0, 10)), assessed("s1", "python", 4, on=9)
    found = _level(exam, high, at=5)
    assert found is not None
    assert found.valid_until is None


def test_an_assessment_that_is_too_old_leaves_the_word_to_who_spoke_after_it() -> None:
    rules = AssessmentRules(ageing_months={"python": 1})
    manager = assessed("s1", "python", 4, on=0)
    peer = assessed("s2", "python", 2, on=20, by=Assessor.PEER)
    assert [_number(manager, peer, at=at, rules=rules) for at in (30, 31, 50, 51)] == [4, 2, 2, 0]
    found = _level(manager, at=0, rules=rules)
    assert found is not None
    assert found.valid_until == day(31)


def test_not_at_all_is_a_word_too() -> None:
    peer = assessed("s1", "python", 3, on=1, by=Assessor.PEER)
    assert _number(peer, assessed("s2", "python", 0, on=2), at=3) == 0


@pytest.mark.parametrize(
    ("scale_id", "value", "level"),
    [
        ("proficiency", 3, 3),
        ("one-to-five", 1, 1),
        ("one-to-five", 2, 1),
        ("one-to-five", 5, 4),
        ("zero-to-four", 0, 0),
        ("one-to-hundred", 25, 1),
        ("one-to-hundred", 26, 2),
        ("one-to-hundred", 100, 4),
    ],
)
def test_each_scale_means_levels_by_its_table(scale_id: str, value: int, level: int) -> None:
    assert proficiency_level(scale_id=scale_id, value=value) == level


def test_every_scale_rises_to_the_highest_level_and_skips_none() -> None:
    for table in SCALES.values():
        levels = [table[value] for value in sorted(table)]
        assert levels == sorted(levels)
        assert {1, 2, 3, 4} <= set(levels)


@pytest.mark.parametrize(("scale_id", "value"), [("stars", 3), ("one-to-five", 0), ("zero-to-four", 5)])
def test_what_a_scale_does_not_have_is_refused(scale_id: str, value: int) -> None:
    with pytest.raises(ValueError, match="scale"):
        proficiency_level(scale_id=scale_id, value=value)


def test_a_ranking_names_others_and_each_once() -> None:
    for ranking in ((Assessor.SELF,), (Assessor.PEER, Assessor.PEER)):
        with pytest.raises(ValueError, match="ranking"):
            AssessmentRules(ranking=ranking)
    with pytest.raises(ValueError, match="month"):
        AssessmentRules(ageing_months={"python": 0})


_said = st.lists(
    st.builds(
        lambda level, on, by, withdrawn: (level, on, by, withdrawn),
        st.integers(0, 4),
        st.integers(0, 80),
        st.sampled_from(Assessor),
        st.booleans(),
    ),
    max_size=7,
).map(
    lambda found: [
        assessed(f"s{number}", "python", level, on=on, by=by, withdrawn=withdrawn)
        for number, (level, on, by, withdrawn) in enumerate(found)
    ]
)
_rules = st.builds(
    AssessmentRules,
    st.permutations([Assessor.REVIEWER, Assessor.MANAGER, Assessor.PEER]).map(tuple),
    st.booleans(),
    st.sampled_from([{}, {"python": 1}, {"python": 2}]),
)


def _speaks_for_months(assessment: Assessment, months: int | None, on: date) -> bool:
    """By counting months one by one, the day kept where the month has it."""
    if on < assessment.assessed_on:
        return False
    if months is None:
        return True
    last, number = assessment.assessed_on, assessment.assessed_on.day
    for _ in range(months):
        first_of_next = (last.replace(day=1) + timedelta(days=32)).replace(day=1)
        last = first_of_next
        while last.day < number and (last + timedelta(days=1)).month == first_of_next.month:
            last += timedelta(days=1)
    return on < last


@given(said=_said, rules=_rules, at=st.integers(0, 160), seed=st.integers())
def test_the_word_that_holds_is_the_one_that_asking_everybody_in_turn_finds(
    said: list[Assessment], rules: AssessmentRules, at: int, seed: int
) -> None:
    expected = None
    order = [*rules.ranking, *([Assessor.SELF] if rules.self_ratings_count else [])]
    for assessor in order:
        heard = [
            each
            for each in said
            if each.assessor is assessor
            and not each.withdrawn
            and _speaks_for_months(each, rules.ageing_months.get("python"), day(at).date())
        ]
        if heard and expected is None:
            expected = sorted(heard, key=lambda each: (each.assessed_on, each.assessment_id))[-1]
    shuffled = random.Random(seed).sample(said, k=len(said))
    found = [
        each.assessment
        for each in rulings(assessments=shuffled, rules=rules)
        if coverage(periods=each.periods, at=day(at))
    ]
    assert found == ([expected] if expected else [])
