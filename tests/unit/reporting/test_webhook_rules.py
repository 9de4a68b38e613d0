"""Webhooks: what is signed, when it is tried again, when an endpoint is given up."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from cairn_reporting.adapters.http.webhook_receiver import patience_of
from cairn_reporting.domain.export_announcements import end_of, ready_of
from cairn_reporting.domain.exports import ExportState, Owner, accepted, done, ended
from cairn_reporting.domain.webhook_deliveries import (
    KEPT_FOR,
    LONGEST_RETRY_AFTER,
    MOST_ATTEMPTS,
    DeliveryFault,
    DeliveryState,
    ReceiverAnswer,
    WebhookDelivery,
    after_attempt,
    given_up,
    planned,
    sent_again,
    taken_up,
)
from cairn_reporting.domain.webhook_endpoints import (
    DisabledBecause,
    WebhookEndpoint,
    changed,
    deleted,
    disabled,
    has_failed_too_long,
    health_after,
    healthy,
    new_endpoint,
    rotated,
)
from cairn_reporting.domain.webhook_events import WebhookEventType, payload_of
from cairn_reporting.domain.webhook_signatures import secret_text, signed_headers

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECRET, OTHER = secret_text(b"k" * 32), secret_text(b"o" * 32)
SUCCEEDED = WebhookEventType.EXPORT_SUCCEEDED
PAYLOAD = '{"type":"report_export.succeeded","data":{"name":"Ä"}}'.encode()


def _answer(status: int | None = None, *, retry_after: timedelta | None = None) -> ReceiverAnswer:
    fault = None if status else DeliveryFault.TIMED_OUT
    return ReceiverAnswer(status_code=status, fault=fault, retry_after=retry_after, took=timedelta(seconds=1))


def _delivery(event_type: WebhookEventType = SUCCEEDED) -> WebhookDelivery:
    return planned(
        delivery_id="d", endpoint_id="e", message_id="msg_1", event_type=event_type, payload=PAYLOAD, now=NOW
    )


def _endpoint() -> WebhookEndpoint:
    return new_endpoint(
        endpoint_id="e",
        url="https://hr.example.com/cairn",
        description="",
        event_types=frozenset({SUCCEEDED}),
        is_enabled=True,
        sealed=b"first",
        now=NOW,
    )


class TestSignatures:
    def test_independent_code_verifies_what_is_signed(self) -> None:
        now = datetime.now(UTC)
        headers = signed_headers(message_id="msg_1", payload=PAYLOAD, secrets=[SECRET], now=now)
        assert Webhook(SECRET).verify(PAYLOAD, dict(headers)) == json.loads(PAYLOAD)
        assert headers["webhook-signature"] == Webhook(SECRET).sign("msg_1", now, PAYLOAD.decode())

    def test_the_signature_is_the_one_of_the_specification(self) -> None:
        headers = signed_headers(
            message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
            payload=b'{"test": 2432232314}',
            secrets=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
            now=datetime.fromtimestamp(1614265330, UTC),
        )
        assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    def test_while_a_secret_is_replaced_both_verify(self) -> None:
        headers = signed_headers(
            message_id="msg_1", payload=PAYLOAD, secrets=[SECRET, OTHER], now=datetime.now(UTC)
        )
        for secret in (SECRET, OTHER):
            Webhook(secret).verify(PAYLOAD, dict(headers))
        with pytest.raises(WebhookVerificationError):
            Webhook(secret_text(b"x" * 32)).verify(PAYLOAD, dict(headers))

    def test_a_changed_payload_or_id_does_not_verify(self) -> None:
        headers = dict(
            signed_headers(message_id="msg_1", payload=PAYLOAD, secrets=[SECRET], now=datetime.now(UTC))
        )
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(PAYLOAD + b" ", headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(PAYLOAD, {**headers, "webhook-id": "msg_2"})

    def test_a_secret_has_the_prefix_and_its_bytes(self) -> None:
        assert SECRET.startswith("whsec_")
        assert base64.b64decode(SECRET.removeprefix("whsec_")) == b"k" * 32


class TestSchedule:
    def test_it_is_tried_by_the_schedule_of_the_specification_and_then_no_more(self) -> None:
        delivery, now, pauses = _delivery(), NOW, []
        while delivery.state is DeliveryState.WAITING:
            delivery = after_attempt(taken_up(delivery, now=now), _answer(500), jitter=0.0, now=now)
            pauses.append(delivery.next_attempt_at - now)
            now = delivery.next_attempt_at
        seconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
        assert [each.total_seconds() for each in pauses[:-1]] == seconds
        assert (delivery.state, len(delivery.attempts)) == (DeliveryState.FAILED, MOST_ATTEMPTS)
        assert delivery.due_at is None
        assert delivery.settled_at is not None
        assert delivery.forget_at == delivery.settled_at + KEPT_FOR

    def test_jitter_makes_a_pause_longer_by_a_fifth_at_the_most(self) -> None:
        later = after_attempt(taken_up(_delivery(), now=NOW), _answer(500), jitter=1.0, now=NOW)
        assert later.next_attempt_at == NOW + timedelta(seconds=6)

    @pytest.mark.parametrize("status", [200, 201, 204, 299])
    def test_success_is_2xx(self, status: int) -> None:
        after = after_attempt(taken_up(_delivery(), now=NOW), _answer(status), jitter=0.0, now=NOW)
        assert (after.state, after.attempts[0].fault) == (DeliveryState.DELIVERED, None)

    @pytest.mark.parametrize(
        ("status", "fault"),
        [
            (301, DeliveryFault.REDIRECTED),
            (304, DeliveryFault.REDIRECTED),
            (400, DeliveryFault.REFUSED),
            (404, DeliveryFault.REFUSED),
            (500, DeliveryFault.REFUSED),
            (199, DeliveryFault.REFUSED),
            (None, DeliveryFault.TIMED_OUT),
        ],
    )
    def test_everything_else_is_tried_again(self, status: int | None, fault: DeliveryFault) -> None:
        after = after_attempt(taken_up(_delivery(), now=NOW), _answer(status), jitter=0.0, now=NOW)
        assert (after.state, after.attempts[0].fault) == (DeliveryState.WAITING, fault)

    def test_gone_is_tried_no_more(self) -> None:
        after = after_attempt(taken_up(_delivery(), now=NOW), _answer(410), jitter=0.0, now=NOW)
        assert after.state is DeliveryState.FAILED

    @pytest.mark.parametrize(
        ("status", "asked", "pause"),
        [
            (429, timedelta(minutes=10), timedelta(minutes=10)),
            (503, timedelta(seconds=1), timedelta(seconds=5)),
            (503, timedelta(days=300), LONGEST_RETRY_AFTER),
            (500, timedelta(minutes=10), timedelta(seconds=5)),
        ],
    )
    def test_patience_is_had_where_it_is_asked_for(
        self, status: int, asked: timedelta, pause: timedelta
    ) -> None:
        answer = _answer(status, retry_after=asked)
        after = after_attempt(taken_up(_delivery(), now=NOW), answer, jitter=0.0, now=NOW)
        assert after.next_attempt_at == NOW + pause

    def test_a_test_is_tried_once(self) -> None:
        test = taken_up(_delivery(WebhookEventType.TEST), now=NOW)
        assert after_attempt(test, _answer(500), jitter=0.0, now=NOW).state is DeliveryState.FAILED

    def test_what_is_sent_again_is_the_same_and_has_the_whole_schedule_before_it(self) -> None:
        failed = replace(_delivery(), state=DeliveryState.FAILED, attempt_count=MOST_ATTEMPTS, forget_at=NOW)
        again = sent_again(failed, now=NOW + timedelta(days=4))
        assert (again.message_id, again.payload) == (failed.message_id, failed.payload)
        assert again.due_at == NOW + timedelta(days=4)
        later = after_attempt(taken_up(again, now=NOW), _answer(500), jitter=0.0, now=NOW)
        assert later.next_attempt_at == NOW + timedelta(seconds=5)

    def test_what_was_begun_so_often_and_never_noted_is_given_up(self) -> None:
        delivery = _delivery()
        for _ in range(MOST_ATTEMPTS):
            assert not delivery.was_begun_too_often
            delivery = taken_up(delivery, now=NOW)
        assert delivery.was_begun_too_often
        assert given_up(delivery, now=NOW).state is DeliveryState.FAILED

    def test_only_the_last_attempts_are_kept(self) -> None:
        delivery = _delivery()
        for number in range(60):
            again = sent_again(delivery, now=NOW)
            delivery = after_attempt(taken_up(again, now=NOW), _answer(500 + number % 10), jitter=0, now=NOW)
        assert len(delivery.attempts) == 50


class TestPatience:
    @pytest.mark.parametrize(
        ("header", "seconds"),
        [
            ("120", 120),
            (" 0 ", 0),
            ("9" * 5000, 10**9),
            ("Mon, 01 Jan 2001 00:00:00 GMT", 0),
            (None, None),
            ("soon", None),
            ("-5", None),
            ("1.5", None),
            ("\u0661", None),
        ],
    )
    def test_what_a_receiver_asks_for_is_read_or_ignored(
        self, header: str | None, seconds: int | None
    ) -> None:
        asked = patience_of(header)
        assert (None if asked is None else asked.total_seconds()) == seconds

    def test_a_date_is_waited_for(self) -> None:
        asked = patience_of(format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True))
        assert asked is not None
        assert timedelta(minutes=59) < asked <= timedelta(hours=1)


class TestEndpoints:
    def test_it_wants_what_it_asked_for_while_it_is_enabled(self) -> None:
        endpoint = _endpoint()
        assert endpoint.wants(SUCCEEDED)
        assert not endpoint.wants(WebhookEventType.EXPORT_FAILED)
        assert not disabled(endpoint, DisabledBecause.GONE, now=NOW).wants(SUCCEEDED)
        assert not deleted(endpoint, now=NOW).wants(SUCCEEDED)

    def test_an_edit_keeps_why_cairn_disabled_it_until_somebody_enables_it(self) -> None:
        gone = disabled(_endpoint(), DisabledBecause.GONE, now=NOW)
        draft = {"url": gone.url, "description": "x", "event_types": gone.event_types, "now": NOW}
        assert changed(gone, is_enabled=False, **draft).disabled is DisabledBecause.GONE  # type: ignore[arg-type]
        assert changed(gone, is_enabled=True, **draft).disabled is None  # type: ignore[arg-type]

    def test_an_old_secret_counts_for_a_while(self) -> None:
        after = rotated(_endpoint(), sealed=b"second", overlap=timedelta(hours=24), now=NOW)
        just_before, then = NOW + timedelta(hours=23), NOW + timedelta(hours=24)
        assert [each.sealed for each in after.secrets_at(just_before)] == [b"second", b"first"]
        assert [each.sealed for each in after.secrets_at(then)] == [b"second"]
        assert after.old_secret_valid_until == then

    def test_without_overlap_the_old_secret_counts_no_more_at_once(self) -> None:
        after = rotated(_endpoint(), sealed=b"second", overlap=timedelta(), now=NOW)
        assert [each.sealed for each in after.secrets] == [b"second"]

    def test_rotating_again_ends_the_older_ones_no_later(self) -> None:
        twice = rotated(_endpoint(), sealed=b"second", overlap=timedelta(hours=1), now=NOW)
        thrice = rotated(twice, sealed=b"third", overlap=timedelta(hours=24), now=NOW)
        assert [each.sealed for each in thrice.secrets_at(NOW + timedelta(hours=2))] == [b"third", b"second"]
        fourth = rotated(thrice, sealed=b"fourth", overlap=timedelta(hours=24), now=NOW)
        assert [each.sealed for each in fourth.secrets] == [b"fourth", b"third", b"second"]

    def test_what_is_deleted_leaves_neither_url_nor_secret(self) -> None:
        left = deleted(_endpoint(), now=NOW)
        assert (left.url, left.secrets, left.event_types) == ("", (), frozenset())

    def test_five_days_of_nothing_but_failures_are_too_long_and_one_success_forgets_them(self) -> None:
        health = health_after(healthy("e"), succeeded=False, now=NOW)
        again = health_after(health, succeeded=False, now=NOW + timedelta(days=4))
        assert again is health
        assert not has_failed_too_long(health, now=NOW + timedelta(days=4, hours=23))
        assert has_failed_too_long(health, now=NOW + timedelta(days=5))
        well = health_after(health, succeeded=True, now=NOW + timedelta(days=5))
        assert well.failing_since is None
        assert health_after(well, succeeded=True, now=NOW) is well


class TestWhatIsTold:
    def test_an_export_that_ends_tells_ids_and_links_and_nothing_about_people(self) -> None:
        export = accepted(
            export_id="x1",
            owner=Owner(subject="account-of-somebody", roles=frozenset({"hr"}), client_id="portal"),
            question=b"secret question",
            format="xlsx",
            saved_report_id="",
            webhook_endpoint_id="e7",
            now=NOW,
        )
        told = end_of(done(export, now=NOW + timedelta(minutes=1)))
        assert told.endpoint_id == "e7"
        assert json.loads(payload_of(told, api_url="https://cairn.example.com/api/v1")) == {
            "type": "report_export.succeeded",
            "timestamp": "2026-11-23T12:01:00.000Z",
            "data": {
                "export_id": "x1",
                "state": "done",
                "format": "xlsx",
                "row_count": 0,
                "problem_reason": None,
                "accepted_at": "2026-11-23T12:00:00.000Z",
                "finished_at": "2026-11-23T12:01:00.000Z",
                "expires_at": "2026-11-26T12:01:00.000Z",
                "saved_report_id": None,
                "links": {
                    "export": "https://cairn.example.com/api/v1/report-exports/x1",
                    "file": "https://cairn.example.com/api/v1/report-exports/x1/file",
                },
            },
        }
        failed = end_of(ended(export, ExportState.FAILED, reason="NOT_FOUND", problem="Ann!", now=NOW))
        assert failed.event_type is WebhookEventType.EXPORT_FAILED
        assert (failed.data["problem_reason"], "file" in failed.links) == ("NOT_FOUND", False)
        assert "Ann!" not in str(failed.data)

    def test_a_saved_report_is_told_of_when_a_run_of_it_can_be_read_and_not_before(self) -> None:
        running = accepted(
            export_id="x1",
            owner=Owner(subject="account-of-somebody", roles=frozenset({"hr"}), client_id="portal"),
            question=b"secret question",
            format="csv",
            saved_report_id="s1",
            webhook_endpoint_id="",
            now=NOW,
        )
        failed = ended(running, ExportState.FAILED, reason="NOT_FOUND", problem="Ann!", now=NOW)
        by_hand = done(replace(running, saved_report_id=""), now=NOW)
        assert [ready_of(each) for each in (running, failed, by_hand)] == [(), (), ()]
        (told,) = ready_of(done(running, now=NOW))
        assert told.event_type is WebhookEventType.SAVED_REPORT_READY
        assert (told.data["saved_report_id"], told.data["export_id"]) == ("s1", "x1")
        assert told.links["runs"] == "/reports/saved/s1/runs"
        assert "account-of-somebody" not in str(told)
