"""How long people have been in which roles, for whoever is asked for experience in one."""

from collections.abc import Iterator, Sequence
from datetime import date

from pyroaring import BitMap

from cairn_reporting.domain.tenure import RoleHeld, Tenure, experience_reached_at
from cairn_reporting.domain.workforce_index.holders import microseconds

_BYTES_A_TIME = 250


class Service:
    """The times in each role of everybody of whom they are known."""

    def __init__(self) -> None:
        self._of: dict[str, dict[int, tuple[RoleHeld, ...]]] = {}
        self._roles: dict[int, tuple[str, ...]] = {}

    def put(self, person: int, tenure: Tenure) -> None:
        """Which roles the person held when, in the place of what was known."""
        for role_id in self._roles.pop(person, ()):
            del self._of[role_id][person]
        held = (*tenure.past, *((tenure.present,) if tenure.present else ()))
        role_ids = tuple(dict.fromkeys(each.role_id for each in held))
        for role_id in role_ids:
            self._of.setdefault(role_id, {})[person] = tuple(tenure.in_role(role_id))
        if role_ids:
            self._roles[person] = role_ids

    def known(self, role_id: str) -> BitMap:
        """Of whom it is known since when they hold or held the role."""
        return BitMap(self._of.get(role_id, ()))

    def reaching(self, role_id: str, *, months: int) -> Iterator[tuple[int, BitMap]]:
        """The instants at which so many months in the role are or were full, if all goes on as it is, and for whom."""
        found: dict[int, BitMap] = {}
        for person, held in self._of.get(role_id, {}).items():
            reached = experience_reached_at(held, months=months)
            if reached:
                found.setdefault(microseconds(reached), BitMap()).add(person)
        yield from found.items()

    def served(
        self, people: BitMap, *, taken_from: date, until: date
    ) -> Iterator[tuple[int, Sequence[RoleHeld]]]:
        """Who of these people took a role in these days and held another one too, with every time in a role."""
        for person, role_ids in self._roles.items():
            if len(role_ids) > 1 and person in people:
                held = [each for role_id in role_ids for each in self._of[role_id][person]]
                if any(taken_from <= each.taken_on <= until for each in held):
                    yield person, held

    def bytes_taken(self) -> int:
        """About how much memory it takes."""
        return _BYTES_A_TIME * sum(map(len, self._of.values()))
