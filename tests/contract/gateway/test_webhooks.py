"""Webhooks over HTTP: what reaches the service, and what is said of what is wrong."""

from typing import Any

from cairn.reporting.v1 import webhooks_pb2 as contract
from cairn_platform.errors import FieldViolation, InvalidFieldsError, StaleVersionError
from tests.contract.gateway.test_refusals import is_problem
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway
from tests.support.gateway.samples import sample

DRAFT: dict[str, Any] = {
    "url": "https://hr.example.com/cairn",
    "description": "Payroll",
    "event_types": ["report_export.succeeded", "saved_report.ready"],
    "is_enabled": False,
}


def test_an_endpoint_is_made_as_sent_and_nobody_on_the_way_keeps_its_secret(
    gateway: Gateway, services: FakeServices
) -> None:
    answer = gateway.client.post("/api/v1/webhooks", json=DRAFT, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Location"] == "/api/v1/webhooks/endpoint_id here"
    asked = services.only("CreateWebhookEndpoint")
    assert asked.request.draft == contract.WebhookEndpointDraft(**DRAFT)
    assert asked.metadata["idempotency-key"] == "k"


def test_a_change_and_a_rotation_name_the_version_that_was_read(
    gateway: Gateway, services: FakeServices
) -> None:
    match = {"If-Match": '"7"'}
    assert gateway.client.put("/api/v1/webhooks/w1", json=DRAFT, headers=match).status_code == 200
    gateway.client.post("/api/v1/webhooks/w1/secret", json={"old_valid_hours": 0}, headers=match)
    gateway.client.delete("/api/v1/webhooks/w1", headers=match)
    changed = services.only("ChangeWebhookEndpoint").request
    assert (changed.endpoint_id, changed.expected_version) == ("w1", 7)
    assert changed.draft == contract.WebhookEndpointDraft(**DRAFT)
    assert services.only("RotateWebhookSecret").request == contract.RotateWebhookSecretRequest(
        endpoint_id="w1", expected_version=7, old_valid_hours=0
    )
    assert services.only("DeleteWebhookEndpoint").request.expected_version == 7
    is_problem(gateway.client.put("/api/v1/webhooks/w1", json=DRAFT), 428, "PRECONDITION_REQUIRED")
    services.replies["DeleteWebhookEndpoint"] = StaleVersionError()
    is_problem(gateway.client.delete("/api/v1/webhooks/w1", headers=match), 412, "STALE_VERSION")


def test_deliveries_are_asked_for_by_state_and_page(gateway: Gateway, services: FakeServices) -> None:
    gateway.client.get(
        "/api/v1/webhooks/w1/deliveries", params={"state": "failed", "limit": 7, "cursor": "c"}
    )
    request = services.only("ListWebhookDeliveries").request
    assert (request.endpoint_id, request.state) == ("w1", contract.WEBHOOK_DELIVERY_STATE_FAILED)
    assert (request.page.page_size, request.page.page_token) == (7, "c")


def test_what_was_sent_is_shown_as_it_was_sent(gateway: Gateway, services: FakeServices) -> None:
    payload = '{"type":"report_export.succeeded","data":{"text":"ä"}}'
    services.replies["GetWebhookDelivery"] = lambda _: contract.GetWebhookDeliveryResponse(
        delivery=sample(contract.WebhookDelivery), payload=payload.encode()
    )
    found = gateway.client.get("/api/v1/webhooks/w1/deliveries/d1").json()
    assert found["payload"] == payload
    assert found["delivery"]["attempts"] == [
        {
            "began_at": "2026-05-28T20:26:40.250000Z",
            "milliseconds": 3,
            "status_code": 3,
            "fault": "address_refused",
        }
    ]


def test_a_wrong_url_is_pointed_at_in_the_body(gateway: Gateway, services: FakeServices) -> None:
    services.replies["CreateWebhookEndpoint"] = InvalidFieldsError(
        [FieldViolation("url", "ADDRESS_REFUSED", "The host is not on the public internet.")]
    )
    answer = gateway.client.post("/api/v1/webhooks", json=DRAFT)
    is_problem(answer, 422, "INVALID_FIELDS")
    (wrong,) = answer.json()["errors"]
    assert (wrong["pointer"], wrong["reason"]) == ("/url", "ADDRESS_REFUSED")


def test_an_event_type_that_is_not_there_is_refused_at_once(gateway: Gateway) -> None:
    answer = gateway.client.post("/api/v1/webhooks", json={**DRAFT, "event_types": ["person.hired"]})
    is_problem(answer, 422, "INVALID_FIELDS")
