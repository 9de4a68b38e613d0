"""The index of one tenant's workforce: what is known of each person, and bitmaps of people by it."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import numpy as np
from pyroaring import BitMap

from cairn_reporting.domain.achievements import Achievement, Portfolio, portfolio_of
from cairn_reporting.domain.assessments import Assessment, AssessmentRules
from cairn_reporting.domain.careers import Career
from cairn_reporting.domain.catalogue import Catalogue
from cairn_reporting.domain.demands import ExperienceDemand, TimeInRoleDemand
from cairn_reporting.domain.dimensions import Dimension
from cairn_reporting.domain.recertification_stages import Stage, stages
from cairn_reporting.domain.tenure import RoleHeld, Tenure, months_after
from cairn_reporting.domain.workforce_index.belonging import belonging
from cairn_reporting.domain.workforce_index.gains import Gains
from cairn_reporting.domain.workforce_index.groups import Aim, Groups
from cairn_reporting.domain.workforce_index.holders import (
    FOR_EVER,
    SINCE_EVER,
    Holders,
    Stretch,
    bitmap_of,
    microseconds,
    start_of,
    stretch_of,
)
from cairn_reporting.domain.workforce_index.service import Service
from cairn_reporting.domain.workforce_index.spans import Spans, together

_BYTES_A_PERSON = 1800
_NO_ENTRIES = Catalogue(skills={}, credentials={}, stacks={})


class Source(NamedTuple):
    """What somebody can hold by itself: a credential, or the word of an assessor on a skill at a level. Skills are held through these."""

    kind: str
    of: str
    level: int


EMPLOYMENT = Source("employment", "", 0)
"""Held by whoever works here."""


def credential(credential_id: str) -> Source:
    """The credential, verified and valid."""
    return Source("credential", credential_id, 0)


def credential_stage(credential_id: str, stage: Stage) -> Source:
    """A stage of recertification in which somebody is with the credential; valid is holding it."""
    return credential(credential_id) if stage is Stage.VALID else Source(stage.value, credential_id, 0)


def word(skill_id: str, level: int) -> Source:
    """An assessment whose word holds, at this level."""
    return Source("word", skill_id, level)


class WorkforceIndex:
    """People by dense numbers, their groups and what they hold. As of `now`, which only goes on; any other instant can be asked for."""

    def __init__(self, *, rules: AssessmentRules, now: datetime) -> None:
        self._rules = rules
        self._now = microseconds(now)
        self._numbers: dict[str, int] = {}
        self._ids: list[str] = []
        self._held: dict[int, tuple[Source, ...]] = {}
        self._sources: dict[Source, Source] = {}
        self._holders: dict[Source, Holders] = {}
        self._credential_ids: frozenset[str] | None = None
        self._dues: list[tuple[int, Source]] = []
        self._service = Service()
        self.groups = Groups(now=self._now)
        self.gains = Gains()

    @property
    def people_count(self) -> int:
        """Of how many people it has heard."""
        return len(self._ids)

    @property
    def credential_ids(self) -> frozenset[str]:
        """The credentials that somebody holds, held or will hold; the same set until there is one more."""
        if self._credential_ids is None:
            self._credential_ids = frozenset(each.of for each in self._holders if each.kind == "credential")
        return self._credential_ids

    def put(
        self,
        person_id: str,
        *,
        career: Career | None,
        achievements: Iterable[Achievement],
        assessments: Iterable[Assessment],
    ) -> None:
        """Everything about a person, in the place of what was known; whoever is not known belongs nowhere and holds nothing."""
        number = self._number(person_id)
        self.groups.put(number, belonging(career) if career else {})
        self._service.put(number, career.present.tenure if career else Tenure())
        held: dict[Source, Sequence[Stretch]] = {}
        gained: Iterable[Achievement] = ()
        if career:
            portfolio = portfolio_of(
                achievements=achievements,
                assessments=assessments,
                rules=self._rules,
                catalogue=_NO_ENTRIES,
            )
            held = _held(portfolio)
            held[EMPLOYMENT] = _employments(career.present.tenure)
            gained = (each for of_credential in portfolio.holdings.values() for each in of_credential)
        self.gains.put(number, gained)
        for source in self._held.get(number, ()):
            if source not in held:
                self._holding(source).put(number, ())
        for source, stretches in held.items():
            self._put(source, number, stretches)
        self._held[number] = tuple(self._sources.setdefault(source, source) for source in held)

    def move_to(self, now: datetime) -> None:
        """Lets time pass: only what is due is looked at."""
        instant = microseconds(now)
        if instant < self._now:
            return
        self._now = instant
        self.groups.move_to(instant)
        while self._dues and self._dues[0][0] <= instant:
            _, source = heapq.heappop(self._dues)
            holders = self._holders[source]
            holders.move_to(instant)
            self._note_due(source, holders)

    def settle(self) -> None:
        """Brings everything into columns after many people were put, so that whoever asks for another date first does not wait."""
        for holders in self._holders.values():
            holders.settle()
        self.groups.settle()
        self.gains.settle()

    def holders(self, source: Source, *, at: datetime) -> BitMap:
        """Who holds it at the instant. To be read only."""
        found = self._holders.get(source)
        return found.at(microseconds(at)) if found else BitMap()

    def held_by(self, people: BitMap) -> frozenset[Source]:
        """What somebody of these people holds, held or will hold. Each of them is looked at, so it is for few."""
        return frozenset().union(*(self._held.get(each, ()) for each in people))

    def for_ever_from(self, source: Source, *, at: datetime) -> BitMap:
        """Who holds it at the instant by something that has no end."""
        found = self._holders.get(source)
        return found.for_ever_from(microseconds(at)) if found else BitMap()

    def for_ever_at_last(self, source: Source) -> BitMap:
        """Who holds it or will, at some time, for ever."""
        found = self._holders.get(source)
        return found.for_ever_from(FOR_EVER) if found else BitMap()

    def beginning(self, source: Source, *, after: datetime, until: datetime) -> BitMap:
        """Who begins to hold it, or holds it anew, after the one instant and not after the other."""
        found = self._holders.get(source)
        if found is None:
            return BitMap()
        return found.beginning(after=microseconds(after), until=microseconds(until))

    def spans(self, source: Source, *, people: BitMap | None) -> Spans:
        """When these people hold it; None: everybody."""
        found = self._holders.get(source)
        return found.spans(people) if found else together(())

    def known(self, demand: ExperienceDemand | TimeInRoleDemand, *, at: datetime) -> BitMap:
        """Of whom there are facts to judge the experience by."""
        if isinstance(demand, ExperienceDemand) and demand.role_id:
            return self._service.known(demand.role_id)
        return BitMap.union(BitMap(), *(members for _, members in self.groups.by(_since(demand), at=at)))

    def reaching(
        self, demand: ExperienceDemand | TimeInRoleDemand, *, at: datetime
    ) -> Iterator[tuple[int, BitMap]]:
        """The instants at which the experience is or was reached, as things stand on the day of `at`, and by whom."""
        if isinstance(demand, ExperienceDemand) and demand.role_id:
            yield from self._service.reaching(demand.role_id, months=demand.months)
            return
        for day, members in self.groups.by(_since(demand), at=at):
            yield microseconds(months_after(date.fromisoformat(day), demand.months)), members

    def ending(self, source: Source, *, at: datetime, until: datetime) -> BitMap:
        """Who holds it at the instant and, as it is known, no longer at `until`. To be read only."""
        found = self._holders.get(source)
        return found.ending(microseconds(at), until=microseconds(until)) if found else BitMap()

    def employed(self, *, at: datetime) -> BitMap:
        """Who works here on the instant's day. To be read only."""
        return self.holders(EMPLOYMENT, at=at)

    def below(self, manager_id: str, *, at_any_depth: bool, at: datetime) -> BitMap:
        """Who reports to the manager at the instant, directly or, at any depth, through others."""
        return self._below(
            manager_id, at_any_depth, lambda each: self.groups.members(Dimension.MANAGER, each, at=at)
        )

    def below_since(self, manager_id: str, *, at_any_depth: bool, since: datetime) -> BitMap:
        """The same of all who do at that instant or later, however short."""
        return self._below(
            manager_id,
            at_any_depth,
            lambda each: self.groups.members_since(Dimension.MANAGER, each, since=since),
        )

    def above(self, person_id: str, *, at: datetime) -> frozenset[str]:
        """The ids of those who lead the person at the instant, directly or through others."""
        found: set[str] = set()
        frontier = {person_id}
        while frontier:
            numbers = [number for each in frontier if (number := self._numbers.get(each)) is not None]
            leading = {
                each
                for number in numbers
                for each in self.groups.of(number, Dimension.MANAGER, at=at)
                if each
            }
            frontier = leading - found
            found |= frontier
        return frozenset(found)

    def numbered(self, person_ids: Iterable[str]) -> BitMap:
        """Those of the people who are known here."""
        numbers = (self._numbers.get(each) for each in person_ids)
        return bitmap_of(np.array(sorted(each for each in numbers if each is not None), dtype=np.uint32))

    def person_ids(self, people: BitMap) -> tuple[str, ...]:
        """Who they are, by id."""
        return tuple(sorted(map(self._ids.__getitem__, people)))

    def person_id_of(self, number: int) -> str:
        """Who has the number."""
        return self._ids[number]

    def served(
        self, people: BitMap, *, taken_from: date, until: date
    ) -> Iterator[tuple[int, Sequence[RoleHeld]]]:
        """Who of these people took a role in these days and held another one too, with every time in a role."""
        return self._service.served(people, taken_from=taken_from, until=until)

    def bytes_taken(self) -> int:
        """About how much memory the index takes: the figures for a person are what a process was seen to grow by."""
        held = sum(holders.bytes_taken() for holders in self._holders.values())
        return (
            held
            + self.gains.bytes_taken()
            + self.groups.bytes_taken()
            + self._service.bytes_taken()
            + _BYTES_A_PERSON * len(self._ids)
        )

    def _below(self, manager_id: str, at_any_depth: bool, reports_of: Callable[[str], BitMap]) -> BitMap:
        found = reports_of(manager_id).copy()
        frontier = found
        while at_any_depth and frontier:
            reports = BitMap.union(BitMap(), *(reports_of(self._ids[each]) for each in frontier))
            frontier = reports - found
            found |= frontier
        return found

    def _number(self, person_id: str) -> int:
        number = self._numbers.get(person_id)
        if number is None:
            number = self._numbers[person_id] = len(self._ids)
            self._ids.append(person_id)
        return number

    def _put(self, source: Source, number: int, stretches: Sequence[Stretch]) -> None:
        holders = self._holding(source)
        before = holders.due
        holders.put(number, stretches)
        if holders.due < before:
            self._note_due(source, holders)

    def _holding(self, source: Source) -> Holders:
        found = self._holders.get(source)
        if found is None:
            found = self._holders[source] = Holders(now=self._now)
            self._credential_ids = None
        # What was made or moved earlier is true now as well: nothing of it is due.
        return found

    def _note_due(self, source: Source, holders: Holders) -> None:
        if holders.due != FOR_EVER:
            heapq.heappush(self._dues, (holders.due, source))


def _held(portfolio: Portfolio) -> dict[Source, Sequence[Stretch]]:
    """What a person holds when: what the portfolio says without any catalogue, so that an entry that changes changes no person."""
    held: dict[Source, list[Stretch]] = {}
    for credential_id, of_credential in portfolio.holdings.items():
        for stage, periods in stages(of_credential).items():
            held[credential_stage(credential_id, stage)] = [stretch_of(period) for period in periods]
    for skill_id, proofs in portfolio.proofs.items():
        for proof in proofs:
            said = held.setdefault(word(skill_id, proof.level), [])
            said.extend(stretch_of(period) for period in proof.fact.periods)
    return dict(held)


def _employments(tenure: Tenure) -> Sequence[Stretch]:
    """From the first moment of the first day to the end of the last, in UTC; both days count."""
    found = []
    for each in tenure.employments:
        begins = start_of(each.hired_on) if each.hired_on else SINCE_EVER
        ends = start_of(each.left_on) + _DAY if each.left_on else FOR_EVER
        if begins < ends:
            found.append((begins, ends))
    return found


def _since(demand: ExperienceDemand | TimeInRoleDemand) -> Aim:
    """Which days the time with this employer, or in the present role, is counted from."""
    return Aim.HIRED_ON if isinstance(demand, ExperienceDemand) else Aim.TAKEN_ON


_DAY = timedelta(days=1) // timedelta(microseconds=1)
