"""The REST API of one tenant, as one of its API clients uses it."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import httpx

from cairn_local.demo_access import DemoApiClient
from cairn_local.errors import Reason, StackError
from cairn_local.seeding.demo_files import Body

_REQUEST_SECONDS = 30.0
_PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.5
_TOKEN_MARGIN_SECONDS = 30.0
_ROWS_AT_MOST = 500
_PAGE = 500


class RefusedRequestError(Exception):
    """The API refused a request for good. `reason` is that of its problem document."""

    def __init__(self, request: str, reason: str, detail: str) -> None:
        super().__init__(f"{request} was refused with {reason}: {detail}")
        self.reason = reason


class TenantApi:
    """Requests with the client's token. What is only not there *yet* is asked for again, for up to a minute.

    Use as a context manager. Not for several threads at once.
    """

    def __init__(
        self,
        *,
        gateway_url: str,
        token_url: str,
        client: DemoApiClient,
        cancelled: threading.Event,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Nothing is sent yet; setting `cancelled` ends every wait. `transport` None is the network."""
        self._http = httpx.Client(
            base_url=f"{gateway_url}/api/v1", timeout=_REQUEST_SECONDS, transport=transport
        )
        self._token_url = token_url
        self._client = client
        self._cancelled = cancelled
        self._token = ""
        self._token_ends_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, path: str, **query: str | int) -> dict[str, Any]:
        """One resource or one page."""
        return self._send("GET", path, params=query)

    def list(self, collection: str, **query: str | int) -> Iterator[dict[str, Any]]:
        """Every item of a list, page by page."""
        page = self.get(f"/{collection}", limit=_PAGE, **query)
        yield from page["items"]
        while page["next_cursor"]:
            page = self.get(f"/{collection}", limit=_PAGE, cursor=page["next_cursor"], **query)
            yield from page["items"]

    def create(self, path: str, body: Body) -> None:
        """Create the resource with this path; fine when somebody has done so meanwhile."""
        with _fine_if_there():
            self._put_new(path, body)

    def begin(self, path: str, body: Body) -> None:
        """Add the first of the versions with this path; fine when somebody has done so meanwhile."""
        with _fine_if_there():
            self._send("POST", path, json=body, headers={"If-None-Match": "*"})

    def _put_new(self, path: str, body: Body) -> None:
        new = {"If-None-Match": "*"}
        try:
            self._send("PUT", path, json=body, headers=new)
        except RefusedRequestError as error:
            if error.reason != "IMPACT_NOT_CONFIRMED":
                raise
            # It takes a public entry's place: what that touches in an empty tenant is the public catalogue itself.
            impact = self.get(f"{path}/impact")["digest"]
            self._send("PUT", path, json=body, headers={**new, "X-Cairn-Impact": impact})

    def post(self, path: str, body: Body, *, idempotency_key: str) -> dict[str, Any]:
        """Create something that gets its id from the service; sent again with the same key it is made once."""
        return self._send("POST", path, json=body, headers={"Idempotency-Key": idempotency_key})

    def import_rows(self, path: str, field: str, rows: Sequence[Body]) -> None:
        """Import rows, some hundreds at a time; those refused as not yet known are sent again.

        StackError BAD_DEMO_DATA when a row is refused for good.
        """
        deadline = time.monotonic() + _PATIENCE_SECONDS
        waiting = list(rows)
        while waiting:
            late: list[Body] = []
            for start in range(0, len(waiting), _ROWS_AT_MOST):
                chunk = waiting[start : start + _ROWS_AT_MOST]
                answer = self._send("POST", path, json={field: chunk})
                late += _refused_for_now(path, chunk, answer["results"])
            waiting = late
            if waiting:
                self.pause(deadline, f"{len(waiting)} rows of {path} wait for what they name")

    def pause(self, deadline: float, waited_for: str) -> None:
        """Wait a moment before looking again; StackError after the deadline (monotonic) or when cancelled."""
        if time.monotonic() > deadline:
            raise StackError(
                Reason.NOT_READY_IN_TIME, f"The demo could not be entered in time: {waited_for}."
            )
        if self._cancelled.wait(_PAUSE_SECONDS):
            raise StackError(Reason.CANCELLED, "Entering the demo was stopped.")

    def _send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str | int] | None = None,
        json: Body | None = None,
    ) -> dict[str, Any]:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                response = self._http.request(
                    method,
                    path,
                    params=params,
                    json=json,
                    headers={**(headers or {}), "Authorization": f"Bearer {self.token()}"},
                )
            except httpx.TransportError as error:
                self.pause(deadline, f"{method} {path} got no answer ({type(error).__name__}: {error})")
                continue
            if response.is_success:
                answer: dict[str, Any] = response.json()
                return answer
            refusal = _refusal(f"{method} {path}", response)
            if response.status_code != HTTPStatus.SERVICE_UNAVAILABLE and not _is_early(refusal.reason):
                raise refusal
            self.pause(deadline, str(refusal))

    def token(self) -> str:
        """An access token of the client that lasts for a while."""
        if time.monotonic() > self._token_ends_at - _TOKEN_MARGIN_SECONDS:
            asked_at = time.monotonic()
            answer = self._http.post(
                self._token_url,
                data={
                    "grant_type": "client_credentials",
                    "client_id": self._client.client_id,
                    "client_secret": self._client.client_secret,
                    "scope": self._client.scope,
                },
            )
            if not answer.is_success:
                raise _refusal(f"A token for {self._client.client_id}", answer)
            token = answer.json()
            self._token, self._token_ends_at = token["access_token"], asked_at + token["expires_in"]
        return self._token


@contextmanager
def _fine_if_there() -> Iterator[None]:
    try:
        yield
    except RefusedRequestError as error:
        if error.reason not in {"ALREADY_EXISTS", "STALE_VERSION"}:
            raise


def _refused_for_now(path: str, rows: Sequence[Body], results: Sequence[Mapping[str, Any]]) -> Sequence[Body]:
    """The refused rows, all of them if one came early: others may lean on it, as people on their manager."""
    refused = [result for result in results if result["outcome"] == "refused"]
    if refused and not any(_is_early(result["reason"]) for result in refused):
        shown = "; ".join(f"{rows[result['row']]}: {result['message']}" for result in refused[:3])
        raise StackError(
            Reason.BAD_DEMO_DATA,
            f"POST {path} refused {len(refused)} of {len(rows)} rows, such as {shown}",
        )
    return [rows[result["row"]] for result in refused]


def _is_early(reason: str) -> bool:
    return reason.endswith("_NOT_YET_KNOWN")


def _refusal(request: str, response: httpx.Response) -> RefusedRequestError:
    try:
        problem = response.json()
        detail = "; ".join(
            [str(problem["detail"]), *(f"{each['pointer']}: {each['detail']}" for each in problem["errors"])]
        )
        return RefusedRequestError(request, str(problem["reason"]), detail)
    except (ValueError, KeyError, TypeError):
        return RefusedRequestError(request, f"HTTP {response.status_code}", response.text[:300])
