"""Instants, days and months as events have them."""

from datetime import UTC, date, datetime
from functools import cache

NEVER_ENDS = datetime(9999, 12, 31, tzinfo=UTC)


@cache
def instant(text: str) -> datetime:
    """An instant of an event's state."""
    return datetime.fromisoformat(text)


@cache
def day_begins(day: str) -> datetime:
    """The first instant of a day in UTC."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def months_later(day: date, months: int) -> date:
    """So many calendar months after it, a month without that day ending with its last."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError
