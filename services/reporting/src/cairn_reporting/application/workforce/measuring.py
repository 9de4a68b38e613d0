"""The gap of the people of an index: the same answers as person by person, by set algebra."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import attrgetter

from pyroaring import BitMap

from cairn_platform.errors import NotFoundError
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.skill_gaps import GapQuestion, Measured, asked_list
from cairn_reporting.application.workforce.comparing import roles_chosen
from cairn_reporting.application.workforce.entries import Entries
from cairn_reporting.domain.catalogue import Catalogue
from cairn_reporting.domain.comparison import FOR_GAPS, RoleChoice
from cairn_reporting.domain.dimensions import Dimension
from cairn_reporting.domain.gaps import Gap, largest_shortage_first
from cairn_reporting.domain.workforce_index.index import WorkforceIndex
from cairn_reporting.domain.workforce_index.shortages import Compared, Shortage, shortages, within


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
        _compared(index, people=people, question=question, entries=entries, facts=facts, as_of=as_of)
    )
    everybody = BitMap.union(BitMap(), *(each.people for each in compared))
    found = shortages(
        compared=compared,
        granting=entries.granting(frozenset(index.credential_ids), facts=facts),
        holders=lambda source: index.holders(source, at=as_of),
    )
    names = entries.naming([each.demand for each in found], facts=facts)
    lines = _Lines(index, found, names=names, names_persons=names_persons)
    groups: dict[str, tuple[int, Sequence[Gap]]] = {}
    for group, members in index.groups.by(group_by, at=as_of) if group_by else ():
        here = members & people
        if here:
            groups[group] = (here.intersection_cardinality(everybody), lines.of(here))
    return Measured(
        gaps=lines.of(everybody),
        groups=groups,
        people_count=len(everybody),
        without_role_count=len(people) - len(everybody),
    )


class _Lines:
    """Shortages as the lines of a report. In order but for how many are short, so that each part of the people is sorted by that alone."""

    def __init__(
        self, index: WorkforceIndex, found: Sequence[Shortage], *, names: Catalogue, names_persons: bool
    ) -> None:
        self._index = index
        self._names_persons = names_persons
        named = sorted(
            ((each, names.demand_name(each.demand)) for each in found),
            key=lambda pair: largest_shortage_first(_line(*pair, demanded=0, short=0)),
        )
        self._found = [each for each, _ in named]
        self._names = [name for _, name in named]

    def of(self, people: BitMap) -> Sequence[Gap]:
        """The lines of some of the people."""
        counted = within(all_of=self._found, people=people)
        lines = [
            _line(
                each,
                name,
                demanded=demanded,
                short=short,
                short_person_ids=(self._index.person_ids(each.short & people) if self._names_persons else ()),
            )
            for each, name, (demanded, short) in zip(self._found, self._names, counted, strict=True)
            if demanded
        ]
        return sorted(lines, key=attrgetter("short"), reverse=True)


def _line(
    shortage: Shortage, name: str, *, demanded: int, short: int, short_person_ids: tuple[str, ...] = ()
) -> Gap:
    return Gap(
        demand=shortage.demand,
        name=name,
        demanded=demanded,
        short=short,
        short_person_ids=short_person_ids,
    )


def _compared(
    index: WorkforceIndex,
    *,
    people: BitMap,
    question: GapQuestion,
    entries: Entries,
    facts: Facts,
    as_of: datetime,
) -> Iterator[Compared]:
    """Who is held against what; whom no role is found for is left out."""
    if question.demands:
        yield Compared(people, asked_list(question.demands))
        return
    if question.role_id is not None:
        role = entries.roles({question.role_id}, facts=facts).get(question.role_id)
        if role is None:
            raise NotFoundError("role")
        yield Compared(people, role)
        return
    choice = question.choice or FOR_GAPS
    chosen = _chosen(index, choice=choice, entries=entries, facts=facts, as_of=as_of)
    roles = entries.roles({role_id for role_id, _ in chosen}, facts=facts)
    for role_id, members in chosen:
        here = members & people
        if here and role_id in roles:
            yield Compared(here, roles[role_id])


def _chosen(
    index: WorkforceIndex, *, choice: RoleChoice, entries: Entries, facts: Facts, as_of: datetime
) -> Sequence[tuple[str, BitMap]]:
    """The roles that the choice gives, of several positions those of all, and to whom."""
    if choice is RoleChoice.OWN:
        return [each for each in index.groups.by(Dimension.ROLE, at=as_of) if each[0]]
    return list(roles_chosen(index, choice=choice, entries=entries, facts=facts, as_of=as_of))
