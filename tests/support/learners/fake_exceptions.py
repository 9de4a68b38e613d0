"""Exceptions in memory."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cairn_learners.domain.granted_exceptions import GrantedException


class FakeExceptions:
    """One tenant's exceptions, by id."""

    def __init__(self, exceptions: Mapping[str, GrantedException]) -> None:
        self._exceptions = exceptions

    def get(self, exception_id: str) -> GrantedException | None:
        """By id."""
        return self._exceptions.get(exception_id)

    def of(self, person_id: str | None) -> Sequence[GrantedException]:
        """The newest first."""
        found = [each for each in self._exceptions.values() if each.person_id == person_id]
        by_id = sorted(found, key=lambda each: each.exception_id)
        return sorted(by_id, key=lambda each: each.granted_at, reverse=True)

    def in_force(self, person_ids: Iterable[str], *, today: date) -> Sequence[GrantedException]:
        """The tenant's too."""
        wanted = {*person_ids, None}
        return [
            each for each in self._exceptions.values() if each.person_id in wanted and each.in_force(today)
        ]
