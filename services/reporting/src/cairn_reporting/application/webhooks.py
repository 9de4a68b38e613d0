"""A tenant's webhook endpoints, as HR and the tenant's administrators look after them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError, StaleVersionError
from cairn_platform.idempotency import Once
from cairn_platform.identity import Principal, require_any_role
from cairn_reporting.application.errors import TooManyWebhooksError
from cairn_reporting.application.reach import HR, TENANT_ADMIN
from cairn_reporting.application.webhook_ports import EndpointsReader, Receiver, Seal, WebhookStore
from cairn_reporting.domain.webhook_endpoints import (
    LONGEST_DESCRIPTION,
    LONGEST_OVERLAP,
    MOST_ENDPOINTS,
    EndpointHealth,
    WebhookEndpoint,
    changed,
    deleted,
    health_after,
    healthy,
    new_endpoint,
    rotated,
)
from cairn_reporting.domain.webhook_events import ON_REQUEST, WebhookEventType
from cairn_reporting.domain.webhook_urls import UrlRefusedError

_COUNT_RULE = "webhook-endpoints"


@dataclass(frozen=True, kw_only=True)
class EndpointDraft:
    """What an endpoint is to be; event types as they were written."""

    url: str
    description: str
    event_types: Sequence[str]
    is_enabled: bool


@dataclass(frozen=True, kw_only=True)
class KnownEndpoint:
    """An endpoint and how it does."""

    endpoint: WebhookEndpoint
    health: EndpointHealth


def create_endpoint(
    *,
    principal: Principal,
    draft: EndpointDraft,
    endpoint_id: str,
    secret: str,
    store: WebhookStore,
    receiver: Receiver,
    seal: Seal,
    once: Once | None,
    now: datetime,
) -> KnownEndpoint:
    """Begins to tell a URL of what happens, signed with the secret. For hr and tenant-admin.

    Raises InvalidFieldsError for a URL that does not lead to the public internet, and TooManyWebhooksError.
    """
    require_keeper(principal)
    event_types = _event_types(draft, url_wrong=_wrong_url(draft.url, receiver=receiver))
    sealed = seal.seal(secret)

    def decide() -> KnownEndpoint:
        guard = store.guard(_COUNT_RULE)
        if len(store.endpoints()) >= MOST_ENDPOINTS:
            raise TooManyWebhooksError(most=MOST_ENDPOINTS)
        endpoint = new_endpoint(
            endpoint_id=endpoint_id,
            url=draft.url,
            description=draft.description,
            event_types=event_types,
            is_enabled=draft.is_enabled,
            sealed=sealed,
            now=now,
        )
        made = KnownEndpoint(endpoint=endpoint, health=healthy(endpoint_id))
        store.commit([_change(endpoint, now)], guards=[guard], once=once, result=made)
        return made

    return decide_again(decide)


def list_endpoints(*, principal: Principal, store: WebhookStore) -> Sequence[KnownEndpoint]:
    """All of the tenant, the oldest first. For hr and tenant-admin."""
    require_keeper(principal)
    endpoints = store.endpoints()
    health = store.health_of([each.endpoint_id for each in endpoints])
    return [KnownEndpoint(endpoint=each, health=health[each.endpoint_id]) for each in endpoints]


def get_endpoint(*, principal: Principal, endpoint_id: str, store: WebhookStore) -> KnownEndpoint:
    """One of them. For hr and tenant-admin."""
    require_keeper(principal)
    return _known(store, find_endpoint(store, endpoint_id))


def change_endpoint(
    *,
    principal: Principal,
    endpoint_id: str,
    draft: EndpointDraft,
    expected_version: int,
    store: WebhookStore,
    receiver: Receiver,
    now: datetime,
) -> KnownEndpoint:
    """What it is to be from now on, all of it. Whoever enables it again is told from then on, and has a clean slate.

    For hr and tenant-admin; StaleVersionError where somebody else changed it, or Cairn itself disabled it.
    """
    require_keeper(principal)

    def decide() -> KnownEndpoint:
        endpoint = _expected(store, endpoint_id, expected_version)
        checks = draft.url != endpoint.url or (draft.is_enabled and not endpoint.is_told)
        wrong = _wrong_url(draft.url, receiver=receiver) if checks else ()
        after = changed(
            endpoint,
            url=draft.url,
            description=draft.description,
            event_types=_event_types(draft, url_wrong=wrong),
            is_enabled=draft.is_enabled,
            now=now,
        )
        known = store.health_of([endpoint_id])[endpoint_id]
        health = health_after(known, succeeded=True, now=now) if after.is_told != endpoint.is_told else known
        changes = [_change(after, now)]
        if health is not known:
            changes.append(_change(health, now))
        store.commit(changes)
        return KnownEndpoint(endpoint=after, health=health)

    return decide_again(decide)


def rotate_secret(
    *,
    principal: Principal,
    endpoint_id: str,
    expected_version: int,
    secret: str,
    overlap: timedelta,
    store: WebhookStore,
    seal: Seal,
    now: datetime,
) -> KnownEndpoint:
    """Signs with another secret from now on, and for `overlap` with the old one too. For hr and tenant-admin."""
    require_keeper(principal)
    if not timedelta() <= overlap <= LONGEST_OVERLAP:
        hours = int(LONGEST_OVERLAP.total_seconds()) // 3600
        raise InvalidFieldsError([FieldViolation("old_valid_hours", "OUT_OF_RANGE", f"One of 0 to {hours}.")])
    sealed = seal.seal(secret)
    return _decided(
        store,
        endpoint_id,
        expected_version,
        lambda endpoint: rotated(endpoint, sealed=sealed, overlap=overlap, now=now),
        now=now,
    )


def delete_endpoint(
    *, principal: Principal, endpoint_id: str, expected_version: int, store: WebhookStore, now: datetime
) -> None:
    """Tells it nothing more, and forgets its URL and secrets. For hr and tenant-admin."""
    require_keeper(principal)
    _decided(store, endpoint_id, expected_version, lambda endpoint: deleted(endpoint, now=now), now=now)


def current_secret(*, endpoint_id: str, store: WebhookStore, seal: Seal) -> str:
    """The secret that messages are signed with, for who has just made it."""
    return seal.open(find_endpoint(store, endpoint_id).secrets[0].sealed)


def find_endpoint(store: EndpointsReader, endpoint_id: str) -> WebhookEndpoint:
    """The endpoint. Raises NotFoundError."""
    endpoint = store.endpoint(endpoint_id)
    if endpoint is None:
        raise NotFoundError("webhook endpoint")
    return endpoint


def check_may_be_named(
    endpoint_id: str, *, principal: Principal, endpoints: EndpointsReader, field: str
) -> None:
    """Raises InvalidFieldsError for an endpoint that is not there, or that the caller may not know of; none is fine."""
    if not endpoint_id:
        return
    known = not principal.roles.isdisjoint({HR, TENANT_ADMIN}) and endpoints.endpoint(endpoint_id) is not None
    if not known:
        raise InvalidFieldsError([FieldViolation(field, "NOT_FOUND", "There is no such webhook endpoint.")])


def require_keeper(principal: Principal) -> None:
    """Raises RoleRequiredError for who does not look after webhooks."""
    require_any_role(principal, HR, TENANT_ADMIN)


def _decided(
    store: WebhookStore,
    endpoint_id: str,
    expected_version: int,
    decide: Callable[[WebhookEndpoint], WebhookEndpoint],
    *,
    now: datetime,
) -> KnownEndpoint:
    def save() -> KnownEndpoint:
        after = decide(_expected(store, endpoint_id, expected_version))
        store.commit([_change(after, now)])
        return _known(store, after)

    return decide_again(save)


def _expected(store: WebhookStore, endpoint_id: str, version: int) -> WebhookEndpoint:
    endpoint = find_endpoint(store, endpoint_id)
    if endpoint.version != version:
        raise StaleVersionError
    return endpoint


def _known(store: WebhookStore, endpoint: WebhookEndpoint) -> KnownEndpoint:
    return KnownEndpoint(
        endpoint=endpoint, health=store.health_of([endpoint.endpoint_id])[endpoint.endpoint_id]
    )


def _change(
    aggregate: WebhookEndpoint | EndpointHealth, now: datetime
) -> Change[WebhookEndpoint | EndpointHealth]:
    return Change(aggregate=aggregate, happened=None, happened_at=now)


def _wrong_url(url: str, *, receiver: Receiver) -> Iterator[FieldViolation]:
    try:
        receiver.check(url)
    except UrlRefusedError as error:
        yield FieldViolation("url", error.reason, str(error))


def _event_types(
    draft: EndpointDraft, *, url_wrong: Iterator[FieldViolation] | tuple[()]
) -> frozenset[WebhookEventType]:
    """The event types. Raises InvalidFieldsError with all that is wrong with the draft."""
    wrong = [*url_wrong]
    if len(draft.description) > LONGEST_DESCRIPTION:
        wrong.append(FieldViolation("description", "TOO_LONG", f"At most {LONGEST_DESCRIPTION} characters."))
    if not draft.event_types:
        wrong.append(FieldViolation("event_types", "REQUIRED", "Name at least one."))
    known = sorted(ON_REQUEST)
    wrong += [
        FieldViolation(f"event_types[{place}]", "UNKNOWN_VALUE", f"One of {', '.join(known)}.")
        for place, each in enumerate(draft.event_types)
        if each not in known
    ]
    if wrong:
        raise InvalidFieldsError(wrong)
    return frozenset(map(WebhookEventType, draft.event_types))
