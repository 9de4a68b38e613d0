"""JSON lines on standard output: those of Cairn and, from warnings on, those of its libraries.

Each line says which service wrote it and, where there are any, the correlation id, tenant, event and trace. What exceptions say is left
out unless it is about a connection: it may quote what people entered. Their types and places stay.
"""

import logging
import sys
import traceback
from collections.abc import Iterator

import structlog
from kafka.errors import KafkaError
from opentelemetry import trace
from pymongo.errors import ConnectionFailure
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

from cairn_platform.observability.settings import LogSettings

_MAY_SPEAK = (OSError, ConnectionFailure, KafkaError)


def configure_logs(service: str, settings: LogSettings | None = None) -> None:
    """From now on everything that this process logs is a JSON line that names the service."""
    level = logging.getLevelNamesMapping()[(settings or LogSettings()).level]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            *_described(service),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _LibrariesHandler)]:
        root.removeHandler(handler)
    root.addHandler(_LibrariesHandler(service))
    root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


class _LibrariesHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes what libraries log through the standard library in the form of Cairn's own lines."""

    def __init__(self, service: str) -> None:
        super().__init__(sys.stdout)
        self.setFormatter(
            structlog.stdlib.ProcessorFormatter(
                foreign_pre_chain=[
                    structlog.contextvars.merge_contextvars,
                    structlog.stdlib.add_logger_name,
                    *_described(service),
                ],
                processors=[
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(),
                ],
            )
        )


def _described(service: str) -> tuple[Processor, ...]:
    def name_service(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
        line["service"] = service
        return line

    return (
        name_service,
        _name_trace,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(without_quotes),
    )


def _name_trace(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    span = trace.get_current_span().get_span_context()
    if span.is_valid:
        line["trace_id"] = f"{span.trace_id:032x}"
    return line


def without_quotes(exc_info: ExcInfo) -> str:
    """The traceback, from the first cause on, with what the exceptions are and where, but not what they say."""
    return "\n".join(_told(error) for error in reversed(list(_chain(exc_info[1]))))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> str:
    said = f": {error}" if isinstance(error, _MAY_SPEAK) else ""
    return f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__qualname__}{said}"
