"""How fresh an answer is."""

from dataclasses import dataclass
from datetime import datetime

from cairn_reporting.application.ports import Facts


@dataclass(frozen=True, slots=True)
class Freshness:
    """The instant that the answer is true for, and when the latest event that it knows of happened."""

    as_of: datetime
    fresh_as_of: datetime | None


def freshness(*, facts: Facts, as_of: datetime) -> Freshness:
    """To be asked for before the facts themselves are read, so that it never promises more than they hold."""
    return Freshness(as_of=as_of, fresh_as_of=facts.fresh_as_of())
