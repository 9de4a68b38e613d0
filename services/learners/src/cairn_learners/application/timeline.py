"""What ends and is due for one person, why then, and what the person was and will be reminded of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cairn_learners.application.ahead import ahead_of
from cairn_learners.application.ports import PersonFacts
from cairn_learners.application.reminder_ports import RemindersStore
from cairn_learners.application.scope import Scope
from cairn_learners.domain.notifications import ToldStep
from cairn_learners.domain.people import Person
from cairn_learners.domain.reach import check_seen
from cairn_learners.domain.reminder_settings import first_settings, telling_times
from cairn_learners.domain.reminder_subjects import RunningPeriod
from cairn_learners.domain.reminders import Step, Subject, SubjectKind
from cairn_learners.domain.telling_times import TellingTimes
from cairn_platform.errors import NotFoundError


@dataclass(frozen=True, kw_only=True)
class PlannedReminder:
    """One reminder: for when it is planned, quiet hours considered, and when it was told, None where it was not."""

    step: Step
    planned_at: datetime
    told_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """Something that ends or is due. `running` is the period of a credential, None for a path."""

    subject: Subject
    name: str
    path_id: str
    running: RunningPeriod | None
    reminders: Sequence[PlannedReminder]


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """All of it, what comes first at first, with days reckoned in `time_zone`."""

    person_id: str
    entries: Sequence[TimelineEntry]
    time_zone: str
    as_of: datetime


def get_timeline(scope: Scope, store: RemindersStore, *, person_id: str) -> Timeline:
    """A person's timeline. Raises NotFoundError for whom the caller does not see."""
    facts = store.facts_about(person_id, subject=scope.principal.subject)
    if facts is None:
        scope.reach()
        raise NotFoundError("person")
    check_seen(scope.reach_as(facts.caller), person_id, resource="person")
    return timeline_of(facts, store=store, now=scope.now)


def timeline_of(facts: PersonFacts, *, store: RemindersStore, now: datetime) -> Timeline:
    """The timeline of a person of whom all is known."""
    person = facts.person
    settings = store.reminder_settings() or first_settings(now=now)
    preferences = store.preferences(person.person_id)
    times = telling_times(settings, preferences, zone_at_work=person.profile.particulars.time_zone)
    ahead = ahead_of(facts, settings=settings, times=times, now=now)
    told = store.told(ahead.keys())
    running = {each.credential_id: each for each in ahead.running}
    path_of = {each.enrolment_id: each.path_id for each in facts.enrolments}
    entries: list[TimelineEntry] = []
    for each in ahead.own:
        path_id = path_of.get(each.subject_id, "") if each.kind is SubjectKind.ENROLMENT else ""
        names = facts.catalogue.credential_names
        path = facts.catalogue.paths.get(path_id)
        entries.append(
            TimelineEntry(
                subject=each,
                name=(path.name if path else path_id) or names.get(each.subject_id, each.subject_id),
                path_id=path_id,
                running=None if path_id else running.get(each.subject_id),
                reminders=_reminders(each, person=person, told=told, times=times, now=now),
            )
        )
    return Timeline(
        person_id=person.person_id,
        entries=sorted(entries, key=lambda each: (each.subject.until, each.name, each.subject.subject_id)),
        time_zone=times.calendar.name,
        as_of=now,
    )


def _reminders(
    subject: Subject,
    *,
    person: Person,
    told: Mapping[str, ToldStep],
    times: TellingTimes,
    now: datetime,
) -> Sequence[PlannedReminder]:
    """What was told, and what is still to be told: nothing after the person's last day here."""
    ahead = {each.step for each in subject.outstanding(told)}
    found: list[PlannedReminder] = []
    for each in subject.moments:
        key = subject.key_of(each.step)
        planned_at = times.told_at(each.planned_at)
        if key in told:
            found.append(PlannedReminder(step=each.step, planned_at=planned_at, told_at=told[key].told_at))
        elif each.step in ahead and person.is_employed_on(max(planned_at, now).date()):
            found.append(PlannedReminder(step=each.step, planned_at=planned_at, told_at=None))
    return found
