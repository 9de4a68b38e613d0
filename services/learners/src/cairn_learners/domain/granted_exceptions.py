"""Exceptions from what a path asks of somebody: exemption, extension, equivalence and prior learning.

Each has a reason, somebody who granted it, and a last day; what it does ends by itself, since every answer derives it from the day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from cairn_learners.domain import fields
from cairn_learners.domain.day_spans import DaySpan, Withdrawal, check_may_be_withdrawn, span_of
from cairn_learners.domain.day_words import day_in_words
from cairn_learners.domain.zoned_calendar import ZonedCalendar, calendar_in
from cairn_platform.errors import FieldViolation, InvalidFieldsError

LONGEST_LOOK_BACK_DAYS = 36_500


class ExceptionKind(Enum):
    """What is granted."""

    EXEMPTION = "exemption"
    EXTENSION = "extension"
    EQUIVALENCE = "equivalence"
    PRIOR_LEARNING = "prior_learning"


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """The person need not do the path, or one step of it."""

    path_id: str
    step_id: str | None

    @property
    def kind(self) -> ExceptionKind:
        """An exemption."""
        return ExceptionKind.EXEMPTION


@dataclass(frozen=True, kw_only=True)
class Extension:
    """The path is due on the exception's last day, which is later than the enrolment's due date."""

    path_id: str
    enrolment_id: str

    @property
    def kind(self) -> ExceptionKind:
        """An extension."""
        return ExceptionKind.EXTENSION


@dataclass(frozen=True, kw_only=True)
class Equivalence:
    """Who holds `counts_credential_id` has what steps and stacks ask for as `credential_id`."""

    credential_id: str
    counts_credential_id: str

    @property
    def kind(self) -> ExceptionKind:
        """An equivalence."""
        return ExceptionKind.EQUIVALENCE


@dataclass(frozen=True, kw_only=True)
class PriorLearning:
    """What somebody learned before the enrolment stands for a step: an achievement, or (None) experience that the reason tells of."""

    path_id: str
    enrolment_id: str
    step_id: str
    achievement_id: str | None
    happened_on: date
    look_back_days: int

    @property
    def kind(self) -> ExceptionKind:
        """Prior learning."""
        return ExceptionKind.PRIOR_LEARNING


Terms = Exemption | Extension | Equivalence | PriorLearning


@dataclass(frozen=True, kw_only=True)
class GrantedException:
    """What is granted to a person, or (None) to everybody in the tenant, from day to day.

    `granted_by` is None for an API client; `on_behalf_of` is the manager for whom the one who granted it stood in.
    """

    exception_id: str
    version: int
    person_id: str | None
    terms: Terms
    span: DaySpan
    reason: str
    granted_by: str | None
    on_behalf_of: str | None
    granted_at: datetime
    withdrawal: Withdrawal | None

    def in_force(self, day: date) -> bool:
        """It holds on this day: it has begun, has not lapsed, and nobody took it back."""
        return self.withdrawal is None and self.span.contains(day)


@dataclass(frozen=True, kw_only=True)
class ExceptionDraft:
    """What somebody wants to grant. An empty `person_id` is everybody, `kind` None what does not exist; the others are as kinds need."""

    person_id: str
    kind: ExceptionKind | None
    path_id: str
    step_id: str
    credential_id: str
    counts_credential_id: str
    achievement_id: str
    happened_on: str
    look_back_days: int
    timezone: str
    from_on: str
    until_on: str
    reason: str


_NEEDED = {
    ExceptionKind.EXEMPTION: ("path_id",),
    ExceptionKind.EXTENSION: ("path_id",),
    ExceptionKind.EQUIVALENCE: ("credential_id", "counts_credential_id"),
    ExceptionKind.PRIOR_LEARNING: ("path_id", "step_id"),
}
_POSSIBLE = {
    ExceptionKind.EXEMPTION: ("step_id",),
    ExceptionKind.EXTENSION: (),
    ExceptionKind.EQUIVALENCE: (),
    ExceptionKind.PRIOR_LEARNING: ("achievement_id", "happened_on", "look_back_days", "timezone"),
}
_OF_KINDS = (
    "path_id",
    "step_id",
    "credential_id",
    "counts_credential_id",
    "achievement_id",
    "happened_on",
    "look_back_days",
    "timezone",
)


def check_draft(draft: ExceptionDraft, *, today: date) -> DaySpan:
    """An exception has a kind and what its kind needs, nothing of another kind, a reason and an end. Gives its days.

    Prior learning names either an achievement or the day of the experience. Raises InvalidFieldsError.
    """
    fields.refuse(
        _check_kind(draft),
        _fields_of_kind(draft),
        *(fields.identifier(each, getattr(draft, each)) for each in _OF_KINDS if each.endswith("_id")),
        _other_credential(draft),
        _proof(draft) if draft.kind is ExceptionKind.PRIOR_LEARNING else (),
        fields.required("reason", draft.reason),
        fields.text("reason", draft.reason, longest=fields.LONGEST_NOTE),
    )
    return span_of(from_on=draft.from_on, until_on=draft.until_on, today=today)


def check_extends(span: DaySpan, *, due_on: date | None) -> None:
    """An extension moves a due date to a later day. Raises InvalidFieldsError for a path without one, and for no later day."""
    if due_on is None:
        message = "The path is not due on any day, so there is nothing to extend."
        raise InvalidFieldsError([FieldViolation("path_id", "NOT_DUE", message)])
    if span.until_on <= due_on:
        message = f"The path is due on {day_in_words(due_on)}; an extension ends later."
        raise InvalidFieldsError([FieldViolation("until_on", "NOT_LATER", message)])


def check_looked_back(
    *, happened_on: date, enrolled_at: datetime, look_back_days: int, calendar: ZonedCalendar
) -> None:
    """What was learned at most so many days before the day of the enrolment is accepted: with 30, day 30 is and day 31 is not.

    The day of the enrolment is the one that it was in the time zone. What happened after it is no prior learning. Raises
    InvalidFieldsError.
    """
    enrolled_on = enrolled_at.astimezone(calendar.zone).date()
    days_before = (enrolled_on - happened_on).days
    if days_before < 0:
        message = (
            f"This happened after the enrolment, which was on {day_in_words(enrolled_on)} ({calendar.name})."
        )
        raise InvalidFieldsError([FieldViolation("happened_on", "AFTER_ENROLMENT", message)])
    if days_before > look_back_days:
        message = (
            f"This happened {days_before} days before the enrolment on {day_in_words(enrolled_on)} ({calendar.name}); "
            f"at most {look_back_days} are accepted."
        )
        raise InvalidFieldsError([FieldViolation("happened_on", "TOO_LONG_AGO", message)])


def already_granted(new: GrantedException, *, before: Iterable[GrantedException]) -> bool:
    """The same is granted already for some of the days. A further extension is another one."""
    return any(
        each.withdrawal is None
        and each.person_id == new.person_id
        and _matter(each) == _matter(new)
        and each.span.overlaps(new.span)
        for each in before
    )


def withdraw(granted: GrantedException, withdrawal: Withdrawal) -> GrantedException:
    """The exception, which from now on does nothing. Raises AlreadyDecidedError, and InvalidFieldsError without a reason."""
    check_may_be_withdrawn(granted.withdrawal, reason=withdrawal.reason)
    return replace(granted, version=granted.version + 1, withdrawal=withdrawal)


def exempt_until(granted: Iterable[GrantedException], *, path_id: str, today: date) -> date | None:
    """The last day on which somebody need not do the path as a whole; None for who has to."""
    found = [
        each.span.until_on
        for each in granted
        if each.in_force(today) and each.terms == Exemption(path_id=path_id, step_id=None)
    ]
    return max(found, default=None)


def _matter(granted: GrantedException) -> object:
    if isinstance(granted.terms, Extension):
        return granted.terms, granted.span.until_on
    if isinstance(granted.terms, PriorLearning):
        return granted.terms.enrolment_id, granted.terms.step_id
    return granted.terms


def _check_kind(draft: ExceptionDraft) -> Iterator[FieldViolation]:
    if draft.kind is None:
        message = "One of exemption, extension, equivalence and prior_learning."
        yield FieldViolation("kind", "UNKNOWN_VALUE", message)
    elif not draft.person_id and draft.kind is not ExceptionKind.EQUIVALENCE:
        yield FieldViolation("person_id", "REQUIRED", "Only an equivalence holds for everybody.")


def _fields_of_kind(draft: ExceptionDraft) -> Iterator[FieldViolation]:
    if draft.kind is None:
        return
    for each in _NEEDED[draft.kind]:
        yield from fields.required(each, getattr(draft, each))
    for each in _OF_KINDS:
        if getattr(draft, each) and each not in (*_NEEDED[draft.kind], *_POSSIBLE[draft.kind]):
            message = f"This is not said of the kind {draft.kind.value}."
            yield FieldViolation(each, "NOT_OF_THIS_KIND", message)


def _other_credential(draft: ExceptionDraft) -> Iterator[FieldViolation]:
    if draft.credential_id and draft.credential_id == draft.counts_credential_id:
        yield FieldViolation("counts_credential_id", "THE_SAME", "Another credential has to count for it.")


def _proof(draft: ExceptionDraft) -> Iterator[FieldViolation]:
    if bool(draft.achievement_id) == bool(draft.happened_on):
        message = "Name either an achievement or the day of the experience."
        yield FieldViolation("happened_on", "EITHER_OR", message)
    yield from fields.day("happened_on", draft.happened_on)
    if not 0 <= draft.look_back_days <= LONGEST_LOOK_BACK_DAYS:
        message = f"A number of days from 0 to {LONGEST_LOOK_BACK_DAYS}."
        yield FieldViolation("look_back_days", "OUT_OF_RANGE", message)
    if draft.timezone and calendar_in(draft.timezone) is None:
        message = "A time zone of the IANA database, such as Europe/Madrid."
        yield FieldViolation("timezone", "NOT_A_TIME_ZONE", message)
