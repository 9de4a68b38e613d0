"""The recertification engine: from completions to the periods in which a credential counts, each date with its reasons.

Periods follow from when things happened, never from when they became known: the same facts give the same periods in any order.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cairn_learners.domain.periods import CalendarDuration
from cairn_learners.domain.recertification_policy import Basis, LateRule, Policy


@dataclass(frozen=True, kw_only=True)
class PreviousPeriod:
    """The period in force before the completions; without an end where `valid_until` is None.

    `window_opens_at` is when its window was said to open, by an older policy; None where nothing was said.
    """

    valid_from: datetime
    valid_until: datetime | None
    window_opens_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CertificationPeriod:
    """A half-open interval `[valid_from, valid_until)` in which a credential counts; without an end, every end field is None.

    It can be renewed from `window_opens_at` on, None where no window was asked for; the grace is `[valid_until, grace_until)`.
    `explanation` says in sentences why these are the dates.
    """

    valid_from: datetime
    valid_until: datetime | None
    last_valid_on: date | None
    window_opens_at: datetime | None
    grace_until: datetime | None
    explanation: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UnchangedCompletion:
    """A completion that made no period, and why."""

    completed_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Recertification:
    """What completions led to: a period for each that made one, in the order of time, and the others."""

    periods: tuple[CertificationPeriod, ...]
    unchanged: tuple[UnchangedCompletion, ...]


@dataclass(frozen=True, kw_only=True)
class _Renewable:
    """What the next completion is judged against: a period with an end. Without a window it is always open."""

    valid_until: datetime
    window_opens_at: datetime | None
    grace_until: datetime

    def is_before_window(self, at: datetime) -> bool:
        return self.window_opens_at is not None and at < self.window_opens_at

    def is_inside_window(self, at: datetime) -> bool:
        return not self.is_before_window(at) and at < self.valid_until


@dataclass(frozen=True)
class _Series:
    """Dates that lie whole validities apart, each counted from the anchor, so that nothing drifts."""

    policy: Policy
    validity: CalendarDuration
    anchor: datetime
    earliest: int | None

    def first(self, *, after: datetime, not_before: datetime) -> datetime:
        """The first of the dates that lies after the one instant and not before the other."""

        def fits(number: int) -> bool:
            at = self._date(number)
            return at > after and at >= not_before

        shortest = self.validity.years * 365 + self.validity.months * 28
        shortest += self.validity.weeks * 7 + self.validity.days
        reach = abs(max(after, not_before) - self.anchor).days // shortest + 2
        numbers = range(-reach if self.earliest is None else self.earliest, reach + 1)
        return self._date(numbers[bisect_left(numbers, True, key=fits)])

    def _date(self, number: int) -> datetime:
        return self.policy.calendar.counted(self.anchor, self.validity, times=number)


@dataclass(frozen=True)
class _End:
    """When a new period ends, and why then."""

    valid_until: datetime
    because: str


def recertify(
    *,
    policy: Policy,
    due_at: datetime | None,
    previous: PreviousPeriod | None,
    completions: Iterable[datetime],
) -> Recertification:
    """The periods that completions make under a policy, `previous` not among them.

    Completions are taken in the order in which they happened, the same instant once, and each is judged against the latest period. A
    new period begins at the later of the completion and that period's end. A completion that would not move the end later changes
    nothing.
    """
    in_order = sorted(set(completions))
    if policy.basis is Basis.NEVER or policy.validity is None:
        return _for_ever(policy, previous=previous, completions=in_order)
    if previous and previous.valid_until is None:
        return Recertification(periods=(), unchanged=tuple(_without_end(each) for each in in_order))
    expiries = _Expiries(
        policy,
        policy.validity,
        due_at=due_at,
        series=_series(policy, policy.validity, due_at=due_at, previous=previous, completions=in_order),
    )
    latest = _renewable(policy, previous)
    periods: list[CertificationPeriod] = []
    unchanged: list[UnchangedCompletion] = []
    for completed_at in in_order:
        found = expiries.end(completed_at, latest)
        if isinstance(found, UnchangedCompletion):
            unchanged.append(found)
            continue
        period = _period(policy, completed_at, found, latest)
        periods.append(period)
        latest = _Renewable(
            valid_until=found.valid_until,
            window_opens_at=period.window_opens_at,
            grace_until=policy.grace_until(found.valid_until),
        )
    return Recertification(periods=tuple(periods), unchanged=tuple(unchanged))


class _Expiries:
    """When what a completion makes expires, basis by basis."""

    def __init__(
        self, policy: Policy, validity: CalendarDuration, *, due_at: datetime | None, series: _Series | None
    ) -> None:
        self._policy = policy
        self._validity = validity
        self._due_at = due_at
        self._series = series
        self._shown = policy.calendar.shown
        self._length = validity.in_words

    def end(self, completed_at: datetime, latest: _Renewable | None) -> _End | UnchangedCompletion:
        """The end of the new period; or why there is none: a completion that does not move the end later changes nothing."""
        if self._series:
            found = self._fixed(completed_at, latest, self._series)
        elif self._policy.basis is Basis.EXPIRY:
            if latest and latest.window_opens_at and latest.is_before_window(completed_at):
                opens = self._shown(latest.window_opens_at)
                reason = f"It came before the window for renewing opened, which was {opens}."
                return UnchangedCompletion(completed_at=completed_at, reason=reason)
            found = self._renewed(completed_at, latest) if latest else self._first(completed_at)
        else:
            found = self._from_completion(completed_at)
        if latest and found.valid_until <= latest.valid_until:
            reason = (
                f"It would be valid until {self._shown(found.valid_until)}, which is not later than "
                f"{self._shown(latest.valid_until)}, until when it is valid already."
            )
            return UnchangedCompletion(completed_at=completed_at, reason=reason)
        return found

    def _from_completion(self, completed_at: datetime) -> _End:
        """Valid until completion + validity."""
        until = self._policy.calendar.after(completed_at, self._validity)
        return _End(until, f"It is valid for {self._length} from the completion: until {self._shown(until)}.")

    def _first(self, completed_at: datetime) -> _End:
        """The first time it counts from the due date if the completion is not after it, else from the completion."""
        if self._due_at is None or completed_at > self._due_at:
            return self._from_completion(completed_at)
        until = self._policy.calendar.after(self._due_at, self._validity)
        return _End(
            until,
            f"The first time, and not after the due date {self._shown(self._due_at)}: it is valid for {self._length} from the due "
            f"date, until {self._shown(until)}.",
        )

    def _renewed(self, completed_at: datetime, latest: _Renewable) -> _End:
        """Inside the window or the grace it runs on from the expiry that it renews; later, as the policy's rule for late ones says."""
        expiry = self._shown(latest.valid_until)
        if completed_at < latest.grace_until:
            until = self._policy.calendar.after(latest.valid_until, self._validity)
            where = "window" if completed_at < latest.valid_until else "grace"
            return _End(
                until,
                f"A renewal inside the {where} runs on from the expiry that it renews, {expiry}, for {self._length}: until "
                f"{self._shown(until)}.",
            )
        late = f"It came after the grace, which ended {self._shown(latest.grace_until)}."
        if self._policy.late_rule is LateRule.COMPLETION:
            anew = self._from_completion(completed_at)
            return _End(anew.valid_until, f"{late} {anew.because}")
        series = _Series(self._policy, self._validity, latest.valid_until, earliest=1)
        until = series.first(after=completed_at, not_before=completed_at)
        return _End(
            until,
            f"{late} It runs on from the old expiry, {expiry}, in whole steps of {self._length}, to the first after the completion: "
            f"{self._shown(until)}.",
        )

    def _fixed(self, completed_at: datetime, latest: _Renewable | None, series: _Series) -> _End:
        """The earliest of the fixed dates after the completion, not before the shortest validity, and after what is renewed."""
        after = completed_at
        not_before = self._policy.calendar.after(completed_at, self._policy.minimum_validity)
        conditions = ["lies after the completion"]
        if not self._policy.minimum_validity.is_nothing:
            conditions.append(f"leaves at least {self._policy.minimum_validity.in_words}")
        if latest and latest.is_inside_window(completed_at):
            after = max(after, latest.valid_until)
            expiry = self._shown(latest.valid_until)
            conditions.append(f"lies, as it renews inside the window, after the expiry {expiry}")
        until = series.first(after=after, not_before=not_before)
        return _End(
            until,
            f"Expiries are fixed: {self._shown(series.anchor)} and what lies steps of {self._length} from it. The first that "
            f"{' and '.join(conditions)} is {self._shown(until)}.",
        )


def _series(
    policy: Policy,
    validity: CalendarDuration,
    *,
    due_at: datetime | None,
    previous: PreviousPeriod | None,
    completions: list[datetime],
) -> _Series | None:
    """The dates on which expiries are fixed: the anchor is the due date, else the previous end, else the first completion plus validity."""
    if policy.basis is not Basis.FIXED or not completions:
        return None
    anchor = due_at or (previous.valid_until if previous else None)
    if anchor:
        return _Series(policy, validity, anchor, earliest=None)
    # Nothing lies before the anchor here: counted back over a gap in the clock, a date could fall just after the first completion.
    return _Series(policy, validity, policy.calendar.after(completions[0], validity), earliest=0)


def _renewable(policy: Policy, previous: PreviousPeriod | None) -> _Renewable | None:
    """A window that was open for somebody stays open: the earlier of what was said then and what the policy says counts."""
    if previous is None or previous.valid_until is None:
        return None
    opens = [
        at
        for at in (policy.window_opens_at(previous.valid_until), previous.window_opens_at)
        if at is not None
    ]
    return _Renewable(
        valid_until=previous.valid_until,
        window_opens_at=min(opens, default=None),
        grace_until=policy.grace_until(previous.valid_until),
    )


def _period(
    policy: Policy, completed_at: datetime, end: _End, latest: _Renewable | None
) -> CertificationPeriod:
    shown = policy.calendar.shown
    opens = policy.window_opens_at(end.valid_until)
    grace_until = policy.grace_until(end.valid_until)
    valid_from, begins = _beginning(policy, completed_at, latest.valid_until if latest else None)
    explanation = [f"It was completed {shown(completed_at)}.", end.because, begins]
    if opens:
        explanation.append(f"It can be renewed from {shown(opens)} on.")
    if grace_until > end.valid_until:
        explanation.append(f"After that there is a grace until {shown(grace_until)}.")
    return CertificationPeriod(
        valid_from=valid_from,
        valid_until=end.valid_until,
        last_valid_on=policy.calendar.last_day_before(end.valid_until),
        window_opens_at=opens,
        grace_until=grace_until,
        explanation=tuple(explanation),
    )


def _beginning(policy: Policy, completed_at: datetime, end_before: datetime | None) -> tuple[datetime, str]:
    """A new period begins at the later of the completion and the end of the one before, so that none overlap."""
    if end_before is None or end_before <= completed_at:
        return completed_at, "It begins with the completion."
    return end_before, f"It begins when the period before ends, {policy.calendar.shown(end_before)}."


def _for_ever(
    policy: Policy, *, previous: PreviousPeriod | None, completions: list[datetime]
) -> Recertification:
    """One period from the earliest completion, which never ends; the others change nothing."""
    if previous and previous.valid_until is None:
        return Recertification(periods=(), unchanged=tuple(_without_end(each) for each in completions))
    periods = []
    for completed_at in completions[:1]:
        valid_from, begins = _beginning(policy, completed_at, previous.valid_until if previous else None)
        period = CertificationPeriod(
            valid_from=valid_from,
            valid_until=None,
            last_valid_on=None,
            window_opens_at=None,
            grace_until=None,
            explanation=(
                f"It was completed {policy.calendar.shown(completed_at)}.",
                "By the policy it never expires.",
                begins,
            ),
        )
        periods.append(period)
    return Recertification(
        periods=tuple(periods), unchanged=tuple(_without_end(each) for each in completions[1:])
    )


def _without_end(completed_at: datetime) -> UnchangedCompletion:
    return UnchangedCompletion(completed_at=completed_at, reason="It is valid without an end already.")
