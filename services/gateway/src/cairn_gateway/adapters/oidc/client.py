"""The façade of authlib's OAuth client, which has no types: what the gateway asks the issuer over HTTP."""

from collections.abc import Mapping
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client

from cairn_gateway.settings import OidcSettings
from cairn_platform.errors import UnavailableError


class TokenRefusedError(Exception):
    """The issuer gives no tokens for this; `error` is its word for why, such as invalid_grant."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class OidcClient:
    """Speaks with one issuer as one client. What the issuer says of itself is asked for once."""

    def __init__(self, *, settings: OidcSettings, issuer: str, redirect_uri: str) -> None:
        self._issuer = issuer
        self._metadata: Mapping[str, Any] | None = None
        self._http = AsyncOAuth2Client(
            client_id=settings.client_id,
            client_secret=settings.client_secret.get_secret_value(),
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=settings.timeout_seconds,
        )

    async def authorization_url(
        self, *, scope: str, state: str, nonce: str, code_verifier: str, **more: str
    ) -> str:
        """Where the browser goes to sign in; `more` are further parameters of OpenID Connect."""
        endpoint = await self._endpoint("authorization_endpoint")
        url, _ = self._http.create_authorization_url(
            endpoint, scope=scope, state=state, nonce=nonce, code_verifier=code_verifier, **more
        )
        return str(url)

    async def tokens_for_code(self, *, code: str, code_verifier: str) -> Mapping[str, Any]:
        """The issuer's answer to the code that the browser brought back. Raises TokenRefusedError, UnavailableError."""
        endpoint = await self._endpoint("token_endpoint")
        return await self._asked(
            self._http.fetch_token(
                endpoint, grant_type="authorization_code", code=code, code_verifier=code_verifier
            )
        )

    async def renewed_tokens(self, refresh_token: str) -> Mapping[str, Any]:
        """The issuer's answer to a refresh token. Raises TokenRefusedError, UnavailableError."""
        endpoint = await self._endpoint("token_endpoint")
        return await self._asked(self._http.refresh_token(endpoint, refresh_token=refresh_token))

    async def sign_out_endpoint(self) -> str:
        """Where the browser goes to sign out."""
        return await self._endpoint("end_session_endpoint")

    async def close(self) -> None:
        """Ends the connections."""
        await self._http.aclose()

    async def _endpoint(self, name: str) -> str:
        if self._metadata is None:
            url = f"{self._issuer}/.well-known/openid-configuration"
            try:
                answer = await self._http.request("GET", url, withhold_token=True)
                answer.raise_for_status()
                metadata = answer.json()
            except (httpx2.HTTPError, ValueError) as error:
                raise UnavailableError from error
            if not isinstance(metadata, dict) or metadata.get("issuer") != self._issuer:
                raise UnavailableError
            self._metadata = metadata
        return str(self._metadata[name])

    async def _asked(self, call: Any) -> Mapping[str, Any]:
        try:
            answer = await call
        except AuthlibBaseError as error:
            raise TokenRefusedError(str(error.error)) from error
        except (httpx2.HTTPError, ValueError) as error:
            raise UnavailableError from error
        return dict(answer)
