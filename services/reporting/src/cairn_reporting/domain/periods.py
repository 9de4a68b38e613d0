"""Half-open stretches of time in which something counts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """From `valid_from` on, up to but without `valid_until`; without an end where that is None.

    `last_valid_on` is its last day where that was said, in the policy's time zone. It follows from the rest, so it tells no two apart.
    """

    valid_from: datetime
    valid_until: datetime | None
    last_valid_on: date | None = field(default=None, compare=False)

    def contains(self, at: datetime) -> bool:
        """The instant lies within."""
        return self.valid_from <= at and (self.valid_until is None or at < self.valid_until)

    def __post_init__(self) -> None:
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise ValueError("A period ends after it begins.")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Something counts at an instant and goes on without a break: until when; None for ever."""

    until: datetime | None

    def outlasts(self, other: "Coverage") -> bool:
        """This one goes on for longer than the other."""
        if other.until is None:
            return False
        return self.until is None or self.until > other.until


def coverage(*, periods: Iterable[Period], at: datetime) -> Coverage | None:
    """How long the periods together count from `at` on; None where they don't count at `at`.

    The first instant of a period counts, the instant of its expiry no longer does. Periods that overlap, or begin
    at the very instant at which another ends, count on.
    """
    reached = at
    for period in sorted(periods, key=lambda each: each.valid_from):
        if period.valid_from > reached:
            break
        if period.valid_until is None:
            return Coverage(until=None)
        reached = max(reached, period.valid_until)
    return Coverage(until=reached) if reached > at else None


def latest_end(*, periods: Iterable[Period], at: datetime) -> datetime | None:
    """When the last of the periods that are over at `at` ended; None where none is over."""
    ends = (period.valid_until for period in periods if period.valid_until is not None)
    return max((end for end in ends if end <= at), default=None)


def last_valid_day(valid_until: datetime) -> date:
    """The last day, in UTC, on which something counts that ends at `valid_until`."""
    return (valid_until.astimezone(UTC) - timedelta.resolution).date()


def last_day_among(periods: Iterable[Period], *, ending_at: datetime) -> date:
    """The last day of what ends at that instant: as one of the periods says it, the earliest where they differ, else in UTC."""
    said = (each.last_valid_on for each in periods if each.valid_until == ending_at and each.last_valid_on)
    return min(said, default=last_valid_day(ending_at))
