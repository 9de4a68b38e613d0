"""A plan to begin the search with: greedy, so hardly ever the best, but never empty-handed where something can be covered.

The search improves on it until nothing better is left; only where time ends first does it show.
"""

from collections.abc import Collection, Sequence, Set
from fractions import Fraction

from cairn_catalog.domain.planning.candidates import Candidate
from cairn_catalog.domain.planning.constraints import Objective, months_for
from cairn_catalog.domain.planning.cover_model import Problem
from cairn_catalog.domain.planning.needs import GroupNeed

Effort = tuple[int, int]
"""Cost and hours."""


def greedy_plan(problem: Problem, *, among: Sequence[Candidate], without: Set[str]) -> tuple[Candidate, ...]:
    """Step by step, with what it needs before it, whatever covers the most for its cost or hours and still fits into the limits.

    Takes only `among`, and nothing of `without`. It looks at demands that one credential meets by itself; for a group of needs it takes
    nothing.
    """
    by_id = {each.id: each for each in among if each.id not in without}
    bundles = [bundle for each in by_id.values() if (bundle := _bundle(each, by_id, problem=problem))]
    single = [each for each in problem.demands if not isinstance(each.need, GroupNeed)]
    above_all_weights = 1 + sum(each.weight for each in single)
    worth = [above_all_weights if each.is_must_have else each.weight for each in single]
    gives = {
        each.id: frozenset(index for index, demand in enumerate(single) if each.gives(demand.need))
        for each in by_id.values()
    }
    taken: dict[str, Candidate] = {}
    covered: frozenset[int] = frozenset()
    spent: Effort = (0, 0)
    while True:
        best: tuple[Fraction, list[Candidate], Effort] | None = None
        for bundle in bundles:
            new = [each for each in bundle if each.id not in taken]
            gain = sum(
                worth[index] for index in frozenset().union(*(gives[each.id] for each in new)) - covered
            )
            effort = _effort(new, problem=problem)
            if gain and _fits((spent[0] + effort[0], spent[1] + effort[1]), problem=problem):
                value = Fraction(gain, 1 + _foremost(effort, problem=problem))
                if best is None or value > best[0]:
                    best = value, new, effort
        if best is None:
            return tuple(taken.values())
        _, new, effort = best
        taken |= {each.id: each for each in new}
        covered = covered.union(*(gives[each.id] for each in new))
        spent = spent[0] + effort[0], spent[1] + effort[1]


def _bundle(candidate: Candidate, by_id: dict[str, Candidate], *, problem: Problem) -> tuple[Candidate, ...]:
    """The candidate and everything that it needs before it; nothing where some of that may not be taken."""
    wanted, to_follow = {candidate.id}, [candidate]
    while to_follow:
        before = to_follow.pop().prerequisite_ids - problem.held.credential_ids - wanted
        if not before <= by_id.keys():
            return ()
        wanted |= before
        to_follow += (by_id[each] for each in before)
    return tuple(by_id[each] for each in sorted(wanted))


def _effort(steps: Collection[Candidate], *, problem: Problem) -> Effort:
    """At most this: months of a subscription that others share are counted for each."""
    cost = 0
    for price, hours in ((step.price, step.hours) for step in steps):
        if price is not None:
            cost += price.once
            if price.subscription is not None and hours is not None:
                months = months_for(hours=hours, weekly_hours=problem.constraints.weekly_hours)
                cost += price.subscription.per_month * months
    return cost, sum(step.hours or 0 for step in steps)


def _fits(effort: Effort, *, problem: Problem) -> bool:
    limits = problem.constraints.budget, problem.constraints.hours_available
    return all(limit is None or value <= limit for value, limit in zip(effort, limits, strict=True))


def _foremost(effort: Effort, *, problem: Problem) -> int:
    return effort[0] if problem.constraints.objective is Objective.LEAST_COST else effort[1]
