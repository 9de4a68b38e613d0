"""One message on its way to one endpoint: tried again for days, the same bytes under the same id, at least once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from cairn_reporting.domain.webhook_events import WebhookEventType

# After the first attempt, the second, …: the schedule of Standard Webhooks, three days in all.
_PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
MOST_ATTEMPTS = len(_PAUSES) + 1
_JITTER = 0.2
LONGEST_RETRY_AFTER = timedelta(hours=24)
"""A receiver that asks for more patience than this is asked sooner."""
HELD_FOR = timedelta(minutes=1)
"""Longer than an attempt takes: whoever takes it up holds it for so long, and after a crash it is taken up again."""
KEPT_FOR = timedelta(days=30)
"""So long what has ended is shown, and can be sent again."""
MOST_ATTEMPTS_SHOWN = 50
_SUCCESS = range(200, 300)
_GONE = 410
_REDIRECTS = range(300, 400)
_ASKS_FOR_PATIENCE = frozenset({429, 503})


class DeliveryState(Enum):
    """Where a message is."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


class DeliveryFault(Enum):
    """What an attempt met that was not an answer of success."""

    ADDRESS_REFUSED = "address_refused"
    NAME_NOT_FOUND = "name_not_found"
    CONNECTION_FAILED = "connection_failed"
    TLS_FAILED = "tls_failed"
    TIMED_OUT = "timed_out"
    REDIRECTED = "redirected"
    REFUSED = "refused"
    SECRET_LOST = "secret_lost"  # noqa: S105 (a fault, not a secret)


@dataclass(frozen=True, kw_only=True)
class ReceiverAnswer:
    """What came of one request: a status, or why there was none. `retry_after` is how much patience the receiver asked for."""

    status_code: int | None
    fault: DeliveryFault | None
    retry_after: timedelta | None
    took: timedelta


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One request; `fault` is None where it was answered with success."""

    began_at: datetime
    took: timedelta
    status_code: int | None
    fault: DeliveryFault | None


@dataclass(frozen=True, kw_only=True)
class WebhookDelivery:
    """A message for an endpoint. `attempt_count` is how often it was tried since it was sent, or sent again; `attempts` are the last
    of all. `forget_at` is when it is removed; None while it waits."""

    delivery_id: str
    version: int
    endpoint_id: str
    message_id: str
    event_type: WebhookEventType
    payload: bytes
    state: DeliveryState
    attempt_count: int
    attempts: tuple[Attempt, ...]
    next_attempt_at: datetime
    created_at: datetime
    settled_at: datetime | None
    forget_at: datetime | None

    @property
    def due_at(self) -> datetime | None:
        """When it is to be tried next; None for never."""
        return self.next_attempt_at if self.state is DeliveryState.WAITING else None

    @property
    def was_begun_too_often(self) -> bool:
        """Whoever tried to send it the last times died of it, or could not say what came of it."""
        return self.attempt_count >= MOST_ATTEMPTS

    @property
    def is_test(self) -> bool:
        """It is tried once, and says nothing about the endpoint's health."""
        return self.event_type is WebhookEventType.TEST


def planned(
    *,
    delivery_id: str,
    endpoint_id: str,
    message_id: str,
    event_type: WebhookEventType,
    payload: bytes,
    now: datetime,
) -> WebhookDelivery:
    """A message that is to be sent at once."""
    return WebhookDelivery(
        delivery_id=delivery_id,
        version=1,
        endpoint_id=endpoint_id,
        message_id=message_id,
        event_type=event_type,
        payload=payload,
        state=DeliveryState.WAITING,
        attempt_count=0,
        attempts=(),
        next_attempt_at=now,
        created_at=now,
        settled_at=None,
        forget_at=None,
    )


def taken_up(delivery: WebhookDelivery, *, now: datetime) -> WebhookDelivery:
    """The message while somebody tries to send it; nobody else does meanwhile."""
    return replace(
        delivery,
        version=delivery.version + 1,
        attempt_count=delivery.attempt_count + 1,
        next_attempt_at=now + HELD_FOR,
    )


def after_attempt(
    delivery: WebhookDelivery, answer: ReceiverAnswer, *, jitter: float, now: datetime
) -> WebhookDelivery:
    """The message after an answer, or none. `jitter` is a random part of one, so that what failed together is not tried again together."""
    attempt = Attempt(
        began_at=now - answer.took, took=answer.took, status_code=answer.status_code, fault=fault_of(answer)
    )
    tried = replace(
        delivery,
        version=delivery.version + 1,
        attempts=(*delivery.attempts, attempt)[-MOST_ATTEMPTS_SHOWN:],
    )
    if attempt.fault is None:
        return _settled(tried, DeliveryState.DELIVERED, now=now)
    if delivery.is_test or says_gone(answer) or delivery.attempt_count >= MOST_ATTEMPTS:
        return _settled(tried, DeliveryState.FAILED, now=now)
    return replace(tried, next_attempt_at=now + _pause(delivery.attempt_count, answer, jitter=jitter))


def cancelled(delivery: WebhookDelivery, *, now: datetime) -> WebhookDelivery:
    """The message that nobody wants any more, since its endpoint is told nothing."""
    return _settled(replace(delivery, version=delivery.version + 1), DeliveryState.CANCELLED, now=now)


def given_up(delivery: WebhookDelivery, *, now: datetime) -> WebhookDelivery:
    """The message that is tried no more."""
    return _settled(replace(delivery, version=delivery.version + 1), DeliveryState.FAILED, now=now)


def sent_again(delivery: WebhookDelivery, *, now: datetime) -> WebhookDelivery:
    """The same message, as if it were new: at once, and by the whole schedule."""
    return replace(
        delivery,
        version=delivery.version + 1,
        state=DeliveryState.WAITING,
        attempt_count=0,
        next_attempt_at=now,
        settled_at=None,
        forget_at=None,
    )


def says_gone(answer: ReceiverAnswer) -> bool:
    """The receiver never wants to be told anything again."""
    return answer.status_code == _GONE


def fault_of(answer: ReceiverAnswer) -> DeliveryFault | None:
    """What was wrong; None for success, which is 2xx and nothing else."""
    if answer.status_code is None or answer.fault is not None:
        return answer.fault
    if answer.status_code in _SUCCESS:
        return None
    return DeliveryFault.REDIRECTED if answer.status_code in _REDIRECTS else DeliveryFault.REFUSED


def _pause(attempt_count: int, answer: ReceiverAnswer, *, jitter: float) -> timedelta:
    pause = _PAUSES[attempt_count - 1] * (1 + _JITTER * jitter)
    if answer.retry_after is None or answer.status_code not in _ASKS_FOR_PATIENCE:
        return pause
    return max(pause, min(answer.retry_after, LONGEST_RETRY_AFTER))


def _settled(delivery: WebhookDelivery, state: DeliveryState, *, now: datetime) -> WebhookDelivery:
    return replace(delivery, state=state, settled_at=now, forget_at=now + KEPT_FOR)
