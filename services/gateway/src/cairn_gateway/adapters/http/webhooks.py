"""Webhooks: URLs of the organization that are told of what happened, and what is on its way to them."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field, Strict

from cairn.reporting.v1 import webhooks_pb2 as contract
from cairn_gateway.adapters.http import paging, preconditions
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.locating import in_body, in_query
from cairn_gateway.adapters.http.model import Answer, Draft, Flag, Instant, Page, PageQuery
from cairn_gateway.adapters.http.preconditions import ExpectedVersion
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer, number, request

PATH = "/webhooks"


class WebhookEventType(StrEnum):
    """What can be told of."""

    EXPORT_SUCCEEDED = "report_export.succeeded"
    EXPORT_FAILED = "report_export.failed"
    EXPORT_EXPIRED = "report_export.expired"
    SAVED_REPORT_READY = "saved_report.ready"


class WebhookDisabledBecause(StrEnum):
    """Why nothing is sent: somebody disabled it, it answered 410 Gone, or every attempt failed for five days."""

    BY_HAND = "by_hand"
    GONE = "gone"
    FAILING = "failing"


class WebhookDeliveryState(StrEnum):
    """Where a message is: to be tried (again), answered with 2xx, given up, or not wanted any more since its endpoint is disabled."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


class WebhookFault(StrEnum):
    """What an attempt met that was not an answer with 2xx."""

    ADDRESS_REFUSED = "address_refused"
    NAME_NOT_FOUND = "name_not_found"
    CONNECTION_FAILED = "connection_failed"
    TLS_FAILED = "tls_failed"
    TIMED_OUT = "timed_out"
    REDIRECTED = "redirected"
    REFUSED = "refused"
    SECRET_LOST = "secret_lost"  # noqa: S105 (a fault, not a secret)


class WebhookEndpointDraft(Draft):
    """A URL that is to be told of what happens."""

    url: str
    """An https URL on the public internet, in ASCII, at most 2000 characters; the port 443, or 1024 and above."""
    description: str = ""
    """For people, at most 500 characters."""
    event_types: Annotated[list[WebhookEventType], Field(max_length=50)]
    """What it is to be told of; at least one."""
    is_enabled: Flag = True
    """It is to be told."""


class WebhookEndpoint(Answer):
    """A URL that is told of what happens."""

    endpoint_id: str
    """UUID."""
    version: int
    """Grows by one with each change."""
    url: str
    """Where messages go."""
    description: str
    """For people."""
    event_types: list[str]
    """What it is told of."""
    is_enabled: bool
    """It is told."""
    disabled_because: WebhookDisabledBecause | None
    """Why it is not; null where it is."""
    disabled_at: Instant | None
    """Since when it is not."""
    failing_since: Instant | None
    """Since when every attempt has failed; null where the last one did not. After five days it is disabled."""
    old_secret_valid_until: Instant | None
    """Until when messages are signed with an older secret too; null where they are not."""
    created_at: Instant
    """When it was made."""
    changed_at: Instant
    """When it was changed last."""


class WebhookEndpoints(Answer):
    """All endpoints of the organization."""

    items: list[WebhookEndpoint]
    """The oldest first, at most 20."""


class WebhookEndpointSecret(Answer):
    """An endpoint and its new secret, which is shown this once."""

    endpoint: WebhookEndpoint
    """The endpoint."""
    secret: str
    """What its messages are signed with: `whsec_` and 32 bytes in base64."""


class SecretRotation(Draft):
    """How an endpoint's secret is replaced."""

    old_valid_hours: Annotated[int, Strict(), Field(ge=0, le=168)] = 24
    """For how many hours messages are signed with the old secret too; 0 where somebody else may know it."""


class WebhookAttempt(Answer):
    """One request to an endpoint."""

    began_at: Instant
    """When it began."""
    milliseconds: int
    """How long it took."""
    status_code: int | None
    """The status of the answer; null for none."""
    fault: WebhookFault | None
    """What was wrong; null where it was taken."""


class WebhookDelivery(Answer):
    """A message for an endpoint."""

    delivery_id: str
    """UUID."""
    version: int
    """Grows by one with each step."""
    endpoint_id: str
    """To whom."""
    message_id: str
    """The header `webhook-id`: the same for every attempt, and for every endpoint that is told of the same thing."""
    event_type: str
    """What it tells of; `webhook.test` for a test."""
    state: WebhookDeliveryState
    """Where it is."""
    attempts: list[WebhookAttempt]
    """The last 50, the oldest first."""
    next_attempt_at: Instant | None
    """When it is tried next; null for never."""
    created_at: Instant
    """When it was made."""
    settled_at: Instant | None
    """When it was delivered or given up; null while it waits."""


class WebhookDeliveryPage(Page[WebhookDelivery]):
    """An endpoint's messages, the newest first."""


class SentWebhook(Answer):
    """A message and what it says."""

    delivery: WebhookDelivery
    """The message."""
    payload: str
    """What is sent, to the byte: JSON."""


class WebhookDeliveriesQuery(PageQuery):
    """Which messages are asked for."""

    state: WebhookDeliveryState | None = None
    """Only those in this state."""


_ETAGGED: dict[int | str, dict[str, Any]] = {200: {"headers": preconditions.ETAG}}
_SENT: dict[int | str, dict[str, Any]] = {202: {"description": "It is sent in a moment."}}
_STATE = contract.WebhookDeliveryState.DESCRIPTOR

router = APIRouter(prefix=PATH, tags=["webhooks"])


@router.get("", operation_id="listWebhookEndpoints", summary="List the webhook endpoints")
async def list_endpoints(upstream: Asking) -> WebhookEndpoints:
    """All of the organization, without their secrets. Needs hr or tenant-admin, as everything here."""
    found = await upstream.read(
        upstream.webhooks.ListWebhookEndpoints, contract.ListWebhookEndpointsRequest()
    )
    return WebhookEndpoints(items=[answer(WebhookEndpoint, each) for each in found.endpoints])


@router.post(
    "",
    operation_id="createWebhookEndpoint",
    summary="Have a URL told of what happens",
    status_code=201,
    responses={**preconditions.CREATED, **responses(409)},
)
async def create_endpoint(
    upstream: Creating, draft: WebhookEndpointDraft, response: Response
) -> WebhookEndpointSecret:
    """The answer has the secret, which is not shown again but to who repeats the request under its Idempotency-Key."""
    async with locating(in_body()):
        made = await upstream.write(
            upstream.webhooks.CreateWebhookEndpoint,
            contract.CreateWebhookEndpointRequest(draft=request(draft, contract.WebhookEndpointDraft)),
        )
    preconditions.show_created(response, made.endpoint.version, f"/api/v1{PATH}/{made.endpoint.endpoint_id}")
    response.headers["Cache-Control"] = "no-store"
    return answer(WebhookEndpointSecret, made)


@router.get(
    "/{endpoint_id}",
    operation_id="getWebhookEndpoint",
    summary="Get a webhook endpoint",
    responses={**_ETAGGED, **responses(404)},
)
async def get_endpoint(upstream: Asking, endpoint_id: str, response: Response) -> WebhookEndpoint:
    """With how it does; without its secret."""
    found = await upstream.read(
        upstream.webhooks.GetWebhookEndpoint, contract.GetWebhookEndpointRequest(endpoint_id=endpoint_id)
    )
    preconditions.show_version(response, found.endpoint.version)
    return answer(WebhookEndpoint, found.endpoint)


@router.put(
    "/{endpoint_id}",
    operation_id="putWebhookEndpoint",
    summary="Change, enable or disable a webhook endpoint",
    responses={**_ETAGGED, **responses(404, 412, 428)},
)
async def put_endpoint(
    upstream: Asking,
    endpoint_id: str,
    draft: WebhookEndpointDraft,
    expected: ExpectedVersion,
    response: Response,
) -> WebhookEndpoint:
    """What waits for one that is disabled is not sent. One that is enabled again is told of what happens from then on."""
    async with locating(in_body()):
        saved = await upstream.write(
            upstream.webhooks.ChangeWebhookEndpoint,
            contract.ChangeWebhookEndpointRequest(
                endpoint_id=endpoint_id,
                draft=request(draft, contract.WebhookEndpointDraft),
                expected_version=expected,
            ),
        )
    preconditions.show_version(response, saved.endpoint.version)
    return answer(WebhookEndpoint, saved.endpoint)


@router.delete(
    "/{endpoint_id}",
    operation_id="deleteWebhookEndpoint",
    summary="Delete a webhook endpoint",
    status_code=204,
    responses=responses(404, 412, 428),
)
async def delete_endpoint(upstream: Asking, endpoint_id: str, expected: ExpectedVersion) -> None:
    """Nothing more is sent to it; its URL and secrets are forgotten."""
    await upstream.write(
        upstream.webhooks.DeleteWebhookEndpoint,
        contract.DeleteWebhookEndpointRequest(endpoint_id=endpoint_id, expected_version=expected),
    )


@router.post(
    "/{endpoint_id}/secret",
    operation_id="rotateWebhookSecret",
    summary="Replace the secret of a webhook endpoint",
    responses={**_ETAGGED, **responses(404, 409, 412, 428)},
)
async def rotate_secret(
    upstream: Asking,
    endpoint_id: str,
    rotation: SecretRotation,
    expected: ExpectedVersion,
    response: Response,
) -> WebhookEndpointSecret:
    """Messages carry a signature by the old one too for a while, so that none is lost while the receiver learns the new one."""
    async with locating(in_body()):
        rotated = await upstream.write(
            upstream.webhooks.RotateWebhookSecret,
            contract.RotateWebhookSecretRequest(
                endpoint_id=endpoint_id,
                expected_version=expected,
                old_valid_hours=rotation.old_valid_hours,
            ),
        )
    preconditions.show_version(response, rotated.endpoint.version)
    response.headers["Cache-Control"] = "no-store"
    return answer(WebhookEndpointSecret, rotated)


@router.post(
    "/{endpoint_id}/test",
    operation_id="testWebhookEndpoint",
    summary="Send a test to a webhook endpoint",
    status_code=202,
    responses={**_SENT, **responses(404, 409)},
)
async def send_test(upstream: Creating, endpoint_id: str) -> WebhookDelivery:
    """A message of the type `webhook.test`, which is tried once and says nothing about the endpoint's health."""
    sent = await upstream.write(
        upstream.webhooks.SendWebhookTest, contract.SendWebhookTestRequest(endpoint_id=endpoint_id)
    )
    return answer(WebhookDelivery, sent.delivery)


@router.get(
    "/{endpoint_id}/deliveries",
    operation_id="listWebhookDeliveries",
    summary="List what was sent to a webhook endpoint",
    responses=responses(404),
)
async def list_deliveries(
    upstream: Asking, endpoint_id: str, query: Annotated[WebhookDeliveriesQuery, Query()]
) -> WebhookDeliveryPage:
    """The messages of the last 30 days and those that wait, the newest first, with their attempts."""
    asked = contract.ListWebhookDeliveriesRequest(
        page=paging.asked(query),
        endpoint_id=endpoint_id,
        state=contract.WebhookDeliveryState.ValueType(number(_STATE, query.state)),
    )
    async with locating(in_query()):
        found = await upstream.read(upstream.webhooks.ListWebhookDeliveries, asked)
    return WebhookDeliveryPage(
        items=[answer(WebhookDelivery, each) for each in found.deliveries],
        next_cursor=paging.next_cursor(found.page),
    )


@router.get(
    "/{endpoint_id}/deliveries/{delivery_id}",
    operation_id="getWebhookDelivery",
    summary="Get what was sent to a webhook endpoint",
    responses=responses(404),
)
async def get_delivery(upstream: Asking, endpoint_id: str, delivery_id: str) -> SentWebhook:
    """One message with its attempts and with what it says."""
    found = await upstream.read(
        upstream.webhooks.GetWebhookDelivery,
        contract.GetWebhookDeliveryRequest(endpoint_id=endpoint_id, delivery_id=delivery_id),
    )
    return SentWebhook(delivery=answer(WebhookDelivery, found.delivery), payload=found.payload.decode())


@router.post(
    "/{endpoint_id}/deliveries/{delivery_id}/redelivery",
    operation_id="redeliverWebhook",
    summary="Send something to a webhook endpoint again",
    status_code=202,
    responses={**_SENT, **responses(404, 409)},
)
async def redeliver(upstream: Asking, endpoint_id: str, delivery_id: str) -> WebhookDelivery:
    """The same message under the same id, at once, and by the whole schedule where it fails."""
    again = await upstream.write(
        upstream.webhooks.RedeliverWebhook,
        contract.RedeliverWebhookRequest(endpoint_id=endpoint_id, delivery_id=delivery_id),
    )
    return answer(WebhookDelivery, again.delivery)
