"""What holds for every plan."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn_catalog.domain.planning.candidates import Candidate
from cairn_catalog.domain.planning.constraints import Constraints
from cairn_catalog.domain.planning.plans import Goal, Plan, make_plans
from tests.support.catalog.planning import random_case

_SEEDS = st.integers(min_value=10_000, max_value=10_000_000)
_FEW = settings(max_examples=40, deadline=None)


def _best(goal: Goal, candidates: list[Candidate], constraints: Constraints) -> Plan:
    return make_plans(goal, candidates=candidates, constraints=constraints, seconds=60).best


def _coverage(goal: Goal, plan: Plan) -> tuple[int, int]:
    covered = [each for each in goal.demands if each.demand_id in plan.covered]
    return sum(each.is_must_have for each in covered), sum(each.weight for each in covered)


@_FEW
@given(seed=_SEEDS, more=st.integers(min_value=0, max_value=50_000))
def test_a_larger_budget_never_covers_less(seed: int, more: int) -> None:
    goal, candidates, constraints = random_case(seed)
    small = replace(constraints, budget=constraints.budget or 1000)
    large = replace(small, budget=(small.budget or 0) + more)
    assert _coverage(goal, _best(goal, candidates, large)) >= _coverage(goal, _best(goal, candidates, small))


@_FEW
@given(seed=_SEEDS, days=st.integers(min_value=0, max_value=300))
def test_a_later_deadline_never_covers_less(seed: int, days: int) -> None:
    goal, candidates, constraints = random_case(seed)
    early = replace(constraints, finish_by=constraints.today + timedelta(days=30))
    late = replace(constraints, finish_by=constraints.today + timedelta(days=30 + days))
    assert _coverage(goal, _best(goal, candidates, late)) >= _coverage(goal, _best(goal, candidates, early))


@_FEW
@given(seed=_SEEDS)
def test_a_candidate_more_never_covers_less(seed: int) -> None:
    goal, candidates, constraints = random_case(seed)
    fewer = _best(goal, candidates[1:], constraints)
    # What is held or in progress counts by what it grants, and only what the catalogue knows grants anything.
    if candidates[0].id not in goal.held.credential_ids | constraints.in_progress_ids:
        assert _coverage(goal, _best(goal, candidates, constraints)) >= _coverage(goal, fewer)


@_FEW
@given(seed=_SEEDS)
def test_steps_come_after_what_they_need_and_every_demand_is_accounted_for_once(seed: int) -> None:
    goal, candidates, constraints = random_case(seed)
    made = make_plans(goal, candidates=candidates, constraints=constraints, seconds=60)
    for plan in (made.best, *made.alternatives):
        there = set(goal.held.credential_ids) | set(constraints.in_progress_ids)
        for step in plan.steps:
            assert step.candidate.prerequisite_ids <= there
            there.add(step.candidate.id)
        told = [
            *made.met,
            *made.expected,
            *plan.covered,
            *(each.demand.demand_id for each in plan.shortfalls),
        ]
        assert sorted(told) == sorted(each.demand_id for each in goal.demands)
        assert all(each.obstacles for each in plan.shortfalls)


@_FEW
@given(seed=_SEEDS)
def test_every_step_is_there_for_a_reason(seed: int) -> None:
    goal, candidates, constraints = random_case(seed)
    plan = _best(goal, candidates, replace(constraints, prefer_stacks=False))
    assert all(step.covers or step.leads_to for step in plan.steps)
