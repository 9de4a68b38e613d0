"""Calendar months in UTC, as trends are told by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of a year. Raises ValueError where there is none."""

    year: int
    number: int

    def __post_init__(self) -> None:
        date(self.year, self.number, 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def ends_at(self) -> datetime:
        """The last instant of the month."""
        following = self.plus(1)
        return datetime(following.year, following.number, 1, tzinfo=UTC) - datetime.resolution

    def plus(self, months: int) -> "Month":
        """So many months later, or earlier."""
        years, number = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, number + 1)


def month_of(at: datetime) -> Month:
    """The month in which an instant lies."""
    there = at.astimezone(UTC)
    return Month(there.year, there.month)


def parsed_month(text: str) -> Month:
    """The month that `YYYY-MM` names. Raises ValueError for anything else."""
    found = _MONTH.fullmatch(text)
    if found is None:
        raise ValueError(f"{text} is no month.")
    return Month(int(found[1]), int(found[2]))


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """From the first to the last one, both included."""
    month = first
    while month <= last:
        yield month
        month = month.plus(1)
