"""The search: the best plan and the best others, one rank of the objective after the other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from cairn_catalog.domain.planning.candidates import Candidate
from cairn_catalog.domain.planning.cover_model import CoverModel, Problem
from cairn_catalog.domain.planning.pruning import promising

# A search that takes too long leaves half of the time to what comes after it: the next rank, the next plan.
_SHARE = 0.5
_COVERAGE = "coverage"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """How sure it is that nothing better exists.

    `rank` is the first rank of the objective whose best value was not proven in time, empty where all were; `value` is what was found
    in it and `bound` what no plan can go below, None where not even that is known. Coverage counts negatively.
    """

    rank: str
    value: int
    bound: int | None

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
    model = CoverModel(replace(problem, candidates=promising(problem, plans=1 + alternatives)))
    scattering = model.scattering() if problem.constraints.prefer_stacks else {}
    left, selections = seconds, list[Selection]()
    while len(selections) <= alternatives:
        share = left * _SHARE if len(selections) < alternatives else left
        selection, spent = _best(model, scattering, seconds=share)
        left -= spent
        if selection.steps or not selections:
            selections.append(selection)
        if not selection.steps:
            return Found(selections=tuple(selections), is_complete=selection.proof.is_optimal)
        model.leave_out_one_of(selection.steps)
    return Found(selections=tuple(selections), is_complete=True)


def _best(model: CoverModel, scattering: Mapping[int, int], *, seconds: float) -> tuple[Selection, float]:
    """The best selection that the model allows, and the seconds that it took to find."""
    values: Sequence[int] = [0] * model.programme.width
    held: list[tuple[Mapping[int, int], int]] = []
    proof, left = OPTIMAL, seconds
    for rank, terms_of in _ranks(model, scattering):
        terms = terms_of(len(model.taken(values)))
        if not terms:
            continue
        outcome = model.programme.minimise(terms, held=held, start=values, seconds=left * _SHARE)
        left -= outcome.seconds
        values = outcome.values or values
        best = sum(coefficient * values[column] for column, coefficient in terms.items())
        if not outcome.is_proven and proof.is_optimal:
            proof = Proof(rank=rank, value=best, bound=outcome.bound)
        held.append((terms, best))
        if rank == _COVERAGE and best == 0:
            # What covers nothing is best without steps.
            return Selection(steps=(), proof=proof), seconds - left
    return Selection(steps=model.taken(values), proof=proof), seconds - left


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
