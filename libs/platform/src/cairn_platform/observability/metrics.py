"""Every metric of Cairn, by name.

No label names a tenant or a person: each has few values that are known beforehand. What has labels is exposed only where it was measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

import structlog
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    start_http_server,
)

from cairn_platform.observability.settings import MetricsSettings

log = structlog.get_logger()


class Kind(StrEnum):
    """What can be asked of a metric (https://prometheus.io/docs/concepts/metric_types/)."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True)
class Definition:
    """A metric's name, what it tells, and by what it is told apart."""

    name: str
    kind: Kind
    meaning: str
    labels: tuple[str, ...] = ()


class Metric(Enum):
    """Every metric that Cairn exposes."""

    RPC_SECONDS = Definition(
        "cairn_rpc_seconds", Kind.HISTOGRAM, "How long a service took to answer a call.", ("method", "code")
    )
    HTTP_SECONDS = Definition(
        "cairn_http_seconds",
        Kind.HISTOGRAM,
        "How long the gateway took to answer a request.",
        ("method", "route", "status"),
    )
    READY = Definition("cairn_ready", Kind.GAUGE, "1 while the process is ready, else 0.")
    KEYS_AGE_SECONDS = Definition(
        "cairn_keys_age_seconds",
        Kind.GAUGE,
        "Since the issuer's keys were last fetched, or since the start.",
        ("audience",),
    )
    OUTBOX_EVENTS = Definition(
        "cairn_outbox_events",
        Kind.GAUGE,
        "Events that are committed and wait to be published.",
        ("database",),
    )
    OUTBOX_AGE_SECONDS = Definition(
        "cairn_outbox_age_seconds",
        Kind.GAUGE,
        "Since the oldest event that waits was committed; 0 if none waits.",
        ("database",),
    )
    EVENTS_RELAYED = Definition(
        "cairn_events_relayed_total", Kind.COUNTER, "Events that were published.", ("topic",)
    )
    CONSUMER_LAG_EVENTS = Definition(
        "cairn_consumer_lag_events",
        Kind.GAUGE,
        "Events of a topic that a consumer group has not applied yet.",
        ("group", "topic"),
    )
    CONSUMER_RUNNING = Definition(
        "cairn_consumer_running",
        Kind.GAUGE,
        "1 while a consumer follows, 0 once too many refusals have stopped it.",
        ("group",),
    )
    EVENTS_APPLIED = Definition(
        "cairn_events_applied_total", Kind.COUNTER, "Events that were applied to the read models.", ("topic",)
    )
    EVENTS_REFUSED = Definition(
        "cairn_events_refused_total", Kind.COUNTER, "Events that became dead letters.", ("topic",)
    )
    FRESHNESS_SECONDS = Definition(
        "cairn_freshness_seconds",
        Kind.HISTOGRAM,
        "From when something happened until the read models had it.",
        ("topic",),
    )
    WEBHOOK_SECONDS = Definition(
        "cairn_webhook_seconds",
        Kind.HISTOGRAM,
        "How long attempts to deliver a webhook took, by how they ended.",
        ("outcome",),
    )
    WAITS = Definition(
        "cairn_waits_total", Kind.COUNTER, "Faults of MongoDB or Kafka that a loop waited out.", ("loop",)
    )


OF_THE_PROCESS = frozenset(
    {
        "process_cpu_seconds_total",
        "process_max_fds",
        "process_open_fds",
        "process_resident_memory_bytes",
        "process_start_time_seconds",
        "process_virtual_memory_bytes",
    }
)
"""What prometheus-client tells of every process besides."""

_ANSWERS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_ARRIVALS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)

disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)


def _counter(metric: Metric) -> Counter:
    return Counter(metric.value.name, metric.value.meaning, metric.value.labels, registry=REGISTRY)


def _gauge(metric: Metric) -> Gauge:
    return Gauge(metric.value.name, metric.value.meaning, metric.value.labels, registry=REGISTRY)


def _histogram(metric: Metric, buckets: Sequence[float]) -> Histogram:
    return Histogram(
        metric.value.name, metric.value.meaning, metric.value.labels, buckets=buckets, registry=REGISTRY
    )


RPC_SECONDS = _histogram(Metric.RPC_SECONDS, _ANSWERS)
HTTP_SECONDS = _histogram(Metric.HTTP_SECONDS, _ANSWERS)
READY = _gauge(Metric.READY)
KEYS_AGE_SECONDS = _gauge(Metric.KEYS_AGE_SECONDS)
OUTBOX_EVENTS = _gauge(Metric.OUTBOX_EVENTS)
OUTBOX_AGE_SECONDS = _gauge(Metric.OUTBOX_AGE_SECONDS)
EVENTS_RELAYED = _counter(Metric.EVENTS_RELAYED)
CONSUMER_LAG_EVENTS = _gauge(Metric.CONSUMER_LAG_EVENTS)
CONSUMER_RUNNING = _gauge(Metric.CONSUMER_RUNNING)
EVENTS_APPLIED = _counter(Metric.EVENTS_APPLIED)
EVENTS_REFUSED = _counter(Metric.EVENTS_REFUSED)
FRESHNESS_SECONDS = _histogram(Metric.FRESHNESS_SECONDS, _ARRIVALS)
WEBHOOK_SECONDS = _histogram(Metric.WEBHOOK_SECONDS, (*_ANSWERS, 15.0))
WAITS = _counter(Metric.WAITS)


def expose_metrics(settings: MetricsSettings) -> None:
    """Answers Prometheus on the port of the settings, if there is one, in a daemon thread until the process ends."""
    if settings.port:
        start_http_server(settings.port, addr=settings.host, registry=REGISTRY)
        log.info("metrics_exposed", port=settings.port)
