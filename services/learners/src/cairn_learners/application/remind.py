"""Reminding people of all that has come due, without anybody asking: some at a time, with a few questions for all of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from cairn_learners.application.ahead import ahead_of
from cairn_learners.application.ports import PersonFacts
from cairn_learners.application.reminder_ports import RemindersStore
from cairn_learners.application.renewal_paths import missing_renewals
from cairn_learners.application.telling import NOTHING_TO_DO, Decided, Known, decide
from cairn_learners.domain.reminder_settings import ReminderSettings, first_settings, telling_times
from cairn_platform.changes import Change
from cairn_platform.due import DueItem, Rescheduled

_A_ROUND_AT_MOST = timedelta(hours=1)


def remind(store: RemindersStore, *, due: Sequence[DueItem], by_mail: bool, now: datetime) -> None:
    """Tells each of these people in one message all that has come due, tells managers who is late, and assigns the paths that renew.

    What was told is saved together with the messages and with when there is something to do next, all of it or nothing, so each step is
    told once, whoever else works and wherever this is killed. Raises ConflictError when something changed meanwhile; all stay due then.
    """
    decided = decided_for(store, due, by_mail=by_mail, now=now)
    found = [(each, decided.get(each.aggregate_id, NOTHING_TO_DO)) for each in due]
    store.done(
        [change for _, each in found for change in each.changes],
        rescheduled=[Rescheduled(item=item, due_at=each.due_at) for item, each in found],
    )


def decided_for(
    store: RemindersStore, due: Sequence[DueItem], *, by_mail: bool, now: datetime
) -> Mapping[str, Decided]:
    """What there is to do for those of these people who work here, by person; saves nothing."""
    person_ids = [each.aggregate_id for each in due]
    leading = store.leading([each.aggregate_id for each in due if _long_due(each, now=now)])
    settings = store.reminder_settings() or begun(store, now=now)
    facts = [each for each in store.facts_of(person_ids).values() if each.person.is_employed_on(now.date())]
    known = known_of(store, facts, settings=settings, leading=leading, now=now)
    return {each.facts.person.person_id: decide(each, by_mail=by_mail, now=now) for each in known}


def known_of(
    store: RemindersStore,
    facts: Sequence[PersonFacts],
    *,
    settings: ReminderSettings,
    leading: Collection[str],
    now: datetime,
) -> Sequence[Known]:
    """What decides for each of these people, read for all of them together; for those `leading` the line is looked at first."""
    ids = [each.person.person_id for each in facts]
    preferences = store.preferences_of(ids)
    of_line = store.escalations_to_tell(ids)
    times = [
        telling_times(
            settings,
            preferences[each.person.person_id],
            zone_at_work=each.person.profile.particulars.time_zone,
        )
        for each in facts
    ]
    ahead = [
        ahead_of(each, settings=settings, times=own, now=now) for each, own in zip(facts, times, strict=True)
    ]
    # What was told had come by then; of what lies ahead nothing has to be looked up.
    told: defaultdict[str, set[str]] = defaultdict(set)
    for key, step in store.told(key for each in ahead for key in each.keys(until=now)).items():
        told[step.person_id].add(key)
    renewing = missing_renewals(
        store, [(each, own.running) for each, own in zip(facts, ahead, strict=True)], now=now
    )
    return [
        Known(
            facts=each,
            preferences=preferences[each.person.person_id],
            times=own_times,
            ahead=own_ahead,
            told=told[each.person.person_id],
            of_line=of_line.get(each.person.person_id, ()),
            line_first=each.person.person_id in leading,
            renewing=renewing.get(each.person.person_id, ()),
        )
        for each, own_times, own_ahead in zip(facts, times, ahead, strict=True)
    ]


def _long_due(item: DueItem, *, now: datetime) -> bool:
    """It may have waited for longer than a round takes, as after an outage; once it was put off it has not."""
    return item.planned is None or item.planned.due_at < now - _A_ROUND_AT_MOST


def begun(store: RemindersStore, *, now: datetime) -> ReminderSettings:
    """A tenant's first settings, saved: from now on people are reminded; what lies before is history."""
    settings = replace(first_settings(now=now), version=1)
    store.commit([Change(aggregate=settings, happened=None, happened_at=now)])
    return settings
