"""Webhooks in MongoDB, as bootstrap puts them together, sent to real receivers on this machine."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr
from pymongo.database import Database

from cairn.reporting.v1 import report_exports_pb2 as exports_contract
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn.reporting.v1 import webhooks_pb2 as contract
from cairn.reporting.v1.webhooks_pb2_grpc import add_WebhooksServiceServicer_to_server
from cairn_platform.clock import utc_now
from cairn_platform.mongo.connection import Document
from cairn_reporting.bootstrap import (
    Stores,
    ensure_kept,
    export_work,
    exports_servicer,
    reporting_servicer,
    webhooks_servicer,
)
from cairn_reporting.settings import WebhookSettings
from tests.support.reporting.calling import reporting_endpoint
from tests.support.reporting.company import everything
from tests.support.reporting.exporting import GAPS, Exports, start
from tests.support.reporting.hooking import Hooks, local_settings, verified
from tests.support.reporting.webhook_receiver import Said, certificate, local_receiver, serving_tls
from tests.support.reporting.world import MongoWorld
from tests.support.tools import REPOSITORY
from tests.support.waiting import wait_until

STATE = contract.WebhookDeliveryState
FAULT = contract.WebhookFault
BECAUSE = contract.WebhookDisabledBecause
Hooking = Callable[..., Hooks]
PAGE = REPOSITORY / "docs" / "webhooks.md"


@pytest.fixture
def hooking(fenced: Database[Document]) -> Iterator[Hooking]:
    """Makes the service and its worker with some settings."""
    ensure_kept(fenced)
    ending: list[Any] = []

    def make(**changes: Any) -> Hooks:
        stores = Stores(fenced, webhooks=local_settings(**changes))
        endpoint = reporting_endpoint(
            reporting_servicer(stores),
            exporting=exports_servicer(stores),
            also=[partial(add_WebhooksServiceServicer_to_server, webhooks_servicer(stores))],
        )
        ending.append(endpoint)
        return Hooks(endpoint=endpoint.__enter__(), stores=stores)

    yield make
    for each in ending:
        each.__exit__(None, None, None)


@pytest.fixture
def hooks(hooking: Hooking) -> Hooks:
    """The service, and a worker that sends when the test says so."""
    return hooking()


class TestExports:
    def test_the_end_of_an_export_is_told_to_who_asked_for_it_signed_and_by_link(
        self, hooks: Hooks, world: MongoWorld
    ) -> None:
        world.apply(everything())
        exports = Exports(endpoint=hooks.endpoint, database=hooks.stores.database, stores=hooks.stores)
        with local_receiver() as receiver:
            wants = hooks.create(receiver.url)
            hooks.create(receiver.url, "saved_report.ready")
            hooks.create(receiver.url, is_enabled=False)
            export = start(hooks.endpoint.caller("hr"), GAPS)
            exports.work()
            assert hooks.send() == 1
            (received,) = receiver.received
        told = verified(wants.secret, received)
        assert (told["type"], told["data"]["export_id"]) == ("report_export.succeeded", export.export_id)
        path = f"https://cairn.example.com/api/v1/report-exports/{export.export_id}"
        assert told["data"]["links"] == {"export": path, "file": f"{path}/file"}
        assert (received.path, received.headers["content-type"]) == ("/cairn?from=test", "application/json")
        (delivery,) = hooks.deliveries(wants.endpoint.endpoint_id)
        assert (delivery.state, delivery.message_id) == (
            STATE.WEBHOOK_DELIVERY_STATE_DELIVERED,
            received.headers["webhook-id"],
        )
        assert [each.status_code for each in delivery.attempts] == [204]
        assert hooks.due(now=utc_now() + timedelta(days=400)) == []

    def test_failure_and_expiry_are_told_and_a_named_endpoint_is_told_alone(
        self, hooks: Hooks, world: MongoWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.apply(everything())
        hr = hooks.endpoint.caller("hr")
        perform = export_work(hooks.stores)
        exports = Exports(endpoint=hooks.endpoint, database=hooks.stores.database, stores=hooks.stores)
        with local_receiver() as receiver, local_receiver() as other:
            named = hooks.create(receiver.url, "saved_report.ready")
            everybody = hooks.create(other.url)
            nobody = reporting.ReportReadinessRequest(people=reporting.PeopleFilter(team_id="nobody"))
            start(hr, exports_contract.ExportedQuestion(readiness=nobody))
            request = exports_contract.StartReportExportRequest(
                question=GAPS, format="csv", webhook_endpoint_id=named.endpoint.endpoint_id
            )
            done = hr.call("StartReportExport", request).report_export
            assert done.webhook_endpoint_id == named.endpoint.endpoint_id
            exports.work()
            hooks.send()
            later = utc_now() + timedelta(hours=73)
            monkeypatch.setattr("cairn_reporting.bootstrap.utc_now", lambda: later)
            for item in exports.due(now=later):
                perform(item)
            hooks.send(now=later)
            (failed,) = [verified(everybody.secret, each) for each in other.received]
            types = [verified_type(each.body) for each in receiver.received]
        assert (failed["type"], failed["data"]["problem_reason"]) == ("report_export.failed", "NOT_FOUND")
        assert types == ["report_export.succeeded", "report_export.expired"]

    def test_nobody_names_an_endpoint_that_is_not_there_or_not_theirs_to_know(self, hooks: Hooks) -> None:
        with local_receiver() as receiver:
            endpoint_id = hooks.create(receiver.url).endpoint.endpoint_id
        for caller, named in (
            (hooks.endpoint.caller("hr"), "nothing"),
            (hooks.endpoint.caller("analyst"), endpoint_id),
            (hooks.endpoint.caller("hr", tenant_id="globex"), endpoint_id),
        ):
            request = exports_contract.StartReportExportRequest(question=GAPS, webhook_endpoint_id=named)
            refusal = caller.refusal("StartReportExport", request)
            assert refusal.fields == (("webhook_endpoint_id", "NOT_FOUND"),)


class TestDelivering:
    def test_failures_are_tried_again_until_it_is_taken_with_the_same_id_and_a_new_timestamp(
        self, hooks: Hooks, world: MongoWorld
    ) -> None:
        world.apply(everything())
        with local_receiver(Said(500), Said(503, {"Retry-After": "90"}), Said(200)) as receiver:
            made = hooks.create(receiver.url)
            endpoint_id = made.endpoint.endpoint_id
            _end_an_export(hooks)
            hooks.send()
            assert hooks.look(endpoint_id).HasField("failing_since")
            first = hooks.deliveries(endpoint_id)[0]
            assert first.state == STATE.WEBHOOK_DELIVERY_STATE_WAITING
            pause = first.next_attempt_at.ToDatetime() - first.attempts[0].began_at.ToDatetime()
            assert timedelta(seconds=5) <= pause < timedelta(seconds=8)
            assert hooks.send() == 0
            _pass_time(hooks, endpoint_id)
            hooks.send()
            second = hooks.deliveries(endpoint_id)[0]
            asked = second.next_attempt_at.ToDatetime() - second.attempts[1].began_at.ToDatetime()
            assert asked >= timedelta(minutes=5)
            _pass_time(hooks, endpoint_id)
            hooks.send()
            done = hooks.deliveries(endpoint_id)[0]
            assert done.state == STATE.WEBHOOK_DELIVERY_STATE_DELIVERED
            assert [each.status_code for each in done.attempts] == [500, 503, 200]
            assert not hooks.look(endpoint_id).HasField("failing_since")
            assert len({each.headers["webhook-id"] for each in receiver.received}) == 1
            assert len({each.body for each in receiver.received}) == 1
            for each in receiver.received:
                verified(made.secret, each)

    def test_a_redirect_is_not_followed(self, hooks: Hooks) -> None:
        with local_receiver() as secret_place:
            moved = Said(307, {"Location": secret_place.url})
            with local_receiver(moved) as receiver:
                endpoint_id = hooks.create(receiver.url).endpoint.endpoint_id
                hooks.test(endpoint_id)
                hooks.send()
            assert secret_place.received == []
        (attempt,) = hooks.deliveries(endpoint_id)[0].attempts
        assert (attempt.status_code, attempt.fault) == (307, FAULT.WEBHOOK_FAULT_REDIRECTED)

    def test_a_receiver_that_is_slow_or_drips_or_never_answers_holds_nobody_up_for_long(
        self, hooking: Hooking
    ) -> None:
        hooks, release = hooking(timeout_seconds=0.3), threading.Event()
        with local_receiver(Said(before=partial(release.wait, 5))) as slow, _dripping() as dripping:
            ids = [hooks.create(url).endpoint.endpoint_id for url in (slow.url, dripping)]
            for each in ids:
                hooks.test(each)
            hooks.send()
            release.set()
        for each in ids:
            (attempt,) = hooks.deliveries(each)[0].attempts
            assert (attempt.status_code, attempt.fault) == (0, FAULT.WEBHOOK_FAULT_TIMED_OUT)

    def test_gone_disables_the_endpoint_and_what_waits_for_it_is_cancelled(
        self, hooks: Hooks, world: MongoWorld
    ) -> None:
        world.apply(everything())
        with local_receiver(Said(410)) as receiver:
            endpoint_id = hooks.create(receiver.url).endpoint.endpoint_id
            _end_an_export(hooks)
            _end_an_export(hooks)
            hooks.send()
            assert len(receiver.received) == 1
        found = hooks.look(endpoint_id)
        assert (found.is_enabled, found.disabled_because) == (False, BECAUSE.WEBHOOK_DISABLED_BECAUSE_GONE)
        assert {each.state for each in hooks.deliveries(endpoint_id)} == {
            STATE.WEBHOOK_DELIVERY_STATE_FAILED,
            STATE.WEBHOOK_DELIVERY_STATE_CANCELLED,
        }
        refusal = hooks.endpoint.caller("hr").refusal(
            "SendWebhookTest", contract.SendWebhookTestRequest(endpoint_id=endpoint_id)
        )
        assert refusal.reason == "WEBHOOK_DISABLED"

    def test_an_endpoint_that_failed_for_five_days_is_disabled_and_says_since_when(
        self, hooks: Hooks, world: MongoWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.apply(everything())
        with local_receiver(Said(500)) as receiver:
            endpoint_id = hooks.create(receiver.url).endpoint.endpoint_id
            _end_an_export(hooks)
            hooks.send()
            assert hooks.look(endpoint_id).is_enabled
            later = utc_now() + timedelta(days=5, minutes=1)
            monkeypatch.setattr("cairn_reporting.bootstrap.utc_now", lambda: later)
            hooks.send(now=later)
        found = hooks.look(endpoint_id)
        assert found.disabled_because == BECAUSE.WEBHOOK_DISABLED_BECAUSE_FAILING
        assert found.HasField("failing_since") and found.HasField("disabled_at")

    def test_a_name_that_leads_inside_by_now_is_not_called_and_the_checked_address_is(
        self, hooking: Hooking, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hooks, asked = hooking(), []
        answers = ["127.0.0.1", "127.0.0.1", "10.0.0.7"]
        real = socket.getaddrinfo

        def rebinding(host: Any, *args: Any, **more: Any) -> Any:
            if host != "rebinding.example.com":
                return real(host, *args, **more)
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers[len(asked) - 1], 443))]

        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        with local_receiver() as receiver:
            url = receiver.url.replace("127.0.0.1", "rebinding.example.com")
            endpoint_id = hooks.create(url).endpoint.endpoint_id
            hooks.test(endpoint_id)
            hooks.send()
            assert receiver.received[0].headers["host"] == url.split("/")[2]
            # One look for the check and the call together: nobody can answer the two differently.
            assert len(asked) == 2
            hooks.test(endpoint_id)
            hooks.send()
            assert len(receiver.received) == 1
        (attempt,) = hooks.deliveries(endpoint_id)[0].attempts
        assert attempt.fault == FAULT.WEBHOOK_FAULT_ADDRESS_REFUSED

    def test_https_is_for_the_name_in_the_url_and_for_nobody_else(
        self, hooking: Hooking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = certificate(tmp_path, names=["hr.example.com"])
        hooks = hooking(ca_file=str(file), allow_http=False)
        real = socket.getaddrinfo

        def local(host: Any, *args: Any, **more: Any) -> Any:
            inside = isinstance(host, str) and host.endswith(".example.com")
            return real("127.0.0.1" if inside else host, *args, **more)

        monkeypatch.setattr(socket, "getaddrinfo", local)
        with local_receiver(tls=serving_tls(file)) as receiver:
            right = hooks.create(receiver.url.replace("127.0.0.1", "hr.example.com"))
            wrong = hooks.create(receiver.url.replace("127.0.0.1", "evil.example.com"))
            for each in (right, wrong):
                hooks.test(each.endpoint.endpoint_id)
            hooks.send()
            (received,) = receiver.received
            verified(right.secret, received)
        (attempt,) = hooks.deliveries(wrong.endpoint.endpoint_id)[0].attempts
        assert attempt.fault == FAULT.WEBHOOK_FAULT_TLS_FAILED

    def test_nobody_listening_is_a_failed_connection(self, hooks: Hooks) -> None:
        with local_receiver() as receiver:
            endpoint_id = hooks.create(receiver.url).endpoint.endpoint_id
        hooks.test(endpoint_id)
        hooks.send()
        (attempt,) = hooks.deliveries(endpoint_id)[0].attempts
        assert attempt.fault == FAULT.WEBHOOK_FAULT_CONNECTION_FAILED

    def test_a_worker_killed_behind_the_answer_sends_it_again_under_the_same_id(
        self, hooks: Hooks, world: MongoWorld, mongo_url: str
    ) -> None:
        world.apply(everything())
        with local_receiver() as receiver:
            made = hooks.create(receiver.url)
            _end_an_export(hooks)
            (item,) = hooks.due()
            ended = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "tests.support.reporting.deadly_webhook",
                    hooks.stores.database.name,
                    item.aggregate_id,
                ],
                env={**os.environ, "MONGO_URL": mongo_url, **_environment(hooks.stores.webhook_settings)},
                check=False,
                timeout=60,
            )
            assert ended.returncode == -signal.SIGKILL
            assert hooks.send() == 0, "it is held for who may still be at it"
            _pass_time(hooks, made.endpoint.endpoint_id)
            assert hooks.send() == 1
            first, second = receiver.received
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        assert first.body == second.body
        (delivery,) = hooks.deliveries(made.endpoint.endpoint_id)
        assert delivery.state == STATE.WEBHOOK_DELIVERY_STATE_DELIVERED


class TestPage:
    def test_the_receiver_that_the_page_shows_takes_what_is_sent_and_nothing_else(
        self, hooks: Hooks, tmp_path: Path
    ) -> None:
        code = PAGE.read_text().split("```python\n")[1].split("```")[0]
        script = tmp_path / "receiver.py"
        script.write_text(code)
        with socket.create_server(("127.0.0.1", 0)) as found:
            port = found.getsockname()[1]
        made = hooks.create(f"http://127.0.0.1:{port}/")
        endpoint_id = made.endpoint.endpoint_id
        environment = {"CAIRN_WEBHOOK_SECRET": made.secret, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
        receiver = subprocess.Popen([sys.executable, str(script)], env=environment, stdout=subprocess.PIPE)
        try:
            wait_until(lambda: _listens(port), seconds=30)
            hooks.test(endpoint_id)
            hooks.send()
            forged = httpx2.post(f"http://127.0.0.1:{port}/", content=b"{}", headers={"webhook-id": "x"})
        finally:
            receiver.terminate()
            said, _ = receiver.communicate(timeout=30)
        assert (hooks.deliveries(endpoint_id)[0].attempts[0].status_code, forged.status_code) == (204, 400)
        assert said.decode().startswith("webhook.test {'webhook_endpoint_id'")


class TestLookingAfter:
    def test_a_secret_is_told_once_and_is_not_in_the_database(self, hooks: Hooks) -> None:
        with local_receiver() as receiver:
            made = hooks.create(receiver.url, description="Payroll")
        assert made.secret.startswith("whsec_")
        assert made.secret not in str(hooks.look(made.endpoint.endpoint_id))
        everything_kept = str(
            [list(hooks.stores.database[name].find({"tenant_id": "acme"})) for name in _collections(hooks)]
        )
        assert made.endpoint.endpoint_id in everything_kept
        assert made.secret.removeprefix("whsec_") not in everything_kept

    def test_who_repeats_a_creation_gets_the_same_endpoint_and_secret(self, hooks: Hooks) -> None:
        keyed = hooks.endpoint.caller("hr").with_metadata(("idempotency-key", "once"))
        with local_receiver() as receiver:
            first = hooks.create(receiver.url, caller=keyed)
            assert hooks.create(receiver.url, caller=keyed) == first
        kept = str(list(hooks.stores.database["idempotent_answers"].find({"tenant_id": "acme"})))
        assert first.secret.removeprefix("whsec_") not in kept

    def test_while_a_secret_is_rotated_both_verify_and_then_the_new_one_alone(
        self, hooks: Hooks, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hr = hooks.endpoint.caller("hr")
        with local_receiver() as receiver:
            made = hooks.create(receiver.url)
            request = contract.RotateWebhookSecretRequest(
                endpoint_id=made.endpoint.endpoint_id, expected_version=1, old_valid_hours=24
            )
            rotated = hr.call("RotateWebhookSecret", request)
            assert rotated.endpoint.HasField("old_secret_valid_until")
            assert hr.refusal("RotateWebhookSecret", request).reason == "STALE_VERSION"
            hooks.test(made.endpoint.endpoint_id)
            hooks.send()
            for secret in (made.secret, rotated.secret):
                verified(secret, receiver.received[0])
            later = utc_now() + timedelta(hours=25)
            monkeypatch.setattr("cairn_reporting.bootstrap.utc_now", lambda: later)
            hooks.test(made.endpoint.endpoint_id)
            hooks.send(now=later)
            signatures = receiver.received[1].headers["webhook-signature"]
        assert len(signatures.split()) == 1

    @pytest.mark.parametrize(
        ("url", "reason"),
        [
            ("https://10.0.0.1/", "ADDRESS_REFUSED"),
            ("https://0xa9fea9fe/latest/meta-data", "ADDRESS_REFUSED"),
            ("https://[::ffff:10.0.0.1]/", "ADDRESS_REFUSED"),
            ("ftp://127.0.0.1/", "NOT_HTTPS"),
            ("https://no-such-host.invalid/", "NAME_NOT_FOUND"),
        ],
    )
    def test_a_url_that_leads_inside_is_refused_when_it_is_given(
        self, hooks: Hooks, url: str, reason: str
    ) -> None:
        hr = hooks.endpoint.caller("hr")
        draft = contract.WebhookEndpointDraft(url=url, event_types=["report_export.done"], is_enabled=True)
        refusal = hr.refusal("CreateWebhookEndpoint", contract.CreateWebhookEndpointRequest(draft=draft))
        assert refusal.fields == (("url", reason), ("event_types[0]", "UNKNOWN_VALUE"))

    def test_it_is_changed_disabled_enabled_and_deleted_by_the_version_that_was_read(
        self, hooks: Hooks
    ) -> None:
        hr = hooks.endpoint.caller("tenant-admin")
        with local_receiver() as receiver:
            endpoint = hooks.create(receiver.url).endpoint
            draft = contract.WebhookEndpointDraft(
                url=receiver.url, description="HR's own", event_types=["report_export.failed"]
            )
            change = contract.ChangeWebhookEndpointRequest(
                endpoint_id=endpoint.endpoint_id, draft=draft, expected_version=1
            )
            after = hr.call("ChangeWebhookEndpoint", change).endpoint
            assert (after.version, after.is_enabled, after.disabled_because) == (
                2,
                False,
                BECAUSE.WEBHOOK_DISABLED_BECAUSE_BY_HAND,
            )
            assert (after.description, list(after.event_types)) == ("HR's own", ["report_export.failed"])
            assert hr.refusal("ChangeWebhookEndpoint", change).reason == "STALE_VERSION"
            delete = contract.DeleteWebhookEndpointRequest(
                endpoint_id=endpoint.endpoint_id, expected_version=1
            )
            assert hr.refusal("DeleteWebhookEndpoint", delete).reason == "STALE_VERSION"
            delete.expected_version = 2
            hr.call("DeleteWebhookEndpoint", delete)
            assert hr.refusal("DeleteWebhookEndpoint", delete).reason == "NOT_FOUND"
            listed = hr.call("ListWebhookEndpoints", contract.ListWebhookEndpointsRequest()).endpoints
            assert list(listed) == []

    def test_a_delivery_is_read_with_what_was_sent_and_sent_again_under_the_same_id(
        self, hooks: Hooks, world: MongoWorld
    ) -> None:
        world.apply(everything())
        hr = hooks.endpoint.caller("hr")
        with local_receiver() as receiver:
            made = hooks.create(receiver.url)
            _end_an_export(hooks)
            hooks.send()
            (delivery,) = hooks.deliveries(made.endpoint.endpoint_id)
            ids = {"endpoint_id": delivery.endpoint_id, "delivery_id": delivery.delivery_id}
            found = hr.call("GetWebhookDelivery", contract.GetWebhookDeliveryRequest(**ids))
            assert found.payload == receiver.received[0].body
            again = hr.call("RedeliverWebhook", contract.RedeliverWebhookRequest(**ids)).delivery
            assert again.state == STATE.WEBHOOK_DELIVERY_STATE_WAITING
            hooks.send()
            first, second = receiver.received
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        assert first.body == second.body
        (delivered,) = hooks.deliveries(made.endpoint.endpoint_id)
        assert [each.status_code for each in delivered.attempts] == [204, 204]

    def test_deliveries_come_by_pages_and_by_state(self, hooks: Hooks) -> None:
        hr = hooks.endpoint.caller("hr")
        with local_receiver(Said(200), Said(500), Said(200)) as receiver:
            endpoint_id = hooks.create(receiver.url).endpoint.endpoint_id
            sent = []
            for _ in range(3):
                sent.append(hooks.test(endpoint_id).delivery_id)
                hooks.send()
        request = contract.ListWebhookDeliveriesRequest(endpoint_id=endpoint_id)
        request.page.page_size = 2
        first = hr.call("ListWebhookDeliveries", request)
        request.page.page_token = first.page.next_page_token
        second = hr.call("ListWebhookDeliveries", request)
        found = [each.delivery_id for page in (first, second) for each in page.deliveries]
        assert (found, second.page.next_page_token) == (sent[::-1], "")
        failed = contract.ListWebhookDeliveriesRequest(
            endpoint_id=endpoint_id, state=STATE.WEBHOOK_DELIVERY_STATE_FAILED
        )
        answer = hr.call("ListWebhookDeliveries", failed)
        assert [each.delivery_id for each in answer.deliveries] == [sent[1]]

    def test_it_is_for_hr_and_tenant_admin_of_the_same_tenant(self, hooks: Hooks) -> None:
        with local_receiver() as receiver:
            endpoint_id = hooks.create(receiver.url).endpoint.endpoint_id
        delivery_id = hooks.test(endpoint_id).delivery_id
        draft = contract.WebhookEndpointDraft(url=receiver.url, event_types=["report_export.failed"])
        requests = [
            contract.GetWebhookEndpointRequest(endpoint_id=endpoint_id),
            contract.ChangeWebhookEndpointRequest(endpoint_id=endpoint_id, draft=draft, expected_version=1),
            contract.DeleteWebhookEndpointRequest(endpoint_id=endpoint_id, expected_version=1),
            contract.RotateWebhookSecretRequest(endpoint_id=endpoint_id, expected_version=1),
            contract.SendWebhookTestRequest(endpoint_id=endpoint_id),
            contract.ListWebhookDeliveriesRequest(endpoint_id=endpoint_id),
            contract.GetWebhookDeliveryRequest(endpoint_id=endpoint_id, delivery_id=delivery_id),
            contract.RedeliverWebhookRequest(endpoint_id=endpoint_id, delivery_id=delivery_id),
        ]
        stranger = hooks.endpoint.caller("hr", tenant_id="globex")
        for request in requests:
            method = type(request).__name__.removesuffix("Request")
            assert stranger.refusal(method, request).reason == "NOT_FOUND"
        requests += [
            contract.CreateWebhookEndpointRequest(draft=draft),
            contract.ListWebhookEndpointsRequest(),
        ]
        for role in ("manager", "employee", "analyst"):
            for request in requests:
                method = type(request).__name__.removesuffix("Request")
                assert hooks.endpoint.caller(role).refusal(method, request).reason == "ROLE_REQUIRED"
        assert not stranger.call("ListWebhookEndpoints", contract.ListWebhookEndpointsRequest()).endpoints

    def test_a_tenant_has_so_many_and_no_more(self, hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("cairn_reporting.application.webhooks.MOST_ENDPOINTS", 1)
        with local_receiver() as receiver:
            hooks.create(receiver.url)
            draft = contract.WebhookEndpointDraft(url=receiver.url, event_types=["report_export.failed"])
            request = contract.CreateWebhookEndpointRequest(draft=draft)
            refusal = hooks.endpoint.caller("hr").refusal("CreateWebhookEndpoint", request)
        assert refusal.reason == "TOO_MANY_WEBHOOKS"

    def test_without_a_key_nobody_has_webhooks_and_with_another_key_nothing_is_sent_unsigned(
        self, hooking: Hooking
    ) -> None:
        hooks, keyless = hooking(), hooking(keys=SecretStr(""))
        with local_receiver() as receiver:
            draft = contract.WebhookEndpointDraft(url=receiver.url, event_types=["report_export.failed"])
            refusal = keyless.endpoint.caller("hr").refusal(
                "CreateWebhookEndpoint", contract.CreateWebhookEndpointRequest(draft=draft)
            )
            assert refusal.reason == "WEBHOOKS_NOT_SET_UP"
            endpoint_id = hooks.create(receiver.url).endpoint.endpoint_id
            hooks.test(endpoint_id)
            keyless.send()
            assert receiver.received == []
        (attempt,) = hooks.deliveries(endpoint_id)[0].attempts
        assert attempt.fault == FAULT.WEBHOOK_FAULT_SECRET_LOST


def verified_type(body: bytes) -> str:
    """What a message tells of."""
    return body.split(b'"')[3].decode()


def _listens(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0


def _collections(hooks: Hooks) -> list[str]:
    return [
        each
        for each in hooks.stores.database.list_collection_names()
        if each.startswith(("webhook", "idempotent"))
    ]


def _end_an_export(hooks: Hooks) -> None:
    start(hooks.endpoint.caller("hr"), GAPS)
    Exports(endpoint=hooks.endpoint, database=hooks.stores.database, stores=hooks.stores).work()


def _pass_time(hooks: Hooks, endpoint_id: str) -> None:
    """Lets what waits for later be due now."""
    now = utc_now()
    hooks.stores.database["webhook_deliveries"].update_many(
        {"tenant_id": "acme", "endpoint_id": endpoint_id}, {"$set": {"next_attempt_at": now}}
    )
    hooks.stores.database["due_schedule"].update_many(
        {"work": "webhook-deliveries", "tenant_id": "acme"}, {"$set": {"due_at": now}}
    )


def _environment(settings: WebhookSettings) -> dict[str, str]:
    return {
        "CAIRN_WEBHOOKS_KEYS": settings.keys.get_secret_value(),
        "CAIRN_WEBHOOKS_ALLOW_HTTP": "true",
        "CAIRN_WEBHOOKS_ALLOWED_NETWORKS": settings.allowed_networks,
    }


class _dripping:  # noqa: N801 (used as a function)
    """A receiver that says one byte of its answer after the other, for ever; its URL."""

    def __enter__(self) -> str:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._drip, daemon=True)
        self._thread.start()
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}/"

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._listening.close()
        self._thread.join()

    def _drip(self) -> None:
        try:
            connection, _ = self._listening.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\n")
                while not self._stop.is_set():
                    connection.sendall(b"x-more: x\r\n")
                    time.sleep(0.02)
        except OSError:
            return
