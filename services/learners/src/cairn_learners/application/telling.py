"""What there is to tell one person now, and to assign: decided from what is known, without storage."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cairn_learners.application.ahead import Ahead
from cairn_learners.application.ports import PersonFacts
from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.deliveries import delivery_of
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
from cairn_learners.domain.reminder_settings import Preferences
from cairn_learners.domain.reminders import Subject, Told, next_telling, ripe
from cairn_learners.domain.telling_times import TellingTimes
from cairn_platform.changes import Change

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Known:
    """All that decides what there is to tell a person: what lies ahead of them, what they were told, and who of their line is late.

    `told` are the keys of steps that were told; `renewing` the enrolments that are to be made now on paths that renew. With `line_first`
    those of their line are looked at before anything is told, since who is late there belongs into the same message.
    """

    facts: PersonFacts
    preferences: Preferences
    times: TellingTimes
    ahead: Ahead
    told: Collection[str]
    of_line: Sequence[Escalation]
    line_first: bool
    renewing: Sequence[Enrolment]


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What reminding one person comes to: what is saved, and when to look again."""

    changes: Sequence[Change[Any]]
    told: Sequence[Told]
    due_at: datetime | None


NOTHING_TO_DO = Decided(changes=(), told=(), due_at=None)


def decide(known: Known, *, by_mail: bool, now: datetime) -> Decided:
    """Tells the person in one message all that has come due, tells the manager who is late, and assigns the paths that renew."""
    told, escalated = _ripe(known, now=now)
    put_off = known.line_first and bool(told or escalated)
    if put_off:
        told, escalated = [], []
    facts, ahead, times = known.facts, known.ahead, known.times
    person = facts.person
    late = [
        each
        for each in ahead.for_manager
        if any(moment.planned_at <= now for moment in each.outstanding(known.told))
    ]
    items = _items(told, escalated, enrolments=facts.enrolments, renewing=known.renewing)
    keys = [key for each in told for key in each.keys]
    late_keys = [each.key_of(each.moments[0].step) for each in late]
    aggregates: list[Any] = [*known.renewing, *_raised(late, facts=facts, now=now)]
    notification_id = ""
    if items:
        notification = notification_of(
            person.person_id, items, keys=[*keys, *(each.escalation_id for each in escalated)], now=now
        )
        notification_id = notification.notification_id
        aggregates.append(notification)
        aggregates += [was_told(each) for each in escalated]
        if by_mail and known.preferences.by_mail and person.profile.email:
            aggregates.append(delivery_of(notification_id, person_id=person.person_id, now=now))
    aggregates += [
        ToldStep(key=key, version=1, person_id=person.person_id, told_at=now, notification_id=notification_id)
        for key in (*keys, *late_keys)
    ]
    told_now = frozenset({*known.told, *keys, *late_keys})
    instants = [
        *_instants(known, escalated, told=told_now, now=now),
        *(each for each in _turns_of_exceptions(facts, times=times) if each > now),
    ]
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
        due_at=now if put_off else min(instants, default=None),
    )


def _ripe(known: Known, *, now: datetime) -> tuple[list[Told], list[Escalation]]:
    """What is to be told now: of what is the person's own, and of who is late in the line."""
    times = known.times
    own = ripe(known.ahead.own, told=known.told, times=times, now=now)
    return own, [
        each for each in known.of_line if times.may_tell(now) and times.told_at(each.raised_at) <= now
    ]


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
        *(item_of_escalation(each) for each in sorted(escalated, key=_by_day_and_person)),
    ]


def _by_day_and_person(escalation: Escalation) -> tuple[date, str, str]:
    return escalation.due_on, escalation.person_id, escalation.subject_id


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
            path_id=path_of.get(each.subject_id, ""),
            days=each.moments[0].step.days,
            now=now,
        )
        for each in late
    ]


def _instants(
    known: Known, escalated: Sequence[Escalation], *, told: Collection[str], now: datetime
) -> Iterable[datetime]:
    """When there is something to do next."""
    own = next_telling(known.ahead.own, told=told, times=known.times, now=now)
    if own is not None:
        yield own
    for each in known.ahead.for_manager:
        yield from (moment.planned_at for moment in each.outstanding(told))
    for running in known.ahead.running:
        opens = running.period.dates.window_opens_at
        if opens is not None and opens > now:
            yield opens
    for escalation in known.of_line:
        if escalation not in escalated:
            yield known.times.told_next(escalation.raised_at, now=now)


def _turns_of_exceptions(facts: PersonFacts, *, times: TellingTimes) -> Iterable[datetime]:
    """When an exception begins to hold, or holds no more: what is due may be another day then."""
    for each in facts.exceptions:
        yield times.start_of(each.span.from_on)
        yield times.start_of(each.span.until_on + _A_DAY)
