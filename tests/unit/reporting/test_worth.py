"""What credentials were worth."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.reporting.v1 import worth_pb2 as contract
from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.catalogue import Ladder
from cairn_reporting.domain.demands import AnyOf, StackDemand
from cairn_reporting.domain.promotions import Promotion, credentials_before, promotions
from cairn_reporting.domain.tenure import RoleHeld, Tenure
from cairn_reporting.domain.usefulness import RolesInUse
from cairn_reporting.domain.workforce import Person
from tests.support.oracle.known import Known
from tests.support.oracle.over_time import worth
from tests.support.reporting.asking import principal
from tests.support.reporting.builders import (
    FIRST_DAY,
    credential,
    day,
    period,
    person,
    place,
    proof,
    role,
    skill,
    stack,
)
from tests.support.reporting.calling import ReportingEndpoint
from tests.support.reporting.company import NOW
from tests.support.reporting.events import from_plain
from tests.support.reporting.further_services import ask
from tests.support.reporting.histories import Plain, delivery, histories
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.richer_histories import enriched

HR = principal("hr", tenant_id="acme", subject="account-of-hr")
LADDERS = [Ladder("l1", ("clerk", "guide", "head")), Ladder("l2", ("guide", "clerk"))]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(history=histories(), seed=st.integers(0, 2**32))
def test_each_figure_is_what_looking_at_everything_anew_gives(history: list[Plain], seed: int) -> None:
    chance = random.Random(seed)
    told = enriched(history, chance)
    first = (FIRST_DAY + timedelta(days=10 * chance.randint(0, 9))).date()
    last = first + timedelta(days=10 * chance.randint(0, 12))
    months = chance.randint(1, 4)
    world = InMemoryReadModels()
    world.apply([from_plain(each) for each in delivery(told, chance)])
    answer = ask(
        world,
        HR,
        now=NOW,
        method="ReportWorth",
        request=contract.ReportWorthRequest(
            from_on=first.isoformat(), until_on=last.isoformat(), months=months
        ),
    )
    expected = worth(Known(told, "acme"), first, last, months)
    del expected["behind"], expected["behind_totals"]
    assert {each.credential_id: _line(each) for each in answer.lines} == expected.pop("lines")
    assert {name: getattr(answer.totals, name) for name in expected} == expected
    assert answer.totals.held == sum(each.held for each in answer.lines)
    assert answer.totals.used == sum(each.held for each in answer.lines if each.is_used)
    assert {each.spent.currency: each.spent.minor_units for each in answer.totals.costs} == _spent(answer)
    for cost in answer.totals.costs:
        each = cost.per_closed_gap.minor_units if cost.HasField("per_closed_gap") else None
        assert (each is None) == (cost.gaps_closed == 0)
        if each is not None:
            assert abs(each * cost.gaps_closed - cost.spent.minor_units) <= cost.gaps_closed / 2


def _line(line: contract.WorthLine) -> dict[str, Any]:
    """As the oracle has it."""
    return {
        "gained": line.gained,
        "cost": (line.cost.currency, line.cost.minor_units) if line.HasField("cost") else None,
        "is_free": line.is_free,
        "gaps_closed": line.gaps_closed,
        "promotions_followed": line.promotions_followed,
        "held": line.held,
        "is_used": line.is_used,
    }


def _spent(answer: contract.ReportWorthResponse) -> dict[str, int]:
    spent: dict[str, int] = {}
    for line in answer.lines:
        if line.HasField("cost") and line.gained:
            spent[line.cost.currency] = spent.get(line.cost.currency, 0) + line.cost.minor_units
    return spent


def _held(*roles: tuple[str, int, int | None]) -> Person:
    *past, present = [
        RoleHeld(role_id, day(taken).date(), None if left is None else day(left).date())
        for role_id, taken, left in roles
    ]
    return person("ada", role_id=present.role_id, tenure=Tenure(present=present, past=tuple(past)))


def _promotions(who: Person, *, first: int = 0, last: int = 300) -> list[tuple[str, str, date]]:
    found = promotions(who, ladders=LADDERS, first_on=day(first).date(), last_on=day(last).date())
    return [(each.from_role_id, each.to_role_id, each.on) for each in found]


def test_whoever_takes_a_higher_rung_than_the_one_before_is_promoted() -> None:
    who = _held(("clerk", 0, 50), ("head", 50, None))
    assert _promotions(who) == [("clerk", "head", day(50).date())]
    assert _promotions(who, last=49) == []
    assert _promotions(who, first=51) == []


def test_a_role_beside_the_ladders_in_between_does_not_hide_a_promotion_and_is_none() -> None:
    who = _held(("clerk", 0, 20), ("cook", 20, 50), ("head", 50, None))
    assert _promotions(who) == [("clerk", "head", day(50).date())]


def test_whoever_steps_down_is_not_promoted_unless_another_ladder_says_so() -> None:
    assert _promotions(_held(("head", 0, 50), ("guide", 50, None))) == []
    assert _promotions(_held(("guide", 0, 50), ("clerk", 50, None))) == [("guide", "clerk", day(50).date())]


def test_the_first_role_is_no_promotion() -> None:
    assert _promotions(_held(("head", 10, None))) == []


def test_a_promotion_follows_what_was_gained_up_to_it_and_not_too_long_before() -> None:
    promotion = Promotion("ada", "clerk", "head", date(2026, 3, 31))

    def gained(name: str, number: int, *, verified: bool = True) -> Achievement:
        return Achievement(name, "ada", name, verified=verified, periods=(period(number, None),))

    found = credentials_before(
        promotion,
        achievements=[
            gained("too long before", 57),
            gained("a month before", 58),
            gained("on the day", 89),
            gained("after", 90),
            gained("only claimed", 89, verified=False),
            Achievement("never", "ada", "never", verified=True, periods=()),
        ],
        months=1,
    )
    # A month after 28 February is 28 March; after 1 March it is 1 April.
    assert found == {"on the day"} | {
        each for each, number in (("a month before", 58), ("too long before", 57)) if number >= 59
    }


def test_a_role_uses_what_it_asks_for_by_name_within_a_stack_or_at_the_level() -> None:
    stacks = {
        "stack-two": stack("stack-two", place("inner", "stack-in")),
        "stack-in": stack("stack-in", place("deep"), place("stack-two")),
    }
    asked = role(
        proof("pmp"),
        AnyOf(((skill("python", 2),), (skill("sql", 3), proof("either")))),
        StackDemand("stack-two"),
        weights=(None, 5),
    )
    in_use = RolesInUse([asked], stacks=stacks)
    used = [credential(each) for each in ("pmp", "either", "inner", "deep")]
    used += [credential("exact", {"python": 2}), credential("more", {"python": 4})]
    assert all(in_use.use(each) for each in used)
    unused = [credential("less", {"python": 1, "sql": 2}), credential("other", {"go": 4}), credential("own")]
    assert not any(in_use.use(each) for each in unused)


def test_the_span_is_the_year_up_to_today_where_none_is_said(reporting: ReportingEndpoint) -> None:
    answer = reporting.caller("hr").call("ReportWorth", contract.ReportWorthRequest())
    assert (answer.from_on, answer.until_on) == ("2025-11-22", "2026-11-22")
    assert {each.credential_id: (each.held, each.is_used) for each in answer.lines} == {
        "course": (1, True),
        "pmp": (1, True),
    }
    assert answer.totals.costs == []
    assert not any(each.HasField("cost") for each in answer.lines)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({"months": 121}, "months"),
        ({"until_on": "2026-11-23"}, "until_on"),
        ({"from_on": "2026-05-02", "until_on": "2026-05-01"}, "until_on"),
        ({"from_on": "yesterday"}, "from_on"),
    ],
)
def test_days_that_cannot_be_asked_for_are_named(
    reporting: ReportingEndpoint, request_: dict[str, Any], field: str
) -> None:
    refusal = reporting.caller("hr").refusal("ReportWorth", contract.ReportWorthRequest(**request_))
    assert [name for name, _ in refusal.fields] == [field]


def test_an_analyst_sees_nothing_that_is_about_few(reporting: ReportingEndpoint) -> None:
    answer = reporting.caller("analyst").call("ReportWorth", contract.ReportWorthRequest())
    assert (list(answer.lines), answer.hidden_count, answer.HasField("totals")) == ([], 2, False)
