"""What the issuer says about sign-ins, verified: ID tokens and logout tokens."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import jwt
from jwt.exceptions import PyJWTError

from cairn_gateway.application.portal_sessions import Logout
from cairn_platform.auth.keyset import KeySet

_ALGORITHMS = ("RS256",)
_LEEWAY_SECONDS = 5
_LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


class TokenNotAcceptedError(Exception):
    """The token is not what the issuer gives for this purpose. The text is for the log."""


class IssuerTokens:
    """Verifies tokens that the issuer made for one client."""

    def __init__(self, *, keys: KeySet, issuer: str, client_id: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._client_id = client_id

    async def id_token(self, token: str, *, nonce: str) -> Mapping[str, Any]:
        """The claims of an ID token for this sign-in (OpenID Connect Core 3.1.3.7), with the issuer's session as `sid`."""
        claims = await self._claims(token, require=["exp", "iat", "sub", "sid", "nonce"])
        if claims["nonce"] != nonce:
            raise TokenNotAcceptedError("another sign-in's nonce")
        if claims.get("azp", self._client_id) != self._client_id:
            raise TokenNotAcceptedError("another client's token")
        return claims

    async def logout(self, token: str) -> Logout:
        """What a logout token ends (OpenID Connect Back-Channel Logout 2.6)."""
        claims = await self._claims(token, require=["exp", "iat", "jti", "events"])
        events = claims["events"]
        if not isinstance(events, dict) or not isinstance(events.get(_LOGOUT_EVENT), dict):
            raise TokenNotAcceptedError("not a logout token")
        if "nonce" in claims:
            raise TokenNotAcceptedError("a logout token has no nonce")
        subject, session = claims.get("sub"), claims.get("sid")
        if not subject and not session:
            raise TokenNotAcceptedError("names neither a session nor an account")
        return Logout(
            token_id=str(claims["jti"]),
            subject=str(subject) if subject else None,
            issuer_session_id=str(session) if session else None,
            expires_at=datetime.fromtimestamp(claims["exp"] + _LEEWAY_SECONDS, tz=UTC),
        )

    async def _claims(self, token: str, *, require: list[str]) -> Mapping[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            key_id = header.get("kid")
            if not isinstance(key_id, str) or header.get("alg") not in _ALGORITHMS:
                raise TokenNotAcceptedError("not signed as the issuer signs")
            key = (
                self._keys.key(key_id)
                if self._keys.knows(key_id)
                else await asyncio.to_thread(self._keys.key, key_id)
            )
            if key is None:
                raise TokenNotAcceptedError("not the issuer's key")
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key=key.key,
                algorithms=_ALGORITHMS,
                audience=self._client_id,
                issuer=self._issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": [*require, "iss", "aud"]},
            )
        except PyJWTError as error:
            raise TokenNotAcceptedError(type(error).__name__) from error
        return claims
