"""How a tenant reminds its people, and how each person wants to be reminded."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time

from cairn_learners.domain import fields
from cairn_learners.domain.telling_times import QuietHours, TellingTimes
from cairn_learners.domain.zoned_calendar import ZonedCalendar, calendar_in
from cairn_platform.errors import FieldViolation, StaleVersionError

MOST_STEPS = 12
MOST_DAYS = 730
SETTINGS_ID = "settings"
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class LeadTime:
    """A step so many days before, or after, an end; it counts for what is planned since `since`, when it was set."""

    days: int
    since: datetime


@dataclass(frozen=True, kw_only=True)
class ReminderSettings:
    """What a tenant has set; `began_at` is when it began to remind: what lies before is history.

    `escalate_after` says how many days after a due date or a last valid day the manager is told, None for never.
    """

    version: int
    began_at: datetime
    before_expiry: tuple[LeadTime, ...]
    before_due: tuple[LeadTime, ...]
    escalate_after: LeadTime | None
    time_zone: str
    quiet: QuietHours | None


@dataclass(frozen=True, kw_only=True)
class QuietHoursDraft:
    """Quiet hours as they are written, HH:MM."""

    begins: str
    ends: str


@dataclass(frozen=True, kw_only=True)
class SettingsDraft:
    """Settings as they are written."""

    before_expiry_days: tuple[int, ...]
    before_due_days: tuple[int, ...]
    escalate_after_days: int | None
    time_zone: str
    quiet: QuietHoursDraft | None


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """How a person wants to be told; None is as the tenant has it. Mails may be left out; the portal always has everything."""

    person_id: str
    version: int
    time_zone: str | None
    quiet: QuietHours | None
    own_quiet: bool
    digest_at: time | None
    by_mail: bool


@dataclass(frozen=True, kw_only=True)
class PreferencesDraft:
    """Preferences as they are written; `own_quiet` says that `quiet` stands in the place of the tenant's, None for no quiet hours."""

    time_zone: str
    own_quiet: bool
    quiet: QuietHoursDraft | None
    digest_at: str
    by_mail: bool


def first_settings(*, now: datetime) -> ReminderSettings:
    """What a tenant begins with. It has version 0 until it is saved."""
    lead = [LeadTime(days=days, since=now) for days in (90, 60, 30, 7)]
    return ReminderSettings(
        version=0,
        began_at=now,
        before_expiry=tuple(lead),
        before_due=tuple(lead),
        escalate_after=LeadTime(days=7, since=now),
        time_zone="UTC",
        quiet=QuietHours(begins=time(20), ends=time(7)),
    )


def no_preferences(person_id: str) -> Preferences:
    """Of somebody who said nothing. It has version 0 until it is saved."""
    return Preferences(
        person_id=person_id,
        version=0,
        time_zone=None,
        quiet=None,
        own_quiet=False,
        digest_at=None,
        by_mail=True,
    )


def changed_settings(
    before: ReminderSettings, draft: SettingsDraft, *, expected_version: int, now: datetime
) -> ReminderSettings:
    """The settings as they are written. A step that was set before keeps since when; a new one counts from now on.

    Raises InvalidFieldsError with all that is wrong, and StaleVersionError when somebody else changed them.
    """
    fields.refuse(
        _days("before_expiry_days", draft.before_expiry_days),
        _days("before_due_days", draft.before_due_days),
        _days(
            "escalate_after_days", () if draft.escalate_after_days is None else (draft.escalate_after_days,)
        ),
        fields.required("time_zone", draft.time_zone),
        _zone("time_zone", draft.time_zone),
        _quiet(draft.quiet),
    )
    if before.version != expected_version:
        raise StaleVersionError
    return replace(
        before,
        version=before.version + 1,
        before_expiry=_lead_times(before.before_expiry, draft.before_expiry_days, now=now),
        before_due=_lead_times(before.before_due, draft.before_due_days, now=now),
        escalate_after=next(
            iter(
                _lead_times(
                    [before.escalate_after] if before.escalate_after else (),
                    () if draft.escalate_after_days is None else (draft.escalate_after_days,),
                    now=now,
                )
            ),
            None,
        ),
        time_zone=draft.time_zone,
        quiet=_quiet_hours(draft.quiet),
    )


def changed_preferences(
    before: Preferences, draft: PreferencesDraft, *, expected_version: int
) -> Preferences:
    """The preferences as they are written. Raises InvalidFieldsError and StaleVersionError."""
    fields.refuse(
        _zone("time_zone", draft.time_zone),
        _quiet(draft.quiet),
        _clock("digest_at", draft.digest_at) if draft.digest_at else (),
    )
    if before.version != expected_version:
        raise StaleVersionError
    return replace(
        before,
        version=before.version + 1,
        time_zone=draft.time_zone or None,
        own_quiet=draft.own_quiet,
        quiet=_quiet_hours(draft.quiet) if draft.own_quiet else None,
        digest_at=clock_of(draft.digest_at) if draft.digest_at else None,
        by_mail=draft.by_mail,
    )


def telling_times(
    settings: ReminderSettings, preferences: Preferences, *, zone_at_work: str | None
) -> TellingTimes:
    """When a person wants to be told. The time zone is the own choice, else where the person works, else the tenant's."""
    return TellingTimes(
        calendar=_calendar(preferences.time_zone or zone_at_work or settings.time_zone),
        quiet=preferences.quiet if preferences.own_quiet else settings.quiet,
        digest_at=preferences.digest_at,
    )


def clock_of(text: str) -> time:
    """The time of day that HH:MM names; raises ValueError for anything else."""
    if not _CLOCK.fullmatch(text):
        raise ValueError(f"{text!r} is not a time of day")
    return time.fromisoformat(text)


def clock_text(clock: time) -> str:
    """A time of day as HH:MM."""
    return clock.isoformat(timespec="minutes")


def _calendar(zone: str) -> ZonedCalendar:
    found = calendar_in(zone) or calendar_in("UTC")
    if found is None:
        raise LookupError("there is no time zone database")
    return found


def _lead_times(before: Iterable[LeadTime], days: Iterable[int], *, now: datetime) -> tuple[LeadTime, ...]:
    known = {each.days: each for each in before}
    return tuple(known.get(each, LeadTime(days=each, since=now)) for each in sorted(set(days), reverse=True))


def _quiet_hours(draft: QuietHoursDraft | None) -> QuietHours | None:
    return QuietHours(begins=clock_of(draft.begins), ends=clock_of(draft.ends)) if draft else None


def _days(field: str, days: tuple[int, ...]) -> Iterator[FieldViolation]:
    yield from fields.at_most(field, len(days), limit=MOST_STEPS)
    if any(not 1 <= each <= MOST_DAYS for each in days):
        yield FieldViolation(field, "OUT_OF_RANGE", f"Give days from 1 to {MOST_DAYS}.")


def _zone(field: str, name: str) -> Iterator[FieldViolation]:
    if name and calendar_in(name) is None:
        message = "This is not a name of the IANA time zone database, such as Europe/Madrid."
        yield FieldViolation(field, "UNKNOWN_TIME_ZONE", message)


def _quiet(draft: QuietHoursDraft | None) -> Iterator[FieldViolation]:
    if draft is not None:
        yield from _clock("quiet_hours.begins", draft.begins)
        yield from _clock("quiet_hours.ends", draft.ends)


def _clock(field: str, text: str) -> Iterator[FieldViolation]:
    try:
        clock_of(text)
    except ValueError:
        yield FieldViolation(field, "NOT_A_TIME", "This has to be a time of day as HH:MM.")
