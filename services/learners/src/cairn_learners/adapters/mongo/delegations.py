"""Delegations in MongoDB, and what was done by them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time

from google.protobuf.message import Message

from cairn_learners.adapters.delegation_messages import delegation_state
from cairn_learners.adapters.mongo.documents import DelegatedActDocument, DelegationDocument
from cairn_learners.adapters.mongo.exceptions import span_document, span_from, withdrawal_from
from cairn_learners.application import orders
from cairn_learners.domain.delegated_acts import DelegatedAct
from cairn_learners.domain.delegations import Delegation
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Kind, TenantStore

_DESCENDING = -1


class MongoDelegations:
    """Implements `DelegationsStore`."""

    def __init__(self, store: TenantStore) -> None:
        self._store = store

    def get(self, delegation_id: str) -> Delegation | None:
        """The delegation with this id."""
        return self._store.get(Delegation, delegation_id)

    def handed_to(self, delegate_id: str, *, today: date) -> Sequence[Delegation]:
        """Those that hold today for this delegate."""
        day = today.isoformat()
        when: Document = {"until_on": {"$gte": day}, "from_on": {"$lte": day}, "withdrawal": None}
        return self._store.find(Delegation, {"delegate_id": delegate_id, **when})

    def of_manager(self, manager_id: str) -> Sequence[Delegation]:
        """All by which the line of this manager was handed over."""
        return self._store.find(Delegation, {"manager_id": manager_id})

    def list(self, person_id: str | None, *, after: str | None, at_most: int) -> Sequence[Delegation]:
        """Those in which this person is manager or delegate, or (None) all; the newest first."""
        who: Document = {"$or": [{"manager_id": person_id}, {"delegate_id": person_id}]} if person_id else {}
        behind: Document = {"handed_order": {"$lt": after}} if after is not None else {}
        newest_first = [("handed_order", _DESCENDING)]
        return self._store.find(Delegation, {**who, **behind}, sort=newest_first, limit=at_most)

    def acts(self, delegation: Delegation, *, after: str | None, at_most: int) -> Sequence[DelegatedAct]:
        """What its delegate did for its manager while it lasted, the newest first."""
        wanted: Document = {
            "acted_by": delegation.delegate_id,
            "on_behalf_of": delegation.manager_id,
            "acted_at": {
                "$gte": datetime.combine(delegation.span.from_on, time.min, tzinfo=UTC),
                "$lt": delegation.span.ends_at,
            },
        }
        if after is not None:
            wanted["acted_order"] = {"$lt": after}
        return self._store.find(DelegatedAct, wanted, sort=[("acted_order", _DESCENDING)], limit=at_most)


def delegation_document(delegation: Delegation) -> Document:
    """The fields of a delegation."""
    return {
        "delegation_id": delegation.delegation_id,
        "manager_id": delegation.manager_id,
        "delegate_id": delegation.delegate_id,
        **span_document(delegation.span),
        "reason": delegation.reason,
        "handed_over_by": delegation.handed_over_by,
        "handed_over_at": delegation.handed_over_at,
        "withdrawal": asdict(delegation.withdrawal) if delegation.withdrawal else None,
        "handed_order": orders.by_handed_over_at(delegation),
    }


def delegation_from(document: Document) -> Delegation:
    """The delegation that a document holds."""
    return Delegation(
        delegation_id=document["delegation_id"],
        version=document["version"],
        manager_id=document["manager_id"],
        delegate_id=document["delegate_id"],
        span=span_from(document),
        reason=document["reason"],
        handed_over_by=document["handed_over_by"],
        handed_over_at=document["handed_over_at"],
        withdrawal=withdrawal_from(document),
    )


def _act_document(act: DelegatedAct) -> Document:
    fields = {name: value for name, value in asdict(act).items() if name != "version"}
    return {**fields, "person_ids": list(act.person_ids), "acted_order": orders.by_acted_at(act)}


def _act_from(document: Document) -> DelegatedAct:
    return DelegatedAct(
        act_id=document["act_id"],
        version=document["version"],
        acted_by=document["acted_by"],
        on_behalf_of=document["on_behalf_of"],
        subject=document["subject"],
        subject_id=document["subject_id"],
        happened=document["happened"],
        person_ids=tuple(document["person_ids"]),
        people_count=document["people_count"],
        acted_at=document["acted_at"],
    )


def _told_to_nobody(act: DelegatedAct) -> Message:
    raise LookupError(f"the act {act.act_id} is told to nobody")


DELEGATIONS = Kind(
    aggregate=Delegation,
    document=DelegationDocument,
    identify=lambda delegation: delegation.delegation_id,
    to_document=delegation_document,
    from_document=delegation_from,
    to_event=delegation_state,
    event_key=lambda delegation: delegation.delegation_id,
)
DELEGATED_ACTS = Kind(
    aggregate=DelegatedAct,
    document=DelegatedActDocument,
    identify=lambda act: act.act_id,
    to_document=_act_document,
    from_document=_act_from,
    to_event=_told_to_nobody,
    event_key=lambda act: act.act_id,
    is_told=lambda _: False,
)
