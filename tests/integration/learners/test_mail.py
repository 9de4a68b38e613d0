"""Notifications by mail, to a real mail server: accepted, refused for good, refused for now, nobody there, encrypted, signed in."""
# ruff: noqa: ARG001, ARG002 (aiosmtpd hands more than is asked for)

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from cairn_learners.adapters.mail.smtp import SmtpMailer
from cairn_learners.adapters.mongo.schedules import MAIL_WORK
from cairn_learners.application.deliver import deliver
from cairn_learners.domain.deliveries import ATTEMPTS_WHEN_REFUSED, MOST_ATTEMPTS, DeliveryState
from cairn_learners.settings import SmtpSettings
from cairn_platform.changes import ConflictError
from cairn_platform.due_work import DueWork
from cairn_platform.mongo.due_schedule import DueSchedule
from tests.support.learners.builders import a_credential, a_path, a_person, an_enrolment
from tests.support.learners.mongo_world import MongoWorld
from tests.support.learners.reminding import Reminding, settings
from tests.support.platform.workers import OnlyOne

START = datetime(2025, 1, 1, 12, tzinfo=UTC)


@dataclass
class PostOffice:
    """Takes mails, or answers what it is told to."""

    says: dict[str, str] = field(default_factory=dict)
    mails: list[Message] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's names)
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """A recipient."""
        if "RCPT" in self.says:
            return self.says["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """A mail."""
        if "DATA" in self.says:
            return self.says["DATA"]
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@dataclass
class Mailing:
    """The mails of Ann, who is late with the path <em>."""

    reminding: Reminding
    smtp: SmtpSettings

    def try_all(self) -> list[DeliveryState]:
        """Tries what is due, and says where all mails are."""
        store = self.reminding.store()
        schedule = DueSchedule(self.reminding.world.database, work=MAIL_WORK)
        for due in schedule.due(now=self.reminding.now, after=None, at_most=9):
            deliver(store, due=due, mailer=SmtpMailer(self.smtp), now=self.reminding.now)
        return [each.state for each in store.deliveries(None, after=None, at_most=9)]

    def fault(self) -> str:
        """What the last attempt of the newest mail met."""
        return self.reminding.store().deliveries(None, after=None, at_most=1)[0].fault


@contextmanager
def served(office: PostOffice, **options: Any) -> Iterator[int]:
    """A mail server with this office behind it, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(office, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def reminding(world: MongoWorld) -> Reminding:
    """Ann, to whom one mail is to be sent."""
    world.know(a_credential(), a_path("thesis", path_id="long", name="<em>Go & see</em>"))
    found = Reminding(world, now=START, by_mail=True)
    found.save(settings(), a_person("ann", given_name="Ann<b>", email="ann@acme.example"))
    found.save(an_enrolment("ann", path_id="long", due_on=date(2025, 1, 5), enrolled_at=START))
    found.pass_days(6)
    return found


def _mailing(reminding: Reminding, port: int, **more: Any) -> Mailing:
    given = {"host": "127.0.0.1", "port": port, "security": "none", "from_address": "cairn@acme.example"}
    portal = "https://cairn.acme.example/"
    return Mailing(reminding, SmtpSettings(**{**given, "portal_url": portal, **more}))


def test_a_mail_says_what_until_when_and_where_to_look_plain_and_as_html(reminding: Reminding) -> None:
    office = PostOffice()
    with served(office) as port:
        assert _mailing(reminding, port).try_all() == [DeliveryState.SENT]
        assert _mailing(reminding, port).try_all() == [DeliveryState.SENT]
    [mail] = office.mails
    [notification] = reminding.store().notifications_of("ann", after=None, at_most=9)
    assert isinstance(mail, EmailMessage)
    assert mail["Message-ID"] == f"<{notification.notification_id}@acme.example>"
    assert (mail["To"], mail["Subject"]) == (
        "ann@acme.example",
        "<em>Go & see</em> is overdue; it was due on 5 January 2025.",
    )
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert "- <em>Go & see</em> is overdue; it was due on 5 January 2025." in plain.get_content()
    assert "https://cairn.acme.example/me/notifications" in plain.get_content()
    assert "&lt;em&gt;Go &amp; see&lt;/em&gt; is overdue" in html.get_content()
    assert "Hello Ann&lt;b&gt;," in html.get_content()
    assert "<img" not in html.get_content()


@pytest.mark.parametrize(
    ("says", "attempts", "fault"),
    [
        ({"RCPT": "550 No such user"}, ATTEMPTS_WHEN_REFUSED, "550 SMTPRecipientRefused"),
        ({"RCPT": "450 Try again later"}, MOST_ATTEMPTS, "450 SMTPRecipientRefused"),
        ({"DATA": "554 Not here"}, ATTEMPTS_WHEN_REFUSED, "554 SMTPDataError"),
        ({"DATA": "451 Not now"}, MOST_ATTEMPTS, "451 SMTPDataError"),
    ],
)
def test_what_is_refused_is_tried_again_and_then_shown_as_failed(
    reminding: Reminding, says: dict[str, str], attempts: int, fault: str
) -> None:
    with served(PostOffice(says=says)) as port:
        mailing = _mailing(reminding, port)
        for attempt in range(1, attempts + 1):
            expected = DeliveryState.FAILED if attempt == attempts else DeliveryState.WAITING
            assert mailing.try_all() == [expected]
            [delivery] = reminding.store().deliveries(None, after=None, at_most=9)
            assert (delivery.attempts, delivery.fault) == (attempt, fault)
            reminding.now = delivery.next_attempt_at
    assert delivery.due_at is None
    assert reminding.told() == [["ann-on-long overdue"]]


@pytest.mark.parametrize("says", [{"RCPT": "550 No such user"}, {"DATA": "451 Not now"}])
def test_what_was_refused_goes_out_once_when_it_is_accepted(
    reminding: Reminding, says: dict[str, str]
) -> None:
    office = PostOffice(says=says)
    with served(office) as port:
        mailing = _mailing(reminding, port)
        assert mailing.try_all() == [DeliveryState.WAITING]
        office.says = {}
        assert mailing.try_all() == [DeliveryState.WAITING]
        reminding.now += timedelta(minutes=1)
        assert mailing.try_all() == mailing.try_all() == [DeliveryState.SENT]
    assert len(office.mails) == 1


def test_where_nobody_answers_it_is_tried_for_days_and_then_shown_as_failed(reminding: Reminding) -> None:
    with served(PostOffice()) as port:
        pass
    mailing = _mailing(reminding, port, timeout_seconds=2)
    attempts = 0
    while mailing.try_all() == [DeliveryState.WAITING]:
        attempts += 1
        [delivery] = reminding.store().deliveries(DeliveryState.WAITING, after=None, at_most=9)
        reminding.now = delivery.next_attempt_at
    [delivery] = reminding.store().deliveries(DeliveryState.FAILED, after=None, at_most=9)
    assert (delivery.attempts, delivery.fault) == (MOST_ATTEMPTS, "SMTPConnectError")
    assert timedelta(days=2) < reminding.now - delivery.created_at < timedelta(days=4)
    assert delivery.due_at is None


def test_somebody_without_an_address_by_then_gets_none(reminding: Reminding) -> None:
    ann = reminding.store().person("ann")
    assert ann is not None
    reminding.save(replace(ann, version=2, profile=replace(ann.profile, email=None)))
    assert _mailing(reminding, 9).try_all() == [DeliveryState.FAILED]


def test_who_left_before_the_mail_went_out_gets_none(reminding: Reminding) -> None:
    ann = reminding.store().person("ann")
    assert ann is not None
    reminding.save(replace(ann, version=2, profile=replace(ann.profile, left_on=reminding.now.date())))
    reminding.now += timedelta(days=1)
    mailing = _mailing(reminding, 9)
    assert mailing.try_all() == [DeliveryState.FAILED]
    assert mailing.fault() == "the person has left"


@pytest.mark.parametrize("address", ["two words@x.example", "a@b\nBcc: c@x.example", "@"])
def test_an_address_that_nobody_can_write_to_is_given_up(reminding: Reminding, address: str) -> None:
    ann = reminding.store().person("ann")
    assert ann is not None
    reminding.save(replace(ann, version=2, profile=replace(ann.profile, email=address)))
    office = PostOffice()
    with served(office) as port:
        assert _mailing(reminding, port).try_all() == [DeliveryState.FAILED]
    assert office.mails == []


def test_a_worker_that_dies_after_the_servers_word_sends_the_same_mail_once_more(
    reminding: Reminding,
) -> None:
    """As after a kill: the mail is taken up and sent, and nothing is noted of it."""

    class Dead(BaseException):
        """The process is gone."""

    class DyingMailer(SmtpMailer):
        """Dies right after the mail server's word."""

        def send(self, *args: Any, **kwargs: Any) -> None:
            super().send(*args, **kwargs)
            raise Dead

    office = PostOffice()
    with served(office) as port:
        mailing = _mailing(reminding, port)
        store, schedule = reminding.store(), DueSchedule(reminding.world.database, work=MAIL_WORK)
        [due] = schedule.due(now=reminding.now, after=None, at_most=9)
        with pytest.raises(Dead):
            deliver(store, due=due, mailer=DyingMailer(mailing.smtp), now=reminding.now)
        assert mailing.try_all() == [DeliveryState.WAITING]
        assert len(office.mails) == 1
        reminding.now += timedelta(minutes=5)
        assert mailing.try_all() == [DeliveryState.SENT]
    assert len(office.mails) == 2
    assert len({each["Message-ID"] for each in office.mails}) == 1


def test_of_two_workers_that_take_up_the_same_mail_one_sends_it(reminding: Reminding) -> None:
    office = PostOffice()
    with served(office) as port:
        smtp = _mailing(reminding, port).smtp
        store, schedule = reminding.store(), DueSchedule(reminding.world.database, work=MAIL_WORK)
        [due] = schedule.due(now=reminding.now, after=None, at_most=9)
        outer = SmtpMailer(smtp)

        class Overtaken(SmtpMailer):
            """While this one sends, another worker comes by."""

            def send(self, *args: Any, **kwargs: Any) -> None:
                with pytest.raises(ConflictError):
                    deliver(store, due=due, mailer=outer, now=reminding.now)
                super().send(*args, **kwargs)

        deliver(store, due=due, mailer=Overtaken(smtp), now=reminding.now)
    assert len(office.mails) == 1


def test_a_mail_that_cannot_be_written_stays_due_and_holds_no_other_up(reminding: Reminding) -> None:
    people = ["ben", "cleo"]
    reminding.save(*(a_person(each, email=f"{each}@acme.example") for each in people))
    reminding.save(
        *(an_enrolment(each, path_id="long", due_on=date(2025, 1, 5), enrolled_at=START) for each in people)
    )
    reminding.rounds()
    told = reminding.world.database["notifications"]
    poisoned = {"tenant_id": "acme", "person_id": "ben"}
    assert told.update_one(poisoned, {"$set": {"items.0.step": "unheard of"}}).modified_count == 1
    office = PostOffice()
    with served(office) as port:
        smtp = _mailing(reminding, port).smtp
        work = DueWork(
            name="mail",
            schedule=DueSchedule(reminding.world.database, work=MAIL_WORK),
            turn=OnlyOne(),
            perform=lambda due: deliver(
                reminding.store(), due=due, mailer=SmtpMailer(smtp), now=reminding.now
            ),
            clock=lambda: reminding.now,
        )
        work.round(threading.Event())
        assert sorted(each["To"] for each in office.mails) == ["ann@acme.example", "cleo@acme.example"]
        told.update_one(poisoned, {"$set": {"items.0.step": "overdue"}})
        work.round(threading.Event())
    assert office.mails[-1]["To"] == "ben@acme.example"


def test_mails_that_are_taken_up_twice_and_the_last_one_first_go_out_once(reminding: Reminding) -> None:
    reminding.save(a_person("ben", email="ben@acme.example"))
    reminding.save(an_enrolment("ben", path_id="long", due_on=date(2025, 1, 5), enrolled_at=START))
    reminding.rounds()
    schedule = DueSchedule(reminding.world.database, work=MAIL_WORK)
    read = schedule.due(now=reminding.now, after=None, at_most=9)
    office = PostOffice()
    with served(office) as port:
        mailer = SmtpMailer(_mailing(reminding, port).smtp)
        for due in [*reversed(read), *read]:
            with suppress(ConflictError):
                deliver(reminding.store(), due=due, mailer=mailer, now=reminding.now)
    assert sorted(each["To"] for each in office.mails) == ["ann@acme.example", "ben@acme.example"]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost, signed by itself, with its key."""
    found = tmp_path_factory.mktemp("tls") / "mail.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(found), "-out", str(found.with_suffix(".crt"))),
        ],
        check=True,
        capture_output=True,
    )
    return found


def _tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.with_suffix(".crt"), certificate)
    return context


def test_starttls_and_signing_in_as_the_settings_say(
    reminding: Reminding, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))

    def signs_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"cairn", b"s3cret")
        return AuthResult(success=known, handled=known)

    office = PostOffice()
    with served(
        office,
        tls_context=_tls(certificate),
        require_starttls=True,
        auth_required=True,
        authenticator=signs_in,
    ) as port:
        wished = {"host": "localhost", "security": "starttls", "user": "cairn"}
        wrong = _mailing(reminding, port, **wished, password="wrong")
        assert wrong.try_all() == [DeliveryState.WAITING]
        assert "SMTPAuthenticationError" in wrong.fault()
        reminding.now += timedelta(minutes=1)
        assert _mailing(reminding, port, **wished, password="s3cret").try_all() == [DeliveryState.SENT]
    assert len(office.mails) == 1


def test_a_server_that_nobody_vouches_for_gets_no_mail(reminding: Reminding, certificate: Path) -> None:
    office = PostOffice()
    with served(office, tls_context=_tls(certificate), require_starttls=True) as port:
        mailing = _mailing(reminding, port, host="localhost", security="starttls")
        assert mailing.try_all() == [DeliveryState.WAITING]
    assert office.mails == []


def test_without_a_mail_server_nothing_is_queued(world: MongoWorld) -> None:
    reminding = Reminding(world, now=START, by_mail=False)
    reminding.save(settings(), a_person("ann", email="ann@acme.example"))
    reminding.save(an_enrolment("ann", path_id="long", due_on=date(2025, 1, 5), enrolled_at=START))
    reminding.pass_days(6)
    assert reminding.told() == [["ann-on-long overdue"]]
    assert list(reminding.store().deliveries(None, after=None, at_most=9)) == []
