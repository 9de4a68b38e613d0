"""Delegations in the contract's words."""

from collections.abc import Mapping
from datetime import date

from cairn.learners.v1 import delegations_pb2, events_pb2
from cairn_learners.adapters import messages
from cairn_learners.adapters.exception_messages import STATUSES, withdrawal
from cairn_learners.domain.day_spans import status_of
from cairn_learners.domain.delegated_acts import DelegatedAct
from cairn_learners.domain.delegations import Delegation
from cairn_learners.domain.people import Person


def delegation(found: Delegation, *, people: Mapping[str, Person], today: date) -> delegations_pb2.Delegation:
    """A delegation with the names of both, who know each other by it, and where it stands today."""
    manager, delegate = people.get(found.manager_id), people.get(found.delegate_id)
    return delegations_pb2.Delegation(
        delegation_id=found.delegation_id,
        version=found.version,
        manager_id=found.manager_id,
        manager_name=manager.name if manager else "",
        delegate_id=found.delegate_id,
        delegate_name=delegate.name if delegate else "",
        from_on=messages.day(found.span.from_on),
        until_on=messages.day(found.span.until_on),
        reason=found.reason,
        handed_over_by=found.handed_over_by or "",
        handed_over_at=messages.timestamp(found.handed_over_at),
        withdrawal=withdrawal(found.withdrawal),
        status=STATUSES[status_of(found.span, found.withdrawal, today=today)],
    )


def act(found: DelegatedAct) -> delegations_pb2.DelegatedAct:
    """What was done for whom."""
    return delegations_pb2.DelegatedAct(
        act_id=found.act_id,
        acted_by=found.acted_by,
        on_behalf_of=found.on_behalf_of,
        subject=found.subject,
        subject_id=found.subject_id,
        happened=found.happened,
        person_ids=found.person_ids,
        people_count=found.people_count,
        acted_at=messages.timestamp(found.acted_at),
    )


def delegation_state(found: Delegation) -> events_pb2.DelegationState:
    """A delegation as its event tells it: ids and days."""
    return events_pb2.DelegationState(
        delegation_id=found.delegation_id,
        version=found.version,
        manager_id=found.manager_id,
        delegate_id=found.delegate_id,
        from_on=messages.day(found.span.from_on),
        until_on=messages.day(found.span.until_on),
        handed_over_by=found.handed_over_by or "",
        handed_over_at=messages.timestamp(found.handed_over_at),
        withdrawn_at=messages.timestamp(found.withdrawal.withdrawn_at) if found.withdrawal else None,
    )
