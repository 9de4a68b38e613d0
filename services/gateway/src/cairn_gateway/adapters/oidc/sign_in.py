"""One sign-in through the issuer, from the first redirect to the tokens, and the way out."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import jwt
import structlog
from jwt.exceptions import PyJWTError

from cairn_gateway.adapters.oidc.client import OidcClient, TokenRefusedError
from cairn_gateway.adapters.oidc.tokens import IssuerTokens, TokenNotAcceptedError
from cairn_gateway.application.portal_sessions import GrantOverError, SignedIn, Tokens
from cairn_platform.auth.verifier import TokenVerifier
from cairn_platform.errors import RefusedError

SIGN_IN_SECONDS = 600
# The portal's tokens name an organization; Keycloak asks which one where an account is in several.
_SCOPE = "openid organization"

_log = structlog.get_logger()


class SignInFailedError(RefusedError):
    """The browser came back with something else than the end of a sign-in that was begun here."""

    reason = "SIGN_IN_FAILED"

    def __init__(self) -> None:
        super().__init__(
            "The sign-in was not begun in this browser, was begun too long ago, or was cancelled."
        )


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A sign-in under way. The browser keeps it, signed, in a cookie that only the callback gets."""

    state: str
    nonce: str
    code_verifier: str
    return_to: str


class SignIn:
    """Signs people in and out at the issuer."""

    def __init__(
        self,
        *,
        client: OidcClient,
        client_id: str,
        tokens: IssuerTokens,
        verifier: TokenVerifier,
        secret: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._client_id = client_id
        self._tokens = tokens
        self._verifier = verifier
        self._seal = hashlib.sha256(f"cairn sign-in:{secret}".encode()).hexdigest()
        self._clock = clock

    async def begin(self, *, return_to: str, fresh: bool) -> tuple[str, Attempt]:
        """Where the browser goes, and what it has to bring back; `fresh` asks for the password again."""
        attempt = Attempt(
            state=secrets.token_urlsafe(24),
            nonce=secrets.token_urlsafe(24),
            code_verifier=secrets.token_urlsafe(48),
            return_to=return_to,
        )
        url = await self._client.authorization_url(
            scope=_SCOPE,
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.code_verifier,
            **({"prompt": "login"} if fresh else {}),
        )
        return url, attempt

    def sealed(self, attempt: Attempt) -> str:
        """The attempt for the cookie: readable by its browser, but not changeable."""
        expires_at = self._clock() + timedelta(seconds=SIGN_IN_SECONDS)
        return jwt.encode({**asdict(attempt), "exp": expires_at}, self._seal, algorithm="HS256")

    def unsealed(self, cookie: str | None, *, state: str | None) -> Attempt:
        """The attempt that the callback belongs to. Raises SignInFailedError."""
        if not cookie or not state:
            raise SignInFailedError
        try:
            claims = jwt.decode(cookie, self._seal, algorithms=["HS256"], options={"require": ["exp"]})
        except PyJWTError as error:
            raise SignInFailedError from error
        claims.pop("exp")
        attempt = Attempt(**claims)
        if not secrets.compare_digest(attempt.state.encode(), state.encode()):
            raise SignInFailedError
        return attempt

    async def complete(self, attempt: Attempt, *, code: str) -> SignedIn:
        """Who signed in. Raises SignInFailedError, UnavailableError, or TenantNotNamedError for who is in no organization."""
        try:
            answer = await self._client.tokens_for_code(code=code, code_verifier=attempt.code_verifier)
            tokens = self._held(answer)
            claims = await self._tokens.id_token(tokens.id_token, nonce=attempt.nonce)
        except (TokenRefusedError, TokenNotAcceptedError) as error:
            _log.warning("sign_in_refused", error=str(error))
            raise SignInFailedError from error
        principal = await self._verifier.verify_async(tokens.access_token)
        if principal.subject != claims["sub"]:
            raise SignInFailedError
        return SignedIn(
            subject=principal.subject,
            issuer_session_id=str(claims["sid"]),
            tenant_id=principal.tenant_id,
            tokens=tokens,
        )

    async def renew(self, tokens: Tokens) -> Tokens:
        """New tokens for old ones. Raises GrantOverError when the issuer's grant is over."""
        try:
            answer = await self._client.renewed_tokens(tokens.refresh_token)
        except TokenRefusedError as error:
            _log.info("grant_over", error=error.error)
            raise GrantOverError from error
        return self._held({"refresh_token": tokens.refresh_token, "id_token": tokens.id_token, **answer})

    async def sign_out_url(self, *, id_token: str, return_to: str) -> str:
        """Where the browser goes to end the issuer's session too (OpenID Connect RP-Initiated Logout)."""
        query = {
            "id_token_hint": id_token,
            "client_id": self._client_id,
            "post_logout_redirect_uri": return_to,
        }
        return f"{await self._client.sign_out_endpoint()}?{urlencode(query)}"

    def _held(self, answer: Mapping[str, Any]) -> Tokens:
        now = self._clock()
        try:
            access_seconds = int(answer["expires_in"])
            return Tokens(
                access_token=str(answer["access_token"]),
                refresh_token=str(answer["refresh_token"]),
                id_token=str(answer["id_token"]),
                access_expires_at=now + timedelta(seconds=access_seconds),
                refresh_expires_at=now + timedelta(seconds=int(answer["refresh_expires_in"])),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise TokenRefusedError("answer without tokens") from error
