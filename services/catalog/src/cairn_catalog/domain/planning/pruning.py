"""Which candidates the best plans can possibly use: the fewer there are, the sooner the search ends. It never changes the answer."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cairn_catalog.domain.planning.candidates import Candidate
from cairn_catalog.domain.planning.cover_model import Problem, id_number
from cairn_catalog.domain.planning.needs import parts

Matrix = npt.NDArray[np.bool_]


def promising(problem: Problem, *, plans: int) -> tuple[Candidate, ...]:
    """Those of the candidates that one of the best `plans` plans can have as a step, in their order.

    Left out is what gives nothing that is asked for and nothing else needs or shares a stack with; and what at least `plans` others
    stand in for, each giving no less and costing, taking and needing no more, and better in something or first by its id's number.
    For a plan with such a candidate, the same plan with one of those others in its place is better, and no earlier plan can rule out
    all of these: an earlier plan that the changed one contains holds just the one that was put in.
    """
    candidates = problem.candidates
    needed = Counter(prerequisite for each in candidates for prerequisite in each.prerequisite_ids)
    giving = _giving(problem)
    standing_in = _standing_in(problem, giving).sum(axis=1)
    return tuple(
        each
        for index, each in enumerate(candidates)
        if needed[each.id]
        or (
            standing_in[index] < plans
            and (giving[index].any() or (problem.constraints.prefer_stacks and each.stack_ids))
        )
    )


def _giving(problem: Problem) -> Matrix:
    """For each candidate, which parts of the demands it gives."""
    wanted = [part for demand in problem.demands for part in parts(demand.need)]
    parts_once = tuple(dict.fromkeys(wanted))
    rows = [[each.gives(part) for part in parts_once] for each in problem.candidates]
    return np.array(rows, dtype=bool).reshape(len(problem.candidates), len(parts_once))


def _standing_in(problem: Problem, giving: Matrix) -> Matrix:
    """For each candidate (row), which others (columns) may stand in its place."""
    candidates = problem.candidates
    once = _column([each.price.once if each.price is not None else 0 for each in candidates])
    hours = _column([each.hours or 0 for each in candidates])
    number = np.array([id_number(each.id) for each in candidates])
    # The candidates stand in the order of their ids, which decides between equal numbers.
    rank = _column(np.lexsort((np.arange(len(candidates)), number)).argsort().tolist())
    no_worse = (
        (giving.astype(np.float32) @ (~giving).astype(np.float32).T == 0)
        & (once >= once.T)
        & (hours >= hours.T)
        & _no_more([not each.cost_is_known for each in candidates])
        & _no_more([each.hours is None for each in candidates])
        & _same_or_none([each.price.subscription if each.price is not None else None for each in candidates])
        & _subset([each.prerequisite_ids - problem.held.credential_ids for each in candidates])
    )
    if problem.constraints.prefer_stacks:
        no_worse &= _subset([each.stack_ids for each in candidates]).T
    better = (once > once.T) | (hours > hours.T) | (rank > rank.T)
    return np.asarray(no_worse & better)


def _column(values: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.array(values, dtype=np.int64).reshape(-1, 1)


def _no_more(flags: Sequence[bool]) -> Matrix:
    """Where the column's flag is set only if the row's is."""
    column = np.array(flags, dtype=bool).reshape(-1, 1)
    return np.asarray(~column.T | column)


def _same_or_none(values: Sequence[object]) -> Matrix:
    """Where the column has nothing, or the same as the row."""
    numbers = {value: index for index, value in enumerate(dict.fromkeys(values))}
    column = _column([numbers[value] for value in values])
    nothing = np.array([value is None for value in values], dtype=bool)
    return np.asarray((column == column.T) | nothing)


def _subset(sets: Sequence[frozenset[str]]) -> Matrix:
    """Where everything of the column is the row's too."""
    names = {name: index for index, name in enumerate(sorted(frozenset[str]().union(*sets)))}
    has = np.zeros((len(sets), len(names) + 1), dtype=np.float32)
    for row, each in enumerate(sets):
        has[row, [names[name] for name in each]] = 1
    return np.asarray((1 - has) @ has.T == 0)
