"""From an access token to a principal: signature, issuer, audience, expiry, kind of token, exactly one organization."""

import asyncio
from collections.abc import Mapping
from typing import Any

import jwt
from jwt.exceptions import ExpiredSignatureError, PyJWTError

from cairn_platform.auth.keyset import KeySet, fetch_over_http
from cairn_platform.auth.verified_tokens import VerifiedToken, VerifiedTokens
from cairn_platform.errors import RefusedError, UnavailableError
from cairn_platform.identity import Principal
from cairn_platform.settings import IdentitySettings

# What Keycloak signs with by default, and nothing that a public key could be mistaken for.
ALGORITHMS = ("RS256",)
# The public catalogue's tenant: nobody is a member of it.
RESERVED_TENANT = "public"
_LEEWAY_SECONDS = 5


class TokenMissingError(RefusedError):
    """No bearer token came with the call."""

    reason = "TOKEN_MISSING"

    def __init__(self) -> None:
        super().__init__("This needs a bearer token.")


class TokenInvalidError(RefusedError):
    """The token is not one that this service accepts. The text does not say which check failed."""

    reason = "TOKEN_INVALID"

    def __init__(self) -> None:
        super().__init__("The token is not one that this service accepts.")


class TokenExpiredError(RefusedError):
    """The token's time is over."""

    reason = "TOKEN_EXPIRED"

    def __init__(self) -> None:
        super().__init__("The token has expired.")


class TenantNotNamedError(RefusedError):
    """The token names no organization, or several."""

    reason = "TENANT_NOT_NAMED"

    def __init__(self) -> None:
        super().__init__(
            "The token must name exactly one organization; ask for the scope organization:<alias>."
        )


class TokenVerifier:
    """Verifies access tokens for one audience. What it verified it knows again, until the token expires or the issuer drops its key."""

    def __init__(
        self, *, keys: KeySet, issuer: str, audience: str, verified: VerifiedTokens | None = None
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._verified = VerifiedTokens() if verified is None else verified

    def verify(self, token: str) -> Principal:
        """Who holds the token. Raises TokenInvalidError, TokenExpiredError or TenantNotNamedError.

        Asks the issuer only for an unknown key, rarely, and two seconds at the most. Raises UnavailableError while the issuer has
        never answered, since nothing can be said of a token then.
        """
        known = self._known(token)
        if known is not None:
            return known
        key = self._keys.key(_key_id(token))
        if key is None:
            raise UnavailableError if self._keys.is_empty else TokenInvalidError
        try:
            claims = jwt.decode(
                token,
                key=key.key,
                algorithms=ALGORITHMS,
                audience=self._audience,
                issuer=self._issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "azp"], "strict_aud": False},
            )
        except ExpiredSignatureError as error:
            raise TokenExpiredError from error
        except PyJWTError as error:
            raise TokenInvalidError from error
        if claims.get("typ") != "Bearer" or not claims["sub"]:
            raise TokenInvalidError
        principal = _principal(claims)
        good_until = float(claims["exp"]) + _LEEWAY_SECONDS
        self._verified.add(token, VerifiedToken(principal=principal, key=key, good_until=good_until))
        return principal

    async def verify_async(self, token: str) -> Principal:
        """The same for an event loop: leaves it only where the issuer may have to be asked."""
        known = self._known(token)
        if known is not None:
            return known
        if self._keys.knows(_key_id(token)):
            return self.verify(token)
        return await asyncio.to_thread(self.verify, token)

    def _known(self, token: str) -> Principal | None:
        """Whom the token names, if it was verified before and both it and its key are good still."""
        found = self._verified.find(token)
        return found.principal if found is not None and self._keys.holds(found.key) else None


def token_verifier(settings: IdentitySettings, *, audience: str) -> tuple[TokenVerifier, KeySet]:
    """A verifier and the keys behind it; `start()` the keys before the first call."""
    keys = KeySet(fetch_over_http(settings.jwks_url), refresh_seconds=settings.keys_refresh_seconds)
    return TokenVerifier(keys=keys, issuer=settings.issuer, audience=audience), keys


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except PyJWTError as error:
        raise TokenInvalidError from error
    key_id = header.get("kid")
    if not isinstance(key_id, str) or header.get("alg") not in ALGORITHMS:
        raise TokenInvalidError
    return key_id


def _principal(claims: Mapping[str, Any]) -> Principal:
    return Principal(
        tenant_id=_tenant(claims.get("organization")),
        subject=str(claims["sub"]),
        roles=frozenset(_roles(claims)),
        client_id=str(claims["azp"]),
        email=claims["email"] if isinstance(claims.get("email"), str) else None,
        email_verified=claims.get("email_verified") is True,
    )


def _tenant(organization: object) -> str:
    """The one alias of Keycloak's organization claim: `["acme"]`, or `{"acme": {"id": …}}` with ids switched on."""
    aliases = list(organization) if isinstance(organization, list | dict) else []
    if (
        len(aliases) != 1
        or not isinstance(aliases[0], str)
        or not aliases[0]
        or aliases[0] == RESERVED_TENANT
    ):
        raise TenantNotNamedError
    return aliases[0]


def _roles(claims: Mapping[str, Any]) -> list[str]:
    access = claims.get("realm_access")
    roles = access.get("roles") if isinstance(access, dict) else None
    return [role for role in roles if isinstance(role, str)] if isinstance(roles, list) else []
