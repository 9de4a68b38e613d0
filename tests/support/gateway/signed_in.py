"""Somebody who has just signed in, for tests of sessions."""

from datetime import UTC, datetime, timedelta

from cairn_gateway.application.portal_sessions import PortalSession, SignedIn, Tokens

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def tokens(name: str = "first", *, access: timedelta = timedelta(minutes=5), now: datetime = NOON) -> Tokens:
    return Tokens(
        access_token=f"{name} access",
        refresh_token=f"{name} refresh",
        id_token=f"{name} id",
        access_expires_at=now + access,
        refresh_expires_at=now + timedelta(minutes=30),
    )


def signed_in(*, subject: str = "ann", issuer_session_id: str = "sid-1") -> SignedIn:
    return SignedIn(subject=subject, issuer_session_id=issuer_session_id, tenant_id="acme", tokens=tokens())


def session(key: str, *, subject: str = "ann", issuer_session_id: str = "sid-1") -> PortalSession:
    return PortalSession(
        key=key,
        tenant_id="acme",
        subject=subject,
        issuer_session_id=issuer_session_id,
        csrf_token="csrf",
        generation=1,
        tokens=tokens(),
    )
