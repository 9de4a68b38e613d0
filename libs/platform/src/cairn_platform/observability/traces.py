"""Traces: one from a request through gRPC, MongoDB and Kafka to the read model, told by W3C's `traceparent`
(https://www.w3.org/TR/trace-context/).

Off until they are switched on, and then nothing is made. Spans hold no personal data: routes and methods, never paths.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import INVALID_SPAN, Span, SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

TRACEPARENT = "traceparent"
"""The name of the metadata and of the CloudEvents extension."""

_propagator = TraceContextTextMapPropagator()
_enabled = False


def switch_on() -> None:
    """From now on spans are made, by the tracer provider that OpenTelemetry was given."""
    global _enabled  # noqa: PLW0603 (there is one tracing in a process, as OpenTelemetry has it)
    _enabled = True


def span(name: str, kind: SpanKind, *, parent: str = "") -> AbstractContextManager[Span]:
    """A span around a block. `parent` is a traceparent; without one, the span goes below the current, or begins a trace."""
    if not _enabled:
        return nullcontext(INVALID_SPAN)
    return trace.use_span(
        begun(name, kind, parent=parent),
        end_on_exit=True,
        record_exception=False,
        set_status_on_exception=False,
    )


def begun(
    name: str, kind: SpanKind, *, parent: str = "", attributes: Mapping[str, str] | None = None
) -> Span:
    """A span that whoever asked for it has to end."""
    if not _enabled:
        return INVALID_SPAN
    context = _propagator.extract({TRACEPARENT: parent}, Context()) if parent else None
    return trace.get_tracer("cairn").start_span(name, context=context, kind=kind, attributes=attributes)


def traceparent() -> str:
    """What joins the present trace when it is sent along; empty where nothing is traced."""
    if not _enabled:
        return ""
    carrier: dict[str, str] = {}
    if trace.get_current_span().get_span_context().trace_flags.sampled:
        _propagator.inject(carrier)
    return carrier.get(TRACEPARENT, "")
