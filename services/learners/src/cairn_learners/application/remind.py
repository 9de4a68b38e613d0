"""Reminding one person of all that has come due, without anybody asking."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cairn_learners.application.ports import PersonFacts
from cairn_learners.application.reminder_ports import RemindersStore
from cairn_learners.application.renewal_paths import renewal_enrolments
from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.deliveries import delivery_of
from cairn_learners.domain.granted import in_force_on
from cairn_learners.domain.notifications import (
    Escalation,
    NotificationItem,
    ToldStep,
    escalation_of,
    item_of,
    item_of_escalation,
    notification_of,
    was_told,
)
from cairn_learners.domain.progress import PathProgress, holdings, path_progress
from cairn_learners.domain.reminder_settings import ReminderSettings, first_settings, telling_times
from cairn_learners.domain.reminder_subjects import (
    RunningPeriod,
    certification_subject,
    enrolment_subjects,
    running_periods,
)
from cairn_learners.domain.reminders import Subject, SubjectKind, Told, next_telling, ripe
from cairn_learners.domain.telling_times import TellingTimes
from cairn_platform.changes import Change
from cairn_platform.due import DueItem, Rescheduled

_A_DAY = timedelta(days=1)
# Nobody asks on behalf of an account: no account has this `sub`.
_NOBODY = ""


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """All that a person is reminded of: of their own, and what the manager is told of it."""

    running: Sequence[RunningPeriod]
    own: Sequence[Subject]
    for_manager: Sequence[Subject]

    @property
    def keys(self) -> list[str]:
        """The keys of every moment."""
        return [
            each.key_of(moment.step) for each in (*self.own, *self.for_manager) for moment in each.moments
        ]


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What reminding one person comes to: what is saved, and when to look again."""

    changes: Sequence[Change[Any]]
    told: Sequence[Told]
    due_at: datetime | None


def remind(store: RemindersStore, *, due: DueItem, by_mail: bool, now: datetime) -> Decided:
    """Tells a person in one message all that has come due, tells the manager who is late, and assigns the paths that renew.

    What was told is saved together with the message and with when there is something to do next, so each step is told once, whoever else
    works and wherever this is killed. Raises ConflictError when something changed meanwhile; the person stays due then.
    """
    settings = store.reminder_settings()
    if settings is None:
        settings = begun(store, now=now)
    facts = store.facts_about(due.aggregate_id, subject=_NOBODY)
    decided = (
        decide(store, facts, settings=settings, by_mail=by_mail, now=now)
        if facts and facts.person.is_employed_on(now.date())
        else Decided(changes=(), told=(), due_at=None)
    )
    store.done(decided.changes, rescheduled=Rescheduled(item=due, due_at=decided.due_at))
    return decided


def begun(store: RemindersStore, *, now: datetime) -> ReminderSettings:
    """A tenant's first settings, saved: from now on people are reminded; what lies before is history."""
    first = first_settings(now=now)
    settings = ReminderSettings(**{**vars(first), "version": 1})
    store.commit([Change(aggregate=settings, happened=None, happened_at=now)])
    return settings


def ahead_of(facts: PersonFacts, *, settings: ReminderSettings, times: TellingTimes, now: datetime) -> Ahead:
    """What a person is reminded of: credentials that end, and paths with a due date that are not completed."""
    running = running_periods(facts.achievements, now=now)
    granted = in_force_on(facts.exceptions, now.date())
    held = holdings(facts.achievements, now=now, granted=granted)
    standing = [
        path_progress(each, catalogue=facts.catalogue, held=held, today=now.date())
        for each in facts.enrolments
        if each.withdrawn_at is None
    ]
    of_paths = [
        subject
        for each in standing
        if not each.completed and each.exemption is None
        for subject in enrolment_subjects(
            replace(each.enrolment, due_on=each.due_on),
            settings=settings,
            times=times,
            why=tuple(_why_due(each, names=facts.catalogue.credential_names)),
        )
    ]
    return Ahead(
        running=running,
        own=[
            *(certification_subject(each, settings=settings, times=times) for each in running),
            *(each for each in of_paths if each.kind is SubjectKind.ENROLMENT),
        ],
        for_manager=[each for each in of_paths if each.kind is SubjectKind.ESCALATION],
    )


def _why_due(standing: PathProgress, *, names: Mapping[str, str]) -> Iterator[str]:
    """What a due date comes from where it is not an assignment's own; without the words that people wrote, as it goes by mail."""
    cycle = standing.enrolment.cycle
    if cycle:
        yield f"It renews {names.get(cycle.credential_id, cycle.credential_id)}."
    if standing.extension:
        yield f"It was due on {standing.enrolment.due_on}; an extension moved that to {standing.due_on}."


def decide(
    store: RemindersStore, facts: PersonFacts, *, settings: ReminderSettings, by_mail: bool, now: datetime
) -> Decided:
    """What there is to tell and to assign now; saves nothing."""
    person = facts.person
    preferences = store.preferences(person.person_id)
    times = telling_times(settings, preferences, zone_at_work=person.profile.particulars.time_zone)
    ahead = ahead_of(facts, settings=settings, times=times, now=now)
    told_before = store.told(ahead.keys).keys()
    told = ripe(ahead.own, told=told_before, times=times, now=now)
    late = [
        each
        for each in ahead.for_manager
        if any(moment.planned_at <= now for moment in each.outstanding(told_before))
    ]
    of_line = store.escalations_to_tell(person.person_id)
    escalated = [each for each in of_line if times.may_tell(now) and times.told_at(each.raised_at) <= now]
    renewing = renewal_enrolments(store, facts, ahead.running, now=now)
    items = _items(told, escalated, enrolments=facts.enrolments, renewing=renewing)
    keys = [key for each in told for key in each.keys]
    late_keys = [each.key_of(each.moments[0].step) for each in late]
    aggregates: list[Any] = [*renewing, *_raised(late, facts=facts, now=now)]
    notification_id = ""
    if items:
        notification = notification_of(
            person.person_id, items, keys=[*keys, *(each.escalation_id for each in escalated)], now=now
        )
        notification_id = notification.notification_id
        aggregates.append(notification)
        aggregates += [was_told(each) for each in escalated]
        if by_mail and preferences.by_mail and person.profile.email:
            aggregates.append(delivery_of(notification_id, person_id=person.person_id, now=now))
    aggregates += [
        ToldStep(key=key, version=1, person_id=person.person_id, told_at=now, notification_id=notification_id)
        for key in (*keys, *late_keys)
    ]
    told_now = {*told_before, *keys, *late_keys}
    return Decided(
        changes=[
            Change(
                aggregate=each,
                happened="enrolled" if isinstance(each, Enrolment) else None,
                happened_at=now,
            )
            for each in aggregates
        ],
        told=told,
        due_at=min(
            (
                *_instants(ahead, of_line, escalated, told=told_now, times=times, now=now),
                *(each for each in _turns_of_exceptions(facts, times=times) if each > now),
            ),
            default=None,
        ),
    )


def _items(
    told: Iterable[Told],
    escalated: Iterable[Escalation],
    *,
    enrolments: Iterable[Enrolment],
    renewing: Iterable[Enrolment],
) -> list[NotificationItem]:
    """What the message says, what ends first at first; then who is late."""
    path_of = {each.enrolment_id: each.path_id for each in enrolments}
    renews = {
        (each.cycle.credential_id, each.due_on): each.path_id
        for each in (*enrolments, *renewing)
        if each.cycle
    }
    own = [
        item_of(
            each,
            path_id=path_of.get(each.subject.subject_id, ""),
            assigned_path_id=renews.get((each.subject.subject_id, each.subject.until), ""),
        )
        for each in told
    ]
    return [
        *sorted(own, key=lambda each: (each.until, each.kind.value, each.subject_id)),
        *(item_of_escalation(each) for each in escalated),
    ]


def _raised(late: Iterable[Subject], *, facts: PersonFacts, now: datetime) -> list[Escalation]:
    """What the manager is to be told; nobody where nobody leads the person."""
    path_of = {each.enrolment_id: each.path_id for each in facts.enrolments}
    manager_id = facts.person.manager_id
    if manager_id is None:
        return []
    return [
        escalation_of(
            each,
            manager_id=manager_id,
            path_id=path_of[each.subject_id],
            days=each.moments[0].step.days,
            now=now,
        )
        for each in late
    ]


def _instants(
    ahead: Ahead,
    of_line: Iterable[Escalation],
    escalated: Sequence[Escalation],
    *,
    told: Iterable[str],
    times: TellingTimes,
    now: datetime,
) -> Iterable[datetime]:
    """When there is something to do next."""
    known = frozenset(told)
    own = next_telling(ahead.own, told=known, times=times, now=now)
    if own is not None:
        yield own
    for each in ahead.for_manager:
        yield from (moment.planned_at for moment in each.outstanding(known))
    for running in ahead.running:
        opens = running.period.dates.window_opens_at
        if opens is not None and opens > now:
            yield opens
    for escalation in of_line:
        if escalation not in escalated:
            yield times.told_at(max(escalation.raised_at, now))


def _turns_of_exceptions(facts: PersonFacts, *, times: TellingTimes) -> Iterable[datetime]:
    """When an exception begins to hold, or holds no more: what is due may be another day then."""
    for each in facts.exceptions:
        yield times.start_of(each.span.from_on)
        yield times.start_of(each.span.until_on + _A_DAY)
