"""Rules over people: what they answer, why, until when, and how they read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn_learners.domain.periods import Period
from cairn_learners.domain.person_attributes import judge
from cairn_learners.domain.rule_request import RuleDraft, rule_from
from cairn_learners.domain.rule_words import sentence
from cairn_learners.domain.rules import (
    AllOf,
    Answer,
    AnyOf,
    Comparison,
    Condition,
    Not,
    PersonKnown,
    Rule,
    Trace,
    trace,
)
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners.builders import NOW, TODAY, a_person

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
START = datetime(2026, 1, 1, tzinfo=UTC)


def _is(attribute: str, *values: str, by: Comparison = Comparison.IS_ANY_OF) -> Condition:
    return Condition(attribute=attribute, comparison=by, values=values)


def _known(**said: object) -> PersonKnown:
    counting = said.pop("counting", {})
    departments = said.pop("departments", frozenset())
    above = said.pop("above", frozenset())
    return PersonKnown(
        person=a_person(**said),  # type: ignore[arg-type]
        managers_above=above,  # type: ignore[arg-type]
        departments=departments,  # type: ignore[arg-type]
        counting=counting,  # type: ignore[arg-type]
    )


def _answer(rule: Rule, known: PersonKnown, *, now: datetime = NOW) -> Answer:
    return trace(rule, known=known, judge=judge, now=now).answer


@pytest.mark.parametrize(
    ("rule", "answer"),
    [
        (_is("role", "analyst", "lead"), YES),
        (_is("role", "lead"), NO),
        (_is("target_role", "lead"), NO),
        (_is("department", "inside"), YES),
        (_is("department", "sales"), NO),
        (_is("department_or_below", "sales"), YES),
        (_is("manager", "cleo"), NO),
        (_is("line", "cleo"), YES),
        (_is("title", "CLERK"), YES),
        (_is("title", "ler", by=Comparison.CONTAINS), YES),
        (_is("title", "ler"), NO),
        (_is("hired_on", "2026-11-22", by=Comparison.BEFORE), YES),
        (_is("hired_on", "2025-11-22", by=Comparison.BEFORE), NO),
        (_is("hired_on", "2025-11-22", by=Comparison.ON_OR_AFTER), YES),
        (_is("tenure", "P1Y", by=Comparison.AT_LEAST), YES),
        (_is("tenure", "P1Y1D", by=Comparison.AT_LEAST), NO),
        (_is("tenure", "P1Y1D", by=Comparison.LESS_THAN), YES),
        (_is("time_in_role", "P1Y", by=Comparison.AT_LEAST), UNKNOWN),
        (_is("location", "Madrid"), UNKNOWN),
        (_is("own.cost_centre", "4711"), UNKNOWN),
        (_is("credential", "badge"), NO),
        (_is("past_role", "lead"), NO),
    ],
)
def test_each_attribute_answers_for_itself(rule: Rule, answer: Answer) -> None:
    known = _known(
        role_id="analyst",
        title="Clerk",
        department_id="inside",
        manager_id="ben",
        hired_on=date(2025, 11, 22),
        departments=frozenset({"inside", "sales"}),
        above=frozenset({"ben", "cleo"}),
    )
    assert _answer(rule, known) is answer


def test_what_is_not_known_is_not_no_and_stays_unknown_when_it_is_denied() -> None:
    unknown = _is("role", "analyst")
    yes, no = _is("target_role", "lead"), _is("target_role", "head")
    known = _known(target_role_id="lead")
    assert _answer(Not(part=unknown), known) is UNKNOWN
    assert _answer(AllOf(parts=(unknown, yes)), known) is UNKNOWN
    assert _answer(AllOf(parts=(unknown, no)), known) is NO
    assert _answer(AnyOf(parts=(unknown, yes)), known) is YES
    assert _answer(AnyOf(parts=(unknown, no)), known) is UNKNOWN


def test_a_tenure_is_reached_at_the_start_of_its_day() -> None:
    rule = _is("tenure", "P1Y", by=Comparison.AT_LEAST)
    known = _known(hired_on=date(2024, 2, 29))
    reached_at = datetime(2025, 2, 28, tzinfo=UTC)
    before = trace(rule, known=known, judge=judge, now=reached_at - timedelta(microseconds=1))
    assert (before.answer, before.changes_at) == (NO, reached_at)
    after = trace(rule, known=known, judge=judge, now=reached_at)
    assert (after.answer, after.changes_at) == (YES, None)


def test_what_cannot_matter_any_more_wakes_nobody() -> None:
    soon = _is("tenure", "P100Y", by=Comparison.AT_LEAST)
    known = _known(hired_on=TODAY, target_role_id="lead")
    for rule in (
        AllOf(parts=(soon, _is("target_role", "head"))),
        AnyOf(parts=(soon, _is("target_role", "lead"))),
    ):
        assert trace(rule, known=known, judge=judge, now=NOW).changes_at is None


def test_a_rule_reads_as_a_sentence() -> None:
    rule = AllOf(
        parts=(
            _is("department_or_below", "sales", "east"),
            AnyOf(parts=(_is("role", "analyst"), _is("credential", "badge"))),
            Not(part=_is("line", "cleo")),
            Not(part=AnyOf(parts=(_is("tenure", "P1Y6M", by=Comparison.AT_LEAST), _is("own.site", "north")))),
        )
    )
    assert sentence(rule, name_of=lambda _, value: value.capitalize()) == (
        "Everybody who works in Sales or East or below, and (has the role Analyst, or holds Badge), and is not in the line of Cleo, "
        "and (is not one who was hired at least 1 year and 6 months ago, or has north as site)."
    )


def _draft(kind: str = "condition", *rules: RuleDraft, **said: object) -> RuleDraft:
    blank = {"attribute": "", "comparison": "", "values": ()}
    return RuleDraft(kind=kind, rules=rules, **{**blank, **said})  # type: ignore[arg-type]


GOOD = _draft(attribute="role", comparison="is_any_of", values=("analyst",))


@pytest.mark.parametrize(
    ("draft", "violations"),
    [
        (_draft(""), [("rule.kind", "REQUIRED")]),
        (_draft("all_of"), [("rule.rules", "REQUIRED")]),
        (_draft("not", GOOD, GOOD), [("rule.rules", "REQUIRED")]),
        (_draft("any_of", GOOD, _draft()), [("rule.rules[1].attribute", "UNKNOWN_REFERENCE")]),
        (
            _draft("condition", GOOD, attribute="role", comparison="is_any_of", values=("a",)),
            [("rule.rules", "NOT_ALLOWED")],
        ),
        (_draft(attribute="role", comparison="before", values=("a",)), [("rule.comparison", "OUT_OF_RANGE")]),
        (_draft(attribute="role", comparison="is_any_of"), [("rule.values", "REQUIRED")]),
        (
            _draft(attribute="role", comparison="is_any_of", values=("a b",)),
            [("rule.values[0]", "NOT_AN_ID")],
        ),
        (
            _draft(attribute="tenure", comparison="at_least", values=("PT1H",)),
            [("rule.values[0]", "NOT_A_DURATION")],
        ),
        (
            _draft(attribute="tenure", comparison="at_least", values=("P1Y", "P2Y")),
            [("rule.values", "TOO_MANY")],
        ),
        (
            _draft(attribute="hired_on", comparison="before", values=("soon",)),
            [("rule.values[0]", "NOT_A_DATE")],
        ),
        (
            _draft("not", _draft("not", _draft("not", _draft("not", _draft("not", GOOD))))),
            [("rule.rules[0].rules[0].rules[0].rules[0].rules[0]", "TOO_DEEP")],
        ),
        (_draft("all_of", *[GOOD] * 41), [("rule", "TOO_MANY")]),
    ],
)
def test_what_is_no_rule_is_named(draft: RuleDraft, violations: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        rule_from(draft)
    assert [(each.field, each.reason) for each in refused.value.violations] == violations


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
instants = days.map(lambda day: datetime(day.year, day.month, day.day, 5, tzinfo=UTC))
leaves: st.SearchStrategy[Rule] = st.one_of(
    st.builds(
        _is,
        st.sampled_from(["tenure", "time_in_role"]),
        st.sampled_from(["P1M", "P6M", "P1Y", "P400D"]),
        by=st.sampled_from([Comparison.AT_LEAST, Comparison.LESS_THAN]),
    ),
    st.builds(_is, st.sampled_from(["credential"]), st.sampled_from(["a", "b"])),
    st.builds(_is, st.sampled_from(["role"]), st.sampled_from(["x", "y"])),
    st.builds(_is, st.just("hired_on"), days.map(date.isoformat), by=st.just(Comparison.BEFORE)),
)
rules = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(lambda parts: AllOf(parts=tuple(parts))),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: AnyOf(parts=tuple(parts))),
        below.map(lambda part: Not(part=part)),
    ),
    max_leaves=8,
)
periods = st.tuples(instants, st.none() | st.integers(1, 500)).map(
    lambda pair: Period(
        valid_from=pair[0], valid_until=pair[0] + timedelta(days=pair[1]) if pair[1] else None
    )
)
people = st.builds(
    _known,
    role_id=st.sampled_from([None, "x", "y"]),
    hired_on=st.none() | days,
    taken_on=st.none() | days,
    counting=st.dictionaries(st.sampled_from("ab"), st.lists(periods, max_size=2)),
)


def _plainly(rule: Rule, known: PersonKnown, now: datetime) -> bool | None:
    """The same by another way: True, False, or None for unknown."""
    match rule:
        case AllOf(parts=parts):
            found = [_plainly(each, known, now) for each in parts]
            return False if False in found else None if None in found else True
        case AnyOf(parts=parts):
            found = [_plainly(each, known, now) for each in parts]
            return True if True in found else None if None in found else False
        case Not(part=part):
            inner = _plainly(part, known, now)
            return None if inner is None else not inner
        case Condition():
            return {YES: True, NO: False, UNKNOWN: None}[judge(rule, known, now).answer]


def _agrees(found: Trace) -> bool:
    """Each part's answer follows from those below it."""
    below = [each.answer for each in found.parts]
    match found.rule:
        case AllOf():
            fits = found.answer is (NO if NO in below else UNKNOWN if UNKNOWN in below else YES)
        case AnyOf():
            fits = found.answer is (YES if YES in below else UNKNOWN if UNKNOWN in below else NO)
        case Not():
            fits = found.answer is {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[below[0]]
        case _:
            fits = not below
    return fits and all(_agrees(each) for each in found.parts)


@given(rules, people, instants)
def test_the_trace_agrees_with_the_answer(rule: Rule, known: PersonKnown, now: datetime) -> None:
    found = trace(rule, known=known, judge=judge, now=now)
    assert {YES: True, NO: False, UNKNOWN: None}[found.answer] is _plainly(rule, known, now)
    assert _agrees(found)


@settings(max_examples=150)
@given(rules, people, instants)
def test_nothing_changes_by_time_before_the_next_instant(
    rule: Rule, known: PersonKnown, now: datetime
) -> None:
    found = trace(rule, known=known, judge=judge, now=now)
    until = found.changes_at or datetime(2031, 1, 1, tzinfo=UTC)
    assert until > now
    step = max((until - now) / 40, timedelta(hours=7))
    at = now
    while at < until:
        assert _answer(rule, known, now=at) is found.answer
        at += step
    assert _answer(rule, known, now=until - timedelta(microseconds=1)) is found.answer


@given(rules, people)
def test_walking_from_instant_to_instant_sees_every_change(rule: Rule, known: PersonKnown) -> None:
    at, woken = START, [START]
    while (next_at := trace(rule, known=known, judge=judge, now=at).changes_at) is not None:
        assert next_at > at
        at = next_at
        woken.append(at)
    assert len(woken) < 100
    for day in range(0, 2500, 11):
        now = START + timedelta(days=day, hours=3)
        latest = max(each for each in woken if each <= now)
        assert _answer(rule, known, now=now) is _answer(rule, known, now=latest)
