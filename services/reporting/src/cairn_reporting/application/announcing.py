"""Who is told of what happened: each endpoint gets a message of its own, with the same id and the same bytes."""

from collections.abc import Callable, Sequence
from datetime import datetime

from cairn_platform.changes import Change
from cairn_reporting.application.webhook_ports import EndpointsReader
from cairn_reporting.domain.webhook_deliveries import WebhookDelivery, planned
from cairn_reporting.domain.webhook_endpoints import WebhookEndpoint
from cairn_reporting.domain.webhook_events import Announcement, payload_of


class EndpointAnnouncer:
    """Implements `Announcer` for one tenant. `api_url` is what links begin with, such as `https://cairn.example.com/api/v1`."""

    def __init__(
        self,
        endpoints: EndpointsReader,
        *,
        api_url: str,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._endpoints = endpoints
        self._api_url = api_url
        self._clock = clock
        self._new_id = new_id

    def changes(self, announcement: Announcement) -> Sequence[Change[WebhookDelivery]]:
        """The messages that tell of it; to be saved in the transaction in which it becomes true."""
        now = self._clock()
        payload = payload_of(announcement, api_url=self._api_url)
        message_id = f"msg_{self._new_id()}"
        return [
            Change(
                aggregate=planned(
                    delivery_id=self._new_id(),
                    endpoint_id=endpoint.endpoint_id,
                    message_id=message_id,
                    event_type=announcement.event_type,
                    payload=payload,
                    now=now,
                ),
                happened=None,
                happened_at=now,
            )
            for endpoint in self._told(announcement)
        ]

    def _told(self, announcement: Announcement) -> Sequence[WebhookEndpoint]:
        if announcement.endpoint_id:
            named = self._endpoints.endpoint(announcement.endpoint_id)
            return [named] if named is not None and named.is_told else []
        return [each for each in self._endpoints.endpoints() if each.wants(announcement.event_type)]
