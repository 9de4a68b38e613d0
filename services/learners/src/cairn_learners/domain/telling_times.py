"""When somebody wants to be told: outside quiet hours, once a day if wished, on the clock where the person is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cairn_learners.domain.zoned_calendar import ZonedCalendar

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """From `begins` up to `ends` every day, over midnight where they begin later than they end; none where both are the same."""

    begins: time
    ends: time

    def contain(self, clock: time) -> bool:
        """Nobody is to be told at this time of day."""
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


@dataclass(frozen=True, kw_only=True)
class TellingTimes:
    """How one person wants to be told: where the person's clock is, when not, and once a day at `digest_at` if wished."""

    calendar: ZonedCalendar
    quiet: QuietHours | None
    digest_at: time | None

    def start_of(self, day: date) -> datetime:
        """When a day begins for the person."""
        return self.calendar.start_of(day)

    def may_tell(self, at: datetime) -> bool:
        """It is outside of the quiet hours."""
        return self.quiet is None or not self.quiet.contain(self._clock(at))

    def told_at(self, planned: datetime) -> datetime:
        """When the person is told what is planned for an instant: then, with the next digest, or when the quiet hours are over."""
        at = self._with_digest(planned)
        if self.quiet is None or self.may_tell(at):
            return at
        local = at.astimezone(self.calendar.zone)
        over_midnight = self.quiet.ends < self.quiet.begins <= local.time()
        day = local.date() + _A_DAY if over_midnight else local.date()
        ends = self.calendar.at(day, self.quiet.ends)
        if ends < at:
            # The hour comes twice, and it is the second time already.
            ends = datetime.combine(day, self.quiet.ends.replace(fold=1), tzinfo=self.calendar.zone)
        return ends.astimezone(UTC)

    def told_next(self, planned: datetime, *, now: datetime) -> datetime:
        """When the person is told what is planned for an instant and was not told by `now`: where that has passed, at the next occasion.

        Counted from `planned`, not from `now`: a digest that falls into quiet hours comes when they are over, not a day later.
        """
        at = self.told_at(planned)
        return at if at > now else self.told_at(now)

    def _with_digest(self, planned: datetime) -> datetime:
        if self.digest_at is None:
            return planned
        day = planned.astimezone(self.calendar.zone).date()
        same_day = self.calendar.at(day, self.digest_at)
        return same_day if same_day >= planned else self.calendar.at(day + _A_DAY, self.digest_at)

    def _clock(self, at: datetime) -> time:
        return at.astimezone(self.calendar.zone).time()
