"""Stretches of time of many people at once, in columns: what `validity_sets` says of one person."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Spans(NamedTuple):
    """One row for each stretch: of whom, from when and until when, half-open, in microseconds."""

    people: NDArray[np.uint32]
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]


def together(several: Sequence[Spans]) -> Spans:
    """Every row of each of them."""
    if not several:
        return Spans(np.empty(0, np.uint32), np.empty(0, np.int64), np.empty(0, np.int64))
    return Spans(*(np.concatenate(columns) for columns in zip(*several, strict=True)))


def joined(spans: Spans) -> Spans:
    """The same time of each person without overlaps: stretches that overlap or touch become one."""
    alone = np.bincount(spans.people)[spans.people] == 1
    overlapping = Spans(*(column[~alone] for column in spans))
    several = _counting(overlapping, np.ones(len(overlapping.people), np.int64), needed=1)
    return together([Spans(*(column[alone] for column in spans)), several])


def at_least(count: int, several: Sequence[Spans]) -> Spans:
    """When at least so many of them count for a person, as rows that neither overlap nor touch. What overlaps within one counts once."""
    return weighing(count, [(1, each) for each in several])


def weighing(needed: int, several: Sequence[tuple[int, Spans]]) -> Spans:
    """When those of them that count for a person weigh at least as much as is needed, each having its weight; as `at_least` otherwise."""
    apart = [(weight, joined(each)) for weight, each in several]
    weights = [np.full(len(each.people), weight, np.int64) for weight, each in apart]
    return _counting(
        together([each for _, each in apart]),
        np.concatenate([*weights, np.empty(0, np.int64)]),
        needed=needed,
    )


def _counting(spans: Spans, weights: NDArray[np.int64], *, needed: int) -> Spans:
    """Where the rows of a person that lie upon each other weigh at least so much."""
    people = np.concatenate([spans.people, spans.people])
    instants = np.concatenate([spans.begins, spans.ends])
    order = np.lexsort((instants, people))
    people, instants = people[order], instants[order]
    # Each row that begins ends too, so what is counted comes to zero before the next person.
    counted = np.cumsum(np.concatenate([weights, -weights])[order])
    is_last = np.ones(len(people), dtype=bool)
    is_last[:-1] = (people[1:] != people[:-1]) | (instants[1:] != instants[:-1])
    people, instants = people[is_last], instants[is_last]
    enough = counted[is_last] >= needed
    before = np.concatenate([[False], enough[:-1]])
    begins, ends = enough & ~before, ~enough & before
    return Spans(people[begins], instants[begins], instants[ends])
