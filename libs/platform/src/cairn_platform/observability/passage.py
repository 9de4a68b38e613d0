"""What is seen of events on their way: of each, or of many together, a log line; counts; spans of the trace that they belong to."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, use_span

from cairn_platform import correlation
from cairn_platform.clock import utc_now
from cairn_platform.events import Event
from cairn_platform.kafka.codec import Record
from cairn_platform.observability import metrics, traces

log = structlog.get_logger()

# Of more events at once, as an import brings them, one line tells how many they were.
_NAMED_AT_MOST = 20


@dataclass(frozen=True)
class Passing:
    """An event by what identifies it."""

    topic: str
    event_id: str
    tenant_id: str
    correlation_id: str
    traceparent: str

    @classmethod
    def of_record(cls, record: Record) -> "Passing":
        """From the record's headers."""
        found = dict(record.headers)
        names = ("ce_id", "ce_tenantid", "ce_correlationid", "ce_traceparent")
        return cls(record.topic, *(found.get(name, b"").decode(errors="replace") for name in names))

    @classmethod
    def of_event(cls, event: Event, *, topic: str) -> "Passing":
        """From the event that a record of the topic held."""
        return cls(topic, event.id, event.tenant_id, event.correlation_id, event.traceparent)

    def named(self) -> Mapping[str, str]:
        """What a log line says of it."""
        return {
            "event_id": self.event_id,
            "tenant_id": self.tenant_id,
            "correlation_id": self.correlation_id,
        }


@contextmanager
def publishing(records: Sequence[Record]) -> Iterator[None]:
    """Around the publishing of records."""
    passing = [Passing.of_record(record) for record in records]
    with _spans("publish", SpanKind.PRODUCER, passing):
        yield
    for each in passing:
        metrics.EVENTS_RELAYED.labels(each.topic).inc()
    _tell("relayed", passing)


@contextmanager
def applying(events: Sequence[Event], *, topics: Sequence[str]) -> Iterator[None]:
    """Around the applying of events, each of the topic that stands in its place; one alone is named in every log line meanwhile."""
    passing = [Passing.of_event(event, topic=topic) for event, topic in zip(events, topics, strict=True)]
    with ExitStack() as meanwhile:
        if len(passing) == 1:
            correlation.begin(passing[0].correlation_id)
            meanwhile.enter_context(
                structlog.contextvars.bound_contextvars(
                    event_id=passing[0].event_id, tenant_id=passing[0].tenant_id
                )
            )
        meanwhile.enter_context(_spans("apply", SpanKind.CONSUMER, passing))
        yield
    _count_applied(events, topics)
    _tell("applied", passing)


def _count_applied(events: Sequence[Event], topics: Sequence[str]) -> None:
    now = utc_now()
    times: dict[str, list[datetime]] = {}
    for event, topic in zip(events, topics, strict=True):
        times.setdefault(topic, []).append(event.time)
    for topic, happened in times.items():
        metrics.EVENTS_APPLIED.labels(topic).inc(len(happened))
        freshness = metrics.FRESHNESS_SECONDS.labels(topic)
        for time in happened:
            freshness.observe((now - time).total_seconds())


@contextmanager
def _spans(doing: str, kind: SpanKind, passing: Sequence[Passing]) -> Iterator[None]:
    """A span for each event that is traced; what is done meanwhile goes below the first, since it is done for all of them at once."""
    spans: list[Span] = [
        traces.begun(f"{doing} {each.topic}", kind, parent=each.traceparent, attributes=each.named())
        for each in passing
        if each.traceparent
    ]
    try:
        with ExitStack() as below:
            if spans:
                below.enter_context(use_span(spans[0], record_exception=False, set_status_on_exception=False))
            yield
    except Exception as error:
        for each in spans:
            each.set_status(Status(StatusCode.ERROR, type(error).__qualname__))
        raise
    finally:
        for each in spans:
            each.end()


def _tell(event: str, passing: Sequence[Passing]) -> None:
    if len(passing) > _NAMED_AT_MOST:
        log.info(event, events=len(passing))
        return
    for each in passing:
        log.info(event, topic=each.topic, **each.named())
