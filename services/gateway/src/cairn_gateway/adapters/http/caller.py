"""Who sends a request, and the services in that caller's name."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from cairn_gateway.adapters.grpc.services import Services
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.preconditions import IdempotencyKey
from cairn_platform import correlation

SESSION_COOKIE = "cairn_session"
CSRF_HEADER = "X-Cairn-CSRF"

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="accessToken",
    bearerFormat="JWT",
    description="An access token of the issuer with the audience `cairn-gateway` that names exactly one organization.",
)
_session = APIKeyCookie(
    name=SESSION_COOKIE,
    auto_error=False,
    scheme_name="portalSession",
    description=f"The portal's session. Methods that change something need the header `{CSRF_HEADER}` as well.",
)


@dataclass(frozen=True)
class Access:
    """How requests reach the services: by whose token, over which channels, how long at most.

    `token_of` answers with a verified access token for the request, or raises a ProblemError.
    """

    services: Services
    token_of: Callable[[Request, str | None, str | None], Awaitable[str]]
    deadline_seconds: float


async def access_token(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    session_id: Annotated[str | None, Security(_session)],
) -> str:
    """The caller's access token, verified: the bearer token, or the portal session's."""
    access: Access = request.app.state.access
    return await access.token_of(request, bearer.credentials if bearer else None, session_id)


AccessToken = Annotated[str, Depends(access_token)]


def _upstream(request: Request, token: str, idempotency_key: str | None) -> Upstream:
    access: Access = request.app.state.access
    return _until(request, token, idempotency_key, seconds=access.deadline_seconds)


def _until(request: Request, token: str, idempotency_key: str | None, *, seconds: float) -> Upstream:
    access: Access = request.app.state.access
    return Upstream(
        access.services,
        token=token,
        correlation_id=correlation.current(),
        idempotency_key=idempotency_key,
        deadline_seconds=seconds,
    )


def within(request: Request, token: str, *, seconds: float, idempotency_key: str | None = None) -> Upstream:
    """The services in the caller's name, from now on and for so long: for what takes longer than other requests."""
    return _until(request, token, idempotency_key, seconds=seconds)


async def asking(request: Request, token: AccessToken) -> Upstream:
    """The services in the caller's name."""
    return _upstream(request, token, None)


async def unnamed(request: Request) -> Upstream:
    """The services in nobody's name: for what an opaque link opens, which the service that made it looks after."""
    return _upstream(request, "", None)


async def creating(request: Request, token: AccessToken, idempotency_key: IdempotencyKey = None) -> Upstream:
    """The same, for a request that may carry an idempotency key."""
    return _upstream(request, token, idempotency_key)


Asking = Annotated[Upstream, Depends(asking)]
Unnamed = Annotated[Upstream, Depends(unnamed)]
Creating = Annotated[Upstream, Depends(creating)]
