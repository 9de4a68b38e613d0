"""GET /people/{id} through the gateway's layers, without uvicorn and gRPC: what Cairn adds to bare FastAPI before the hop."""

import asyncio
import logging
import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog
from fastapi import Request
from starlette.types import ASGIApp

from bench.profiles.parts import Parts, functions, told
from bench.servers.bare_fastapi import app as bare
from cairn.learners.v1 import learners_service_pb2 as contract
from cairn.learners.v1.organization_pb2 import Person, Position
from cairn_gateway.adapters.http.app import LARGER_BODIES, create_app
from cairn_gateway.adapters.http.caller import Access
from cairn_gateway.adapters.http.edge import Edge

_REQUESTS = 1500
_PERSON = contract.GetPersonResponse(
    person=Person(
        person_id="person-00001",
        version=1,
        given_name="Given",
        family_name="Family",
        email="person@bench.example",
        position=Position(title="Analyst"),
    )
)


def profiled() -> str:
    """Sends requests into the applications, in this thread."""
    with Path(os.devnull).open("w") as nowhere:
        structlog.configure(
            processors=[
                structlog.contextvars.merge_contextvars,
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.JSONRenderer(),
            ],
            logger_factory=structlog.WriteLoggerFactory(nowhere),
            wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
            cache_logger_on_first_use=True,
        )
        app = create_app()
        app.state.access = Access(services=_Anything(), token_of=_token, deadline_seconds=5.0)  # type: ignore[arg-type]
        edge = Edge(app, max_body_bytes=10_000, larger_bodies=LARGER_BODIES, streamed_bodies={}, secure=False)
        layers: dict[str, ASGIApp] = {
            "bare FastAPI": bare,
            "Cairn's routes, caller and translation": app,
            "the same within the edge (headers, log line, metrics)": edge,
        }
        parts = Parts()
        for name, each in layers.items():
            asyncio.run(_requests(each, name, Parts(), times=200))
        for name, each in layers.items():
            asyncio.run(_requests(each, name, parts, times=_REQUESTS))
        text = told("GET /api/v1/people/{id} without uvicorn and gRPC", parts.medians(), unit="a request")
        return text + functions(lambda: asyncio.run(_requests(edge, "", Parts(), times=_REQUESTS)))


async def _requests(app: ASGIApp, name: str, parts: Parts, *, times: int) -> None:
    answered: list[int] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answered.append(message["status"])

    for _ in range(times):
        with parts.part(name):
            await app(_scope(), receive, send)
    if set(answered) != {200}:
        raise RuntimeError(f"{name} answered {set(answered)}")


def _scope() -> MutableMapping[str, Any]:
    path = "/api/v1/people/person-00001"
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(b"host", b"bench"), (b"authorization", b"Bearer " + b"x" * 1200)],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }


async def _token(_request: Request, bearer: str | None, _session: str | None) -> str:
    return bearer or ""


class _Anything:
    """Services that answer every call with the same person, at once."""

    def __getattr__(self, _name: str) -> Any:
        return _Anything()

    async def __call__(self, _request: object, **_settings: object) -> contract.GetPersonResponse:
        return _PERSON
