"""A timeline as iCalendar (RFC 5545): an event of a whole day for each day on which something ends or is due."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from cairn_learners.application.calendar_feeds import Feed
from cairn_learners.application.timeline import TimelineEntry
from cairn_learners.domain.reminders import SubjectKind
from cairn_learners.domain.zoned_calendar import calendar_in

_A_DAY = timedelta(days=1)
# Every event was stamped then: a calendar without news is the same to the byte, and so is its ETag.
_STAMP = datetime(2026, 1, 1, tzinfo=UTC)


def calendar_file(feed: Feed) -> bytes:
    """The calendar; the same timeline gives the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cairn//Due and expiry dates//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Cairn")
    for entry in feed.timeline.entries:
        for what, day, summary in _days(entry, zone=feed.timeline.time_zone):
            calendar.add_component(_event(feed, entry, what=what, day=day, summary=summary))
    return bytes(calendar.to_ical())


def etag_of(file: bytes) -> str:
    """Changes when the calendar does."""
    return hashlib.sha256(file).hexdigest()[:32]


def _event(feed: Feed, entry: TimelineEntry, *, what: str, day: date, summary: str) -> Event:
    subject = entry.subject
    event = Event()
    parts = (feed.tenant_id, feed.timeline.person_id, subject.kind.value, subject.subject_id, what)
    # Stable while the day moves: calendars then move the event.
    event.add("uid", f"{hashlib.sha256(':'.join(parts).encode()).hexdigest()[:32]}@cairn")
    event.add("dtstamp", _STAMP)
    event.add("dtstart", day)
    event.add("dtend", day + _A_DAY)
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    if subject.why:
        event.add("description", "\n".join(subject.why))
    return event


def _days(entry: TimelineEntry, *, zone: str) -> Iterator[tuple[str, date, str]]:
    until = entry.subject.until
    if entry.subject.kind is SubjectKind.ENROLMENT:
        yield "due", until, f"{entry.name} is due"
        return
    yield "end", until, f"{entry.name}: last valid day"
    opens = entry.running.period.dates.window_opens_at if entry.running else None
    calendar = calendar_in(zone)
    if opens is not None and calendar is not None:
        yield "window", opens.astimezone(calendar.zone).date(), f"{entry.name} can be renewed from today"
