"""Recertification, said in as few words as a test needs, and a second engine: slow, naive, and shared with no product code."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cairn_learners.domain.recertification import PreviousPeriod, Recertification, recertify
from cairn_learners.domain.recertification_policy import Basis, LateRule, Policy, PolicyDraft, policy_of


def a_policy_draft(
    basis: Basis | None = Basis.EXPIRY,
    *,
    validity: str = "P1Y",
    window: str = "P1M",
    grace: str = "",
    minimum: str = "",
    timezone: str = "UTC",
    late: LateRule | None = LateRule.COMPLETION,
    grace_counts: bool = False,
) -> PolicyDraft:
    """A policy as it is written."""
    return PolicyDraft(
        basis=basis,
        validity=validity,
        window=window,
        grace=grace,
        minimum_validity=minimum,
        timezone=timezone,
        late_rule=late,
        grace_counts=grace_counts,
    )


def a_policy(
    basis: Basis = Basis.EXPIRY,
    *,
    validity: str = "P1Y",
    window: str = "P1M",
    grace: str = "",
    minimum: str = "",
    timezone: str = "UTC",
    late: LateRule = LateRule.COMPLETION,
    grace_counts: bool = False,
) -> Policy:
    """A policy: a year, renewed within the last month, in UTC, unless said otherwise."""
    return policy_of(
        a_policy_draft(
            basis,
            validity=validity,
            window=window,
            grace=grace,
            minimum=minimum,
            timezone=timezone,
            late=late,
            grace_counts=grace_counts,
        )
    )


def at(text: str) -> datetime:
    """`2013-04-15` or `2013-04-15 12:01`, in UTC; an offset may be said: `2013-04-15 12:01+02:00`."""
    instant = datetime.fromisoformat(text)
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)


def a_previous(valid_from: str, valid_until: str | None, *, opens: str | None = None) -> PreviousPeriod:
    """The period in force."""
    return PreviousPeriod(
        valid_from=at(valid_from),
        valid_until=at(valid_until) if valid_until else None,
        window_opens_at=at(opens) if opens else None,
    )


def recertified(
    policy: Policy, *completions: str, due: str | None = None, previous: PreviousPeriod | None = None
) -> Recertification:
    """What the completions lead to."""
    return recertify(
        policy=policy,
        due_at=at(due) if due else None,
        previous=previous,
        completions=[at(each) for each in completions],
    )


def spans(found: Recertification) -> list[tuple[str, str | None]]:
    """From when until when the periods are, in UTC."""
    return [(_shown(each.valid_from), _shown(each.valid_until)) for each in found.periods]


def ends(found: Recertification) -> list[str | None]:
    """Until when the periods are, in UTC."""
    return [until for _, until in spans(found)]


def _shown(instant: datetime | None) -> str:
    if instant is None:
        return ""
    local = instant.astimezone(UTC).replace(tzinfo=None)
    return local.date().isoformat() if local.time() == time.min else local.isoformat(" ", "minutes")


@dataclass(frozen=True, kw_only=True)
class Told:
    """A policy, a due date and a period in force, in plain texts and instants, for both engines."""

    basis: Basis
    validity: str
    window: str
    grace: str
    minimum: str
    timezone: str
    late: LateRule
    due_at: datetime | None
    previous: PreviousPeriod | None

    @property
    def policy(self) -> Policy:
        """The policy of the engine under test."""
        return a_policy(
            self.basis,
            validity=self.validity,
            window=self.window,
            grace=self.grace,
            minimum=self.minimum,
            timezone=self.timezone,
            late=self.late,
        )

    def by_the_engine(self, completions: Iterable[datetime]) -> Recertification:
        """What the engine under test says."""
        return recertify(
            policy=self.policy, due_at=self.due_at, previous=self.previous, completions=completions
        )

    def naively(self, completions: Iterable[datetime]) -> list[tuple[datetime, datetime | None]]:
        """From when until when, by the words of the rules, one after the other."""
        zone = ZoneInfo(self.timezone)
        queue = sorted(set(completions))
        end = self.previous.valid_until if self.previous else None
        opens_before = self.previous.window_opens_at if self.previous else None
        if self.basis is Basis.NEVER:
            return [(max(queue[0], end or queue[0]), None)] if queue else []
        anchor = self.due_at or end or (added(queue[0], self.validity, 1, zone) if queue else None)
        periods: list[tuple[datetime, datetime | None]] = []
        for completed in queue:
            opens = None
            if end is not None:
                opens = added(end, self.window, -1, zone)
                opens = min(opens, opens_before) if opens_before else opens
            until = self._until(completed, end, opens, anchor, zone)
            if until is None or (end is not None and until <= end):
                continue
            periods.append((max(completed, end or completed), until))
            end, opens_before = until, None
        return periods

    def _until(
        self,
        completed: datetime,
        end: datetime | None,
        opens: datetime | None,
        anchor: datetime | None,
        zone: ZoneInfo,
    ) -> datetime | None:
        plain = added(completed, self.validity, 1, zone)
        if self.basis is Basis.COMPLETION:
            return plain
        if self.basis is Basis.FIXED:
            assert anchor is not None
            steps = range(-90, 91) if self.due_at or self.previous else range(91)
            grid = [added(anchor, self.validity, step, zone) for step in steps]
            least = added(completed, self.minimum, 1, zone)
            renews = end is not None and opens is not None and opens <= completed < end
            return min(
                each
                for each in grid
                if each > completed and each >= least and (not renews or (end is not None and each > end))
            )
        if end is None or opens is None:
            in_time = self.due_at is not None and completed <= self.due_at
            return added(self.due_at, self.validity, 1, zone) if in_time and self.due_at else plain
        return None if completed < opens else self._renewed(completed, end, plain, zone)

    def _renewed(self, completed: datetime, end: datetime, plain: datetime, zone: ZoneInfo) -> datetime:
        if completed < added(end, self.grace, 1, zone):
            return added(end, self.validity, 1, zone)
        if self.late is LateRule.COMPLETION:
            return plain
        later = [added(end, self.validity, step, zone) for step in range(1, 100)]
        return min(each for each in later if each > completed)


def added(at: datetime, duration: str, times: int, zone: ZoneInfo) -> datetime:
    """Calendar arithmetic once more: month by month, day by day, then the clock."""
    found = {unit: int(count) for count, unit in re.findall(r"(\d+)([YMWD])", duration)}
    if not any(found.values()) or times == 0:
        return at
    sign = 1 if times > 0 else -1
    local = at.astimezone(zone).replace(tzinfo=None)
    year, month = local.year, local.month
    for _ in range(abs(times) * (found.get("Y", 0) * 12 + found.get("M", 0))):
        month += sign
        if month in (0, 13):
            year, month = year + sign, 12 if month == 0 else 1
    day = date(year, month, min(local.day, calendar.monthrange(year, month)[1]))
    day += times * timedelta(days=found.get("W", 0) * 7 + found.get("D", 0))
    return on_the_clock(datetime.combine(day, local.time()), zone)


def on_the_clock(local: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which the clock shows this; where it never does, as if the clock had not been changed yet."""
    offsets = []
    for around in (local - timedelta(days=1), local + timedelta(days=1)):
        offset = around.replace(tzinfo=UTC).astimezone(zone).utcoffset()
        assert offset is not None
        offsets.append(offset)
    tried = sorted((local - offset).replace(tzinfo=UTC) for offset in offsets)
    shown = [each for each in tried if each.astimezone(zone).replace(tzinfo=None) == local]
    return shown[0] if shown else (local - offsets[0]).replace(tzinfo=UTC)
