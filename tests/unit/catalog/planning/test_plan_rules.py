"""What a plan covers, in which order, what it costs, and what it says about the rest: rule by rule."""

from datetime import timedelta

import pytest

from cairn_catalog.domain.credential import CredentialKind
from cairn_catalog.domain.planning.candidates import Candidate, Price
from cairn_catalog.domain.planning.constraints import Constraints, Objective
from cairn_catalog.domain.planning.needs import (
    Beyond,
    CredentialNeed,
    Demand,
    GroupNeed,
    Holding,
    SkillNeed,
    TimeNeed,
)
from cairn_catalog.domain.planning.plans import Goal, Plan, Plans, make_plans
from cairn_catalog.domain.planning.shortfall import Reason
from cairn_catalog.domain.quality import Grade
from tests.support.catalog.planning import TODAY, candidate, constraints, goal, skill, usd


def _made(wanted: Goal, *candidates: Candidate, **limits: object) -> Plans:
    asked: Constraints = constraints(**limits)
    return make_plans(wanted, candidates=candidates, constraints=asked, seconds=30)


def _ids(plan: Plan) -> list[str]:
    return [step.candidate.id for step in plan.steps]


def _reasons(plan: Plan) -> dict[str, list[Reason]]:
    return {
        each.demand.demand_id: [obstacle.reason for obstacle in each.obstacles] for each in plan.shortfalls
    }


def test_one_credential_that_covers_both_beats_two_when_it_is_cheaper_and_greed_would_not_find_it() -> None:
    greedy = candidate("a-greedy", {"s1": 2, "s2": 2}, price=usd(100))
    rest = [
        candidate("b", {"s1": 2, "s3": 2}, price=usd(120)),
        candidate("c", {"s2": 2, "s4": 2}, price=usd(120)),
    ]
    left = [candidate("d", {"s3": 2}, price=usd(110)), candidate("e", {"s4": 2}, price=usd(110))]
    made = _made(goal(*(skill(f"s{n}") for n in range(1, 5))), greedy, *rest, *left)
    assert sorted(_ids(made.best)) == ["b", "c"]
    assert made.best.measures.cost == 240


def test_a_higher_level_covers_a_lower_one_and_a_lower_one_does_not_cover_a_higher() -> None:
    made = _made(goal(skill("sql", 3)), candidate("low", {"sql": 2}), candidate("high", {"sql": 4}))
    assert _ids(made.best) == ["high"]
    made = _made(goal(skill("sql", 3)), candidate("low", {"sql": 2}))
    assert _reasons(made.best) == {"sql": [Reason.NOTHING_GRANTS_IT]}
    assert made.best.shortfalls[0].best_level == 2


def test_a_must_have_comes_before_any_weight() -> None:
    made = _made(
        goal(skill("must"), *(skill(f"nice-{n}", weight=100) for n in range(3))),
        candidate("must", {"must": 2}, price=usd(1000)),
        candidate("nice", {f"nice-{n}": 2 for n in range(3)}, price=usd(1000)),
        budget=1000,
    )
    assert _ids(made.best) == ["must"]


def test_least_cost_and_least_time_choose_differently() -> None:
    cheap = candidate("cheap", {"sql": 2}, price=usd(0), hours=100)
    quick = candidate("quick", {"sql": 2}, price=usd(10_000), hours=5)
    wanted = goal(skill("sql"))
    assert _ids(_made(wanted, cheap, quick).best) == ["cheap"]
    assert _ids(_made(wanted, cheap, quick, objective=Objective.LEAST_TIME).best) == ["quick"]


def test_prerequisites_are_steps_too_and_come_first() -> None:
    made = _made(
        goal(skill("sql")),
        candidate("a-top", {"sql": 2}, prerequisite_ids=frozenset({"z-base"})),
        candidate("z-base", {}, price=usd(100)),
    )
    assert _ids(made.best) == ["z-base", "a-top"]
    assert made.best.steps[0].leads_to == ("a-top",)


def test_what_is_held_needs_no_step_and_serves_as_prerequisite() -> None:
    top = candidate("top", {"sql": 2}, prerequisite_ids=frozenset({"base"}))
    holding = Holding(levels={"python": 3}, credential_ids=frozenset({"base"}))
    made = _made(goal(skill("sql"), skill("python"), held=holding), top)
    assert _ids(made.best) == ["top"]
    assert made.met == ("python",)


def test_what_is_in_progress_counts_as_expected_and_costs_nothing_more() -> None:
    begun = candidate("begun", {"sql": 2}, price=usd(9000))
    made = _made(goal(skill("sql")), begun, in_progress_ids=frozenset({"begun"}))
    assert (_ids(made.best), made.expected, made.best.measures.cost) == ([], ("sql",), 0)


def test_credentials_that_need_each_other_first_can_never_be_had() -> None:
    made = _made(
        goal(skill("sql")),
        candidate("a", {"sql": 2}, prerequisite_ids=frozenset({"b"})),
        candidate("b", {}, prerequisite_ids=frozenset({"a"})),
    )
    assert _reasons(made.best) == {"sql": [Reason.PREREQUISITE_MISSING]}


def test_a_subscription_is_paid_once_for_all_that_is_learnt_with_it() -> None:
    # 10 hours a week are 43 1/3 a month: 40 and 40 hours take a month each, and 2 together; 20 and 20 one together.
    one = candidate("one", {"a": 2}, price=usd(0, per_month=4900), hours=20)
    two = candidate("two", {"b": 2}, price=usd(0, per_month=4900), hours=20)
    alone = candidate("alone", {"b": 2}, price=usd(3000), hours=20)
    made = _made(goal(skill("a"), skill("b")), one, two, alone)
    assert sorted(_ids(made.best)) == ["one", "two"]
    assert made.best.measures.cost == 4900


@pytest.mark.parametrize(("hours", "months"), [(43, 1), (44, 2), (520, 12), (521, 13)])
def test_a_month_is_a_twelfth_of_52_weeks_and_a_begun_one_counts_whole(hours: int, months: int) -> None:
    course = candidate("course", {"sql": 2}, price=usd(500, per_month=1000), hours=hours)
    made = _made(goal(skill("sql")), course)
    assert (made.best.months, made.best.measures.cost) == (months, 500 + 1000 * months)


def test_an_unknown_cost_is_never_free() -> None:
    unknown = candidate("a-unknown", {"sql": 2}, price=None)
    dear = candidate("dear", {"sql": 2}, price=usd(100_000))
    assert _ids(_made(goal(skill("sql")), unknown, dear).best) == ["dear"]
    alone = _made(goal(skill("sql")), unknown).best
    assert (_ids(alone), alone.measures.unknown_costs) == (["a-unknown"], 1)
    limited = _made(goal(skill("sql")), unknown, budget=10).best
    assert _reasons(limited) == {"sql": [Reason.COST_UNKNOWN]}
    assert _ids(_made(goal(skill("sql")), unknown, budget=10, allow_unknown_costs=True).best) == ["a-unknown"]


def test_a_subscription_of_unknown_hours_has_an_unknown_cost() -> None:
    endless = candidate("endless", {"sql": 2}, price=usd(0, per_month=100), hours=None)
    assert _reasons(_made(goal(skill("sql")), endless, budget=10_000).best) == {"sql": [Reason.COST_UNKNOWN]}


def test_another_currency_is_left_out_and_never_added_up() -> None:
    euro = candidate("euro", {"sql": 2}, price=Price(currency="EUR", once=1, subscription=None))
    assert _reasons(_made(goal(skill("sql")), euro).best) == {"sql": [Reason.OTHER_CURRENCY]}
    free = candidate("free", {"sql": 2}, price=Price(currency="EUR", once=0, subscription=None))
    assert _ids(_made(goal(skill("sql")), free).best) == ["free"]


def test_over_budget_says_what_it_would_take() -> None:
    made = _made(
        goal(skill("a"), skill("b", weight=1)),
        candidate("a", {"a": 2}, price=usd(700)),
        candidate("b", {"b": 2}, price=usd(500)),
        budget=1000,
    )
    [short] = made.best.shortfalls
    assert [(each.reason, each.credential_ids) for each in short.obstacles] == [(Reason.OVER_BUDGET, ("b",))]
    assert short.more_cost == 200


def test_past_the_deadline_says_how_many_hours_are_lacking() -> None:
    long = candidate("long", {"sql": 2}, hours=50)
    made = _made(goal(skill("sql")), long, finish_by=TODAY + timedelta(days=28))
    [short] = made.best.shortfalls
    assert (_reasons(made.best), short.more_hours) == ({"sql": [Reason.PAST_DEADLINE]}, 10)


@pytest.mark.parametrize(
    ("facts", "limits", "reason"),
    [
        ({"grade": Grade.LIGHT}, {"minimum_grade": Grade.SOLID}, Reason.BELOW_QUALITY),
        ({"grade": None}, {"minimum_grade": Grade.UNPROVEN}, Reason.BELOW_QUALITY),
        ({"issuer_id": "x"}, {"trusted_issuer_ids": frozenset({"y"})}, Reason.ISSUER_NOT_TRUSTED),
        ({"issuer_id": "x"}, {"distrusted_issuer_ids": frozenset({"x"})}, Reason.ISSUER_NOT_TRUSTED),
        ({"kind": CredentialKind.DEGREE}, {}, Reason.NEEDS_LICENCE_OR_DEGREE),
        ({"kind": CredentialKind.LICENCE}, {}, Reason.NEEDS_LICENCE_OR_DEGREE),
        ({"hours": None}, {"finish_by": TODAY + timedelta(days=9)}, Reason.HOURS_UNKNOWN),
        ({"hours_per_week": 40}, {}, Reason.TOO_INTENSE),
        ({"experience_months": 36}, {"experience_months": 12}, Reason.EXPERIENCE_MISSING),
    ],
)
def test_what_keeps_the_only_candidate_out_is_the_reason_why_the_demand_stays_uncovered(
    facts: dict[str, object], limits: dict[str, object], reason: Reason
) -> None:
    made = _made(goal(skill("sql")), candidate("only", {"sql": 2}, **facts), **limits)
    assert _reasons(made.best) == {"sql": [reason]}
    assert made.best.shortfalls[0].obstacles[0].credential_ids == ("only",)


def test_nothing_stands_in_for_a_licence_unless_the_demand_names_an_alternative() -> None:
    licence = candidate("cpa", {"accounting": 4}, kind=CredentialKind.LICENCE)
    other = candidate("course", {"accounting": 4})
    needs_it = Demand(demand_id="cpa", need=CredentialNeed(credential_id="cpa"), weight=0)
    assert _reasons(_made(goal(needs_it), licence, other).best) == {"cpa": [Reason.NEEDS_LICENCE_OR_DEGREE]}
    either = GroupNeed(
        count=1, members=(CredentialNeed(credential_id="cpa"), SkillNeed(skill_id="accounting", level=3))
    )
    named = Demand(demand_id="either", need=either, weight=0)
    assert _ids(_made(goal(named), licence, other).best) == ["course"]


def test_time_at_work_is_covered_by_no_credential() -> None:
    years = Demand(demand_id="years", need=TimeNeed(what=Beyond.EXPERIENCE, months=36), weight=0)
    assert _reasons(_made(goal(years), candidate("any", {"sql": 4})).best) == {"years": [Reason.NEEDS_TIME]}


def test_two_of_three_are_enough_where_two_are_asked_for() -> None:
    members = tuple(CredentialNeed(credential_id=each) for each in "abc")
    two = Demand(demand_id="two", need=GroupNeed(count=2, members=members, stack_id="stack"), weight=0)
    made = _made(
        goal(two),
        *(candidate(each, {}, price=usd(cost)) for each, cost in zip("abc", (3, 2, 1), strict=True)),
    )
    assert sorted(_ids(made.best)) == ["b", "c"]


def test_an_alternative_leaves_out_a_step_of_every_better_plan_and_is_never_the_same_plan_with_more() -> None:
    made = _made(
        goal(skill("sql")),
        *(
            candidate(each, {"sql": 2}, price=usd(cost))
            for each, cost in (("a", 1), ("b", 2), ("c", 3), ("d", 4))
        ),
    )
    assert [_ids(plan) for plan in (made.best, *made.alternatives)] == [["a"], ["b"], ["c"]]


def test_an_alternative_that_covers_less_says_that_it_leaves_something_out() -> None:
    made = _made(goal(skill("a"), skill("b", weight=1)), candidate("a", {"a": 2}), candidate("b", {"b": 2}))
    assert [_ids(each) for each in made.alternatives] == [["a"], ["b"]]
    assert _reasons(made.alternatives[0]) == {"b": [Reason.LEFT_OUT]}


def test_stacks_decide_only_between_equals() -> None:
    mate = candidate("z", {"a": 2}, stack_ids=frozenset({"stack"}))
    stray = candidate("a", {"a": 2})
    other = candidate("o", {"b": 2}, stack_ids=frozenset({"stack"}))
    wanted = goal(skill("a"), skill("b"))
    assert sorted(_ids(_made(wanted, mate, stray, other, prefer_stacks=True).best)) == ["o", "z"]
    cheaper = candidate("a", {"a": 2}, price=usd(99))
    assert sorted(_ids(_made(wanted, mate, cheaper, other, prefer_stacks=True).best)) == ["a", "o"]


def test_a_bootcamp_needs_its_hours_a_week() -> None:
    bootcamp = candidate("camp", {"sql": 2}, kind=CredentialKind.BOOTCAMP, hours_per_week=40, hours=480)
    assert _ids(_made(goal(skill("sql")), bootcamp, weekly_hours=40).best) == ["camp"]


def test_the_order_of_the_catalogue_does_not_matter() -> None:
    alike = [candidate(each, {"sql": 2}) for each in "abcde"]
    forward, backward = (_made(goal(skill("sql")), *order) for order in (alike, alike[::-1]))
    assert [_ids(each) for each in (forward.best, *forward.alternatives)] == [
        _ids(each) for each in (backward.best, *backward.alternatives)
    ]


def test_a_search_that_is_cut_short_keeps_to_the_limits_and_names_the_rank_that_is_unproven() -> None:
    skills = [f"s{index}" for index in range(30)]
    tangled = [
        candidate(
            f"c{index:03}", {skills[index * step % 30]: 3 for step in (1, 7, 11)}, price=usd(100 + index)
        )
        for index in range(200)
    ]
    made = make_plans(
        goal(*(skill(each, weight=1 + index) for index, each in enumerate(skills))),
        candidates=tangled,
        constraints=constraints(budget=1000),
        seconds=0,
    )
    assert made.best.measures.cost <= 1000
    assert made.best.proof.rank == "coverage"
    assert made.best.proof.bound < made.best.proof.value
    assert len(made.best.covered) > 5
    assert all(step.covers for step in made.best.steps)
