"""The calendar and the clock as they are in one time zone: where a day begins, and what lies a year later."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from cairn_learners.domain.periods import CalendarDuration

_DAYS_KEPT = 10_000
_SMALLEST = timedelta(microseconds=1)
# Not places: the clock of whoever runs this, and the database's other forms, of which `right` counts leap seconds.
_NO_PLACES = ("localtime", "posixrules", "posix/", "right/", "Factory")


@dataclass(frozen=True)
class ZonedCalendar:
    """Counts in the local time of `zone`. Instants go in with any offset and come out in UTC."""

    zone: ZoneInfo

    @property
    def name(self) -> str:
        """What the zone is called, such as Europe/Madrid."""
        return self.zone.key

    def start_of(self, day: date) -> datetime:
        """The first instant of a day there; where midnight does not exist, it is when the clock goes on."""
        return _start_of(self.zone, day)

    def at(self, day: date, clock: time) -> datetime:
        """The instant of a time of day there. One that does not exist moves forward by the gap; one that comes twice is the first."""
        return self._instant(day, clock)

    def counted(self, at: datetime, duration: CalendarDuration, *, times: int) -> datetime:
        """The instant that lies `times` as long after `at`, counted from `at` as a whole; before it where `times` is negative.

        The time of day stays what it was on the clock there. One that does not exist moves forward by the gap; one that comes twice
        is the first. Nothing added is the same instant. Raises OverflowError where the calendar has no such day.
        """
        if times == 0 or duration.is_nothing:
            return at
        local = at.astimezone(self.zone)
        day = duration.counted(local.date(), times=times)
        if day is None:
            raise OverflowError("the calendar has no such day")
        return self._instant(day, local.time())

    def after(self, at: datetime, duration: CalendarDuration) -> datetime:
        """The instant that lies this long after another."""
        return self.counted(at, duration, times=1)

    def before(self, at: datetime, duration: CalendarDuration) -> datetime:
        """The instant that lies this long before another."""
        return self.counted(at, duration, times=-1)

    def last_day_before(self, at: datetime) -> date:
        """The day there of the last instant before `at`: what people are shown as the last valid day."""
        return (at - _SMALLEST).astimezone(self.zone).date()

    def shown(self, at: datetime) -> str:
        """An instant as its day and time there, for sentences: `2013-05-03 08:14 (UTC)`."""
        local = at.astimezone(self.zone).replace(tzinfo=None)
        exactly = "minutes" if local.second == local.microsecond == 0 else "seconds"
        return f"{local.isoformat(sep=' ', timespec=exactly)} ({self.name})"

    def _instant(self, day: date, clock: time) -> datetime:
        return _instant(self.zone, day, clock)


def _instant(zone: ZoneInfo, day: date, clock: time) -> datetime:
    # With fold 0 a time that comes twice is the first, and one in a gap is read by the offset before it: moved on by the gap.
    return datetime.combine(day, clock.replace(fold=0), tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=_DAYS_KEPT)
def _start_of(zone: ZoneInfo, day: date) -> datetime:
    """The same instants are asked for again and again: everybody's reminders, so many days before what ends."""
    return _instant(zone, day, time.min)


def calendar_in(name: str) -> ZonedCalendar | None:
    """The calendar in the time zone of this name in the IANA database; None for an unknown one."""
    if name.startswith(_NO_PLACES):
        return None
    try:
        return ZonedCalendar(ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return None
