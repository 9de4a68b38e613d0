"""Sending mails by SMTP, and which of its refusals may pass."""

import asyncio
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage

import aiosmtplib

from cairn_learners.adapters.mail.letters import letter
from cairn_learners.application.deliver import MailRefusedError, UnusableAddressError
from cairn_learners.application.names import Names
from cairn_learners.domain.notifications import Notification
from cairn_learners.settings import SmtpSettings

_PERMANENT = 500
# What is wrong with how we ask, not with the mail: it passes when the settings are put right.
_OUR_FAULT = (aiosmtplib.SMTPAuthenticationError, aiosmtplib.SMTPHeloError, aiosmtplib.SMTPConnectError)


class SmtpMailer:
    """Implements `Mailer` with a mail server."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._sender = Address(display_name=settings.from_name, addr_spec=settings.from_address)

    def send(self, notification: Notification, *, to: str, given_name: str, names: Names) -> None:
        """Returns once the mail server has accepted the mail; raises MailRefusedError and UnusableAddressError."""
        try:
            message = letter(
                notification,
                sender=self._sender,
                to=to,
                given_name=given_name,
                names=names,
                portal_url=self._settings.portal_url,
            )
        except (ValueError, IndexError, MessageError) as error:
            raise UnusableAddressError from error
        asyncio.run(self._sent(message))

    async def _sent(self, message: EmailMessage) -> None:
        settings = self._settings
        password = settings.password.get_secret_value() if settings.password else None
        try:
            await aiosmtplib.send(
                message,
                hostname=settings.host,
                port=settings.port,
                username=settings.user or None,
                password=password,
                use_tls=settings.security == "tls",
                start_tls=settings.security == "starttls",
                timeout=settings.timeout_seconds,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise refusal_of(error) from error


def refusal_of(error: Exception) -> MailRefusedError:
    """What a fault of sending means: 5xx about the mail is final; 4xx, connections and our own access may pass.

    It says the code and the kind of the fault, never what the server wrote, which often repeats the address.
    """
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        error = error.recipients[0]
    kind = type(error).__name__
    if isinstance(error, aiosmtplib.SMTPResponseException):
        passing = error.code < _PERMANENT or isinstance(error, _OUR_FAULT)
        return MailRefusedError(f"{error.code} {kind}", passing=passing)
    return MailRefusedError(kind, passing=True)
