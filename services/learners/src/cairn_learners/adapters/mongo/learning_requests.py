"""Requests in MongoDB."""

from collections.abc import Sequence
from dataclasses import asdict

from cairn_learners.adapters.mongo.documents import LearningRequestDocument
from cairn_learners.adapters.request_messages import request_state
from cairn_learners.application import orders
from cairn_learners.application.ports import RequestFilter
from cairn_learners.domain.learning_requests import (
    LearningRequest,
    Money,
    RequestDecision,
    RequestKind,
    RequestState,
)
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.days import day_text, stored_day
from cairn_platform.mongo.store import Kind, TenantStore

_DESCENDING = -1


class MongoRequests:
    """Implements `RequestsStore`."""

    def __init__(self, store: TenantStore) -> None:
        self._store = store

    def get(self, request_id: str) -> LearningRequest | None:
        """The request with this id."""
        return self._store.get(LearningRequest, request_id)

    def waiting_of(self, person_id: str) -> Sequence[LearningRequest]:
        """The person's requests that wait for a decision."""
        return self._store.find(
            LearningRequest, {"person_id": person_id, "state": RequestState.SUBMITTED.value}
        )

    def list(self, which: RequestFilter, *, after: str | None, at_most: int) -> Sequence[LearningRequest]:
        """Requests, the newest first."""
        wanted: Document = {}
        if which.person_ids is not None:
            wanted["person_id"] = {"$in": sorted(which.person_ids)}
        if which.state is not None:
            wanted["state"] = which.state.value
        if after is not None:
            wanted["submitted_order"] = {"$lt": after}
        newest_first = [("submitted_order", _DESCENDING)]
        return self._store.find(LearningRequest, wanted, sort=newest_first, limit=at_most)


def request_document(request: LearningRequest) -> Document:
    """The fields of a request."""
    decision = request.decision
    return {
        "request_id": request.request_id,
        "person_id": request.person_id,
        "kind": request.kind.value,
        "path_id": request.path_id,
        "credential_ids": list(request.credential_ids),
        "amount": asdict(request.amount) if request.amount else None,
        "note": request.note,
        "submitted_at": request.submitted_at,
        "decision": {
            **asdict(decision),
            "state": decision.state.value,
            "due_on": day_text(decision.due_on),
        }
        if decision
        else None,
        "state": request.state.value,
        "submitted_order": orders.by_submitted_at(request),
    }


def request_from(document: Document) -> LearningRequest:
    """The request that a document holds."""
    amount, decision = document["amount"], document["decision"]
    return LearningRequest(
        request_id=document["request_id"],
        version=document["version"],
        person_id=document["person_id"],
        kind=RequestKind(document["kind"]),
        path_id=document["path_id"],
        credential_ids=tuple(document["credential_ids"]),
        amount=Money(**amount) if amount else None,
        note=document["note"],
        submitted_at=document["submitted_at"],
        decision=RequestDecision(
            state=RequestState(decision["state"]),
            reason=decision["reason"],
            due_on=stored_day(decision["due_on"]),
            decided_by=decision["decided_by"],
            on_behalf_of=decision["on_behalf_of"],
            decided_at=decision["decided_at"],
        )
        if decision
        else None,
    )


LEARNING_REQUESTS = Kind(
    aggregate=LearningRequest,
    document=LearningRequestDocument,
    identify=lambda request: request.request_id,
    to_document=request_document,
    from_document=request_from,
    to_event=request_state,
    event_key=lambda request: request.person_id,
    only_for_queries=("_id", "tenant_id", "state", "submitted_order"),
)
