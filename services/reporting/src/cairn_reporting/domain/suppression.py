"""Figures for viewers who may not see persons: no figure is about so few that somebody could be told from it.

A figure of nobody is shown: it is about everybody alike. Where one group of several is hidden, the total would give it away; so another
is hidden with it.
"""

from collections.abc import Iterable, Mapping, Sequence

from cairn_reporting.domain.gaps import Gap

Figures = tuple[int, ...]
"""How many people each figure of a line is about, the first one all of them."""


def is_small(figures: Figures, *, smallest_cell: int) -> bool:
    """One of the figures is about somebody, and about fewer than the smallest cell."""
    return any(0 < each < smallest_cell for each in figures)


def hidden_groups(figures: Mapping[str, Figures], *, smallest_cell: int) -> frozenset[str]:
    """The groups, by what their figures are, that may not be shown beside the total of all of them."""
    hidden = {group for group, of_group in figures.items() if is_small(of_group, smallest_cell=smallest_cell)}
    visible = sorted(
        (group for group in figures if group not in hidden), key=lambda group: (figures[group][0], group)
    )
    together = [sum(column) for column in zip(*(figures[group] for group in hidden), strict=True)]
    for group in visible:
        told = is_small(tuple(together), smallest_cell=smallest_cell)
        if not hidden or (len(hidden) > 1 and not told):
            break
        hidden.add(group)
        together = [sum(column) for column in zip(together, figures[group], strict=True)]
    return frozenset(hidden)


def shown(*, gaps: Iterable[Gap], smallest_cell: int) -> tuple[Gap, ...]:
    """The lines of which no figure is small."""
    return tuple(gap for gap in gaps if not is_small(_figures(gap), smallest_cell=smallest_cell))


def shown_by_group(*, gaps: Mapping[str, Sequence[Gap]], smallest_cell: int) -> dict[str, tuple[Gap, ...]]:
    """The lines of each group that may be shown beside the total of all groups."""
    by_demand: dict[object, dict[str, Figures]] = {}
    for group, lines in gaps.items():
        for gap in lines:
            by_demand.setdefault(gap.demand, {})[group] = _figures(gap)
    hidden = {
        (group, demand)
        for demand, of_demand in by_demand.items()
        for group in hidden_groups(of_demand, smallest_cell=smallest_cell)
    }
    return {
        group: tuple(gap for gap in lines if (group, gap.demand) not in hidden)
        for group, lines in gaps.items()
    }


def _figures(gap: Gap) -> Figures:
    return gap.demanded, gap.supplied, gap.short
