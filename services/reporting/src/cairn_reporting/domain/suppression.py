"""Figures for viewers who may not see persons: no figure is about so few that somebody could be told from it.

A figure of nobody is shown: it is about everybody alike. Where one group of several is hidden, the total would give it away; so another
is hidden with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cairn_reporting.domain.gaps import Gap


@dataclass(frozen=True, slots=True)
class Figures:
    """How many are asked for something, have it, and have it not."""

    demanded: int
    supplied: int
    short: int

    def plus(self, other: "Figures") -> "Figures":
        """Both together."""
        return Figures(
            self.demanded + other.demanded, self.supplied + other.supplied, self.short + other.short
        )

    def is_small(self, smallest_cell: int) -> bool:
        """One of the figures is about somebody, and about fewer than the smallest cell."""
        return any(0 < each < smallest_cell for each in (self.demanded, self.supplied, self.short))


NOBODY = Figures(0, 0, 0)


def figures(gap: Gap) -> Figures:
    """A line's figures."""
    return Figures(demanded=gap.demanded, supplied=gap.supplied, short=gap.short)


def shown(*, gaps: Iterable[Gap], smallest_cell: int) -> tuple[Gap, ...]:
    """The lines of which no figure is small."""
    return tuple(gap for gap in gaps if not figures(gap).is_small(smallest_cell))


def shown_by_group(*, gaps: Mapping[str, Sequence[Gap]], smallest_cell: int) -> dict[str, tuple[Gap, ...]]:
    """The lines of each group that may be shown beside the total of all groups."""
    by_demand: dict[object, list[tuple[str, Gap]]] = {}
    for group, lines in gaps.items():
        for gap in lines:
            by_demand.setdefault(gap.demand, []).append((group, gap))
    hidden = {
        (group, demand)
        for demand, lines in by_demand.items()
        for group in _hidden(lines, smallest_cell=smallest_cell)
    }
    return {
        group: tuple(gap for gap in lines if (group, gap.demand) not in hidden)
        for group, lines in gaps.items()
    }


def _hidden(lines: Sequence[tuple[str, Gap]], *, smallest_cell: int) -> set[str]:
    hidden = {group for group, gap in lines if figures(gap).is_small(smallest_cell)}
    visible = sorted(
        ((group, gap) for group, gap in lines if group not in hidden),
        key=lambda each: (each[1].demanded, each[0]),
    )
    together = NOBODY
    for group, gap in lines:
        if group in hidden:
            together = together.plus(figures(gap))
    for group, gap in visible:
        if not hidden or (len(hidden) > 1 and not together.is_small(smallest_cell)):
            break
        hidden.add(group)
        together = together.plus(figures(gap))
    return hidden
