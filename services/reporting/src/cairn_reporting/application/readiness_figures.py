"""How many of a set of people are how ready, in all and by what they have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cairn_reporting.domain.dimensions import Dimension, grouped
from cairn_reporting.domain.readiness import PersonReadiness
from cairn_reporting.domain.readiness_figures import ReadinessFigures, readiness_figures
from cairn_reporting.domain.suppression import hidden_groups, is_small
from cairn_reporting.domain.workforce import Person


@dataclass(frozen=True, slots=True)
class CountedReadiness:
    """`in_all` is None where the viewer could tell persons from it; `hidden_count` says how many groups are left out for that."""

    in_all: ReadinessFigures | None
    groups: Mapping[str, ReadinessFigures]
    hidden_count: int = 0


def counted_one_by_one(
    people: Sequence[Person], judged: Sequence[PersonReadiness], *, group_by: Dimension | None
) -> CountedReadiness:
    """The figures of the people, some of whom are judged, since they have a role to compare with."""
    states = {each.person_id: each.state for each in judged}
    members = grouped(people=people, dimension=group_by) if group_by else {}
    return CountedReadiness(
        in_all=readiness_figures(states.values()),
        groups={
            group: readiness_figures(states[each] for each in person_ids if each in states)
            for group, person_ids in members.items()
        },
    )


def seen(counted: CountedReadiness, *, smallest_cell: int | None) -> CountedReadiness:
    """What may be shown: with a smallest cell, no figures from which a person could be told."""
    if smallest_cell is None or counted.in_all is None:
        return counted
    hidden = hidden_groups(
        {group: each.behind for group, each in counted.groups.items()}, smallest_cell=smallest_cell
    )
    return replace(
        counted,
        in_all=None if is_small(counted.in_all.behind, smallest_cell=smallest_cell) else counted.in_all,
        groups={group: each for group, each in counted.groups.items() if group not in hidden},
        hidden_count=len(hidden),
    )
