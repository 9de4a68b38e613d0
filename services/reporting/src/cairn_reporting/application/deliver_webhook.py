"""Sending one message to one endpoint, without anybody asking."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cairn_platform.changes import Change, decide_again
from cairn_platform.due import DueItem, Rescheduled
from cairn_reporting.application.errors import SecretLostError
from cairn_reporting.application.webhook_ports import Receiver, Seal, WebhookStore
from cairn_reporting.domain.webhook_deliveries import (
    DeliveryFault,
    ReceiverAnswer,
    WebhookDelivery,
    after_attempt,
    cancelled,
    fault_of,
    given_up,
    says_gone,
    taken_up,
)
from cairn_reporting.domain.webhook_endpoints import (
    DisabledBecause,
    WebhookEndpoint,
    disabled,
    has_failed_too_long,
    health_after,
)
from cairn_reporting.domain.webhook_signatures import signed_headers


@dataclass(frozen=True, kw_only=True)
class Delivering:
    """What messages of one tenant are sent with. `jitter` gives a random part of one each time."""

    store: WebhookStore
    receiver: Receiver
    seal: Seal
    clock: Callable[[], datetime]
    jitter: Callable[[], float]


def deliver_webhook(by: Delivering, *, due: DueItem) -> WebhookDelivery | None:
    """Tries to send a message, and notes what came of it; None where there is nothing to send.

    It is taken up before it is sent, so that nobody else sends it meanwhile, and is sent twice only where this is killed between the
    receiver's answer and our note of it; under the same id then. Raises ConflictError when somebody else took it up.
    """
    delivery, now = by.store.delivery(due.aggregate_id), by.clock()
    if delivery is None or delivery.due_at is None or delivery.due_at > now:
        due_at = delivery.due_at if delivery else None
        by.store.commit([], rescheduled=[Rescheduled(item=due, due_at=due_at)])
        return None
    endpoint = by.store.endpoint(delivery.endpoint_id)
    if endpoint is None or not endpoint.is_told:
        return _saved(by, cancelled(delivery, now=now))
    if delivery.was_begun_too_often:
        return _saved(by, given_up(delivery, now=now))
    held = _saved(by, taken_up(delivery, now=now))
    answer = _answer(by, endpoint, held)
    return decide_again(lambda: _noted(by, held, answer))


def _answer(by: Delivering, endpoint: WebhookEndpoint, delivery: WebhookDelivery) -> ReceiverAnswer:
    now = by.clock()
    try:
        secrets = [by.seal.open(each.sealed) for each in endpoint.secrets_at(now)]
    except SecretLostError:
        return ReceiverAnswer(
            status_code=None, fault=DeliveryFault.SECRET_LOST, retry_after=None, took=timedelta()
        )
    headers = signed_headers(
        message_id=delivery.message_id, payload=delivery.payload, secrets=secrets, now=now
    )
    return by.receiver.send(endpoint.url, headers=headers, payload=delivery.payload)


def _noted(by: Delivering, held: WebhookDelivery, answer: ReceiverAnswer) -> WebhookDelivery | None:
    """What the answer means for the message and its endpoint. Somebody who has it sent again meanwhile is not overruled."""
    current, now = by.store.delivery(held.delivery_id), by.clock()
    if current is None or current.version != held.version:
        return None
    after = after_attempt(held, answer, jitter=by.jitter(), now=now)
    changes: list[Change[Any]] = [_change(after, now)]
    if not held.is_test:
        changes += [_change(each, now) for each in _endpoint_after(by, held, answer, now=now)]
    by.store.commit(changes)
    return after


def _endpoint_after(
    by: Delivering, held: WebhookDelivery, answer: ReceiverAnswer, *, now: datetime
) -> list[object]:
    """What changes about the endpoint: since when it fails, and that it is told nothing more."""
    known = by.store.health_of([held.endpoint_id])[held.endpoint_id]
    health = health_after(known, succeeded=fault_of(answer) is None, now=now)
    found: list[object] = [] if health is known else [health]
    because = DisabledBecause.GONE if says_gone(answer) else None
    if because is None and has_failed_too_long(health, now=now):
        because = DisabledBecause.FAILING
    endpoint = by.store.endpoint(held.endpoint_id) if because else None
    if because and endpoint is not None and endpoint.is_told:
        found.append(disabled(endpoint, because, now=now))
    return found


def _change(aggregate: Any, now: datetime) -> Change[Any]:
    return Change(aggregate=aggregate, happened=None, happened_at=now)


def _saved(by: Delivering, delivery: WebhookDelivery) -> WebhookDelivery:
    by.store.commit([_change(delivery, by.clock())])
    return delivery
