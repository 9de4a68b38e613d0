"""By when somebody was asked for a credential: the due date from which its first period may be counted."""

from collections.abc import Iterable, Mapping, Set
from datetime import UTC, date

from cairn_learners.domain.assignments import Ask, Enrolment


def asked_for_by(
    enrolments: Iterable[Enrolment], *, credentials_of: Mapping[str, Set[str]], credential_id: str, day: date
) -> date | None:
    """The earliest due date by which somebody was asked for a credential on a day; None for who was not, or by no date.

    An assignment asks for all that its path leads through (`credentials_of`, by path), from the day on which it was made up to the one
    on which it was taken back. What was asked for only later is not meant, and no path that renews: what is renewed has an expiry.
    """
    days = [
        ask.due_on
        for enrolment in enrolments
        if enrolment.cycle is None and credential_id in credentials_of.get(enrolment.path_id, ())
        for ask in enrolment.asks
        if ask.due_on and _stood(ask, day)
    ]
    return min(days, default=None)


def _stood(ask: Ask, day: date) -> bool:
    if ask.asked_at.astimezone(UTC).date() > day:
        return False
    return ask.withdrawn_at is None or day <= ask.withdrawn_at.astimezone(UTC).date()
