"""Where a tenant wants to be told of what happened, and when Cairn stops telling."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from cairn_reporting.domain.webhook_events import ON_REQUEST, WebhookEventType

MOST_ENDPOINTS = 20
"""Of one tenant."""
LONGEST_DESCRIPTION = 500
LONGEST_OVERLAP = timedelta(days=7)
"""So long an old secret may be valid beside the new one."""
FAILING_AT_MOST = timedelta(days=5)
"""An endpoint at which every attempt has failed for so long is disabled."""
_MOST_SECRETS = 3


class DisabledBecause(Enum):
    """Why an endpoint is told nothing."""

    BY_HAND = "by_hand"
    GONE = "gone"
    FAILING = "failing"


@dataclass(frozen=True, kw_only=True)
class SigningSecret:
    """A sealed secret; `valid_until` is None for the one that is valid until it is replaced."""

    sealed: bytes
    valid_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class WebhookEndpoint:
    """A URL that is told of what happened. `secrets` have the newest first; `disabled` is None while it is told.

    One that was deleted is kept as an id alone, without URL and secrets, for the deliveries that name it.
    """

    endpoint_id: str
    version: int
    url: str
    description: str
    event_types: frozenset[WebhookEventType]
    secrets: tuple[SigningSecret, ...]
    disabled: DisabledBecause | None
    disabled_at: datetime | None
    is_deleted: bool
    created_at: datetime
    changed_at: datetime

    @property
    def is_told(self) -> bool:
        """Something is sent to it."""
        return self.disabled is None and not self.is_deleted

    def wants(self, event_type: WebhookEventType) -> bool:
        """It is told of this of its own accord."""
        return self.is_told and event_type in self.event_types

    def secrets_at(self, now: datetime) -> tuple[SigningSecret, ...]:
        """What a message is signed with now, the newest first."""
        return tuple(each for each in self.secrets if each.valid_until is None or each.valid_until > now)

    @property
    def old_secret_valid_until(self) -> datetime | None:
        """Until when a secret from before counts too."""
        return max((each.valid_until for each in self.secrets if each.valid_until is not None), default=None)


@dataclass(frozen=True, kw_only=True)
class EndpointHealth:
    """Since when every attempt at an endpoint has failed; None where the last one did not. Apart from the endpoint, whose version is
    for who edits it."""

    endpoint_id: str
    version: int
    failing_since: datetime | None


def new_endpoint(
    *,
    endpoint_id: str,
    url: str,
    description: str,
    event_types: frozenset[WebhookEventType],
    is_enabled: bool,
    sealed: bytes,
    now: datetime,
) -> WebhookEndpoint:
    """An endpoint that was asked for now."""
    return WebhookEndpoint(
        endpoint_id=endpoint_id,
        version=1,
        url=url,
        description=description,
        event_types=event_types & ON_REQUEST,
        secrets=(SigningSecret(sealed=sealed, valid_until=None),),
        disabled=None if is_enabled else DisabledBecause.BY_HAND,
        disabled_at=None if is_enabled else now,
        is_deleted=False,
        created_at=now,
        changed_at=now,
    )


def changed(
    endpoint: WebhookEndpoint,
    *,
    url: str,
    description: str,
    event_types: frozenset[WebhookEventType],
    is_enabled: bool,
    now: datetime,
) -> WebhookEndpoint:
    """The endpoint as it is to be. One that stays disabled keeps why."""
    after = replace(
        endpoint,
        version=endpoint.version + 1,
        url=url,
        description=description,
        event_types=event_types & ON_REQUEST,
        changed_at=now,
    )
    if is_enabled:
        return replace(after, disabled=None, disabled_at=None)
    if endpoint.disabled is None:
        return replace(after, disabled=DisabledBecause.BY_HAND, disabled_at=now)
    return after


def disabled(endpoint: WebhookEndpoint, because: DisabledBecause, *, now: datetime) -> WebhookEndpoint:
    """The endpoint that is told nothing more until somebody enables it."""
    return replace(endpoint, version=endpoint.version + 1, disabled=because, disabled_at=now, changed_at=now)


def rotated(
    endpoint: WebhookEndpoint, *, sealed: bytes, overlap: timedelta, now: datetime
) -> WebhookEndpoint:
    """The endpoint with a new secret. Those before it are valid for `overlap` at the longest; two of them at the most."""
    ends_at = now + overlap
    older = [
        replace(each, valid_until=min(each.valid_until or ends_at, ends_at))
        for each in endpoint.secrets_at(now)
    ]
    kept = [each for each in older if each.valid_until is not None and each.valid_until > now]
    return replace(
        endpoint,
        version=endpoint.version + 1,
        secrets=(SigningSecret(sealed=sealed, valid_until=None), *kept)[:_MOST_SECRETS],
        changed_at=now,
    )


def deleted(endpoint: WebhookEndpoint, *, now: datetime) -> WebhookEndpoint:
    """What is left of an endpoint that nobody wants any more."""
    return replace(
        endpoint,
        version=endpoint.version + 1,
        url="",
        description="",
        event_types=frozenset(),
        secrets=(),
        is_deleted=True,
        changed_at=now,
    )


def healthy(endpoint_id: str) -> EndpointHealth:
    """What is known of an endpoint at which nothing has failed."""
    return EndpointHealth(endpoint_id=endpoint_id, version=0, failing_since=None)


def health_after(health: EndpointHealth, *, succeeded: bool, now: datetime) -> EndpointHealth:
    """The health after an attempt; the same where it says nothing new."""
    if succeeded is (health.failing_since is None):
        return health
    return replace(health, version=health.version + 1, failing_since=None if succeeded else now)


def has_failed_too_long(health: EndpointHealth, *, now: datetime) -> bool:
    """Nobody seems to look after the endpoint."""
    return health.failing_since is not None and now - health.failing_since >= FAILING_AT_MOST
