"""When a schedule wants something done: days by the calendar, the time by the clock in one time zone."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, takewhile
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
# No gap in a zone's clock is longer than a day, so no instant of an earlier day comes after this much.
_LONGEST_GAP = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class Daily:
    """Every day."""

    def falls_on(self, _day: date) -> bool:
        """Always."""
        return True


@dataclass(frozen=True, kw_only=True)
class Weekly:
    """Some days of each week: 1 is Monday and 7 is Sunday."""

    iso_weekdays: frozenset[int]

    def falls_on(self, day: date) -> bool:
        """This is one of the days."""
        return day.isoweekday() in self.iso_weekdays


@dataclass(frozen=True, kw_only=True)
class Monthly:
    """One day of each month; the last one of a month that is shorter."""

    day: int

    def falls_on(self, day: date) -> bool:
        """This is the day of its month."""
        _, last = monthrange(day.year, day.month)
        return day.day == min(self.day, last)


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """On which days, and when on the clock in a time zone."""

    days: Daily | Weekly | Monthly
    local_time: time
    zone: ZoneInfo

    def next_after(self, instant: datetime) -> datetime:
        """The first instant behind this one at which something is due, in UTC."""
        return next(self._due_after(instant))

    def due_within(self, *, first: datetime, until: datetime) -> Iterator[datetime]:
        """What is due from `first`, which is due itself, up to `until` and then."""
        yield first
        yield from takewhile(lambda due: due <= until, self._due_after(first))

    def _due_after(self, instant: datetime) -> Iterator[datetime]:
        begin = (instant.astimezone(self.zone) - _LONGEST_GAP).date()
        latest = instant
        for number in count():
            day = begin + number * _DAY
            if self.days.falls_on(day) and (due := self._on(day)) > latest:
                latest = due
                yield due

    def _on(self, day: date) -> datetime:
        # By RFC 5545, 3.3.5: what the clock shows twice is the first, and what it skips is read by the offset before the gap.
        return datetime.combine(day, self.local_time.replace(fold=0), tzinfo=self.zone).astimezone(UTC)
