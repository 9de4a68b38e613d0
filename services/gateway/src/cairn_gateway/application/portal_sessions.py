"""The portal's sessions: what stands behind the cookie, and how long.

A session lives as long as the issuer lets it: its access token is renewed shortly before it ends, by one request at a time, and when the
issuer says that the grant is over, the session is over too.
"""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from cairn_platform.errors import RefusedError, UnavailableError

_RENEW_BEFORE = timedelta(seconds=30)
# Longer than the issuer may take to answer, so that a renewal is never begun twice while one is under way.
_LEASE = timedelta(seconds=10)
_POLL_SECONDS = 0.05
_WAIT_FOR_OTHER_SECONDS = 2.5


class SessionEndedError(RefusedError):
    """There is no such session, or no longer."""

    reason = "SESSION_ENDED"

    def __init__(self) -> None:
        super().__init__("The portal session has ended; sign in again.")


class CsrfTokenWrongError(RefusedError):
    """A change came with the session's cookie, but without the session's CSRF token."""

    reason = "CSRF_TOKEN_WRONG"

    def __init__(self) -> None:
        super().__init__("X-Cairn-CSRF is not the token of GET /auth/session.")


class GrantOverError(Exception):
    """The issuer will not renew: signed out, disabled, or no longer a member of the organization."""


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """What the issuer gave, and until when it is good."""

    access_token: str
    refresh_token: str
    id_token: str
    access_expires_at: datetime
    refresh_expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """Somebody who has just signed in: account, the issuer's own session, tenant, tokens."""

    subject: str
    issuer_session_id: str
    tenant_id: str
    tokens: Tokens


@dataclass(frozen=True, kw_only=True)
class PortalSession:
    """One browser's session. `key` is the hash of the secret in the cookie; `generation` grows with each renewal."""

    key: str
    tenant_id: str
    subject: str
    issuer_session_id: str
    csrf_token: str
    generation: int
    tokens: Tokens


@dataclass(frozen=True, kw_only=True)
class Logout:
    """The issuer's word that a session, or every session of an account, is over."""

    token_id: str
    subject: str | None
    issuer_session_id: str | None
    expires_at: datetime


class SessionStore(Protocol):
    """Where sessions are kept."""

    async def add(self, session: PortalSession) -> None:
        """Keeps a new session until its refresh token ends."""

    async def find(self, key: str) -> PortalSession | None:
        """The session, or None."""

    async def lease_renewal(self, key: str, *, generation: int, now: datetime, until: datetime) -> bool:
        """Takes the right to renew this generation; False while somebody else has it or when it is renewed already."""

    async def give_back_renewal(self, key: str, *, generation: int) -> None:
        """Lets others renew this generation."""

    async def renew(self, key: str, *, generation: int, tokens: Tokens) -> bool:
        """Puts new tokens in place of this generation's; False if that is not the present one."""

    async def remove(self, key: str) -> None:
        """Forgets the session."""

    async def remove_generation(self, key: str, *, generation: int) -> bool:
        """Forgets the session if this is its present generation."""

    async def remove_all(self, *, issuer_session_id: str | None, subject: str | None) -> int:
        """Forgets the sessions of the issuer's session if it is named, else those of the account."""

    async def knows_logout(self, token_id: str) -> bool:
        """This logout was carried out before."""

    async def remember_logout(self, token_id: str, *, until: datetime) -> None:
        """Notes that this logout was carried out."""


class Renewing(Protocol):
    """The issuer, as far as renewal needs it."""

    async def renew(self, tokens: Tokens) -> Tokens:
        """New tokens for old ones. Raises GrantOverError, or UnavailableError when the issuer does not answer."""


class PortalSessions:
    """Opens, uses and ends sessions."""

    def __init__(self, *, store: SessionStore, issuer: Renewing, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._issuer = issuer
        self._clock = clock

    async def open(self, signed_in: SignedIn) -> str:
        """Begins a session; the answer is the secret for the cookie, which is kept nowhere."""
        secret = secrets.token_urlsafe(32)
        session = PortalSession(
            key=_key(secret),
            tenant_id=signed_in.tenant_id,
            subject=signed_in.subject,
            issuer_session_id=signed_in.issuer_session_id,
            csrf_token=secrets.token_urlsafe(32),
            generation=1,
            tokens=signed_in.tokens,
        )
        await self._store.add(session)
        return secret

    async def find(self, secret: str) -> PortalSession:
        """The session behind a cookie. Raises SessionEndedError."""
        session = await self._store.find(_key(secret))
        if session is None or session.tokens.refresh_expires_at <= self._clock():
            raise SessionEndedError
        return session

    async def access_token(self, secret: str, *, csrf_token: str | None, changes: bool) -> str:
        """An access token that is good for the next 30 seconds, or at least still good when the issuer is away.

        `changes` says that the request may change something, and so must carry the session's CSRF token.
        Raises SessionEndedError, CsrfTokenWrongError, or UnavailableError when the issuer has to be asked and does not answer.
        """
        session = await self.find(secret)
        if changes:
            require_csrf(session, csrf_token)
        if session.tokens.access_expires_at - self._clock() > _RENEW_BEFORE:
            return session.tokens.access_token
        return (await self._renewed(session)).tokens.access_token

    async def close(self, secret: str, *, csrf_token: str | None) -> PortalSession:
        """Ends the session here; the answer is what it was, for signing out at the issuer."""
        session = await self.find(secret)
        require_csrf(session, csrf_token)
        await self._store.remove(session.key)
        return session

    async def discard(self, secret: str | None) -> None:
        """Forgets what a browser's cookie stood for, before another session takes its place."""
        if secret:
            await self._store.remove(_key(secret))

    async def log_out(self, logout: Logout) -> int:
        """Ends what the issuer says is over, once for each logout token; the answer is how many sessions that were."""
        if await self._store.knows_logout(logout.token_id):
            return 0
        ended = await self._store.remove_all(
            issuer_session_id=logout.issuer_session_id, subject=logout.subject
        )
        await self._store.remember_logout(logout.token_id, until=logout.expires_at)
        return ended

    async def _renewed(self, session: PortalSession) -> PortalSession:
        now = self._clock()
        if not await self._store.lease_renewal(
            session.key, generation=session.generation, now=now, until=now + _LEASE
        ):
            return await self._renewed_by_other(session)
        try:
            tokens = await self._issuer.renew(session.tokens)
        except GrantOverError:
            await self._store.remove_generation(session.key, generation=session.generation)
            raise SessionEndedError from None
        except UnavailableError:
            await self._store.give_back_renewal(session.key, generation=session.generation)
            if self._is_good(session):
                return session
            raise
        if not await self._store.renew(session.key, generation=session.generation, tokens=tokens):
            # Signed out while it was renewed.
            raise SessionEndedError
        return replace(session, tokens=tokens, generation=session.generation + 1)

    async def _renewed_by_other(self, session: PortalSession) -> PortalSession:
        """While another request renews, the old token serves as long as it is good; after that, wait for the new one."""
        if self._is_good(session):
            return session
        waited = 0.0
        while waited < _WAIT_FOR_OTHER_SECONDS:
            await asyncio.sleep(_POLL_SECONDS)
            waited += _POLL_SECONDS
            present = await self._store.find(session.key)
            if present is None:
                raise SessionEndedError
            if present.generation > session.generation:
                return present
        raise UnavailableError

    def _is_good(self, session: PortalSession) -> bool:
        return session.tokens.access_expires_at > self._clock()


def require_csrf(session: PortalSession, csrf_token: str | None) -> None:
    """Raises CsrfTokenWrongError unless the token is the session's."""
    if csrf_token is None or not hmac.compare_digest(csrf_token.encode(), session.csrf_token.encode()):
        raise CsrfTokenWrongError


def _key(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
