"""Links that give one file, once, to whoever has them: for programs and colleagues' browsers that hold no token.

A link stands for what its maker's access token may do, and ends with it; so nothing is given away by a link that the maker could not
have fetched at that moment.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import jwt

from cairn_platform.errors import NotFoundError

LASTS = timedelta(minutes=5)
"""The longest that a link can be opened."""
_SECRET_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class DownloadLink:
    """What a link stands for."""

    key: str
    export_id: str
    access_token: str
    expires_at: datetime


class DownloadLinkStore(Protocol):
    """Where links wait to be opened."""

    async def keep(self, link: DownloadLink) -> None:
        """Keeps a link until it ends."""

    async def take(self, key: str) -> DownloadLink | None:
        """The link, which is gone from now on; of two who take it at once, one gets it."""


class DownloadLinks:
    """The links to exported reports."""

    def __init__(self, *, store: DownloadLinkStore, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def make(self, *, export_id: str, access_token: str) -> tuple[str, datetime]:
        """A link's secret, told this once, and until when it can be opened. The token has been verified."""
        claims = jwt.decode(access_token, options={"verify_signature": False})
        ends_at = datetime.fromtimestamp(claims["exp"], tz=UTC)
        expires_at = min(ends_at, self._clock() + LASTS)
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        await self._store.keep(
            DownloadLink(
                key=_key(secret), export_id=export_id, access_token=access_token, expires_at=expires_at
            )
        )
        return secret, expires_at

    async def open(self, secret: str) -> DownloadLink:
        """What the link stands for; it cannot be opened again. Raises NotFoundError for one that was opened, has ended or never was."""
        link = await self._store.take(_key(secret))
        if link is None or link.expires_at <= self._clock():
            raise NotFoundError("download")
        return link


def _key(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
