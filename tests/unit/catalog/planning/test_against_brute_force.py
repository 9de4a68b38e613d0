"""The planner gives what trying every set of candidates gives: on a thousand random small cases, alternatives included."""

import pytest

from cairn_catalog.domain.planning.plans import ALTERNATIVES, Plan, make_plans
from tests.support.catalog.planning import random_case
from tests.support.plan_oracle import best_plans

_CASES = 1000
_BATCH = 100
_PLENTY_OF_SECONDS = 60.0


def _ids(plan: Plan) -> frozenset[str]:
    return frozenset(step.candidate.id for step in plan.steps)


@pytest.mark.parametrize("first", range(0, _CASES, _BATCH))
def test_plan_and_alternatives_are_those_that_trying_every_set_finds(first: int) -> None:
    planned = 0
    for seed in range(first, first + _BATCH):
        goal, candidates, constraints = random_case(seed)
        made = make_plans(goal, candidates=candidates, constraints=constraints, seconds=_PLENTY_OF_SECONDS)
        expected = best_plans(goal, candidates, constraints, alternatives=ALTERNATIVES)
        found = [_ids(plan) for plan in (made.best, *made.alternatives)]
        assert found == [answer.ids for answer in expected], f"seed {seed}"
        assert all(plan.proof.is_optimal for plan in (made.best, *made.alternatives)), f"seed {seed}"
        planned += bool(found[0])
    assert planned > _BATCH // 3, "the cases are too easy to say anything"
