"""Who belongs where, and when: what people have in common, as bitmaps."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from pyroaring import BitMap

from cairn_reporting.domain.workforce_index.belonging import ALWAYS, Aim, Group, Trait
from cairn_reporting.domain.workforce_index.holders import Holders, Stretch, microseconds

__all__ = ["Aim", "Group", "Groups", "Trait"]


class Members:
    """The people of one group: those who are in it on every day, and those who are in it at times, of whom alone there are columns."""

    __slots__ = ("_always", "_at_times", "_changing")

    def __init__(self) -> None:
        self._always = BitMap()
        self._changing = BitMap()
        self._at_times: Holders | None = None

    def __bool__(self) -> bool:
        """Somebody is in it at some time."""
        return bool(self._always or self._changing)

    def put(self, person: int, stretches: Sequence[Stretch], *, now: int) -> None:
        """When the person is in it, in the place of what was known; never, where it is empty."""
        always = tuple(stretches) == ALWAYS
        if always:
            self._always.add(person)
        else:
            self._always.discard(person)
        at_times = () if always else stretches
        if at_times or person in self._changing:
            if self._at_times is None:
                self._at_times = Holders(now=now)
            self._at_times.put(person, at_times)
        if at_times:
            self._changing.add(person)
        else:
            self._changing.discard(person)

    def at(self, instant: int, *, now: int) -> BitMap:
        """Who is in it at the instant. To be read only."""
        if not self._changing or self._at_times is None:
            return self._always
        self._at_times.move_to(now)
        return self._always | self._at_times.at(instant)

    def since(self, instant: int) -> BitMap:
        """Who is in it at the instant or later. To be read only."""
        if not self._changing or self._at_times is None:
            return self._always
        return self._always | self._at_times.until_after(instant)

    def settle(self) -> None:
        """Brings what waits into the columns."""
        if self._at_times is not None:
            self._at_times.settle()

    def bytes_taken(self) -> int:
        """About how much memory it takes beside what each person takes."""
        return self._at_times.bytes_taken() if self._at_times is not None else 0


class Groups:
    """The members of each group. As of `now`, which only goes on; any other instant can be asked for."""

    def __init__(self, *, now: int) -> None:
        self._now = now
        self._members: dict[Trait, dict[str, Members]] = {}
        self._of: dict[int, tuple[Group, ...]] = {}
        self._known: dict[Group, Group] = {}

    def put(self, person: int, belonging: Mapping[Group, Sequence[Stretch]]) -> None:
        """Where the person belongs when, in the place of where the person did."""
        for trait, value in self._of.get(person, ()):
            if (trait, value) not in belonging:
                members = self._members[trait][value]
                members.put(person, (), now=self._now)
                if not members:
                    del self._members[trait][value]
        for (trait, value), stretches in belonging.items():
            of_trait = self._members.setdefault(trait, {})
            of_trait.setdefault(value, Members()).put(person, stretches, now=self._now)
        # One tuple for each group, whoever is in it.
        self._of[person] = tuple(self._known.setdefault(group, group) for group in belonging)

    def move_to(self, now: int) -> None:
        """Lets time pass; what has become due meanwhile is looked at when it is asked for."""
        self._now = now

    def settle(self) -> None:
        """Brings everything into columns, so that whoever asks for another date first does not wait."""
        for members in self._every():
            members.settle()

    def members(self, trait: Trait, value: str, *, at: datetime) -> BitMap:
        """Who is in the group at the instant. To be read only."""
        found = self._members.get(trait, {}).get(value)
        return found.at(microseconds(at), now=self._now) if found else BitMap()

    def members_since(self, trait: Trait, value: str, *, since: datetime) -> BitMap:
        """Who is in the group at the instant or later. To be read only."""
        found = self._members.get(trait, {}).get(value)
        return found.since(microseconds(since)) if found else BitMap()

    def of(self, person: int, trait: Trait, *, at: datetime) -> Iterator[str]:
        """The groups of the kind that one person is in at the instant, by name."""
        for kind, value in self._of.get(person, ()):
            if kind is trait and person in self.members(trait, value, at=at):
                yield value

    def by(self, trait: Trait, *, at: datetime) -> Iterator[tuple[str, BitMap]]:
        """Every group of the kind with its members at the instant, by name, those of whom nothing is said last."""
        return self._by(trait, self._members.get(trait, {}), at=at)

    def by_among(self, people: BitMap, trait: Trait, *, at: datetime) -> Iterator[tuple[str, BitMap]]:
        """The groups of the kind that these people are in at the instant, each with those of them who are in it, in the same order."""
        values: Collection[str] = self._members.get(trait, {})
        if len(people) < len(values):
            values = {value for each in people for kind, value in self._of.get(each, ()) if kind is trait}
        for value, members in self._by(trait, values, at=at):
            if here := members & people:
                yield value, here

    def _by(self, trait: Trait, values: Collection[str], *, at: datetime) -> Iterator[tuple[str, BitMap]]:
        instant = microseconds(at)
        for value in sorted(values, key=lambda each: (not each, each)):
            members = self._members[trait][value].at(instant, now=self._now)
            if members:
                yield value, members

    def bytes_taken(self) -> int:
        """About how much memory it takes."""
        return 1000 * len(self._of) + sum(members.bytes_taken() for members in self._every())

    def _every(self) -> Iterator[Members]:
        return (members for of_trait in self._members.values() for members in of_trait.values())
