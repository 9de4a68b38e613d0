"""Stretches of many people in columns: what is said of each alone."""

from datetime import timedelta
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cairn_reporting.domain import validity_sets
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.workforce_index.holders import stretch_of
from cairn_reporting.domain.workforce_index.spans import Spans, at_least, joined, weighing
from tests.support.reporting.builders import FIRST_DAY

_PEOPLE = 3

periods = st.builds(
    lambda begins, length: Period(
        valid_from=FIRST_DAY + timedelta(days=begins),
        valid_until=FIRST_DAY + timedelta(days=begins + length) if length else None,
    ),
    st.integers(0, 9),
    st.integers(0, 5),
)
sets_of_each = st.lists(
    st.lists(st.lists(periods, max_size=4), min_size=_PEOPLE, max_size=_PEOPLE), min_size=1, max_size=4
)


def _spans(of_each: list[list[Period]]) -> Spans:
    rows = [(person, *stretch_of(each)) for person, own in enumerate(of_each) for each in own]
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    return Spans(
        *(np.array(each, dtype=kind) for each, kind in zip(columns, ("u4", "i8", "i8"), strict=True))
    )


def _rows(spans: Spans) -> list[tuple[int, int, int]]:
    """By person and in order of time."""
    return sorted(zip(*(column.tolist() for column in spans), strict=True))


def _expected(of_each: list[tuple[Period, ...]]) -> list[tuple[int, int, int]]:
    return [(person, *stretch_of(each)) for person, own in enumerate(of_each) for each in own]


@given(sets_of_each)
def test_what_overlaps_or_touches_is_joined_for_each_person_alone(sets: list[list[list[Period]]]) -> None:
    (of_each, *_) = sets
    assert _rows(joined(_spans(of_each))) == _expected([validity_sets.joined(own) for own in of_each])


@given(sets_of_each, st.integers(1, 4))
def test_so_many_count_when_they_do_for_the_person_alone(sets: list[list[list[Period]]], count: int) -> None:
    alone = [
        validity_sets.at_least(count, [of_each[person] for of_each in sets]) for person in range(_PEOPLE)
    ]
    assert _rows(at_least(count, [_spans(of_each) for of_each in sets])) == _expected(alone)


@given(sets_of_each, st.lists(st.integers(1, 3), min_size=4, max_size=4), st.integers(1, 6))
def test_so_much_weighs_when_it_does_for_the_person_alone(
    sets: list[list[list[Period]]], weights: list[int], needed: int
) -> None:
    alone = [
        validity_sets.weighing(
            Fraction(needed),
            [(weight, of_each[person]) for weight, of_each in zip(weights, sets, strict=False)],
        )
        for person in range(_PEOPLE)
    ]
    found = weighing(
        needed, [(weight, _spans(of_each)) for weight, of_each in zip(weights, sets, strict=False)]
    )
    assert _rows(found) == _expected(alone)
