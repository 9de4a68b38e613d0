"""How long somebody has worked here, and in which roles: what experience is judged by."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role from its first day up to the first day on which it was not held any more; None where it still is."""

    role_id: str
    taken_on: date
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Employment:
    """A time of working here, from its first day, None where unknown, to its last, None where it goes on."""

    hired_on: date | None
    left_on: date | None

    def covers(self, day: date) -> bool:
        """The first and the last day count."""
        joined = self.hired_on is None or self.hired_on <= day
        return joined and (self.left_on is None or day <= self.left_on)


@dataclass(frozen=True, slots=True)
class Tenure:
    """When somebody joined, None where unknown, and left, None for who has not; the employments before; and the roles of which it is
    known since when they are or were held.
    """

    hired_on: date | None = None
    present: RoleHeld | None = None
    past: tuple[RoleHeld, ...] = ()
    left_on: date | None = None
    earlier: tuple[Employment, ...] = ()

    def employs_on(self, day: date) -> bool:
        """Whether the person works here on the day; whoever has left counts nowhere from the day after the last."""
        return any(each.covers(day) for each in self.employments)

    @property
    def employments(self) -> tuple[Employment, ...]:
        """Each time of working here, the present or last one at the end."""
        return (*self.earlier, Employment(self.hired_on, self.left_on))

    def had_begun_by(self, day: date) -> bool:
        """The person worked here on the day or before; or it is not known since when."""
        return any(each.hired_on is None or each.hired_on <= day for each in self.employments)

    def in_role(self, role_id: str) -> Sequence[RoleHeld]:
        """Each time that the role was held, the first one first."""
        held = (*self.past, self.present) if self.present else self.past
        return sorted((each for each in held if each.role_id == role_id), key=lambda each: each.taken_on)


def months_after(day: date, months: int) -> datetime:
    """The first instant of the day on which so many calendar months are full; a month without that day ends with its last."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime(year, month, min(day.day, monthrange(year, month)[1]), tzinfo=UTC)


def experience_reached_at(held: Iterable[RoleHeld], *, months: int) -> datetime | None:
    """When the times in a role, in order, come to so many months; None where they end before that.

    Interrupted time is taken together in days, as if all of it had been served without a break up to the end of the last one.
    """
    earlier = timedelta()
    for each in held:
        reached = months_after(each.taken_on - earlier, months)
        if each.left_on is None or reached.date() <= each.left_on:
            return reached
        earlier += each.left_on - each.taken_on
    return None
