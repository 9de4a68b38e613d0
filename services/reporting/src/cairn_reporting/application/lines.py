"""Who leads whom and what is a part of what, as it is today: what rights go by."""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from cairn_reporting.application.ports import Facts, PeopleSelection
from cairn_reporting.domain.workforce import Department, Person


class Lines(Protocol):
    """The lines and departments of one tenant."""

    def everybody_below(self, manager_id: str) -> frozenset[str]:
        """The ids of who reports to the manager, directly or through others."""

    def everybody_above(self, person: Person) -> frozenset[str]:
        """The ids of those who lead the person, directly or through others."""

    def departments(self) -> Sequence[Department]:
        """Every department, by id."""


class LinesOfFacts:
    """Looked up in the facts; one query for each step of a line."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def everybody_below(self, manager_id: str) -> frozenset[str]:
        """The ids of who reports to the manager, directly or through others."""
        return frozenset().union(*_steps_below({manager_id}, facts=self._facts))

    def everybody_above(self, person: Person) -> frozenset[str]:
        """The ids of those who lead the person, directly or through others."""
        found: set[str] = set()
        above = person.manager_id
        while above is not None and above not in found:
            found.add(above)
            managers = self._facts.people(PeopleSelection(person_ids=frozenset({above})))
            above = managers[0].manager_id if managers else None
        return frozenset(found)

    def departments(self) -> Sequence[Department]:
        """Every department, by id."""
        return self._facts.departments()


def has_more_below(manager_ids: Collection[str], *, than: int, facts: Facts) -> bool:
    """More people than that report to these, directly or through others; looked at no further than that takes."""
    count = 0
    for step in _steps_below(manager_ids, facts=facts):
        count += len(step)
        if count > than:
            return True
    return False


def _steps_below(manager_ids: Collection[str], *, facts: Facts) -> Iterator[frozenset[str]]:
    """Who reports to one of these, then who reports to those, and so on; each once."""
    found: frozenset[str] = frozenset()
    frontier = frozenset(manager_ids)
    while frontier:
        frontier = frozenset(each.person_id for each in facts.led_by(frontier)) - found
        found |= frontier
        yield frontier
