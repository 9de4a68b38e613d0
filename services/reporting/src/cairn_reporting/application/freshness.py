"""How fresh an answer is."""

from dataclasses import dataclass
from datetime import datetime

from cairn_reporting.application.ports import Facts, Lag, LatestEvent


@dataclass(frozen=True, slots=True)
class Freshness:
    """The instant that the answer is true for, the latest event that it knows of, and how far all that is known was behind."""

    as_of: datetime
    latest: LatestEvent | None
    lag: Lag | None


def freshness(*, facts: Facts, as_of: datetime) -> Freshness:
    """To be asked for before the facts themselves are read, so that it never promises more than they hold."""
    return Freshness(as_of=as_of, latest=facts.latest_event(), lag=facts.lag())
