"""What tenants' endpoints are told of, and in which words: what happened, by ids and links; nothing about people."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

Plain = str | int | None


class WebhookEventType(StrEnum):
    """What can be told of."""

    EXPORT_SUCCEEDED = "report_export.succeeded"
    EXPORT_FAILED = "report_export.failed"
    EXPORT_EXPIRED = "report_export.expired"
    SAVED_REPORT_READY = "saved_report.ready"
    TEST = "webhook.test"


ON_REQUEST = frozenset(WebhookEventType) - {WebhookEventType.TEST}
"""What an endpoint can ask for; a test is sent to the endpoint that is tested."""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """Something that happened, for every endpoint that asked for its type, or for the one that is named.

    `links` are paths inside the API, such as `/report-exports/…`, by what they lead to. `endpoint_id` is empty for all endpoints.
    """

    event_type: WebhookEventType
    happened_at: datetime
    data: Mapping[str, Plain]
    links: Mapping[str, str]
    endpoint_id: str


def payload_of(announcement: Announcement, *, api_url: str) -> bytes:
    """What is sent, to the byte: `type`, `timestamp` and `data`, as Standard Webhooks has them."""
    links = {name: f"{api_url}{path}" for name, path in announcement.links.items()}
    told = {
        "type": announcement.event_type.value,
        "timestamp": instant_text(announcement.happened_at),
        "data": {**announcement.data, "links": links} if links else dict(announcement.data),
    }
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


def instant_text(instant: datetime) -> str:
    """An instant as RFC 3339 has it, in UTC."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
