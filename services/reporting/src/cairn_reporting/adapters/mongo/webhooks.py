"""Webhooks in MongoDB: a tenant's endpoints, how they do, and what is on its way to them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from cairn_platform.changes import Change, Guard
from cairn_platform.due import Rescheduled
from cairn_platform.idempotency import Once
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Due, Kind, TenantStore
from cairn_reporting.adapters.mongo.exports import no_event
from cairn_reporting.adapters.mongo.webhook_documents import (
    EndpointHealthDocument,
    WebhookDeliveryDocument,
    WebhookEndpointDocument,
)
from cairn_reporting.application.webhook_ports import listed_at
from cairn_reporting.domain.webhook_deliveries import (
    Attempt,
    DeliveryFault,
    DeliveryState,
    WebhookDelivery,
)
from cairn_reporting.domain.webhook_endpoints import (
    DisabledBecause,
    EndpointHealth,
    SigningSecret,
    WebhookEndpoint,
    healthy,
)
from cairn_reporting.domain.webhook_events import WebhookEventType

WEBHOOKS_WORK = "webhook-deliveries"
"""The work of sending messages to endpoints."""


def _endpoint_document(endpoint: WebhookEndpoint) -> Document:
    return {
        "endpoint_id": endpoint.endpoint_id,
        "url": endpoint.url,
        "description": endpoint.description,
        "event_types": sorted(endpoint.event_types),
        "secrets": [{"sealed": each.sealed, "valid_until": each.valid_until} for each in endpoint.secrets],
        "disabled": endpoint.disabled.value if endpoint.disabled else None,
        "disabled_at": endpoint.disabled_at,
        "is_deleted": endpoint.is_deleted,
        "created_at": endpoint.created_at,
        "changed_at": endpoint.changed_at,
    }


def _endpoint(document: Document) -> WebhookEndpoint:
    return WebhookEndpoint(
        endpoint_id=document["endpoint_id"],
        version=document["version"],
        url=document["url"],
        description=document["description"],
        event_types=frozenset(map(WebhookEventType, document["event_types"])),
        secrets=tuple(
            SigningSecret(sealed=bytes(each["sealed"]), valid_until=each["valid_until"])
            for each in document["secrets"]
        ),
        disabled=DisabledBecause(document["disabled"]) if document["disabled"] else None,
        disabled_at=document["disabled_at"],
        is_deleted=document["is_deleted"],
        created_at=document["created_at"],
        changed_at=document["changed_at"],
    )


def _health(document: Document) -> EndpointHealth:
    return EndpointHealth(
        endpoint_id=document["endpoint_id"],
        version=document["version"],
        failing_since=document["failing_since"],
    )


def _delivery_document(delivery: WebhookDelivery) -> Document:
    return {
        "delivery_id": delivery.delivery_id,
        "endpoint_id": delivery.endpoint_id,
        "message_id": delivery.message_id,
        "event_type": delivery.event_type.value,
        "payload": delivery.payload,
        "state": delivery.state.value,
        "attempt_count": delivery.attempt_count,
        "attempts": [
            {
                "began_at": each.began_at,
                "milliseconds": each.took // timedelta(milliseconds=1),
                "status_code": each.status_code,
                "fault": each.fault.value if each.fault else None,
            }
            for each in delivery.attempts
        ],
        "next_attempt_at": delivery.next_attempt_at,
        "created_at": delivery.created_at,
        "settled_at": delivery.settled_at,
        "forget_at": delivery.forget_at,
        "listed_at": listed_at(delivery.created_at, delivery.delivery_id),
    }


def _delivery(document: Document) -> WebhookDelivery:
    return WebhookDelivery(
        delivery_id=document["delivery_id"],
        version=document["version"],
        endpoint_id=document["endpoint_id"],
        message_id=document["message_id"],
        event_type=WebhookEventType(document["event_type"]),
        payload=bytes(document["payload"]),
        state=DeliveryState(document["state"]),
        attempt_count=document["attempt_count"],
        attempts=tuple(
            Attempt(
                began_at=each["began_at"],
                took=timedelta(milliseconds=each["milliseconds"]),
                status_code=each["status_code"],
                fault=DeliveryFault(each["fault"]) if each["fault"] else None,
            )
            for each in document["attempts"]
        ),
        next_attempt_at=document["next_attempt_at"],
        created_at=document["created_at"],
        settled_at=document["settled_at"],
        forget_at=document["forget_at"],
    )


_ENDPOINTS = Kind(
    aggregate=WebhookEndpoint,
    document=WebhookEndpointDocument,
    identify=lambda endpoint: endpoint.endpoint_id,
    to_document=_endpoint_document,
    from_document=_endpoint,
    to_event=no_event,
    event_key=lambda endpoint: endpoint.endpoint_id,
    is_told=lambda _: False,
)
_HEALTH = Kind(
    aggregate=EndpointHealth,
    document=EndpointHealthDocument,
    identify=lambda health: health.endpoint_id,
    to_document=lambda health: {"endpoint_id": health.endpoint_id, "failing_since": health.failing_since},
    from_document=_health,
    to_event=no_event,
    event_key=lambda health: health.endpoint_id,
    is_told=lambda _: False,
)
_DELIVERIES = Kind(
    aggregate=WebhookDelivery,
    document=WebhookDeliveryDocument,
    identify=lambda delivery: delivery.delivery_id,
    to_document=_delivery_document,
    from_document=_delivery,
    to_event=no_event,
    event_key=lambda delivery: delivery.delivery_id,
    is_told=lambda _: False,
    only_for_queries=("listed_at",),
    due=Due(work=WEBHOOKS_WORK, at=lambda delivery: delivery.due_at),
)
WEBHOOK_KINDS: tuple[Kind[Any], ...] = (_ENDPOINTS, _HEALTH, _DELIVERIES)
WEBHOOK_DOCUMENTS = (WebhookEndpointDocument, EndpointHealthDocument, WebhookDeliveryDocument)


class MongoWebhooks:
    """Implements `WebhookStore` for one tenant, over a store that has the kinds of webhooks."""

    def __init__(self, store: TenantStore) -> None:
        self._store = store

    def answer_to(self, once: Once) -> bytes | None:
        """The first answer to this key, or None; raises IdempotencyKeyReusedError when it was another request."""
        return self._store.answer_to(once)

    def guard(self, name: str) -> Guard:
        """The rule of this name, before it is checked."""
        return self._store.guard(name)

    def endpoint(self, endpoint_id: str) -> WebhookEndpoint | None:
        """The endpoint with this id; None also for one that was deleted."""
        found = self._store.get(WebhookEndpoint, endpoint_id)
        return None if found is None or found.is_deleted else found

    def endpoints(self) -> Sequence[WebhookEndpoint]:
        """All, the oldest first."""
        return self._store.find(WebhookEndpoint, {"is_deleted": False}, sort=[("created_at", 1), ("_id", 1)])

    def health_of(self, endpoint_ids: Iterable[str]) -> Mapping[str, EndpointHealth]:
        """How each of these endpoints does, by id."""
        ids = list(endpoint_ids)
        found = self._store.get_many(EndpointHealth, ids)
        return {each: found.get(each) or healthy(each) for each in ids}

    def delivery(self, delivery_id: str) -> WebhookDelivery | None:
        """The message with this id."""
        return self._store.get(WebhookDelivery, delivery_id)

    def deliveries(
        self, endpoint_id: str, *, state: DeliveryState | None, after: str | None, at_most: int
    ) -> Sequence[WebhookDelivery]:
        """An endpoint's messages in this state, or all, the newest first: at most so many behind `after`, as `listed_at` has it."""
        wanted: Document = {"endpoint_id": endpoint_id}
        if state is not None:
            wanted["state"] = state.value
        if after is not None:
            wanted["listed_at"] = {"$lt": after}
        return self._store.find(WebhookDelivery, wanted, sort=[("listed_at", -1)], limit=at_most)

    def commit(
        self,
        changes: Sequence[Change[Any]],
        *,
        guards: Sequence[Guard] = (),
        once: Once | None = None,
        result: object = None,
        rescheduled: Sequence[Rescheduled] = (),
    ) -> None:
        """Saves the changes: all of them or none. Raises ConflictError when somebody else was faster."""
        self._store.commit(changes, guards=guards, once=once, result=result, rescheduled=rescheduled)
