"""Where spans go: as OTLP over HTTP to OTEL_EXPORTER_OTLP_ENDPOINT. Imported only where traces are switched on."""

from collections.abc import Sequence

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.pymongo import PymongoInstrumentor
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import (
    Decision,
    ParentBased,
    Sampler,
    SamplingResult,
    TraceIdRatioBased,
)
from opentelemetry.trace import Link, SpanKind, TraceState
from opentelemetry.util.types import Attributes

from cairn_platform.observability import traces


def export_traces(service: str, *, ratio: float) -> None:
    """Traces `ratio` of the requests that begin here, and all that others began and trace.

    Call it before anything connects to MongoDB, whose commands are spans by their names, without what they carry. What is not sent yet
    is sent when the process ends.
    """
    provider = TracerProvider(
        sampler=ParentBased(Entrances(ratio)), resource=Resource.create({SERVICE_NAME: f"cairn-{service}"})
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    PymongoInstrumentor().instrument()
    traces.switch_on()


class Entrances(Sampler):
    """Begins traces where requests come in. A command to MongoDB that no request caused, such as a poll of the outbox, begins none."""

    def __init__(self, ratio: float) -> None:
        self._of_requests = TraceIdRatioBased(ratio)

    def should_sample(  # noqa: PLR0917 (OpenTelemetry's own signature)
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        """Whether a span without a parent begins a trace."""
        if kind is not SpanKind.SERVER:
            return SamplingResult(Decision.DROP)
        return self._of_requests.should_sample(
            parent_context, trace_id, name, kind, attributes, links, trace_state
        )

    def get_description(self) -> str:
        """Its name."""
        return f"Entrances{{{self._of_requests.rate}}}"
