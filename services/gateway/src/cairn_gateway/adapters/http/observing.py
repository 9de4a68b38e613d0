"""What is seen of a request: one log line, its latency, and the root span of its trace.

All by the route's template: an id in a path may be a name.
"""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

import structlog
from opentelemetry.trace import INVALID_SPAN, Span, SpanKind, Status, StatusCode
from starlette.types import Scope

from cairn_platform.observability import metrics, traces

_log = structlog.get_logger()

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_PROBES = frozenset({"/livez", "/readyz"})
_FAULTS_OF_OURS = 500


@dataclass
class Answer:
    """What a request is answered with; 0 as long as it is not."""

    status: int = 0


@contextmanager
def answering(scope: Scope) -> Iterator[Answer]:
    """Around the answering of one request; whoever answers notes the status."""
    answer = Answer()
    started_at = time.perf_counter()
    probed = scope["path"] in _PROBES
    method = scope["method"] if scope["method"] in _METHODS else "other"
    with _root_span(method, probed=probed) as span:
        try:
            yield answer
        finally:
            seconds = time.perf_counter() - started_at
            route = _route(scope)
            metrics.HTTP_SECONDS.labels(method, route, str(answer.status)).observe(seconds)
            span.update_name(f"{method} {route}")
            if answer.status == 0 or answer.status >= _FAULTS_OF_OURS:
                span.set_status(Status(StatusCode.ERROR))
            tell = _log.debug if probed else _log.info
            tell(
                "request",
                method=method,
                operation=_operation(scope),
                status=answer.status,
                seconds=round(seconds, 4),
            )


def _root_span(method: str, *, probed: bool) -> AbstractContextManager[Span]:
    # What a browser or script says of a trace is not taken over: whoever sends it would decide what is recorded here.
    return nullcontext(INVALID_SPAN) if probed else traces.span(method, SpanKind.SERVER)


def _route(scope: Scope) -> str:
    """The template of the path, such as /api/v1/people/{person_id}."""
    # FastAPI keeps the route with its router's prefix here; `route` itself knows only its own part.
    route = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    path = getattr(route, "path", None)
    return path if isinstance(path, str) else "unmatched"


def _operation(scope: Scope) -> str | None:
    """What was asked for, without the ids in the path."""
    route = scope.get("route")
    name = getattr(route, "operation_id", None) or getattr(route, "name", None)
    return name if isinstance(name, str) else None
