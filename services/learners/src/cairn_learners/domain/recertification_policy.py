"""What a recertification policy says, and which policies are refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from cairn_learners.domain.fields import refuse, required
from cairn_learners.domain.periods import CalendarDuration
from cairn_learners.domain.zoned_calendar import ZonedCalendar, calendar_in
from cairn_platform.errors import FieldViolation

MOST_YEARS = 100
_LEAP_CYCLE = tuple(date(2023, 1, 1) + timedelta(days=number) for number in range(4 * 365 + 1))
_FEWEST_DAYS = (365, 28, 7, 1)
_MOST_DAYS = (366, 31, 7, 1)


class Basis(Enum):
    """From what a credential's expiry is counted."""

    COMPLETION = "completion"
    EXPIRY = "expiry"
    FIXED = "fixed"
    NEVER = "never"


class LateRule(Enum):
    """From what a renewal after the grace is counted, with the basis `expiry`."""

    COMPLETION = "completion"
    PREVIOUS_EXPIRY = "previous_expiry"


@dataclass(frozen=True, kw_only=True)
class PolicyDraft:
    """A policy as it is written; an empty text says nothing. `basis` and `late_rule` are None for one that does not exist."""

    basis: Basis | None
    validity: str
    window: str
    grace: str
    minimum_validity: str
    timezone: str
    late_rule: LateRule | None
    grace_counts: bool


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How long a credential counts and when it is renewed.

    `validity` is None exactly with the basis `never`. `window` is how long before the expiry a renewal may come; None where renewals are
    not bound to one. Durations are counted in `calendar`. With `grace_counts` the credential still counts in its grace, which moves no
    date.
    """

    basis: Basis
    validity: CalendarDuration | None
    window: CalendarDuration | None
    grace: CalendarDuration
    minimum_validity: CalendarDuration
    late_rule: LateRule
    grace_counts: bool
    calendar: ZonedCalendar

    def window_opens_at(self, valid_until: datetime) -> datetime | None:
        """When a period that ends then may be renewed from."""
        return self.calendar.before(valid_until, self.window) if self.window else None

    def grace_until(self, valid_until: datetime) -> datetime:
        """When the grace of a period that ends then is over; the end itself where there is no grace."""
        return self.calendar.after(valid_until, self.grace)


def policy_of(draft: PolicyDraft) -> Policy:
    """The policy that is written; InvalidFieldsError with all that is wrong in it."""
    refuse(check_policy(draft))
    return checked_policy(draft)


def checked_policy(draft: PolicyDraft) -> Policy:
    """The policy that is written, which `check_policy` has let pass before."""
    calendar = calendar_in(draft.timezone)
    if draft.basis is None or draft.late_rule is None or calendar is None:
        raise ValueError("the checks let a policy through that is none")
    ends = draft.basis is not Basis.NEVER
    return Policy(
        basis=draft.basis,
        validity=CalendarDuration.parse(draft.validity) if ends else None,
        window=CalendarDuration.parse_with_nothing(draft.window) if ends and draft.window else None,
        grace=_or_nothing(draft.grace),
        minimum_validity=_or_nothing(draft.minimum_validity),
        late_rule=draft.late_rule,
        grace_counts=draft.grace_counts,
        calendar=calendar,
    )


def check_policy(draft: PolicyDraft) -> Iterator[FieldViolation]:
    """Validity is needed unless it never expires, a window for the bases `expiry` and `fixed`; window and grace are shorter than it."""
    if draft.basis is None:
        yield FieldViolation("basis", "UNKNOWN_VALUE", "One of completion, expiry, fixed and never.")
    elif draft.basis is not Basis.NEVER:
        yield from required("validity", draft.validity)
    if draft.basis in {Basis.EXPIRY, Basis.FIXED}:
        yield from required("window", draft.window)
    if draft.late_rule is None:
        yield FieldViolation("late_rule", "UNKNOWN_VALUE", "One of completion and previous_expiry.")
    if calendar_in(draft.timezone) is None:
        message = "There is no such time zone; name one of the IANA database, such as Europe/Madrid."
        yield FieldViolation("timezone", "UNKNOWN_TIME_ZONE", message)
    for field in ("validity", "window", "grace", "minimum_validity"):
        yield from _check_duration(field, getattr(draft, field), may_be_nothing=field != "validity")
    validity = _parsed(draft.validity)
    for field in ("window", "grace"):
        duration = _parsed(getattr(draft, field))
        if duration and validity and not validity.is_nothing and not is_shorter(duration, than=validity):
            yield FieldViolation(
                field, "NOT_SHORTER_THAN_VALIDITY", "This has to be shorter than the validity."
            )


def is_shorter(duration: CalendarDuration, *, than: CalendarDuration) -> bool:
    """It is the shorter one from whatever day both are counted: P365D is not shorter than P1Y, nor is P30D shorter than P1M."""
    if _days(duration, _MOST_DAYS) < _days(than, _FEWEST_DAYS):
        return True
    if _days(duration, _FEWEST_DAYS) >= _days(than, _MOST_DAYS):
        return False
    return all(_ends(duration, day) < _ends(than, day) for day in _LEAP_CYCLE)


def _check_duration(field: str, text: str, *, may_be_nothing: bool) -> Iterator[FieldViolation]:
    if not text:
        return
    duration = _parsed(text)
    if duration is None:
        message = "This has to be an ISO 8601 duration of years, months, weeks and days, such as P1Y6M."
        yield FieldViolation(field, "NOT_A_DURATION", message)
    elif duration.is_nothing and not may_be_nothing:
        yield FieldViolation(field, "NOT_A_DURATION", "This cannot be a duration of nothing.")
    elif _days(duration, _FEWEST_DAYS) > MOST_YEARS * 366:
        yield FieldViolation(field, "OUT_OF_RANGE", f"At most {MOST_YEARS} years.")


def _parsed(text: str) -> CalendarDuration | None:
    try:
        return CalendarDuration.parse_with_nothing(text)
    except ValueError:
        return None


def _or_nothing(text: str) -> CalendarDuration:
    return CalendarDuration.parse_with_nothing(text or "P0D")


def _days(duration: CalendarDuration, of_each: tuple[int, int, int, int]) -> int:
    parts = (duration.years, duration.months, duration.weeks, duration.days)
    return sum(part * days for part, days in zip(parts, of_each, strict=True))


def _ends(duration: CalendarDuration, day: date) -> date:
    return duration.after(day) or date.max
