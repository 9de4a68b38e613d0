"""Figures of sets of people from one month's end to the next are the sums of what each person's are."""

import random
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from pyroaring import BitMap

from cairn_reporting.domain.demands import CredentialDemand, SkillDemand
from cairn_reporting.domain.trends import GapDemand, PersonMonth, trend_figures
from cairn_reporting.domain.workforce_index.month_ends import MonthEnd, figures_since
from cairn_reporting.domain.workforce_index.shortages import Shortage
from cairn_reporting.domain.workforce_index.spans import Spans

_PEOPLE = 12
_DEMANDS: tuple[GapDemand, ...] = (SkillDemand("s", 1), SkillDemand("s", 2), CredentialDemand("c0"))
_STRETCHES = [(0, 10), (5, 20), (10, 30), (20, 40), (25, 26)]
_BEFORE, _NOW = 10, 25


def _month_end(chance: random.Random, at: int) -> MonthEnd:
    people = _some(chance, BitMap(range(_PEOPLE)))
    compared = _some(chance, people)
    demanded = {each: _some(chance, people) for each in chance.sample(_DEMANDS, k=chance.randint(0, 3))}
    return MonthEnd(
        at=at,
        sets=[people, _some(chance, people), _some(chance, people), BitMap()],
        compared=compared,
        ready=_some(chance, compared),
        shortages={each: Shortage(each, some, _some(chance, some)) for each, some in demanded.items()},
    )


def _some(chance: random.Random, people: BitMap) -> BitMap:
    return BitMap(each for each in people if chance.random() < 0.7)


def _persons(end: MonthEnd, place: int, held: Sequence[tuple[int, int, int]]) -> Mapping[str, PersonMonth]:
    """The people of one of the sets one by one; each stretch is of a credential of its own."""
    return {
        str(person): PersonMonth(
            is_ready=person in end.ready if person in end.compared else None,
            asked=frozenset(each for each in _DEMANDS if person in end.demanded(each)),
            lacking=frozenset(each for each in _DEMANDS if person in end.short(each)),
            valid=frozenset(
                f"c{number}"
                for number, (of, begins, ends) in enumerate(held)
                if of == person and begins <= end.at < ends
            ),
            gained=tuple("c" for of, begins, _ in held if of == person and _BEFORE < begins <= _NOW),
            lapsed=tuple("c" for of, _, ends in held if of == person and _BEFORE < ends <= _NOW),
        )
        for person in end.sets[place]
    }


@pytest.mark.parametrize("seed", range(40))
def test_each_set_has_the_figures_of_its_people_one_by_one(seed: int) -> None:
    chance = random.Random(seed)
    before, now = _month_end(chance, _BEFORE), _month_end(chance, _NOW)
    held = [(chance.randrange(_PEOPLE), *chance.choice(_STRETCHES)) for _ in range(15)]
    people, begins, ends = (np.array(column) for column in zip(*held, strict=True))
    spans = Spans(people.astype(np.uint32), begins.astype(np.int64), ends.astype(np.int64))
    assert figures_since(before, now, held=spans, people_count=_PEOPLE) == [
        trend_figures(_persons(now, place, held), _persons(before, place, held))
        for place in range(len(now.sets))
    ]
