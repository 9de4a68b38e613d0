"""A question to the recertification engine as somebody writes it: what is refused in it, and what it means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from cairn_learners.domain.fields import at_most, day, parsed_day, refuse, required
from cairn_learners.domain.policy_versions import check_extensions
from cairn_learners.domain.recertification import PreviousPeriod
from cairn_learners.domain.recertification_policy import Policy, PolicyDraft, check_policy, policy_of
from cairn_learners.domain.renewal_terms import (
    RenewalOption,
    RenewalOptionDraft,
    check_renewal,
    renewal_options_of,
)
from cairn_learners.domain.zoned_calendar import ZonedCalendar, calendar_in
from cairn_platform.errors import FieldViolation

MOST_COMPLETIONS = 500
_UTC = "UTC"
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class PreviousDraft:
    """The period in force before the completions, as it is written; an empty `valid_until` means that it has no end."""

    valid_from: str
    valid_until: str
    window_opens_at: str


@dataclass(frozen=True, kw_only=True)
class RecertificationDraft:
    """What is asked; instants and dates as text, an empty one says nothing. Without a time zone, the policy counts in UTC.

    `renewal` is what renewing takes by the policy; `version` and `effective_on` are the policy's, 0 and empty where nothing is said.
    """

    policy: PolicyDraft
    renewal: tuple[RenewalOptionDraft, ...]
    version: int
    effective_on: str
    due_at: str
    previous: PreviousDraft | None
    completions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RecertificationQuestion:
    """What the engine takes. `as_written` has each completion as it was written, by its instant."""

    policy: Policy
    renewal: tuple[RenewalOption, ...]
    version: int
    effective_on: date | None
    due_at: datetime | None
    previous: PreviousPeriod | None
    as_written: dict[datetime, str]


def question_of(draft: RecertificationDraft) -> RecertificationQuestion:
    """What is asked; InvalidFieldsError with everything that is wrong in it."""
    named = replace(draft, policy=replace(draft.policy, timezone=draft.policy.timezone or _UTC))
    refuse(_check(named))
    policy = policy_of(named.policy)

    def moment(text: str) -> datetime | None:
        return parsed_moment(text, calendar=policy.calendar)

    # Sorted, so that of two ways to write an instant the same one is shown whichever came first.
    written = [(moment(text), text) for text in sorted(named.completions, reverse=True)]
    return RecertificationQuestion(
        policy=policy,
        renewal=renewal_options_of(named.renewal),
        version=named.version,
        effective_on=parsed_day(named.effective_on),
        due_at=moment(named.due_at),
        previous=_previous(named.previous, calendar=policy.calendar),
        as_written={at: text for at, text in written if at is not None},
    )


def parsed_moment(text: str, *, calendar: ZonedCalendar) -> datetime | None:
    """The instant, in UTC, that is written in the form of RFC 3339 or as a date, which is the start of that day in the calendar's zone.

    None for anything else: an instant without an offset is none.
    """
    written_day = parsed_day(text)
    if written_day:
        return calendar.start_of(written_day) if _FIRST_YEAR <= written_day.year <= _LAST_YEAR else None
    if not _INSTANT.fullmatch(text):
        return None
    try:
        instant = datetime.fromisoformat(text.upper())
        return instant.astimezone(UTC) if _FIRST_YEAR <= instant.year <= _LAST_YEAR else None
    except ValueError:
        return None


def _check(draft: RecertificationDraft) -> Iterator[FieldViolation]:
    for wrong in check_policy(draft.policy):
        yield replace(wrong, field=f"policy.{wrong.field}")
    calendar = calendar_in(draft.policy.timezone) or calendar_in(_UTC)
    if calendar is None:
        raise LookupError("the time zone database is missing")
    yield from check_renewal(draft.renewal)
    yield from check_extensions(draft.policy, draft.renewal)
    yield from day("effective_on", draft.effective_on)
    yield from _check_moment("due_at", draft.due_at, calendar=calendar)
    if draft.previous:
        yield from _check_previous(draft.previous, calendar=calendar)
    yield from at_most("completions", len(draft.completions), limit=MOST_COMPLETIONS)
    for number, completion in enumerate(draft.completions):
        yield from required(f"completions[{number}]", completion)
        yield from _check_moment(f"completions[{number}]", completion, calendar=calendar)


def _check_previous(previous: PreviousDraft, *, calendar: ZonedCalendar) -> Iterator[FieldViolation]:
    yield from required("previous.valid_from", previous.valid_from)
    for field in ("valid_from", "valid_until", "window_opens_at"):
        yield from _check_moment(f"previous.{field}", getattr(previous, field), calendar=calendar)
    begins = parsed_moment(previous.valid_from, calendar=calendar)
    ends = parsed_moment(previous.valid_until, calendar=calendar)
    if begins and ends and ends <= begins:
        yield FieldViolation("previous.valid_until", "NOT_AFTER_BEGINNING", "A period ends after it begins.")


def _check_moment(field: str, text: str, *, calendar: ZonedCalendar) -> Iterator[FieldViolation]:
    if text and parsed_moment(text, calendar=calendar) is None:
        message = (
            "This has to be an instant with its offset, such as 2013-04-15T12:01:00Z, or a date, such as 2013-04-15, of the years "
            f"{_FIRST_YEAR} to {_LAST_YEAR}."
        )
        yield FieldViolation(field, "NOT_AN_INSTANT_OR_DATE", message)


def _previous(draft: PreviousDraft | None, *, calendar: ZonedCalendar) -> PreviousPeriod | None:
    if draft is None:
        return None
    valid_from = parsed_moment(draft.valid_from, calendar=calendar)
    if valid_from is None:
        return None
    return PreviousPeriod(
        valid_from=valid_from,
        valid_until=parsed_moment(draft.valid_until, calendar=calendar),
        window_opens_at=parsed_moment(draft.window_opens_at, calendar=calendar),
    )
