"""Webhooks as the contract tells them."""

from datetime import timedelta

from cairn.reporting.v1 import webhooks_pb2 as contract
from cairn_reporting.adapters.grpc.answers import instant_message
from cairn_reporting.application.webhooks import KnownEndpoint
from cairn_reporting.domain.webhook_deliveries import (
    Attempt,
    DeliveryFault,
    DeliveryState,
    WebhookDelivery,
)
from cairn_reporting.domain.webhook_endpoints import DisabledBecause

STATES = {
    DeliveryState.WAITING: contract.WEBHOOK_DELIVERY_STATE_WAITING,
    DeliveryState.DELIVERED: contract.WEBHOOK_DELIVERY_STATE_DELIVERED,
    DeliveryState.FAILED: contract.WEBHOOK_DELIVERY_STATE_FAILED,
    DeliveryState.CANCELLED: contract.WEBHOOK_DELIVERY_STATE_CANCELLED,
}
_REASONS = {
    DisabledBecause.BY_HAND: contract.WEBHOOK_DISABLED_BECAUSE_BY_HAND,
    DisabledBecause.GONE: contract.WEBHOOK_DISABLED_BECAUSE_GONE,
    DisabledBecause.FAILING: contract.WEBHOOK_DISABLED_BECAUSE_FAILING,
}
_FAULTS = {
    None: contract.WEBHOOK_FAULT_UNSPECIFIED,
    DeliveryFault.ADDRESS_REFUSED: contract.WEBHOOK_FAULT_ADDRESS_REFUSED,
    DeliveryFault.NAME_NOT_FOUND: contract.WEBHOOK_FAULT_NAME_NOT_FOUND,
    DeliveryFault.CONNECTION_FAILED: contract.WEBHOOK_FAULT_CONNECTION_FAILED,
    DeliveryFault.TLS_FAILED: contract.WEBHOOK_FAULT_TLS_FAILED,
    DeliveryFault.TIMED_OUT: contract.WEBHOOK_FAULT_TIMED_OUT,
    DeliveryFault.REDIRECTED: contract.WEBHOOK_FAULT_REDIRECTED,
    DeliveryFault.REFUSED: contract.WEBHOOK_FAULT_REFUSED,
    DeliveryFault.SECRET_LOST: contract.WEBHOOK_FAULT_SECRET_LOST,
}


def endpoint_message(known: KnownEndpoint) -> contract.WebhookEndpoint:
    """The endpoint and how it does; without its secrets."""
    endpoint = known.endpoint
    return contract.WebhookEndpoint(
        endpoint_id=endpoint.endpoint_id,
        version=endpoint.version,
        url=endpoint.url,
        description=endpoint.description,
        event_types=sorted(endpoint.event_types),
        is_enabled=endpoint.is_told,
        disabled_because=_REASONS[endpoint.disabled]
        if endpoint.disabled
        else contract.WEBHOOK_DISABLED_BECAUSE_UNSPECIFIED,
        disabled_at=instant_message(endpoint.disabled_at),
        failing_since=instant_message(known.health.failing_since),
        old_secret_valid_until=instant_message(endpoint.old_secret_valid_until),
        created_at=instant_message(endpoint.created_at),
        changed_at=instant_message(endpoint.changed_at),
    )


def delivery_message(delivery: WebhookDelivery) -> contract.WebhookDelivery:
    """The message and its attempts; without what it says."""
    return contract.WebhookDelivery(
        delivery_id=delivery.delivery_id,
        version=delivery.version,
        endpoint_id=delivery.endpoint_id,
        message_id=delivery.message_id,
        event_type=delivery.event_type,
        state=STATES[delivery.state],
        attempts=map(_attempt_message, delivery.attempts),
        next_attempt_at=instant_message(delivery.due_at),
        created_at=instant_message(delivery.created_at),
        settled_at=instant_message(delivery.settled_at),
    )


def _attempt_message(attempt: Attempt) -> contract.WebhookAttempt:
    return contract.WebhookAttempt(
        began_at=instant_message(attempt.began_at),
        milliseconds=attempt.took // timedelta(milliseconds=1),
        status_code=attempt.status_code or 0,
        fault=_FAULTS[attempt.fault],
    )
