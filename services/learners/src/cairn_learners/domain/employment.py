"""When somebody works for the tenant: whoever leaves and returns stays the same person, with one history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cairn_platform.errors import FieldViolation

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Employment:
    """A time of working for the tenant that is over; `left_on` is its last day. `hired_on` is None where it is unknown."""

    hired_on: date | None
    left_on: date

    @property
    def over_on(self) -> date:
        """The first day after it."""
        return self.left_on + _ONE_DAY


def employed_on(day: date, *, left_on: date | None) -> bool:
    """The last day counts; from the day after it the person is not there any more."""
    return left_on is None or day <= left_on


def ended_by_return(
    *, hired_on: date | None, left_on: date | None, hired_again_on: date | None
) -> Employment | None:
    """The employment that is over since somebody who left joined again after its last day; None where nobody returned.

    Another last day, or none, without a first day after the one that was said puts right what was said: the employment goes on.
    """
    if left_on is None or hired_again_on is None or hired_again_on <= left_on:
        return None
    return Employment(hired_on=hired_on, left_on=left_on)


def order_of_days(*, hired_on: date | None, left_on: date | None) -> Iterator[FieldViolation]:
    """Nobody leaves before they join, nor on the last day of all: nothing can be counted from behind it."""
    if left_on == date.max:
        yield FieldViolation("left_on", "OUT_OF_RANGE", "Leave the last day empty while it is not known.")
    if hired_on is not None and left_on is not None and left_on < hired_on:
        yield FieldViolation("left_on", "OUT_OF_RANGE", "The last day lies before the first.")


def after_earlier(hired_on: date | None, earlier: Sequence[Employment]) -> Iterator[FieldViolation]:
    """What was said of earlier employments stays: the present one begins after them."""
    if hired_on is not None and earlier and hired_on < earlier[-1].over_on:
        message = f"An earlier employment lasted until {earlier[-1].left_on}; this one begins after it."
        yield FieldViolation("hired_on", "OUT_OF_RANGE", message)
