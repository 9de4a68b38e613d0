"""Everything that a use case knows of one call: who asks, in whose store, at which instant."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from cairn_learners.application.accounts import person_of
from cairn_learners.application.ports import LearnersStore
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.people import Person
from cairn_learners.domain.reach import ROLES, Reach, needs_lines, reach_of
from cairn_platform.errors import NotFoundError
from cairn_platform.identity import Principal, require_any_role


@dataclass(frozen=True, kw_only=True)
class Scope:
    """One call. `store` is that of the principal's tenant; `new_id` makes the ids of what is created."""

    principal: Principal
    store: LearnersStore
    now: datetime
    new_id: Callable[[], str]

    @property
    def today(self) -> date:
        """The day that it is now, in UTC."""
        return self.now.date()

    def own_person(self) -> Person | None:
        """The person whom the caller's account belongs to; None for an API client and an account that belongs to nobody."""
        return person_of(self.principal, store=self.store, now=self.now)

    @cached_property
    def lines(self) -> Hierarchy:
        """Who is led by whom in the tenant, as it was when this call first asked; who has left is in nobody's team."""
        return replace(self.store.reporting_lines(), gone=self.store.gone_by(self.today))

    def reach(self) -> Reach:
        """Whom the caller reaches. Raises RoleRequiredError for an account without any role in Cairn."""
        require_any_role(self.principal, *ROLES)
        return self._reach_of(self.own_person())

    def reach_as(self, caller: Person | None) -> Reach:
        """The same, where it was read already whom the account belongs to. Only one with a mail address may yet be linked to somebody."""
        require_any_role(self.principal, *ROLES)
        return self._reach_of(caller or (self.own_person() if self.principal.email else None))

    def _reach_of(self, own: Person | None) -> Reach:
        own_id = own.person_id if own else None
        asks_lines = needs_lines(roles=self.principal.roles, own_id=own_id)
        return reach_of(roles=self.principal.roles, own_id=own_id, lines=self.lines if asks_lines else None)

    def person(self, person_id: str) -> Person:
        """The person, who is there whether in reach or not; NotFoundError for an unknown id."""
        person = self.store.person(person_id)
        if person is None:
            raise NotFoundError("person")
        return person
