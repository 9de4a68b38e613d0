"""Delegations in memory."""

from collections.abc import Mapping, Sequence
from datetime import date

from cairn_learners.application import orders
from cairn_learners.domain.delegated_acts import DelegatedAct
from cairn_learners.domain.delegations import Delegation


class FakeDelegations:
    """One tenant's delegations and what was done by them, by id."""

    def __init__(self, delegations: Mapping[str, Delegation], acts: Mapping[str, DelegatedAct]) -> None:
        self._delegations = delegations
        self._acts = acts

    def get(self, delegation_id: str) -> Delegation | None:
        """By id."""
        return self._delegations.get(delegation_id)

    def handed_to(self, delegate_id: str, *, today: date) -> Sequence[Delegation]:
        """Those that hold today."""
        found = self._delegations.values()
        return [each for each in found if each.delegate_id == delegate_id and each.in_force(today)]

    def of_manager(self, manager_id: str) -> Sequence[Delegation]:
        """All."""
        return [each for each in self._delegations.values() if each.manager_id == manager_id]

    def list(self, person_id: str | None, *, after: str | None, at_most: int) -> Sequence[Delegation]:
        """The newest first."""
        found = [
            each
            for each in self._delegations.values()
            if person_id in {None, each.manager_id, each.delegate_id}
            and (after is None or orders.by_handed_over_at(each) < after)
        ]
        return sorted(found, key=orders.by_handed_over_at, reverse=True)[:at_most]

    def acts(self, delegation: Delegation, *, after: str | None, at_most: int) -> Sequence[DelegatedAct]:
        """The newest first."""
        found = [
            each
            for each in self._acts.values()
            if (each.acted_by, each.on_behalf_of) == (delegation.delegate_id, delegation.manager_id)
            and delegation.span.contains(each.acted_at.date())
            and (after is None or orders.by_acted_at(each) < after)
        ]
        return sorted(found, key=orders.by_acted_at, reverse=True)[:at_most]
