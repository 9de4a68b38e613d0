"""The id that follows one request through every service, topic and log line."""

import re
import uuid
from contextvars import ContextVar

import structlog

METADATA_KEY = "correlation-id"
_FORM = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_current: ContextVar[str] = ContextVar("correlation_id", default="")


def begin(candidate: str | None) -> str:
    """Makes `candidate` the current correlation id if it has the right form (1 to 64 letters, digits, `_.:-`), else a new one."""
    correlation_id = candidate if candidate and _FORM.fullmatch(candidate) else uuid.uuid4().hex
    _current.set(correlation_id)
    structlog.contextvars.bind_contextvars(correlation_id=correlation_id)
    return correlation_id


def current() -> str:
    """The current correlation id; empty outside a request or an event."""
    return _current.get()
