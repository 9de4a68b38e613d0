"""Whole-number programmes, solved by HiGHS (https://highs.dev): the only module that knows the solver."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, gcd, inf, isfinite

import highspy
import numpy as np

_TOLERANCE = 1e-9
# Values of the objective are whole numbers, so whoever is closer than 1 to the bound has reached it.
_PROVEN_GAP = 0.9
_SEED = 5


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a search found. `values` is None where there is nothing (`is_proven`: nothing can be) or nothing was found in time.

    `bound` is what no other answer can go below, None where that is not known; it is `value` itself where the answer is proven best.
    """

    values: tuple[int, ...] | None
    value: int
    bound: int | None
    is_proven: bool
    seconds: float


@dataclass(frozen=True, kw_only=True)
class _Row:
    terms: Mapping[int, int]
    lower: float
    upper: float


class Programme:
    """Columns, each a whole number from 0 to its bound, and rows that hold for them."""

    def __init__(self) -> None:
        self._uppers: list[float] = []
        self._rows: list[_Row] = []

    def column(self, *, upper: int | None = 1) -> int:
        """The number of a further column, from 0 to `upper`; None for no bound."""
        self._uppers.append(inf if upper is None else upper)
        return len(self._uppers) - 1

    def require(
        self, terms: Mapping[int, int], *, at_least: int | None = None, at_most: int | None = None
    ) -> None:
        """Holds the sum of coefficient times column within bounds from now on."""
        lower, upper = (-inf if at_least is None else at_least), (inf if at_most is None else at_most)
        self._rows.append(_Row(terms=terms, lower=lower, upper=upper))

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self._uppers)

    def minimise(
        self,
        objective: Mapping[int, int],
        *,
        held: Sequence[tuple[Mapping[int, int], int]],
        start: Sequence[int],
        seconds: float,
    ) -> Outcome:
        """The columns that make the objective least, searched from `start`, which has to be an answer, for about the seconds.

        `held` are sums, each with the most that it may be this time.
        """
        # Prices tend to be whole hundreds; small coefficients keep the solver's arithmetic exact.
        unit = gcd(*objective.values()) or 1
        solver = _solver(seconds=seconds)
        rows = [*self._rows, *(_Row(terms=terms, lower=-inf, upper=at_most) for terms, at_most in held)]
        solver.passModel(self._model({column: cost // unit for column, cost in objective.items()}, rows))
        known = highspy.HighsSolution()
        known.col_value = [float(value) for value in start]
        solver.setSolution(known)
        solver.run()
        return _outcome(solver, objective, unit=unit)

    def _model(self, objective: Mapping[int, int], rows: Sequence[_Row]) -> highspy.HighsLp:
        width = self.width
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = width, len(rows)
        model.col_cost_ = np.array([float(objective.get(column, 0)) for column in range(width)])
        model.col_lower_, model.col_upper_ = np.zeros(width), np.array(self._uppers)
        model.integrality_ = [highspy.HighsVarType.kInteger] * width
        model.row_lower_ = np.array([row.lower for row in rows])
        model.row_upper_ = np.array([row.upper for row in rows])
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0, *(len(row.terms) for row in rows)])
        matrix.index_ = np.array([column for row in rows for column in row.terms], dtype=np.int32)
        matrix.value_ = np.array([value for row in rows for value in row.terms.values()], dtype=float)
        return model


def _solver(*, seconds: float) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | int | float] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": _SEED,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": _PROVEN_GAP,
        "mip_feasibility_tolerance": _TOLERANCE,
        "primal_feasibility_tolerance": _TOLERANCE,
        "time_limit": max(seconds, 0.0),
    }
    for option, value in options.items():
        solver.setOptionValue(option, value)
    return solver


def _outcome(solver: highspy.Highs, objective: Mapping[int, int], *, unit: int) -> Outcome:
    status, seconds = solver.getModelStatus(), solver.getRunTime()
    is_infeasible = status == highspy.HighsModelStatus.kInfeasible
    found = solver.getSolution()
    if is_infeasible or not found.value_valid:
        return Outcome(values=None, value=0, bound=None, is_proven=is_infeasible, seconds=seconds)
    values = tuple(round(value) for value in found.col_value)
    value = sum(cost * values[column] for column, cost in objective.items())
    if status == highspy.HighsModelStatus.kOptimal:
        return Outcome(values=values, value=value, bound=value, is_proven=True, seconds=seconds)
    dual = solver.getInfo().mip_dual_bound
    bound = min(value, ceil(dual - _TOLERANCE) * unit) if isfinite(dual) else None
    return Outcome(values=values, value=value, bound=bound, is_proven=bound == value, seconds=seconds)
