"""Webhooks of the small companies: looked after over gRPC, sent by the worker's own work, to receivers on this machine."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet
from pydantic import SecretStr
from standardwebhooks import Webhook

from cairn.reporting.v1 import webhooks_pb2 as contract
from cairn_platform.clock import utc_now
from cairn_platform.due import DueItem
from cairn_platform.mongo.due_schedule import DueSchedule
from cairn_reporting.adapters.mongo.webhooks import WEBHOOKS_WORK
from cairn_reporting.bootstrap import Stores, webhook_work
from cairn_reporting.settings import WebhookSettings
from tests.support.reporting.calling import Caller, ReportingEndpoint
from tests.support.reporting.webhook_receiver import Received

KEY = Fernet.generate_key().decode()
ALL_OF_EXPORTS = ("report_export.succeeded", "report_export.failed", "report_export.expired")


def local_settings(**changes: Any) -> WebhookSettings:
    """Settings that allow a receiver on this machine."""
    settings = WebhookSettings(
        keys=SecretStr(KEY),
        public_url="https://cairn.example.com",
        allow_http=True,
        allowed_networks="127.0.0.0/8",
        timeout_seconds=5,
    )
    return settings.model_copy(update=changes)


@dataclass(frozen=True, kw_only=True)
class Hooks:
    """The service, and its worker in the test's hands."""

    endpoint: ReportingEndpoint
    stores: Stores

    def due(self, *, now: datetime | None = None) -> list[DueItem]:
        """What the worker would take up."""
        schedule = DueSchedule(self.stores.database, work=WEBHOOKS_WORK)
        return schedule.due(now=now or utc_now(), after=None, at_most=100)

    def send(self, *, now: datetime | None = None) -> int:
        """One round of the worker; tells how much was due."""
        perform, items = webhook_work(self.stores), self.due(now=now)
        for item in items:
            perform(item)
        return len(items)

    def create(
        self, url: str, *event_types: str, caller: Caller | None = None, **more: Any
    ) -> contract.CreateWebhookEndpointResponse:
        """Begins to tell a URL."""
        draft = contract.WebhookEndpointDraft(
            url=url, event_types=event_types or ALL_OF_EXPORTS, **{"is_enabled": True, **more}
        )
        request = contract.CreateWebhookEndpointRequest(draft=draft)
        made: contract.CreateWebhookEndpointResponse = (caller or self.endpoint.caller("hr")).call(
            "CreateWebhookEndpoint", request
        )
        return made

    def look(self, endpoint_id: str) -> contract.WebhookEndpoint:
        """The endpoint as HR sees it."""
        request = contract.GetWebhookEndpointRequest(endpoint_id=endpoint_id)
        found: contract.WebhookEndpoint = (
            self.endpoint.caller("hr").call("GetWebhookEndpoint", request).endpoint
        )
        return found

    def deliveries(self, endpoint_id: str) -> list[contract.WebhookDelivery]:
        """What is on its way, the newest first."""
        request = contract.ListWebhookDeliveriesRequest(endpoint_id=endpoint_id)
        return list(self.endpoint.caller("hr").call("ListWebhookDeliveries", request).deliveries)

    def test(self, endpoint_id: str) -> contract.WebhookDelivery:
        """Plans a message that says nothing."""
        request = contract.SendWebhookTestRequest(endpoint_id=endpoint_id)
        sent: contract.WebhookDelivery = self.endpoint.caller("hr").call("SendWebhookTest", request).delivery
        return sent


def verified(secret: str, received: Received) -> dict[str, Any]:
    """What was told, once independent code has found the signature right."""
    told: dict[str, Any] = Webhook(secret).verify(received.body, dict(received.headers))
    assert told == json.loads(received.body)
    return told
