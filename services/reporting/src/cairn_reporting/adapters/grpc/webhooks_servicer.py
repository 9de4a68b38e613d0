"""The RPCs of WebhooksService."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import grpc

from cairn.common.v1 import paging_pb2
from cairn.reporting.v1 import webhooks_pb2 as contract
from cairn.reporting.v1 import webhooks_pb2_grpc as contract_grpc
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.grpc import call as calls
from cairn_platform.identity import Principal
from cairn_platform.paging import page_request
from cairn_reporting.adapters.grpc.webhook_messages import STATES, delivery_message, endpoint_message
from cairn_reporting.adapters.mongo.webhooks import MongoWebhooks
from cairn_reporting.application.webhook_deliveries import (
    get_delivery,
    list_deliveries,
    redeliver,
    send_test_event,
)
from cairn_reporting.application.webhook_ports import Announcer, Receiver, Seal
from cairn_reporting.application.webhooks import (
    EndpointDraft,
    change_endpoint,
    create_endpoint,
    current_secret,
    delete_endpoint,
    get_endpoint,
    list_endpoints,
    rotate_secret,
)

WEBHOOKS_SERVICE_NAME = contract.DESCRIPTOR.services_by_name["WebhooksService"].full_name

_STATE_OF = {number: state for state, number in STATES.items()}


@dataclass(frozen=True, kw_only=True)
class Webhooking:
    """What the webhooks of one tenant are looked after with."""

    store: MongoWebhooks
    announcer: Announcer


class WebhooksServicer(contract_grpc.WebhooksServiceServicer):
    """Answers for the tenant of the caller's token, which the platform verified."""

    def __init__(
        self,
        *,
        webhooking: Callable[[str], Webhooking],
        receiver: Receiver,
        seal: Seal,
        new_secret: Callable[[], str],
        clock: Callable[[], datetime],
    ) -> None:
        self._webhooking = webhooking
        self._receiver = receiver
        self._seal = seal
        self._new_secret = new_secret
        self._clock = clock

    def CreateWebhookEndpoint(  # noqa: N802 (the contract's name)
        self, request: contract.CreateWebhookEndpointRequest, _context: grpc.ServicerContext
    ) -> contract.CreateWebhookEndpointResponse:
        """Begins to tell a URL. The answer that is kept for who asks again has no secret in it; that is opened anew."""
        principal, own = self._caller()
        answer = calls.answered_once(
            request,
            answers=own.store,
            response=contract.CreateWebhookEndpointResponse,
            respond=lambda known: contract.CreateWebhookEndpointResponse(endpoint=endpoint_message(known)),
            perform=lambda once: create_endpoint(
                principal=principal,
                draft=_draft(request.draft),
                endpoint_id=str(uuid.uuid4()),
                secret=self._new_secret(),
                store=own.store,
                receiver=self._receiver,
                seal=self._seal,
                once=once,
                now=self._clock(),
            ),
        )
        answer.secret = current_secret(
            endpoint_id=answer.endpoint.endpoint_id, store=own.store, seal=self._seal
        )
        return answer

    def ListWebhookEndpoints(  # noqa: N802
        self, _request: contract.ListWebhookEndpointsRequest, _context: grpc.ServicerContext
    ) -> contract.ListWebhookEndpointsResponse:
        """All of the tenant."""
        principal, own = self._caller()
        found = list_endpoints(principal=principal, store=own.store)
        return contract.ListWebhookEndpointsResponse(endpoints=map(endpoint_message, found))

    def GetWebhookEndpoint(  # noqa: N802
        self, request: contract.GetWebhookEndpointRequest, _context: grpc.ServicerContext
    ) -> contract.GetWebhookEndpointResponse:
        """One of them."""
        principal, own = self._caller()
        found = get_endpoint(principal=principal, endpoint_id=request.endpoint_id, store=own.store)
        return contract.GetWebhookEndpointResponse(endpoint=endpoint_message(found))

    def ChangeWebhookEndpoint(  # noqa: N802
        self, request: contract.ChangeWebhookEndpointRequest, _context: grpc.ServicerContext
    ) -> contract.ChangeWebhookEndpointResponse:
        """Changes it, enables or disables it."""
        principal, own = self._caller()
        after = change_endpoint(
            principal=principal,
            endpoint_id=request.endpoint_id,
            draft=_draft(request.draft),
            expected_version=request.expected_version,
            store=own.store,
            receiver=self._receiver,
            now=self._clock(),
        )
        return contract.ChangeWebhookEndpointResponse(endpoint=endpoint_message(after))

    def DeleteWebhookEndpoint(  # noqa: N802
        self, request: contract.DeleteWebhookEndpointRequest, _context: grpc.ServicerContext
    ) -> contract.DeleteWebhookEndpointResponse:
        """Tells it nothing more."""
        principal, own = self._caller()
        delete_endpoint(
            principal=principal,
            endpoint_id=request.endpoint_id,
            expected_version=request.expected_version,
            store=own.store,
            now=self._clock(),
        )
        return contract.DeleteWebhookEndpointResponse()

    def RotateWebhookSecret(  # noqa: N802
        self, request: contract.RotateWebhookSecretRequest, _context: grpc.ServicerContext
    ) -> contract.RotateWebhookSecretResponse:
        """Signs with another secret from now on."""
        principal, own = self._caller()
        secret = self._new_secret()
        after = rotate_secret(
            principal=principal,
            endpoint_id=request.endpoint_id,
            expected_version=request.expected_version,
            secret=secret,
            overlap=timedelta(hours=request.old_valid_hours),
            store=own.store,
            seal=self._seal,
            now=self._clock(),
        )
        return contract.RotateWebhookSecretResponse(endpoint=endpoint_message(after), secret=secret)

    def SendWebhookTest(  # noqa: N802
        self, request: contract.SendWebhookTestRequest, _context: grpc.ServicerContext
    ) -> contract.SendWebhookTestResponse:
        """Sends a message that says nothing."""
        principal, own = self._caller()
        return calls.answered_once(
            request,
            answers=own.store,
            response=contract.SendWebhookTestResponse,
            respond=lambda delivery: contract.SendWebhookTestResponse(delivery=delivery_message(delivery)),
            perform=lambda once: send_test_event(
                principal=principal,
                endpoint_id=request.endpoint_id,
                store=own.store,
                announcer=own.announcer,
                once=once,
                now=self._clock(),
            ),
        )

    def ListWebhookDeliveries(  # noqa: N802
        self, request: contract.ListWebhookDeliveriesRequest, _context: grpc.ServicerContext
    ) -> contract.ListWebhookDeliveriesResponse:
        """An endpoint's messages."""
        principal, own = self._caller()
        if request.state and request.state not in _STATE_OF:
            raise InvalidFieldsError([FieldViolation("state", "UNKNOWN_VALUE", "There is no such state.")])
        page = page_request(
            page_size=request.page.page_size, page_token=request.page.page_token, key_length=1
        )
        found = list_deliveries(
            principal=principal,
            endpoint_id=request.endpoint_id,
            state=_STATE_OF.get(request.state),
            page=page,
            store=own.store,
        )
        return contract.ListWebhookDeliveriesResponse(
            deliveries=map(delivery_message, found.items),
            page=paging_pb2.PageInfo(next_page_token=found.next_token),
        )

    def GetWebhookDelivery(  # noqa: N802
        self, request: contract.GetWebhookDeliveryRequest, _context: grpc.ServicerContext
    ) -> contract.GetWebhookDeliveryResponse:
        """One of them with what was sent."""
        principal, own = self._caller()
        found = get_delivery(
            principal=principal,
            endpoint_id=request.endpoint_id,
            delivery_id=request.delivery_id,
            store=own.store,
        )
        return contract.GetWebhookDeliveryResponse(delivery=delivery_message(found), payload=found.payload)

    def RedeliverWebhook(  # noqa: N802
        self, request: contract.RedeliverWebhookRequest, _context: grpc.ServicerContext
    ) -> contract.RedeliverWebhookResponse:
        """Sends a message again."""
        principal, own = self._caller()
        again = redeliver(
            principal=principal,
            endpoint_id=request.endpoint_id,
            delivery_id=request.delivery_id,
            store=own.store,
            clock=self._clock,
        )
        return contract.RedeliverWebhookResponse(delivery=delivery_message(again))

    def _caller(self) -> tuple[Principal, Webhooking]:
        principal = calls.current.get().principal
        return principal, self._webhooking(principal.tenant_id)


def _draft(message: contract.WebhookEndpointDraft) -> EndpointDraft:
    return EndpointDraft(
        url=message.url,
        description=message.description,
        event_types=tuple(message.event_types),
        is_enabled=message.is_enabled,
    )
