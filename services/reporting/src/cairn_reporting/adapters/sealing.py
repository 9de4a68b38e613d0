"""Secrets that are kept sealed: by keys that are not in the database."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from cairn_reporting.application.errors import SecretLostError, WebhooksNotSetUpError
from cairn_reporting.settings import WebhookSettings


class FernetSeal:
    """Implements `Seal`: the first of the keys seals, each of them opens, so that keys can be replaced."""

    def __init__(self, settings: WebhookSettings) -> None:
        keys = settings.sealing_keys
        self._keys = MultiFernet([Fernet(key) for key in keys]) if keys else None

    def seal(self, secret: str) -> bytes:
        """The secret as it may be kept. Raises WebhooksNotSetUpError where there is no key."""
        if self._keys is None:
            raise WebhooksNotSetUpError
        return self._keys.encrypt(secret.encode())

    def open(self, sealed: bytes) -> str:
        """The secret itself. Raises SecretLostError where no key opens it."""
        if self._keys is None:
            raise SecretLostError
        try:
            return self._keys.decrypt(sealed).decode()
        except InvalidToken as error:
            raise SecretLostError from error
