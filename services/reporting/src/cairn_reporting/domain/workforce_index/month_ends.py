"""What became of people from one month's end to the next, as set algebra: what `trend_figures` says of each of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from cairn_reporting.domain.trends import GapDemand, TrendFigures
from cairn_reporting.domain.workforce_index.counting import GroupNumbers, numbers_of
from cairn_reporting.domain.workforce_index.shortages import Shortage
from cairn_reporting.domain.workforce_index.spans import Spans

Rows = NDArray[np.uint32]
"""Whom each of some things is about."""


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """How people stand `at` the end of a month: of each set that figures are told of who is in it, and of all of them together who is
    compared with a role, who is ready for it, and what is asked of whom, who has it not.
    """

    at: int
    sets: Sequence[BitMap]
    compared: BitMap
    ready: BitMap
    shortages: Mapping[GapDemand, Shortage]

    def short(self, demand: GapDemand) -> BitMap:
        """Who lacks it."""
        found = self.shortages.get(demand)
        return found.short if found else BitMap()

    def demanded(self, demand: GapDemand) -> BitMap:
        """Of whom it is asked."""
        found = self.shortages.get(demand)
        return found.demanded if found else BitMap()


def figures_since(
    before: MonthEnd, now: MonthEnd, *, held: Spans, people_count: int
) -> Sequence[TrendFigures]:
    """The figures of each set at the end of a month, from how people stand then and at the end of the one before.

    `held`: when which credential is held, in stretches of one credential that neither overlap nor touch.
    """

    def within(sets: Iterable[BitMap]) -> GroupNumbers:
        return GroupNumbers(list(sets), people_count=people_count)

    pairs = list(zip(before.sets, now.sets, strict=True))
    here = within(now.sets)
    staying = within(earlier & later for earlier, later in pairs)
    joining = within(later - earlier for earlier, later in pairs)
    leaving = within(earlier - later for earlier, later in pairs)
    demands = before.shortages.keys() | now.shortages.keys()
    over = {each: before.short(each) - now.short(each) for each in demands}
    lacking = _rows(now.short(each) for each in demands)
    opened = _rows(now.short(each) - before.short(each) for each in demands)
    closed = _rows(over[each] & now.demanded(each) for each in demands)
    gone = _rows(over[each] - now.demanded(each) for each in demands)
    counted = [
        _Counts(people_count, (here, lacking)),
        _Counts(people_count, (staying, opened), (joining, lacking)),
        _Counts(people_count, (staying, closed)),
        _Counts(people_count, (staying, gone), (leaving, _rows(before.short(each) for each in demands))),
        _Counts(people_count, (here, held.people[(held.begins <= now.at) & (now.at < held.ends)])),
        _Counts(people_count, (here, held.people[(before.at < held.begins) & (held.begins <= now.at)])),
        _Counts(people_count, (here, held.people[(before.at < held.ends) & (held.ends <= now.at)])),
    ]
    compared, ready = here.count(now.compared).tolist(), here.count(now.ready).tolist()
    return [
        TrendFigures.told(
            people=len(people),
            compared=compared[place],
            ready=ready[place],
            counted=[each.of(place) for each in counted],
        )
        for place, people in enumerate(now.sets)
    ]


class _Counts:
    """How many things each set has, and how many people are behind them; nobody is in a set twice, by one part and by another."""

    def __init__(self, people_count: int, *parts: tuple[GroupNumbers, Rows]) -> None:
        self._things = [sets.count_rows(rows) for sets, rows in parts]
        self._people = [sets.count_rows(_each_once(rows, people_count)) for sets, rows in parts]

    def of(self, place: int) -> tuple[int, int]:
        """Of the set at this place."""
        return sum(int(each[place]) for each in self._things), sum(int(each[place]) for each in self._people)


def _rows(several: Iterable[BitMap]) -> Rows:
    columns = [numbers_of(each) for each in several if each]
    return np.concatenate(columns) if columns else np.empty(0, dtype=np.uint32)


def _each_once(rows: Rows, people_count: int) -> Rows:
    is_there = np.zeros(people_count, dtype=bool)
    is_there[rows] = True
    return np.flatnonzero(is_there).astype(np.uint32)
