"""Everything that a use case knows of one call: who asks, in whose store, at which instant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from cairn_learners.application.accounts import person_of
from cairn_learners.application.acts import deeds_in
from cairn_learners.application.ports import LearnersStore
from cairn_learners.domain.delegated_acts import DelegatedAct, acts_of
from cairn_learners.domain.delegations import lent_lines
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.hr_responsibilities import given_departments, with_all_below
from cairn_learners.domain.people import Person
from cairn_learners.domain.reach import (
    HR,
    HR_PARTNER,
    NOBODY,
    NOTHING_LENT,
    ROLES,
    Reach,
    needs_lines,
    reach_of,
)
from cairn_platform.changes import Change, Guard
from cairn_platform.errors import NotFoundError
from cairn_platform.idempotency import Once
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
        return self._reach

    def reach_as(self, caller: Person | None) -> Reach:
        """The same, where it was read already whom the account belongs to. Only one with a mail address may yet be linked to somebody."""
        require_any_role(self.principal, *ROLES)
        return self._reach_of(caller or (self.own_person() if self.principal.email else None))

    def commit(
        self,
        changes: Sequence[Change[Any]],
        *,
        guards: Sequence[Guard] = (),
        once: Once | None = None,
        result: object = None,
    ) -> None:
        """Saves what this call decided, as the store does, and logs what of it the caller did on behalf of another manager."""
        self.store.commit([*changes, *self._acts(changes)], guards=guards, once=once, result=result)

    def _acts(self, changes: Sequence[Change[Any]]) -> list[Change[DelegatedAct]]:
        reach = self.reach()
        if not reach.lent or reach.own_id is None:
            return []
        deeds = list(deeds_in(changes))
        found = {each.person_id: reach.on_behalf_of(each.person_id) for each in deeds}
        acts = acts_of(
            deeds,
            acted_by=reach.own_id,
            on_behalf_of={person_id: manager_id for person_id, manager_id in found.items() if manager_id},
            new_id=self.new_id,
            now=self.now,
        )
        return [Change(aggregate=each, happened=None, happened_at=self.now) for each in acts]

    @cached_property
    def _reach(self) -> Reach:
        return self._reach_of(self.own_person())

    def _reach_of(self, own: Person | None) -> Reach:
        own_id, roles = own.person_id if own else None, self.principal.roles
        lines = self.lines if needs_lines(roles=roles, own_id=own_id) else None
        return reach_of(
            roles=roles,
            own_id=own_id,
            lines=lines,
            lent=self._lent_to(own_id),
            units=self._people_in_units_of(own_id),
        )

    def hr_departments_of(self, person_id: str) -> frozenset[str]:
        """The departments for which the caller, who is this person, is HR partner today, without those below them."""
        if HR_PARTNER not in self.principal.roles:
            return NOBODY
        given = self.store.hr_responsibilities.of_person(person_id)
        return given_departments(given, today=self.today)

    def _people_in_units_of(self, own_id: str | None) -> frozenset[str]:
        """Who has left the tenant is responsible for nobody. Nobody is limited to units who is hr."""
        if own_id is None or HR in self.principal.roles:
            return NOBODY
        given = self.hr_departments_of(own_id)
        if not given or own_id in self.store.gone_by(self.today):
            return NOBODY
        units = with_all_below(given, tree=self.store.department_tree())
        return self.store.hr_responsibilities.people_in(units)

    def _lent_to(self, own_id: str | None) -> Mapping[str, frozenset[str]]:
        """Nobody stands in for somebody as hr, who reaches everybody and decides on everybody anyway."""
        if own_id is None or HR in self.principal.roles:
            return NOTHING_LENT
        delegations = self.store.delegations.handed_to(own_id, today=self.today)
        if not delegations:
            return NOTHING_LENT
        return lent_lines(own_id, delegations=delegations, lines=self.lines, today=self.today)

    def person(self, person_id: str) -> Person:
        """The person, who is there whether in reach or not; NotFoundError for an unknown id."""
        person = self.store.person(person_id)
        if person is None:
            raise NotFoundError("person")
        return person
