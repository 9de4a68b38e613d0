"""What is seen of a call that a service answers: one log line, its latency, its span."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from opentelemetry.trace import SpanKind, Status, StatusCode

from cairn_platform.grpc.errors import STATUS_OF
from cairn_platform.observability import metrics, traces

log = structlog.get_logger()

OK = "OK"


@dataclass
class Outcome:
    """How a call ends: `OK`, or the reason of its refusal."""

    reason: str = OK


@contextmanager
def answering(method: str, *, traceparent: str) -> Iterator[Outcome]:
    """Around the answering of one call; whoever answers notes the outcome."""
    outcome = Outcome()
    started_at = time.perf_counter()
    with traces.span(method.removeprefix("/"), SpanKind.SERVER, parent=traceparent) as span:
        try:
            yield outcome
        finally:
            seconds = time.perf_counter() - started_at
            code = OK if outcome.reason == OK else STATUS_OF[outcome.reason].name
            metrics.RPC_SECONDS.labels(method.removeprefix("/"), code).observe(seconds)
            if outcome.reason != OK:
                span.set_status(Status(StatusCode.ERROR, outcome.reason))
            log.info("call", method=method, outcome=outcome.reason, seconds=round(seconds, 4))
