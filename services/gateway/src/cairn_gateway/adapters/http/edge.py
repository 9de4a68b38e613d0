"""The outermost layer of HTTP: correlation, limits on what comes in, security headers on what goes out."""

import asyncio
from collections.abc import Mapping

import structlog
from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cairn_gateway.adapters.http.observing import Answer, answering
from cairn_gateway.adapters.http.problems import ProblemError, problem_response
from cairn_platform import correlation

CORRELATION_HEADER = "X-Correlation-ID"
_BODY_SECONDS = 15.0
_STREAM_SECONDS = 45.0
_PAGES_POLICY = "; ".join(
    [
        "default-src 'self'",
        # Mantine puts the theme's variables into the page as a style.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_HALF_A_YEAR = "max-age=15768000"

_log = structlog.get_logger()


class _RefusedBodyError(Exception):
    """The body is not taken; `reason` says why."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Edge:
    """Wraps the application, errors of its own included.

    `larger_bodies` are paths that take more than others, in bytes; `streamed_bodies` those whose body is handed on as it arrives.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        max_body_bytes: int,
        larger_bodies: Mapping[str, int],
        streamed_bodies: Mapping[str, int],
        secure: bool,
    ) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes
        self._larger_bodies = larger_bodies
        self._streamed_bodies = streamed_bodies
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        correlation_id = correlation.begin(Headers(scope=scope).get(CORRELATION_HEADER))
        with answering(scope) as answer:
            await self._answer(scope, receive, send, answer, correlation_id)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, answer: Answer, correlation_id: str
    ) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[CORRELATION_HEADER] = correlation_id
                self._add_security_headers(scope["path"], headers)
            await send(message)

        try:
            try:
                received = await self._received(scope, receive)
            except _RefusedBodyError as error:
                refusal = problem_response(Request(scope), error.reason, error.detail)
                refusal.headers["Connection"] = "close"
                await refusal(scope, receive, send_with_headers)
            else:
                await self._app(scope, received, send_with_headers)
        except Exception as error:  # noqa: BLE001 (the loop of HTTP, as the services have one of RPC)
            # Ends here: the server would cut the connection, and with it the answer that has just been given.
            if answer.status == 0:
                _log.error("request_failed", exc_info=error)
                await problem_response(Request(scope), "INTERNAL", "")(scope, receive, send_with_headers)

    async def _received(self, scope: Scope, receive: Receive) -> Receive:
        """What the application receives: the body, read as a whole before anything is done with it, but for those that are streamed."""
        most = self._streamed_bodies.get(scope["path"]) if scope["method"] == "POST" else None
        if most is None:
            return _after(await self._body(scope, receive), receive)
        _check_announced(Headers(scope=scope), most)
        return _limited(receive, most)

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        """The whole body, read before anything is done with it, so that nobody can hold a handler open."""
        headers = Headers(scope=scope)
        most = self._larger_bodies.get(scope["path"], self._max_body_bytes)
        if headers.get("content-length") is None and "transfer-encoding" not in headers:
            return b""
        _check_announced(headers, most)
        chunks, size = [], 0
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        break
                    chunk = message.get("body", b"")
                    size += len(chunk)
                    if size > most:
                        raise _too_large(most)
                    chunks.append(chunk)
                    more = message.get("more_body", False)
        except TimeoutError as error:
            raise _RefusedBodyError("BODY_TOO_SLOW", "The body took too long to arrive.") from error
        return b"".join(chunks)

    def _add_security_headers(self, path: str, headers: MutableHeaders) -> None:
        for name, value in _HEADERS.items():
            headers[name] = value
        is_data = path.startswith(("/api/", "/auth/")) and not path.startswith("/api/docs")
        # A file has a policy of its own, which is stricter.
        headers.setdefault("Content-Security-Policy", _DATA_POLICY if is_data else _PAGES_POLICY)
        if is_data:
            headers.setdefault("Cache-Control", "no-store")
        if self._secure:
            headers["Strict-Transport-Security"] = _HALF_A_YEAR


def _check_announced(headers: Headers, most: int) -> None:
    announced = headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most:
        raise _too_large(most)


def _limited(receive: Receive, most: int) -> Receive:
    """The body as it arrives, until it becomes too large or takes too long: then a ProblemError for who reads it."""
    size, ends_at = 0, asyncio.get_running_loop().time() + _STREAM_SECONDS

    async def receive_some() -> Message:
        nonlocal size
        try:
            async with asyncio.timeout_at(ends_at):
                message = await receive()
        except TimeoutError as error:
            raise ProblemError("BODY_TOO_SLOW", "The body took too long to arrive.") from error
        size += len(message.get("body", b""))
        if size > most:
            raise ProblemError("BODY_TOO_LARGE", str(_too_large(most)))
        return message

    return receive_some


def _too_large(most: int) -> _RefusedBodyError:
    return _RefusedBodyError("BODY_TOO_LARGE", f"The body may have {most} bytes at the most.")


def _after(body: bytes, receive: Receive) -> Receive:
    """What the application receives: the body that was read, then what the server says."""
    given = False

    async def receive_again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
