"""What holds from one day to another, both included, and may be taken back before: where it stands follows from the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from cairn_learners.domain import fields
from cairn_learners.domain.errors import AlreadyDecidedError
from cairn_platform.errors import FieldViolation

_LAST_YEAR = date.max.year
NO_END = date.max
"""The last day of what holds until it is taken back."""


@dataclass(frozen=True, kw_only=True)
class DaySpan:
    """From the first instant of `from_on` to the last of `until_on`; days are counted in UTC, as due dates are."""

    from_on: date
    until_on: date

    def contains(self, day: date) -> bool:
        """Both ends belong to it."""
        return self.from_on <= day <= self.until_on

    def overlaps(self, other: "DaySpan") -> bool:
        """Some day belongs to both."""
        return self.from_on <= other.until_on and other.from_on <= self.until_on

    @property
    def ends_at(self) -> datetime:
        """The first instant that no longer belongs to it."""
        return datetime.combine(self.until_on + timedelta(days=1), time.min, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """Somebody (None: an API client) took back what had been granted; `on_behalf_of` is for whom they stood in."""

    withdrawn_by: str | None
    on_behalf_of: str | None
    withdrawn_at: datetime
    reason: str


class SpanStatus(Enum):
    """Where something stands that holds for a span of days."""

    UPCOMING = "upcoming"
    ACTIVE = "active"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


def status_of(span: DaySpan, withdrawal: Withdrawal | None, *, today: date) -> SpanStatus:
    """It lapses by itself on the day after its last one; nothing is stored when it does."""
    if withdrawal is not None:
        return SpanStatus.WITHDRAWN
    if today < span.from_on:
        return SpanStatus.UPCOMING
    return SpanStatus.ACTIVE if span.contains(today) else SpanStatus.LAPSED


def span_of(*, from_on: str, until_on: str, today: date) -> DaySpan:
    """The span that a request names; without a first day it begins today.

    It has an end, does not begin in the past and does not end before it begins: InvalidFieldsError for any other.
    """
    begins = fields.parsed_day(from_on) if from_on else today
    ends = fields.parsed_day(until_on)
    fields.refuse(
        fields.day("from_on", from_on),
        fields.required("until_on", until_on),
        fields.day("until_on", until_on),
        _in_order(begins, ends, today),
    )
    if begins is None or ends is None:
        raise ValueError("the checks let a span through that is none")
    return DaySpan(from_on=begins, until_on=ends)


def open_span_of(*, from_on: str, until_on: str, today: date) -> DaySpan:
    """Like `span_of`; without a last day it has no end."""
    if until_on:
        return span_of(from_on=from_on, until_on=until_on, today=today)
    begins = fields.parsed_day(from_on) if from_on else today
    fields.refuse(fields.day("from_on", from_on), _in_order(begins, None, today))
    return DaySpan(from_on=begins or today, until_on=NO_END)


def check_may_be_withdrawn(withdrawal: Withdrawal | None, *, reason: str) -> None:
    """It is withdrawn once, with a reason. Raises AlreadyDecidedError and InvalidFieldsError."""
    fields.refuse(
        fields.required("reason", reason), fields.text("reason", reason, longest=fields.LONGEST_NOTE)
    )
    if withdrawal is not None:
        raise AlreadyDecidedError


def _in_order(begins: date | None, ends: date | None, today: date) -> Iterator[FieldViolation]:
    if begins is not None and begins < today:
        yield FieldViolation("from_on", "IN_PAST", "It begins today or later.")
    if begins is not None and ends is not None and ends < begins:
        yield FieldViolation("until_on", "BEFORE_BEGIN", "The last day is not before the first.")
    if ends is not None and ends.year == _LAST_YEAR:
        yield FieldViolation("until_on", "OUT_OF_RANGE", "Name a day on which it ends.")
