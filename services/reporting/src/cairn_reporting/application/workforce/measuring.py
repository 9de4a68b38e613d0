"""The gap of the people of an index: the same answers as person by person, by set algebra."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter, itemgetter

import numpy as np
from pyroaring import BitMap

from cairn_reporting.application.ports import Facts
from cairn_reporting.application.report_size import check_lines
from cairn_reporting.application.skill_gaps import GapQuestion, Measured
from cairn_reporting.application.workforce.comparing import compared_for_gaps
from cairn_reporting.application.workforce.entries import Entries, Title
from cairn_reporting.domain.dimensions import Dimension
from cairn_reporting.domain.gaps import Gap
from cairn_reporting.domain.workforce_index.counting import GroupNumbers
from cairn_reporting.domain.workforce_index.index import WorkforceIndex
from cairn_reporting.domain.workforce_index.shortages import Shortage, shortages

FEW = 200
"""Of so many people it is looked up what they hold, rather than everybody who holds what they are asked for."""


def measured(
    index: WorkforceIndex,
    *,
    people: BitMap,
    question: GapQuestion,
    group_by: Dimension | None,
    as_of: datetime,
    names_persons: bool,
    entries: Entries,
    facts: Facts,
) -> Measured:
    """The gap of these people, together and group by group. Raises NotFoundError for a role asked for that is not there."""
    compared = list(
        compared_for_gaps(index, people=people, question=question, entries=entries, facts=facts, as_of=as_of)
    )
    everybody = BitMap.union(BitMap(), *(each.people for each in compared))
    found = shortages(
        compared=compared,
        holders=lambda source: index.holders(source, at=as_of),
        held=index.held_by(everybody) if len(everybody) <= FEW else None,
    )
    titles = entries.titles([each.demand for each in found], facts=facts)
    lines = _Lines(index, found, titles=titles, names_persons=names_persons)
    groups = dict(index.groups.by_among(people, group_by, at=as_of)) if group_by else {}
    return Measured(
        gaps=lines.of_all(everybody),
        groups={
            group: (here.intersection_cardinality(everybody), of_group)
            for (group, here), of_group in zip(
                groups.items(), lines.by_group(list(groups.values())), strict=True
            )
        },
        people_count=len(everybody),
        without_role_count=len(people) - len(everybody),
    )


class _Lines:
    """Shortages as the lines of a report. In order but for how many are short, so that each part of the people is sorted by that alone."""

    def __init__(
        self,
        index: WorkforceIndex,
        found: Sequence[Shortage],
        *,
        titles: Sequence[Title],
        names_persons: bool,
    ) -> None:
        self._index = index
        self._names_persons = names_persons
        in_order = sorted(zip(titles, found, strict=True), key=itemgetter(0))
        self._found = [each for _, each in in_order]
        self._names = [title.name for title, _ in in_order]

    def of_all(self, everybody: BitMap) -> Sequence[Gap]:
        """The lines of all who were compared."""
        return _sorted(
            [
                self._line(place, demanded=len(each.demanded), short=len(each.short), people=everybody)
                for place, each in enumerate(self._found)
            ]
        )

    def by_group(self, groups: Sequence[BitMap]) -> Iterator[Sequence[Gap]]:
        """The lines of each group, in the order of the groups. Raises ReportTooLargeError before any is made where they are too many."""
        if not groups:
            return iter(())
        numbers = GroupNumbers(groups, people_count=self._index.people_count)
        demanded = [numbers.count(each.demanded) for each in self._found]
        check_lines(sum(int(np.count_nonzero(each)) for each in demanded))
        lines: list[list[Gap]] = [[] for _ in groups]
        for place, (each, by_group) in enumerate(zip(self._found, demanded, strict=True)):
            asked = np.flatnonzero(by_group)
            short = numbers.count(each.short)[asked]
            columns = asked.tolist(), by_group[asked].tolist(), short.tolist()
            for group, here, lacking in zip(*columns, strict=True):
                lines[group].append(self._line(place, demanded=here, short=lacking, people=groups[group]))
        return map(_sorted, lines)

    def _line(self, place: int, *, demanded: int, short: int, people: BitMap) -> Gap:
        shortage = self._found[place]
        return Gap(
            demand=shortage.demand,
            name=self._names[place],
            demanded=demanded,
            short=short,
            short_person_ids=self._index.person_ids(shortage.short & people) if self._names_persons else (),
        )


def _sorted(lines: Iterable[Gap]) -> Sequence[Gap]:
    return sorted(lines, key=attrgetter("short"), reverse=True)
