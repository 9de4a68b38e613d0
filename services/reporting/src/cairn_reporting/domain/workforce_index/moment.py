"""Who meets what at one instant, as set algebra."""

from collections.abc import Callable, Iterable
from datetime import datetime

import numpy as np
from pyroaring import BitMap

from cairn_reporting.domain.demands import AnyOf, Demand, ExperienceDemand, TimeInRoleDemand
from cairn_reporting.domain.workforce_index.conditions import Condition, Conditions, Holding, SomeOf
from cairn_reporting.domain.workforce_index.holders import FOR_EVER, bitmap_of, members_of, microseconds
from cairn_reporting.domain.workforce_index.index import Source, WorkforceIndex
from cairn_reporting.domain.workforce_index.spans import Spans, at_least, joined, together

Experience = ExperienceDemand | TimeInRoleDemand


class Moment:
    """The index at `at`. What was found for one role is known for the next."""

    def __init__(self, index: WorkforceIndex, conditions: Conditions, *, at: datetime) -> None:
        self._index = index
        self._conditions = conditions
        self._at = at
        self._holders: dict[Source, BitMap] = {}
        self._met: dict[Demand, BitMap] = {}

    def holders(self, source: Source) -> BitMap:
        """Who holds it. To be read only."""
        found = self._holders.get(source)
        if found is None:
            found = self._holders[source] = self._index.holders(source, at=self._at)
        return found

    def meeting(self, demand: Demand) -> BitMap:
        """Everybody who meets the demand. To be read only."""
        found = self._met.get(demand)
        if found is None:
            found = self._met[demand] = _met(
                self._conditions.of(demand), holders=self.holders, reached=self._reached
            )
        return found

    def unknown(self, demand: Demand, *, among: BitMap) -> BitMap:
        """Of whom of these there are no facts to judge the demand by."""
        match demand:
            case ExperienceDemand() | TimeInRoleDemand():
                return among - self._index.known(demand, at=self._at)
            case AnyOf(alternatives=ways):
                left = among
                for way in ways:
                    left = left & _union(self.unknown(each, among=left) for each in way)
                return left
            case _:
                return BitMap()

    def for_ever(self, demand: Demand, *, among: BitMap) -> BitMap:
        """Who of these meets the demand from now on without an end, by what follows each other without a break.

        Who has something without an end of each of what is needed does; who never will have that does not; when what holds is looked at
        for the others alone.
        """
        condition = self._conditions.of(demand)
        met = self.meeting(demand) & among
        surely = met & _met(condition, holders=self._for_ever, reached=self._reached)
        undecided = self.at_last(demand, among=met) - surely
        if not undecided:
            return surely
        return surely | self.from_now_on(joined(self._spans(condition, undecided)))

    def at_last(self, demand: Demand, *, among: BitMap) -> BitMap:
        """Who of these meets the demand at some time, now or later, and from then on without an end."""
        condition = self._conditions.of(demand)
        return among & _met(condition, holders=self._index.for_ever_at_last, reached=self._ever_reached)

    def spans(self, demand: Demand, *, people: BitMap) -> Spans:
        """When these people meet the demand; overlaps are left."""
        return self._spans(self._conditions.of(demand), people)

    def from_now_on(self, spans: Spans) -> BitMap:
        """Whose row begins by now and never ends."""
        lasting = (spans.begins <= microseconds(self._at)) & (spans.ends == FOR_EVER)
        return bitmap_of(spans.people[lasting])

    def changing(self, demand: Demand, *, until: datetime) -> BitMap:
        """Who begins to have something by which the demand is met, after this moment and not after `until`."""
        return self._beginning(self._conditions.of(demand), until)

    def _beginning(self, condition: Condition, until: datetime) -> BitMap:
        match condition:
            case Holding(sources=sources):
                return _union(self._index.beginning(each, after=self._at, until=until) for each in sources)
            case SomeOf(conditions=conditions):
                return _union(self._beginning(each, until) for each in conditions)
            case _:
                now, end = microseconds(self._at), microseconds(until)
                reaching = self._index.reaching(condition, at=self._at)
                return _union(people for at, people in reaching if now < at <= end)

    def _for_ever(self, source: Source) -> BitMap:
        return self._index.for_ever_from(source, at=self._at)

    def _reached(self, demand: Experience) -> BitMap:
        now = microseconds(self._at)
        return _union(people for at, people in self._index.reaching(demand, at=self._at) if at <= now)

    def _ever_reached(self, demand: Experience) -> BitMap:
        return _union(people for _, people in self._index.reaching(demand, at=self._at))

    def _spans(self, condition: Condition, people: BitMap) -> Spans:
        match condition:
            case Holding(sources=sources):
                return together([self._index.spans(each, people=people) for each in sources])
            case SomeOf(count=count, conditions=conditions):
                return at_least(count, [self._spans(each, people) for each in conditions])
            case _:
                reaching = self._index.reaching(condition, at=self._at)
                return together([_from_then_on(at, members & people) for at, members in reaching])


def _met(
    condition: Condition, *, holders: Callable[[Source], BitMap], reached: Callable[[Experience], BitMap]
) -> BitMap:
    match condition:
        case Holding(sources=sources):
            return _union(map(holders, sources))
        case SomeOf(count=count, conditions=conditions):
            return _in_at_least(count, [_met(each, holders=holders, reached=reached) for each in conditions])
        case _:
            return reached(condition)


def _in_at_least(count: int, sets: list[BitMap]) -> BitMap:
    """Who is in so many of the sets."""
    in_so_many = [BitMap() for _ in range(count)]
    for each in sets:
        for number in reversed(range(count)):
            in_so_many[number] |= each & in_so_many[number - 1] if number else each
    return in_so_many[-1]


def _from_then_on(instant: int, people: BitMap) -> Spans:
    members = members_of(people)
    return Spans(
        members,
        np.full(len(members), instant, dtype=np.int64),
        np.full(len(members), FOR_EVER, dtype=np.int64),
    )


def _union(sets: Iterable[BitMap]) -> BitMap:
    return BitMap.union(BitMap(), *sets)
