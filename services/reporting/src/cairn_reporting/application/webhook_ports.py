"""What webhooks need from outside."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from cairn_platform.changes import Change, Guard
from cairn_platform.due import Rescheduled
from cairn_platform.idempotency import Once
from cairn_reporting.domain.webhook_deliveries import DeliveryState, ReceiverAnswer, WebhookDelivery
from cairn_reporting.domain.webhook_endpoints import EndpointHealth, WebhookEndpoint
from cairn_reporting.domain.webhook_events import Announcement


class EndpointsReader(Protocol):
    """The endpoints of one tenant."""

    def endpoint(self, endpoint_id: str) -> WebhookEndpoint | None:
        """The endpoint with this id; None also for one that was deleted."""

    def endpoints(self) -> Sequence[WebhookEndpoint]:
        """All, the oldest first."""


class WebhookStore(EndpointsReader, Protocol):
    """The endpoints of one tenant, and what is on its way to them."""

    def guard(self, name: str) -> Guard:
        """The rule of this name, before it is checked."""

    def health_of(self, endpoint_ids: Iterable[str]) -> Mapping[str, EndpointHealth]:
        """How each of these endpoints does, by id."""

    def delivery(self, delivery_id: str) -> WebhookDelivery | None:
        """The message with this id."""

    def deliveries(
        self, endpoint_id: str, *, state: DeliveryState | None, after: str | None, at_most: int
    ) -> Sequence[WebhookDelivery]:
        """An endpoint's messages in this state, or all, the newest first: at most so many behind `after`, as `listed_at` has it."""

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


class Announcer(Protocol):
    """Tells one tenant's endpoints of what happened."""

    def changes(self, announcement: Announcement) -> Sequence[Change[WebhookDelivery]]:
        """The messages, one for each endpoint that is told of it; to be saved with what makes it true, in the same transaction."""


class Seal(Protocol):
    """Keeps secrets from who can read the database."""

    def seal(self, secret: str) -> bytes:
        """The secret as it may be kept. Raises WebhooksNotSetUpError where there is no key."""

    def open(self, sealed: bytes) -> str:
        """The secret itself. Raises SecretLostError where no key opens it."""


class Receiver(Protocol):
    """Whoever answers at the tenants' URLs."""

    def check(self, url: str) -> None:
        """Raises UrlRefusedError for a URL to which nothing is sent, by how it is written or by where it leads now."""

    def send(self, url: str, *, headers: Mapping[str, str], payload: bytes) -> ReceiverAnswer:
        """Sends one message, to an address that was checked, and waits for the answer for some seconds. Raises nothing."""


def listed_at(created_at: datetime, delivery_id: str) -> str:
    """Where a message stands in a list: by when it was made, and among those of one instant by its id."""
    return f"{created_at.isoformat(timespec='milliseconds')} {delivery_id}"
