"""Facets: what a list can be narrowed by, and how many would be left."""

from collections import Counter
from collections.abc import Iterable, Mapping

Values = Mapping[str, frozenset[str]]
"""For each facet the values that something has; a facet that does not apply to it is left out."""


def chosen(values: Values, choice: Values) -> bool:
    """Whether something has, for each facet of the choice, one of the values chosen. An empty choice of a facet chooses all."""
    return all(values.get(facet, frozenset()) & wanted for facet, wanted in choice.items() if wanted)


def facet_counts(found: Iterable[Values], *, choice: Values) -> dict[str, Counter[str]]:
    """How many of what was found have each value, by facet.

    A facet's own choice does not narrow its own counts, so that people see what choosing another value would give.
    """
    counts: dict[str, Counter[str]] = {}
    for values in found:
        missed = [
            facet
            for facet, wanted in choice.items()
            if wanted and not values.get(facet, frozenset()) & wanted
        ]
        if len(missed) > 1:
            continue
        for facet, having in values.items():
            if not missed or missed == [facet]:
                counts.setdefault(facet, Counter()).update(having)
    return counts
