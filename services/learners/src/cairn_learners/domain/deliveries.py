"""A notification on its way by mail: tried again while the fault may pass, and then shown to whoever looks after it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

# After the first attempt, the second, …; about three days in all.
_PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
    timedelta(hours=36),
)
MOST_ATTEMPTS = len(_PAUSES) + 1
"""While the fault may pass."""
ATTEMPTS_WHEN_REFUSED = 3
"""Where the mail server refuses the mail for good: it has been known to change its mind, or to be put right."""
# Longer than an attempt takes: whoever takes it up holds it for so long, and after a crash it is taken up again.
_HELD_FOR = timedelta(minutes=5)


class DeliveryState(Enum):
    """Where a mail is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One notification by mail, under the notification's id; `fault` is what the last attempt met, empty for none.

    The mail address is the person's at the time of the attempt and is not kept here.
    """

    notification_id: str
    version: int
    person_id: str
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime
    created_at: datetime
    settled_at: datetime | None
    fault: str

    @property
    def due_at(self) -> datetime | None:
        """When it is to be tried next; None for never."""
        return self.next_attempt_at if self.state is DeliveryState.WAITING else None


def delivery_of(notification_id: str, *, person_id: str, now: datetime) -> Delivery:
    """A mail that is to be sent at once."""
    return Delivery(
        notification_id=notification_id,
        version=1,
        person_id=person_id,
        state=DeliveryState.WAITING,
        attempts=0,
        next_attempt_at=now,
        created_at=now,
        settled_at=None,
        fault="",
    )


def taken_up(delivery: Delivery, *, now: datetime) -> Delivery:
    """The mail while somebody tries to send it; nobody else does meanwhile."""
    return replace(
        delivery,
        version=delivery.version + 1,
        attempts=delivery.attempts + 1,
        next_attempt_at=now + _HELD_FOR,
    )


def sent(delivery: Delivery, *, now: datetime) -> Delivery:
    """The mail, accepted by the mail server."""
    return replace(delivery, version=delivery.version + 1, state=DeliveryState.SENT, settled_at=now, fault="")


def refused(delivery: Delivery, *, fault: str, passing: bool, now: datetime) -> Delivery:
    """The mail after an attempt that failed: waits longer each time, and at most so often, less often where the fault will not pass."""
    if delivery.attempts >= (MOST_ATTEMPTS if passing else ATTEMPTS_WHEN_REFUSED):
        return given_up(delivery, fault=fault, now=now)
    after = replace(delivery, version=delivery.version + 1, fault=fault)
    return replace(after, next_attempt_at=now + _PAUSES[delivery.attempts - 1])


def given_up(delivery: Delivery, *, fault: str, now: datetime) -> Delivery:
    """The mail that cannot be sent: it is tried no more, and shown."""
    return replace(
        delivery, version=delivery.version + 1, fault=fault, state=DeliveryState.FAILED, settled_at=now
    )
