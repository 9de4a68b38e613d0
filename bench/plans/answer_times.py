"""How long a plan and its alternatives take for 500 credentials and 40 missing skills, and how far from proven they are.

`python -m bench.plans.answer_times [REPETITIONS]`, from the repository's root.
"""

import random
import sys
import time
from collections import Counter
from datetime import date, timedelta
from statistics import median
from typing import Any

from bench.plans.markets import MARKETS, candidates, demands
from cairn_catalog.domain.planning.constraints import Constraints, Objective
from cairn_catalog.domain.planning.needs import Holding
from cairn_catalog.domain.planning.plans import Goal, Plans, make_plans
from cairn_catalog.domain.planning.search import Proof

SOLVER_SECONDS = 1.2
TODAY = date(2026, 11, 22)
ASKED: dict[str, dict[str, Any]] = {
    "least cost": {},
    "least time": {"objective": Objective.LEAST_TIME},
    "budget": {"budget": 60_000},
    "budget and deadline": {"budget": 100_000, "finish_by": TODAY + timedelta(days=180)},
    "stacks": {"prefer_stacks": True},
}


def constraints(**asked: Any) -> Constraints:
    """Ten hours a week in dollars, and what is asked."""
    usual: dict[str, Any] = {
        "objective": Objective.LEAST_COST,
        "currency": "USD",
        "weekly_hours": 10,
        "budget": None,
        "today": TODAY,
        "finish_by": None,
        "minimum_grade": None,
        "trusted_issuer_ids": frozenset[str](),
        "distrusted_issuer_ids": frozenset[str](),
        "in_progress_ids": frozenset[str](),
        "allow_unknown_costs": False,
        "allow_unknown_hours": False,
        "allow_licences_and_degrees": False,
        "prefer_stacks": False,
        "experience_months": None,
    }
    return Constraints(**{**usual, **asked})


def one(market: str, asked: dict[str, Any], *, seed: int) -> tuple[float, Plans]:
    """The seconds that one answer took, and the answer."""
    chance = random.Random(seed)
    goal = Goal(
        demands=demands(chance),
        met_demand_ids=frozenset(),
        held=Holding(levels={}, credential_ids=frozenset()),
        held_stack_ids=frozenset(),
    )
    offers = candidates(chance, MARKETS[market])
    began = time.perf_counter()
    plans = make_plans(goal, candidates=offers, constraints=constraints(**asked), seconds=SOLVER_SECONDS)
    return time.perf_counter() - began, plans


def gap(proof: Proof) -> str:
    """What is unproven of the best plan, and by how much it may be worse than the optimum."""
    if proof.is_optimal:
        return ""
    share = abs(proof.value - proof.bound) / max(1, abs(proof.value))
    return f"{proof.rank}: at most {share:.1%}"


def main(repetitions: int) -> None:
    """Prints a line for each market and request."""
    for market in MARKETS:
        for name, asked in ASKED.items():
            made = [one(market, asked, seed=seed) for seed in range(repetitions)]
            seconds = [each for each, _ in made]
            gaps = Counter(filter(None, (gap(plans.best.proof) for _, plans in made)))
            alternatives = sum(len(plans.alternatives) for _, plans in made) / repetitions
            sys.stdout.write(
                f"{market:13} {name:20} p50 {median(seconds):5.2f} s  max {max(seconds):5.2f} s  "
                f"proven {repetitions - gaps.total()}/{repetitions}  alternatives {alternatives:.1f}  {dict(gaps) or ''}\n"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
