"""When an achievement counts: half-open periods in calendar arithmetic, in UTC."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

_ISO_8601 = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", re.ASCII)
_MONTHS_A_YEAR = 12
_SMALLEST = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class CalendarDuration:
    """A length of time that the calendar makes longer or shorter: a month is not a number of days."""

    years: int
    months: int
    weeks: int
    days: int

    @classmethod
    def parse(cls, text: str) -> "CalendarDuration":
        """Reads an ISO 8601 duration of years, months, weeks and days, such as P3Y or P1Y6M.

        Raises ValueError for anything else: time parts, fractions, signs and durations of nothing.
        """
        duration = cls.parse_with_nothing(text)
        if duration.is_nothing:
            raise ValueError(f"{text!r} is a duration of nothing")
        return duration

    @classmethod
    def parse_with_nothing(cls, text: str) -> "CalendarDuration":
        """The same, but takes durations of nothing, such as P0D."""
        found = _ISO_8601.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is not a duration of years, months, weeks and days")
        years, months, weeks, days = (int(part or 0) for part in found.groups())
        return cls(years=years, months=months, weeks=weeks, days=days)

    @property
    def is_nothing(self) -> bool:
        """It has no length."""
        return not (self.years or self.months or self.weeks or self.days)

    @property
    def text(self) -> str:
        """The duration as ISO 8601 writes it, such as P1Y6M."""
        amounts = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + ("".join(f"{amount}{unit}" for amount, unit in amounts if amount) or "0D")

    @property
    def in_words(self) -> str:
        """The duration as people say it, such as `1 year and 6 months`."""
        amounts = ((self.years, "year"), (self.months, "month"), (self.weeks, "week"), (self.days, "day"))
        said = [f"{amount} {unit if amount == 1 else unit + 's'}" for amount, unit in amounts if amount]
        return " and ".join(said) or "no time"

    def after(self, day: date) -> date | None:
        """The day that lies this long after `day`; None where the calendar has no such day any more (after the year 9999).

        Years and months are added first; where the month is too short its last day counts, so a year after 29 February is
        28 February. Weeks and days are added then.
        """
        return self.counted(day, times=1)

    def counted(self, day: date, *, times: int) -> date | None:
        """The day that lies `times` as long after `day`, counted from `day` as a whole; before it where `times` is negative.

        Years and months first, then weeks and days; None where the calendar has no such day.
        """
        months = (
            day.year * _MONTHS_A_YEAR + day.month - 1 + times * (self.years * _MONTHS_A_YEAR + self.months)
        )
        year, month = months // _MONTHS_A_YEAR, months % _MONTHS_A_YEAR + 1
        if not date.min.year <= year <= date.max.year:
            return None
        last_of_month = calendar.monthrange(year, month)[1]
        try:
            return date(year, month, min(day.day, last_of_month)) + timedelta(
                weeks=times * self.weeks, days=times * self.days
            )
        except OverflowError:
            return None


@dataclass(frozen=True, kw_only=True)
class Period:
    """From `valid_from` on, up to but without `valid_until`; without an end where that is None."""

    valid_from: datetime
    valid_until: datetime | None

    def __post_init__(self) -> None:
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise ValueError("a period ends after it begins")

    def contains(self, at: datetime) -> bool:
        """The first instant counts; the instant at which it ends no longer does."""
        return self.valid_from <= at and (self.valid_until is None or at < self.valid_until)


def last_valid_day(valid_until: datetime | None) -> date | None:
    """The day, in UTC, of the last instant before `valid_until`: what people are shown. None where nothing ends."""
    return (valid_until - _SMALLEST).astimezone(UTC).date() if valid_until else None


@dataclass(frozen=True)
class Coverage:
    """Something counts now, and goes on counting without a break until `until`; for ever where that is None.

    `said_last_on` is its last day where a policy's time zone says that. It follows from the rest, so it tells no two apart.
    """

    until: datetime | None
    said_last_on: date | None = field(default=None, compare=False)

    @property
    def last_on(self) -> date | None:
        """The last day that counts, which people are shown; None where nothing ends."""
        return self.said_last_on or last_valid_day(self.until)

    @property
    def _order(self) -> datetime:
        return self.until or datetime.max.replace(tzinfo=UTC)

    def __lt__(self, other: "Coverage") -> bool:
        return self._order < other._order


def coverage(*, periods: Iterable[Period], now: datetime) -> Coverage | None:
    """How long the periods together go on counting; None where none of them counts now.

    One that begins no later than another ends carries on from it.
    """
    reached = now
    for period in sorted(periods, key=lambda each: each.valid_from):
        if period.valid_from > reached:
            break
        if period.valid_until is None:
            return Coverage(until=None)
        reached = max(reached, period.valid_until)
    return Coverage(until=reached) if reached > now else None
