"""What of a person's credentials and enrolments ends or is due, and for when each reminder of it is planned."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cairn_learners.domain.achievements import Achievement, Decision, MarkKind
from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.certification_life import LifePeriod
from cairn_learners.domain.certification_marks import GONE
from cairn_learners.domain.reminder_settings import LeadTime, ReminderSettings
from cairn_learners.domain.reminders import Moment, Step, StepKind, Subject, SubjectKind, in_order
from cairn_learners.domain.telling_times import TellingTimes

_A_DAY = timedelta(days=1)
_GONE = GONE | {MarkKind.SUSPENDED}


@dataclass(frozen=True, kw_only=True)
class RunningPeriod:
    """The period of a person's credential that ends last, and since when that end is known."""

    person_id: str
    credential_id: str
    period: LifePeriod
    valid_until: datetime
    last_valid_on: date
    known_at: datetime

    @property
    def lapses_at(self) -> datetime:
        """When it is over: with the grace where there is one."""
        return max(self.valid_until, self.period.dates.grace_until or self.valid_until)

    def may_be_renewed(self, now: datetime) -> bool:
        """Its window is open, or its grace runs."""
        opens = self.period.dates.window_opens_at
        return opens is not None and opens <= now < self.lapses_at


def running_periods(achievements: Iterable[Achievement], *, now: datetime) -> list[RunningPeriod]:
    """Of each credential the period that ends last, where it ends and was not renewed. What was revoked or is suspended has none."""
    by_credential: defaultdict[str, list[Achievement]] = defaultdict(list)
    for each in achievements:
        if each.decision is Decision.VERIFIED and each.mark_at(now) not in _GONE:
            by_credential[each.credential_id].append(each)
    found = (_running(by_credential[each]) for each in sorted(by_credential))
    return [each for each in found if each]


def certification_subjects(
    running: RunningPeriod, *, settings: ReminderSettings, times: TellingTimes
) -> Iterator[Subject]:
    """When somebody is reminded of a credential, when its window opens, so many days before its last day, when it ends, and when the
    manager is told that it was not renewed.
    """
    dates = running.period.dates
    moments = [*_before(running.last_valid_on, settings.before_expiry, times=times)]
    if dates.window_opens_at is not None:
        moments.append(Moment(step=Step(kind=StepKind.WINDOW_OPENS), planned_at=dates.window_opens_at))
    if running.lapses_at > running.valid_until:
        moments.append(Moment(step=Step(kind=StepKind.GRACE_BEGINS), planned_at=running.valid_until))
    moments.append(Moment(step=Step(kind=StepKind.LAPSED), planned_at=running.lapses_at))
    began_at = max(dates.valid_from, settings.began_at)
    yield _certification_subject(
        SubjectKind.CERTIFICATION, running, moments, over_at=running.lapses_at, began_at=began_at
    )
    if settings.escalate_after is not None:
        late = _escalated(running.last_valid_on, settings.escalate_after, times=times)
        yield _certification_subject(
            SubjectKind.ESCALATION,
            running,
            [late],
            over_at=late.planned_at,
            began_at=max(began_at, settings.escalate_after.since),
        )


def _certification_subject(
    kind: SubjectKind,
    running: RunningPeriod,
    moments: Iterable[Moment],
    *,
    over_at: datetime,
    began_at: datetime,
) -> Subject:
    return Subject(
        kind=kind,
        subject_id=running.credential_id,
        person_id=running.person_id,
        until=running.last_valid_on,
        known_at=running.known_at,
        over_at=over_at,
        moments=in_order(each for each in moments if each.planned_at >= began_at),
        why=running.period.dates.explanation,
    )


def enrolment_subjects(
    enrolment: Enrolment, *, settings: ReminderSettings, times: TellingTimes, why: tuple[str, ...] = ()
) -> Iterator[Subject]:
    """When somebody is reminded of a path with a due date, and when the manager is told; nothing without a due date.

    `why` says in sentences what the due date comes from, where it is not the assignment's own.
    """
    if enrolment.due_on is None:
        return
    due_on = enrolment.due_on
    overdue_at = times.start_of(due_on + _A_DAY)
    began_at = max(enrolment.enrolled_at, settings.began_at)
    moments = [
        *_before(due_on, settings.before_due, times=times),
        Moment(step=Step(kind=StepKind.OVERDUE), planned_at=overdue_at),
    ]
    yield _enrolment_subject(
        SubjectKind.ENROLMENT, enrolment, due_on, overdue_at, moments, began_at=began_at, why=why
    )
    if settings.escalate_after is not None:
        moment = _escalated(due_on, settings.escalate_after, times=times)
        began_at = max(began_at, settings.escalate_after.since)
        yield _enrolment_subject(
            SubjectKind.ESCALATION, enrolment, due_on, moment.planned_at, [moment], began_at=began_at, why=why
        )


def _enrolment_subject(
    kind: SubjectKind,
    enrolment: Enrolment,
    due_on: date,
    over_at: datetime,
    moments: Sequence[Moment],
    *,
    began_at: datetime,
    why: tuple[str, ...],
) -> Subject:
    return Subject(
        kind=kind,
        subject_id=enrolment.enrolment_id,
        person_id=enrolment.person_id,
        until=due_on,
        known_at=enrolment.enrolled_at,
        over_at=over_at,
        moments=in_order(each for each in moments if each.planned_at >= began_at),
        why=why,
    )


def _escalated(until: date, after: LeadTime, *, times: TellingTimes) -> Moment:
    return Moment(
        step=Step(kind=StepKind.ESCALATED, days=after.days),
        planned_at=times.start_of(until + (after.days + 1) * _A_DAY),
    )


def _before(until: date, steps: Iterable[LeadTime], *, times: TellingTimes) -> Iterator[Moment]:
    for each in steps:
        planned_at = times.start_of(until - each.days * _A_DAY)
        if planned_at >= each.since:
            yield Moment(step=Step(kind=StepKind.BEFORE, days=each.days), planned_at=planned_at)


def _running(achievements: Iterable[Achievement]) -> RunningPeriod | None:
    """The last period of these achievements of one credential; None where it never ends, was renewed, or there is none."""
    periods = [(period, each) for each in achievements for period in each.held]
    if not periods or any(period.dates.valid_until is None for period, _ in periods):
        return None
    period, achievement = max(
        periods,
        key=lambda each: (each[0].dates.valid_until, each[0].dates.valid_from, each[1].achievement_id),
    )
    until, last_valid_on = period.dates.valid_until, period.dates.last_valid_on
    if until is None or last_valid_on is None or period.renewed_at is not None:
        return None
    return RunningPeriod(
        person_id=achievement.person_id,
        credential_id=achievement.credential_id,
        period=period,
        valid_until=until,
        last_valid_on=last_valid_on,
        known_at=min(
            each.reckoned_at
            for each in achievement.reckonings
            if any(said.dates.valid_until == until for said in each.periods)
        ),
    )
