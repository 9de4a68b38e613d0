"""Where the observing of a process begins."""

from cairn_platform.observability.logs import configure_logs
from cairn_platform.observability.settings import TraceSettings


def observe(service: str) -> None:
    """Logs and, if they are switched on, traces of this process from now on; call it before anything connects to MongoDB."""
    configure_logs(service)
    settings = TraceSettings()
    if settings.enabled:
        # OpenTelemetry's SDK is slow to import and seldom needed.
        from cairn_platform.observability.exporting import export_traces  # noqa: PLC0415

        export_traces(service, ratio=settings.ratio)
