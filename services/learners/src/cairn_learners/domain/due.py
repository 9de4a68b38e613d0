"""By when somebody has to have completed what was assigned: a day, or a time counted from something about the person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from cairn_learners.domain import fields
from cairn_learners.domain.periods import CalendarDuration
from cairn_platform.errors import FieldViolation


class Anchor(Enum):
    """What a time is counted from: the day on which somebody is given the path, was hired, or took the position."""

    ASSIGNMENT = "assignment"
    HIRE = "hire"
    POSITION_START = "position_start"


@dataclass(frozen=True, kw_only=True)
class DueOn:
    """The same day for everybody."""

    day: date


@dataclass(frozen=True, kw_only=True)
class DueAfter:
    """So long after the anchor; what is not known of it, and what lies before the basis date if there is one, counts from that."""

    anchor: Anchor
    duration: CalendarDuration


@dataclass(frozen=True, kw_only=True)
class DueBeforeExpiry:
    """So long before the last day on which the credential that somebody holds now counts."""

    credential_id: str
    duration: CalendarDuration


Due = DueOn | DueAfter | DueBeforeExpiry


@dataclass(frozen=True, kw_only=True)
class DueFacts:
    """What the due day of one person depends on. `last_valid_on` has the last day of each credential that counts now and ends."""

    assigned_on: date
    hired_on: date | None
    taken_on: date | None
    last_valid_on: Mapping[str, date]


def due_day(due: Due | None, *, basis_on: date | None, facts: DueFacts) -> date | None:
    """The last day to complete it; None for none.

    A blank anchor, or one before the basis date if the assignment has one, counts from the basis date; a blank one without a basis
    date counts from the day of the assignment. Before the expiry of what never ends or is not held, nothing is due.
    """
    match due:
        case None:
            return None
        case DueOn(day=day):
            return day
        case DueBeforeExpiry(credential_id=credential_id, duration=duration):
            ends_on = facts.last_valid_on.get(credential_id)
            return duration.counted(ends_on, times=-1) if ends_on else None
        case DueAfter(anchor=anchor, duration=duration):
            return duration.after(_counted_from(anchor, basis_on=basis_on, facts=facts))


def _counted_from(anchor: Anchor, *, basis_on: date | None, facts: DueFacts) -> date:
    known = {
        Anchor.ASSIGNMENT: facts.assigned_on,
        Anchor.HIRE: facts.hired_on,
        Anchor.POSITION_START: facts.taken_on,
    }[anchor]
    if known is None:
        return basis_on or facts.assigned_on
    return max(known, basis_on) if basis_on else known


@dataclass(frozen=True, kw_only=True)
class DueDraft:
    """What a request says about when something is due, not looked at yet; everything empty: never.

    Either `due_on`, or `duration` with the `anchor` that it is counted from, or `duration` with the credential before whose expiry it is.
    """

    due_on: str
    anchor: str
    duration: str
    before_expiry_of: str


NEVER = DueDraft(due_on="", anchor="", duration="", before_expiry_of="")


def due_violations(field: str, draft: DueDraft, *, today: date) -> Iterator[FieldViolation]:
    """What is wrong with when something is due."""
    yield from fields.day(f"{field}.due_on", draft.due_on)
    day = fields.parsed_day(draft.due_on)
    if day is not None and day < today:
        yield FieldViolation(f"{field}.due_on", "IN_PAST", "The due date is in the past.")
    yield from fields.identifier(f"{field}.before_expiry_of", draft.before_expiry_of)
    if draft.anchor and draft.anchor not in {each.value for each in Anchor}:
        yield FieldViolation(f"{field}.anchor", "OUT_OF_RANGE", "There is no such anchor.")
    yield from fields.duration(f"{field}.duration", draft.duration)
    ways = [bool(draft.due_on), bool(draft.anchor), bool(draft.before_expiry_of)]
    if sum(ways) > 1:
        message = "Say a day, or what a duration is counted from, or before which expiry: one of them."
        yield FieldViolation(field, "NOT_ALLOWED", message)
    elif bool(draft.duration) != (bool(draft.anchor) or bool(draft.before_expiry_of)):
        message = "A duration goes with an anchor or with the credential before whose expiry it is."
        yield FieldViolation(field, "REQUIRED", message)


def due_from(draft: DueDraft) -> Due | None:
    """What a draft without violations says."""
    if draft.due_on:
        return DueOn(day=date.fromisoformat(draft.due_on))
    if draft.anchor:
        return DueAfter(anchor=Anchor(draft.anchor), duration=CalendarDuration.parse(draft.duration))
    if draft.before_expiry_of:
        return DueBeforeExpiry(
            credential_id=draft.before_expiry_of, duration=CalendarDuration.parse(draft.duration)
        )
    return None


def due_draft(due: Due | None) -> DueDraft:
    """What a request would say for this."""
    match due:
        case None:
            return NEVER
        case DueOn(day=day):
            return DueDraft(due_on=day.isoformat(), anchor="", duration="", before_expiry_of="")
        case DueAfter(anchor=anchor, duration=duration):
            return DueDraft(due_on="", anchor=anchor.value, duration=duration.text, before_expiry_of="")
        case DueBeforeExpiry(credential_id=credential_id, duration=duration):
            return DueDraft(due_on="", anchor="", duration=duration.text, before_expiry_of=credential_id)
