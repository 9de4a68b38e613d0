"""What is on its way to an endpoint, as those see it who look after the endpoint: listed, tried out, sent again."""

from collections.abc import Callable
from datetime import datetime

from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import NotFoundError
from cairn_platform.idempotency import Once
from cairn_platform.identity import Principal
from cairn_platform.paging import Page, PageRequest, page_of
from cairn_reporting.application.errors import WebhookDisabledError
from cairn_reporting.application.webhook_ports import Announcer, WebhookStore, listed_at
from cairn_reporting.application.webhooks import find_endpoint, require_keeper
from cairn_reporting.domain.webhook_deliveries import DeliveryState, WebhookDelivery, sent_again
from cairn_reporting.domain.webhook_endpoints import WebhookEndpoint
from cairn_reporting.domain.webhook_events import Announcement, WebhookEventType


def list_deliveries(
    *,
    principal: Principal,
    endpoint_id: str,
    state: DeliveryState | None,
    page: PageRequest,
    store: WebhookStore,
) -> Page[WebhookDelivery]:
    """An endpoint's messages of the last 30 days and those that wait, the newest first. For hr and tenant-admin."""
    require_keeper(principal)
    find_endpoint(store, endpoint_id)
    after = None if page.after is None else str(page.after[0])
    found = store.deliveries(endpoint_id, state=state, after=after, at_most=page.size + 1)
    return page_of(found, request=page, key=lambda each: (listed_at(each.created_at, each.delivery_id),))


def get_delivery(
    *, principal: Principal, endpoint_id: str, delivery_id: str, store: WebhookStore
) -> WebhookDelivery:
    """One message with what was sent. For hr and tenant-admin."""
    require_keeper(principal)
    find_endpoint(store, endpoint_id)
    delivery = store.delivery(delivery_id)
    if delivery is None or delivery.endpoint_id != endpoint_id:
        raise NotFoundError("webhook delivery")
    return delivery


def send_test_event(
    *,
    principal: Principal,
    endpoint_id: str,
    store: WebhookStore,
    announcer: Announcer,
    once: Once | None,
    now: datetime,
) -> WebhookDelivery:
    """Sends a message that says nothing, once. For hr and tenant-admin; WebhookDisabledError where the endpoint is told nothing."""
    require_keeper(principal)
    _require_told(find_endpoint(store, endpoint_id))
    test = Announcement(
        event_type=WebhookEventType.TEST,
        happened_at=now,
        data={"webhook_endpoint_id": endpoint_id},
        links={"endpoint": f"/webhooks/{endpoint_id}"},
        endpoint_id=endpoint_id,
    )
    changes = announcer.changes(test)
    if not changes:
        raise WebhookDisabledError
    store.commit(changes, once=once, result=changes[0].aggregate)
    return changes[0].aggregate


def redeliver(
    *,
    principal: Principal,
    endpoint_id: str,
    delivery_id: str,
    store: WebhookStore,
    clock: Callable[[], datetime],
) -> WebhookDelivery:
    """Sends a message again, the same one under the same id, at once. For hr and tenant-admin."""

    def decide() -> WebhookDelivery:
        delivery = get_delivery(
            principal=principal, endpoint_id=endpoint_id, delivery_id=delivery_id, store=store
        )
        _require_told(find_endpoint(store, endpoint_id))
        again = sent_again(delivery, now=clock())
        store.commit([Change(aggregate=again, happened=None, happened_at=clock())])
        return again

    return decide_again(decide)


def _require_told(endpoint: WebhookEndpoint) -> None:
    if not endpoint.is_told:
        raise WebhookDisabledError
