"""The portal's sign-in: the routes under /auth, and the session behind the cookie."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape
from typing import Annotated
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, Form, Header, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from cairn_gateway.adapters.http.caller import CSRF_HEADER, SESSION_COOKIE
from cairn_gateway.adapters.http.model import Answer, Instant
from cairn_gateway.adapters.http.problems import KINDS, ProblemError, responses
from cairn_gateway.adapters.oidc.sign_in import SIGN_IN_SECONDS, SignIn, SignInFailedError
from cairn_gateway.adapters.oidc.tokens import IssuerTokens, TokenNotAcceptedError
from cairn_gateway.application.portal_sessions import PortalSessions
from cairn_platform.auth.verifier import TokenMissingError, TokenVerifier
from cairn_platform.errors import RefusedError, UnavailableError

_CALLBACK = "/auth/callback"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class PortalAccess:
    """What the routes under /auth work with."""

    sessions: PortalSessions
    sign_in: SignIn
    issuer_tokens: IssuerTokens
    public_url: str

    @property
    def secure(self) -> bool:
        """Cookies travel over https only."""
        return self.public_url.startswith("https://")


class SessionInfo(Answer):
    """What the portal has to know about its session."""

    csrf_token: str
    """What to send as `X-Cairn-CSRF` with every request that changes something."""
    expires_at: Instant
    """When the session ends unless it is used before."""


class SignedOut(Answer):
    """The session here is over."""

    redirect_to: str
    """Where the browser goes to end the issuer's session too; it comes back to the portal."""


router = APIRouter(prefix="/auth", tags=["session"])


def own_path(return_to: str | None) -> str:
    """A path of this site to go back to: what was asked for if it is one, else the portal's start."""
    if not return_to or not return_to.startswith("/") or return_to.startswith(("//", "/\\")):
        return "/"
    if any(character < " " or character in "\\\x7f" for character in return_to):
        return "/"
    parts = urlsplit(return_to)
    return "/" if parts.scheme or parts.netloc else return_to


@router.get("/login", include_in_schema=False)
async def login(
    request: Request, return_to: Annotated[str | None, Query(max_length=2000)] = None, fresh: bool = False
) -> Response:
    """Sends the browser to the issuer; `fresh` lets it sign in as somebody else, even if the issuer knows it."""
    portal = _portal(request)
    try:
        url, attempt = await portal.sign_in.begin(return_to=own_path(return_to), fresh=fresh)
    except UnavailableError as error:
        return _failure_page(error)
    response = RedirectResponse(url, status_code=303)
    response.set_cookie(
        _attempt_cookie(attempt.state),
        portal.sign_in.sealed(attempt),
        max_age=SIGN_IN_SECONDS,
        path=_CALLBACK,
        secure=portal.secure,
        httponly=True,
        samesite="lax",
    )
    return response


@router.get("/callback", include_in_schema=False)
async def callback(request: Request, state: str | None = None, code: str | None = None) -> Response:
    """Takes the browser back from the issuer, signed in."""
    portal = _portal(request)
    cookie = _attempt_cookie(state or "")
    try:
        attempt = portal.sign_in.unsealed(request.cookies.get(cookie), state=state)
        if not code:
            raise SignInFailedError
        signed_in = await portal.sign_in.complete(attempt, code=code)
    except RefusedError as error:
        return _failure_page(error)
    await portal.sessions.discard(request.cookies.get(SESSION_COOKIE))
    secret = await portal.sessions.open(signed_in)
    response = RedirectResponse(attempt.return_to, status_code=303)
    response.delete_cookie(cookie, path=_CALLBACK)
    response.set_cookie(SESSION_COOKIE, secret, path="/", secure=portal.secure, httponly=True, samesite="lax")
    _log.info("signed_in", tenant_id=signed_in.tenant_id)
    return response


@router.get(
    "/session", operation_id="getSession", summary="Get the portal's session", responses=responses(401, 503)
)
async def get_session(request: Request) -> SessionInfo:
    """The session behind the cookie; 401 when nobody is signed in, or no longer."""
    secret = request.cookies.get(SESSION_COOKIE)
    if not secret:
        raise TokenMissingError
    session = await _portal(request).sessions.find(secret)
    return SessionInfo(csrf_token=session.csrf_token, expires_at=session.tokens.refresh_expires_at)


@router.post(
    "/logout",
    operation_id="logOut",
    summary="Sign out of the portal",
    responses=responses(401, 403, 422, 503),
)
async def log_out(
    request: Request, response: Response, csrf_token: Annotated[str | None, Header(alias=CSRF_HEADER)] = None
) -> SignedOut:
    """Ends the portal's session; the answer says where the browser goes to end the issuer's session too."""
    portal = _portal(request)
    secret = request.cookies.get(SESSION_COOKIE)
    if not secret:
        raise TokenMissingError
    session = await portal.sessions.close(secret, csrf_token=csrf_token)
    response.delete_cookie(SESSION_COOKIE, path="/")
    url = await portal.sign_in.sign_out_url(
        id_token=session.tokens.id_token, return_to=f"{portal.public_url}/"
    )
    return SignedOut(redirect_to=url)


@router.post("/back-channel-logout", include_in_schema=False)
async def back_channel_logout(request: Request, logout_token: Annotated[str, Form()] = "") -> Response:
    """The issuer's word that sessions are over (OpenID Connect Back-Channel Logout 1.0); may come twice."""
    portal = _portal(request)
    try:
        logout = await portal.issuer_tokens.logout(logout_token)
    except TokenNotAcceptedError as error:
        _log.warning("logout_token_refused", error=str(error))
        raise ProblemError("LOGOUT_TOKEN_INVALID", "") from error
    ended = await portal.sessions.log_out(logout)
    _log.info("signed_out_by_issuer", sessions=ended)
    return Response(status_code=200)


def token_source(
    *, verifier: TokenVerifier, sessions: PortalSessions
) -> Callable[[Request, str | None, str | None], Awaitable[str]]:
    """Where the access token of a request comes from: its bearer token, else the session of its cookie."""

    async def token_of(request: Request, bearer: str | None, session_secret: str | None) -> str:
        if bearer is None and "authorization" in request.headers:
            raise TokenMissingError
        token = bearer
        if token is None:
            if not session_secret:
                raise TokenMissingError
            token = await sessions.access_token(
                session_secret,
                csrf_token=request.headers.get(CSRF_HEADER),
                changes=request.method not in _SAFE_METHODS,
            )
        principal = await verifier.verify_async(token)
        structlog.contextvars.bind_contextvars(tenant_id=principal.tenant_id)
        return token

    return token_of


def _portal(request: Request) -> PortalAccess:
    portal: PortalAccess = request.app.state.portal
    return portal


def _attempt_cookie(state: str) -> str:
    """A cookie for each sign-in under way, so that two tabs don't disturb each other."""
    name = "".join(character for character in state[:12] if character.isalnum())
    return f"cairn_sign_in_{name}"


def _failure_page(error: RefusedError) -> HTMLResponse:
    """Somebody at a browser gets a page, not a problem document."""
    kind = KINDS[error.reason]
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Cairn</title>'
        f"<h1>{escape(kind.title)}</h1><p>{escape(str(error))}</p>"
        '<p><a href="/auth/login?fresh=true">Sign in again</a></p></html>'
    )
    retry_after = kind.retry_after_seconds
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else None
    return HTMLResponse(page, status_code=kind.status, headers=headers)
