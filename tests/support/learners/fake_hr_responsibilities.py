"""Responsibilities as HR in memory."""

from collections.abc import Iterable, Mapping, Sequence

from cairn_learners.application import orders
from cairn_learners.domain.hr_responsibilities import HrResponsibility
from cairn_learners.domain.people import Person


class FakeHrResponsibilities:
    """One tenant's responsibilities and people, by id."""

    def __init__(self, given: Mapping[str, HrResponsibility], people: Mapping[str, Person]) -> None:
        self._given = given
        self._people = people

    def get(self, responsibility_id: str) -> HrResponsibility | None:
        """By id."""
        return self._given.get(responsibility_id)

    def of_person(self, person_id: str) -> Sequence[HrResponsibility]:
        """All."""
        return [each for each in self._given.values() if each.person_id == person_id]

    def list(self, person_id: str | None, *, after: str | None, at_most: int) -> Sequence[HrResponsibility]:
        """The newest first."""
        found = [
            each
            for each in self._given.values()
            if person_id in {None, each.person_id} and (after is None or orders.by_given_at(each) < after)
        ]
        return sorted(found, key=orders.by_given_at, reverse=True)[:at_most]

    def people_in(self, department_ids: Iterable[str]) -> frozenset[str]:
        """By any of their positions."""
        wanted = set(department_ids)
        return frozenset(
            each.person_id
            for each in self._people.values()
            if any(position.department_id in wanted for position in each.profile.positions)
        )
