"""The search: the best plan and the best others, one rank of the objective after the other."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from cairn_catalog.domain.planning.candidates import Candidate
from cairn_catalog.domain.planning.cover_model import CoverModel, Problem
from cairn_catalog.domain.planning.pruning import promising
from cairn_catalog.domain.planning.starting import greedy_plan

# A search that takes too long leaves half of the time to what comes after it: the next rank, the next plan.
_SHARE = 0.5
_COVERAGE = "coverage"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """How sure it is that nothing better exists.

    `rank` is the first rank of the objective whose best value was not proven in time, empty where all were; `value` is what was found
    in it and `bound` what no plan can go below. Coverage counts negatively: less is better in every rank.
    """

    rank: str
    value: int
    bound: int

    @property
    def is_optimal(self) -> bool:
        """Whether no plan is better."""
        return not self.rank


OPTIMAL = Proof(rank="", value=0, bound=0)


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The steps of one plan, in no order yet."""

    steps: tuple[Candidate, ...]
    proof: Proof


@dataclass(frozen=True, kw_only=True)
class Found:
    """The best plan, the best others, and whether there was time to look for all of these."""

    selections: tuple[Selection, ...]
    is_complete: bool


def search(problem: Problem, *, alternatives: int, seconds: float) -> Found:
    """The best selection of candidates, then up to `alternatives` others, each the best that leaves out one step of every earlier one.

    Best is, in this order: the most must-haves covered; the most weight of what helps; by the objective the least cost or the least
    time (steps of which it is unknown fewest, then the sum of the known); the other of these two; the fewest steps, where stacks are
    preferred with a scattered step counting twice; the least sum of the ids' numbers (`cover_model.id_number`). Each rank is solved by
    HiGHS, and the best value of each is held while the next is solved, so that the answer is exact. The solver stops after about `seconds`
    in all; what was not proven by then says so.
    """
    problem = replace(problem, candidates=promising(problem, plans=1 + alternatives))
    model = CoverModel(problem)
    scattering = model.scattering() if problem.constraints.prefer_stacks else {}
    left, selections = seconds, list[Selection]()
    while len(selections) <= alternatives:
        share = left * _SHARE if len(selections) < alternatives else left
        start = greedy_plan(problem, among=problem.candidates, without=_one_of_each(problem, selections))
        selection, spent = _best(problem, model, scattering, start=start, seconds=share)
        left -= spent
        if selection.steps or not selections:
            selections.append(selection)
        if not selection.steps:
            return Found(selections=tuple(selections), is_complete=selection.proof.is_optimal)
        model.leave_out_one_of(selection.steps)
    return Found(selections=tuple(selections), is_complete=True)


def _one_of_each(problem: Problem, earlier: Iterable[Selection]) -> frozenset[str]:
    """Of each earlier selection the step that gives the least of what is asked for."""
    return frozenset(
        min(
            selection.steps,
            key=lambda step: (sum(step.gives(each.need) for each in problem.demands), step.id),
        ).id
        for selection in earlier
    )


def _best(
    problem: Problem,
    model: CoverModel,
    scattering: Mapping[int, int],
    *,
    start: Sequence[Candidate],
    seconds: float,
) -> tuple[Selection, float]:
    """The best selection that the model allows, searched from `start`, and the seconds that it took to find."""
    values: Sequence[int] = model.values_of(start)
    held: list[tuple[Mapping[int, int], int]] = []
    proof, left = OPTIMAL, seconds
    for rank, terms_of in _ranks(model, scattering):
        terms = terms_of(len(model.taken(values)))
        if not terms:
            continue
        best = _value(terms, values)
        if rank != _COVERAGE or best > sum(terms.values()):
            outcome = model.programme.minimise(terms, held=held, start=values, seconds=left * _SHARE)
            left -= outcome.seconds
            values = outcome.values or values
            best = _value(terms, values)
            if not outcome.is_proven and proof.is_optimal:
                bound = sum(min(0, each) for each in terms.values())
                proof = Proof(rank=rank, value=best, bound=bound if outcome.bound is None else outcome.bound)
        held.append((terms, best))
        if rank == _COVERAGE:
            if best == 0:
                # What covers nothing is best without steps.
                return Selection(steps=(), proof=proof), seconds - left
            # The solver may have taken more than it needs, which would show if time ended now.
            thin = model.values_of(greedy_plan(problem, among=model.taken(values), without=frozenset()))
            values = thin if _value(terms, thin) == best else values
    return Selection(steps=model.taken(values), proof=proof), seconds - left


def _value(terms: Mapping[int, int], values: Sequence[int]) -> int:
    return sum(coefficient * values[column] for column, coefficient in terms.items())


def _ranks(
    model: CoverModel, scattering: Mapping[int, int]
) -> Iterator[tuple[str, Callable[[int], Mapping[int, int]]]]:
    """The ranks of the objective in their order: for each its name, and what is to be made least, given the steps so far."""
    yield _COVERAGE, partial(_whatever_the_steps, model.coverage())
    for rank, terms in model.measured():
        yield rank, partial(_whatever_the_steps, terms)
    yield "steps", partial(_whatever_the_steps, scattering)
    yield "steps", model.steps_then_ids


def _whatever_the_steps(terms: Mapping[int, int], _: int) -> Mapping[int, int]:
    return terms
