"""Scheduled revisions: edits of published entries that wait for their day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import Enum

from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.refusals import RevisionWaitingError
from cairn_platform.errors import (
    FieldViolation,
    InvalidFieldsError,
    NotFoundError,
    RefusedError,
    StaleVersionError,
)

Position = tuple[str, str, str]
"""Where a revision stands among those of its tenant: its day, what it revises, and which one."""


class RevisionState(Enum):
    """What became of a scheduled revision: it waits, was applied, failed on its day, or was taken back."""

    WAITING = "waiting"
    APPLIED = "applied"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class ScheduledRevision:
    """What an entry is to be from a day on. An entry has one at the most; the next one takes its place.

    `proposed` is the whole entry, in version 0. `revises_version` is the version that was edited, 0 where the revision makes the
    tenant's own version of a public entry. `problems` say why it failed. `version` grows with whatever happens to it.
    """

    version: int
    proposed: Entry
    revises_version: int
    effective_on: date
    state: RevisionState
    scheduled_at: datetime
    settled_at: datetime | None
    problems: tuple[FieldViolation, ...]

    @property
    def waits(self) -> bool:
        """Its day has not come, or nobody has looked since."""
        return self.state is RevisionState.WAITING

    @property
    def position(self) -> Position:
        """Where it stands in a list: the earliest day first."""
        return self.effective_on.isoformat(), self.proposed.called, self.proposed.id

    @property
    def due_at(self) -> datetime:
        """When it takes effect."""
        return start_of(self.effective_on)


def start_of(day: date) -> datetime:
    """When a day of the catalogue begins: at midnight in UTC, the same for every tenant."""
    return datetime.combine(day, time.min, tzinfo=UTC)


def day_of(now: datetime) -> date:
    """The day of the catalogue that it is."""
    return now.astimezone(UTC).date()


def check_effective_on(text: str, *, today: date) -> date | None:
    """The later day on which an edit takes effect; None for at once, which is no day and today.

    Raises InvalidFieldsError for what is no day, and for a day that is past.
    """
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _wrong("NOT_A_DAY", "Give a day as YYYY-MM-DD.") from None
    if day.isoformat() != text:
        raise _wrong("NOT_A_DAY", "Give a day as YYYY-MM-DD.")
    if day < today:
        raise _wrong("IN_PAST", "A revision takes effect today or later.")
    return day if day > today else None


def schedule(
    proposed: Entry,
    *,
    revises_version: int,
    effective_on: date,
    before: ScheduledRevision | None,
    replaces: int | None,
    now: datetime,
) -> ScheduledRevision:
    """The revision that waits from now on.

    `before` is the entry's scheduled revision so far, whatever became of it; `replaces` the version of the one that waits, where its
    place is to be taken. Raises RevisionWaitingError for one that waits and is not to be replaced, StaleVersionError for another
    version than that, and NotFoundError where nothing waits to be replaced.
    """
    if replaces is not None:
        _require_version(before, expected=replaces, states=(RevisionState.WAITING,))
    elif before is not None and before.waits:
        raise RevisionWaitingError(proposed.called, before.effective_on)
    return ScheduledRevision(
        version=before.version + 1 if before else 1,
        proposed=replace(proposed, version=0),
        revises_version=revises_version,
        effective_on=effective_on,
        state=RevisionState.WAITING,
        scheduled_at=now,
        settled_at=None,
        problems=(),
    )


def withdraw(
    revision: ScheduledRevision | None, *, expected_version: int, now: datetime
) -> ScheduledRevision:
    """The revision taken back, one that failed too; raises NotFoundError where there is none, and StaleVersionError."""
    found = _require_version(
        revision, expected=expected_version, states=(RevisionState.WAITING, RevisionState.FAILED)
    )
    return _settled(found, RevisionState.WITHDRAWN, problems=found.problems, now=now)


def applied(revision: ScheduledRevision, *, now: datetime) -> ScheduledRevision:
    """The revision after the entry has become what it says."""
    return _settled(revision, RevisionState.APPLIED, problems=(), now=now)


def failed(
    revision: ScheduledRevision, *, problems: Sequence[FieldViolation], now: datetime
) -> ScheduledRevision:
    """The revision that does not fit on its day."""
    return _settled(revision, RevisionState.FAILED, problems=problems, now=now)


def problems_of(refusal: RefusedError) -> tuple[FieldViolation, ...]:
    """Why a revision does not fit, from what publishing it is refused with."""
    if isinstance(refusal, InvalidFieldsError):
        return refusal.violations
    message = "The entry was changed since this was scheduled; look at both, and schedule it again."
    return (FieldViolation("entry", "ENTRY_CHANGED", message),)


def _require_version(
    revision: ScheduledRevision | None, *, expected: int, states: Sequence[RevisionState]
) -> ScheduledRevision:
    if revision is None or revision.state not in states:
        raise NotFoundError("scheduled revision")
    if revision.version != expected:
        raise StaleVersionError
    return revision


def _settled(
    revision: ScheduledRevision, state: RevisionState, *, problems: Sequence[FieldViolation], now: datetime
) -> ScheduledRevision:
    return replace(
        revision, version=revision.version + 1, state=state, settled_at=now, problems=tuple(problems)
    )


def _wrong(reason: str, message: str) -> InvalidFieldsError:
    return InvalidFieldsError([FieldViolation("effective_on", reason, message)])
