"""Sending one notification by mail, without anybody asking."""

from datetime import datetime
from typing import Protocol

from cairn_learners.application.names import Names, names_in
from cairn_learners.application.reminder_ports import RemindersStore
from cairn_learners.domain.deliveries import Delivery, given_up, refused, sent, taken_up
from cairn_learners.domain.notifications import Notification
from cairn_platform.changes import Change
from cairn_platform.due import DueItem, Rescheduled

NO_ADDRESS = "the person has no mail address"
UNUSABLE_ADDRESS = "the mail address cannot be written to"
HAS_LEFT = "the person has left"


class MailRefusedError(Exception):
    """The mail was not accepted; `passing` says that the fault may well pass by itself."""

    def __init__(self, fault: str, *, passing: bool) -> None:
        super().__init__(fault)
        self.fault = fault
        self.passing = passing


class UnusableAddressError(Exception):
    """Nobody can write to the person's mail address."""


class Mailer(Protocol):
    """Sends mails; `cairn_learners.adapters.mail.smtp.SmtpMailer` in production."""

    def send(self, notification: Notification, *, to: str, given_name: str, names: Names) -> None:
        """Returns once the mail server has accepted the mail; raises MailRefusedError and UnusableAddressError."""


def deliver(store: RemindersStore, *, due: DueItem, mailer: Mailer, now: datetime) -> Delivery | None:
    """Tries to send a notification's mail, and notes what came of it; None where there is nothing to send.

    It is taken up before it is sent, so that nobody else sends it meanwhile, and is sent twice only where this is killed between
    the server's word and ours; the mail has the same Message-ID then. Raises ConflictError when somebody else took it up.
    """
    waiting = store.delivery(due.aggregate_id)
    notification = store.notification(due.aggregate_id)
    if waiting is None or notification is None or waiting.due_at is None or waiting.due_at > now:
        store.done([], rescheduled=[Rescheduled(item=due, due_at=waiting.due_at if waiting else None)])
        return None
    delivery = _saved(store, taken_up(waiting, now=now), now)
    person = store.person(notification.person_id)
    if person is not None and not person.is_employed_on(now.date()):
        return _saved(store, given_up(delivery, fault=HAS_LEFT, now=now), now)
    if person is None or not person.profile.email:
        return _saved(store, given_up(delivery, fault=NO_ADDRESS, now=now), now)
    try:
        mailer.send(
            notification,
            to=person.profile.email,
            given_name=person.profile.given_name,
            names=names_in([notification], store=store),
        )
    except UnusableAddressError:
        return _saved(store, given_up(delivery, fault=UNUSABLE_ADDRESS, now=now), now)
    except MailRefusedError as error:
        after = refused(delivery, fault=error.fault, passing=error.passing, now=now)
        return _saved(store, after, now)
    return _saved(store, sent(delivery, now=now), now)


def _saved(store: RemindersStore, delivery: Delivery, now: datetime) -> Delivery:
    store.commit([Change(aggregate=delivery, happened=None, happened_at=now)])
    return delivery
