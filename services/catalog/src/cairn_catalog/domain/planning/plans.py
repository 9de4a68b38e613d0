"""Plans for a goal: the best one and the best others, each with its order, its measures and what it leaves uncovered."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from cairn_catalog.domain.planning.admission import Admission, admit
from cairn_catalog.domain.planning.candidates import Candidate, holding_with
from cairn_catalog.domain.planning.constraints import Constraints, months_for
from cairn_catalog.domain.planning.cover_model import Problem
from cairn_catalog.domain.planning.measures import Measures, measure
from cairn_catalog.domain.planning.needs import Demand, Holding
from cairn_catalog.domain.planning.ordering import in_order
from cairn_catalog.domain.planning.paying import Paying, paying
from cairn_catalog.domain.planning.search import Proof, Selection, search
from cairn_catalog.domain.planning.shortfall import Shortfall, Surroundings, shortfall

ALTERNATIVES = 2


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What is asked for, what of it is met already in a way that only who asks can know, and what is held.

    `held_stack_ids` are the stacks that something held belongs to.
    """

    demands: tuple[Demand, ...]
    met_demand_ids: frozenset[str]
    held: Holding
    held_stack_ids: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One credential to take. It covers the demands, or a part of each, and has to be there before the others in `leads_to`.

    `joins` are the stacks that it shares with another step or with something held; `unchecked_experience_months` is experience that its
    issuer asks for and that nobody said whether the learner has.
    """

    candidate: Candidate
    covers: tuple[str, ...]
    leads_to: tuple[str, ...]
    joins: tuple[str, ...]
    unchecked_experience_months: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The steps in the order in which to take them, what they cost and take, who usually pays, and what they cover.

    `months` are those that the known hours take at the weekly hours.
    """

    steps: tuple[Step, ...]
    covered: tuple[str, ...]
    shortfalls: tuple[Shortfall, ...]
    measures: Measures
    paying: Paying
    months: int
    proof: Proof


@dataclass(frozen=True, kw_only=True)
class Plans:
    """The best plan and the best others, best first; what was met before, and what will be by what is in progress.

    `is_complete` says whether there was time to look for every alternative.
    """

    best: Plan
    alternatives: tuple[Plan, ...]
    met: tuple[str, ...]
    expected: tuple[str, ...]
    admission: Admission
    is_complete: bool


def make_plans(
    goal: Goal, *, candidates: Sequence[Candidate], constraints: Constraints, seconds: float
) -> Plans:
    """The plan that covers the most of the goal and is best by the objective, and the two next best, as `search` defines them.

    What is in progress counts as if it were there already: it costs nothing more, and takes no more time. `seconds` is about how long the
    solver may take.
    """
    held = _with_grants(goal.held, goal.held.credential_ids, candidates)
    expected = _with_grants(held, constraints.in_progress_ids, candidates)
    met = [each for each in goal.demands if each.demand_id in goal.met_demand_ids or held.meets(each.need)]
    awaited = [each for each in goal.demands if each not in met and expected.meets(each.need)]
    wanted = tuple(each for each in goal.demands if each not in met and each not in awaited)
    admission = admit(candidates, held=expected, constraints=constraints)
    problem = Problem(
        demands=wanted,
        candidates=admission.admitted,
        held=expected,
        held_stack_ids=goal.held_stack_ids,
        constraints=constraints,
    )
    found = search(problem, alternatives=ALTERNATIVES, seconds=seconds)
    around = Surroundings(candidates=candidates, admission=admission, held=expected, constraints=constraints)
    best, *others = (_plan(each, problem=problem, around=around) for each in found.selections)
    return Plans(
        best=best,
        alternatives=tuple(others),
        met=_ids(met),
        expected=_ids(awaited),
        admission=admission,
        is_complete=found.is_complete,
    )


def _with_grants(held: Holding, credential_ids: Set[str], candidates: Sequence[Candidate]) -> Holding:
    """What is there with these credentials, and with what those of them grant that are known."""
    having = holding_with(held, [each for each in candidates if each.id in credential_ids])
    return replace(having, credential_ids=having.credential_ids | credential_ids)


def _plan(selection: Selection, *, problem: Problem, around: Surroundings) -> Plan:
    constraints = problem.constraints
    held = holding_with(problem.held, selection.steps)
    covered = [each for each in problem.demands if held.meets(each.need)]
    ordered = in_order(selection.steps, demands=covered, held=problem.held)
    measures = measure(ordered, weekly_hours=constraints.weekly_hours)
    _hold_to_limits(measures, constraints=constraints)
    return Plan(
        steps=tuple(_step(each, among=ordered, covered=covered, problem=problem) for each in ordered),
        covered=_ids(covered),
        shortfalls=tuple(
            shortfall(each, steps=ordered, around=around) for each in problem.demands if each not in covered
        ),
        measures=measures,
        paying=paying(ordered, weekly_hours=constraints.weekly_hours),
        months=months_for(hours=measures.hours, weekly_hours=constraints.weekly_hours),
        proof=selection.proof,
    )


def _hold_to_limits(measures: Measures, *, constraints: Constraints) -> None:
    """The solver computes with fractions; this does it again with whole numbers, since a plan that breaks a limit must never be given."""
    over_budget = constraints.budget is not None and measures.cost > constraints.budget
    available = constraints.hours_available
    if over_budget or (available is not None and measures.hours > available):
        raise ArithmeticError(f"The solver's plan breaks a limit: {measures}.")


def _step(
    candidate: Candidate, *, among: Sequence[Candidate], covered: Iterable[Demand], problem: Problem
) -> Step:
    others = [each for each in among if each is not candidate]
    shared = problem.held_stack_ids.union(*(each.stack_ids for each in others))
    has_experience_open = problem.constraints.experience_months is None
    return Step(
        candidate=candidate,
        covers=_ids(each for each in covered if candidate.gives(each.need)),
        leads_to=tuple(each.id for each in others if candidate.id in each.prerequisite_ids),
        joins=tuple(sorted(candidate.stack_ids & shared)),
        unchecked_experience_months=candidate.experience_months if has_experience_open else 0,
    )


def _ids(demands: Iterable[Demand]) -> tuple[str, ...]:
    return tuple(each.demand_id for each in demands)
