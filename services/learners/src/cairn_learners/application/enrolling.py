"""How a change of an enrolment is told."""

from datetime import datetime

from cairn_learners.domain.assignments import Enrolment
from cairn_platform.changes import Change


def told(before: Enrolment | None, after: Enrolment, *, now: datetime) -> Change[Enrolment]:
    """A new state of an enrolment, and what happened: it was made or asked for again, asked for otherwise, or withdrawn."""
    if after.withdrawn_at is not None:
        happened = "withdrawn"
    elif before is None or before.withdrawn_at is not None:
        happened = "enrolled"
    else:
        happened = "asks_changed"
    return Change(aggregate=after, happened=happened, happened_at=now)
