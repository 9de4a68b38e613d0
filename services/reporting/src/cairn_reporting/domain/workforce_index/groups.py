"""Who belongs where: what people have in common, as bitmaps."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import Enum

from pyroaring import BitMap

from cairn_reporting.domain.dimensions import Dimension, groups_of
from cairn_reporting.domain.workforce import Person


class Aim(Enum):
    """What else tells people apart, beside the dimensions of reports."""

    OWN_ROLE = "own role"
    TARGET_ROLE = "target role"
    HIRED_ON = "hired on"


Trait = Dimension | Aim
Group = tuple[Trait, str]


def traits_of(person: Person) -> Iterator[Group]:
    """Everything by which the person can be asked for."""
    for dimension in Dimension:
        for value in groups_of(person=person, dimension=dimension):
            yield dimension, value
    if person.role_id:
        yield Aim.OWN_ROLE, person.role_id
    if person.target_role_id:
        yield Aim.TARGET_ROLE, person.target_role_id
    if person.tenure.hired_on:
        yield Aim.HIRED_ON, person.tenure.hired_on.isoformat()


class Groups:
    """The members of each group."""

    def __init__(self) -> None:
        self._members: dict[Trait, dict[str, BitMap]] = {}
        self._of: dict[int, tuple[Group, ...]] = {}
        self._known: dict[Group, Group] = {}

    def put(self, person: int, groups: Iterable[Group]) -> None:
        """Where the person belongs, in the place of where the person did."""
        for trait, value in self._of.get(person, ()):
            members = self._members[trait][value]
            members.discard(person)
            if not members:
                del self._members[trait][value]
        # One tuple for each group, whoever is in it.
        belonging = tuple(self._known.setdefault(group, group) for group in groups)
        self._of[person] = belonging
        for trait, value in belonging:
            self._members.setdefault(trait, {}).setdefault(value, BitMap()).add(person)

    def members(self, trait: Trait, value: str, *, at: datetime) -> BitMap:  # noqa: ARG002
        """Who is in the group at the instant. To be read only."""
        return self._members.get(trait, {}).get(value, BitMap())

    def by(self, trait: Trait, *, at: datetime) -> Iterator[tuple[str, BitMap]]:  # noqa: ARG002
        """Every group of the kind with its members at the instant, by name, those of whom nothing is said last."""
        found = self._members.get(trait, {})
        return ((value, found[value]) for value in sorted(found, key=lambda each: (not each, each)))

    def bytes_taken(self) -> int:
        """About how much memory it takes."""
        return 1000 * len(self._of)
