"""Reminders, said in as few words as a test needs."""

import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from cairn_learners.adapters.mongo.reminders import MongoReminders
from cairn_learners.adapters.mongo.schedules import REMINDER_WORK
from cairn_learners.application.remind import remind
from cairn_learners.domain.achievements import Achievement, ReckoningCause
from cairn_learners.domain.policy_versions import CredentialPolicy
from cairn_learners.domain.reckoning import PersonKnown, Rules, reckoned
from cairn_learners.domain.reminder_settings import LeadTime, ReminderSettings
from cairn_learners.domain.reminders import Moment, Step, StepKind, Subject, SubjectKind, in_order
from cairn_learners.domain.telling_times import QuietHours, TellingTimes
from cairn_learners.domain.zoned_calendar import calendar_in
from cairn_platform.changes import Change
from cairn_platform.due_batches import DueBatches
from cairn_platform.mongo.due_schedule import DueSchedule
from tests.support.learners.builders import an_achievement
from tests.support.learners.mongo_world import MongoWorld
from tests.support.platform.workers import OnlyOne

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def times_in(zone: str = "UTC", *, quiet: tuple[str, str] | None = None, digest_at: str = "") -> TellingTimes:
    """When somebody in this zone wants to be told."""
    calendar = calendar_in(zone)
    assert calendar is not None
    return TellingTimes(
        calendar=calendar,
        quiet=QuietHours(begins=time.fromisoformat(quiet[0]), ends=time.fromisoformat(quiet[1]))
        if quiet
        else None,
        digest_at=time.fromisoformat(digest_at) if digest_at else None,
    )


def a_subject(
    *planned_at: datetime,
    subject_id: str = "badge",
    known_at: datetime = LONG_AGO,
    over_at: datetime | None = None,
    until: date = date(2026, 1, 1),
) -> Subject:
    """A subject with a step at each of these instants."""
    moments = [
        Moment(step=Step(kind=StepKind.BEFORE, days=number), planned_at=at)
        for number, at in enumerate(planned_at, start=1)
    ]
    return Subject(
        kind=SubjectKind.CERTIFICATION,
        subject_id=subject_id,
        person_id="ann",
        until=until,
        known_at=known_at,
        over_at=over_at or max(planned_at, default=LONG_AGO),
        moments=in_order(moments),
    )


def settings(
    *,
    before_expiry: Iterable[int] = (90, 60, 30, 7),
    before_due: Iterable[int] = (30, 7),
    escalate_after: int | None = 7,
    quiet: QuietHours | None = None,
    since: datetime = LONG_AGO,
) -> ReminderSettings:
    """A tenant's settings, from long ago on: no quiet hours unless said otherwise."""
    return ReminderSettings(
        version=1,
        began_at=since,
        before_expiry=tuple(LeadTime(days=each, since=since) for each in before_expiry),
        before_due=tuple(LeadTime(days=each, since=since) for each in before_due),
        escalate_after=LeadTime(days=escalate_after, since=since) if escalate_after else None,
        time_zone="UTC",
        quiet=quiet,
    )


def achieved(
    credential_id: str = "badge",
    *,
    on: date,
    person_id: str = "ann",
    policy: CredentialPolicy,
    known_at: datetime = LONG_AGO,
) -> Achievement:
    """A credential achieved on a day, with its periods by the policy."""
    raw = an_achievement(credential_id, person_id=person_id, issued_on=on, periods=[])
    rules = Rules(policies={credential_id: policy}, credentials={}, paths={})
    known = PersonKnown(achievements=[raw], entries=[])
    [found] = reckoned(known, [credential_id], rules=rules, cause=ReckoningCause.VERIFIED, now=known_at)
    return replace(found, version=1)


class Reminding:
    """A worker that reminds the people of a world, at whatever time the test says."""

    def __init__(self, world: MongoWorld, *, now: datetime, by_mail: bool = False) -> None:
        self.world = world
        self.now = now
        self.by_mail = by_mail

    def store(self, tenant_id: str = "acme") -> MongoReminders:
        """One tenant's store."""
        return MongoReminders(
            self.world.database,
            tenant_id=tenant_id,
            read_models=self.world.read_models,
            catalogues=self.world.catalogues,
            clock=lambda: self.now,
        )

    def save(self, *facts: Any, tenant_id: str = "acme") -> None:
        """Saves new facts as the use cases do, so that they make due whom they concern."""
        changes = [Change(aggregate=each, happened=None, happened_at=self.now) for each in facts]
        self.store(tenant_id).commit(changes)

    def round(self) -> None:
        """What the worker does when it looks once."""
        DueBatches(
            name="reminders",
            schedule=DueSchedule(self.world.database, work=REMINDER_WORK),
            turn=OnlyOne(),
            perform=lambda tenant_id, due: remind(
                self.store(tenant_id), due=due, by_mail=self.by_mail, now=self.now
            ),
            clock=lambda: self.now,
        ).round(threading.Event())

    def rounds(self) -> None:
        """Looks until nothing is due any more."""
        while DueSchedule(self.world.database, work=REMINDER_WORK).due(now=self.now, after=None, at_most=1):
            self.round()

    def pass_days(self, days: int) -> None:
        """Time goes by, and the worker looks once a day."""
        for _ in range(days):
            self.now += timedelta(days=1)
            self.rounds()

    def told(self, person_id: str = "ann") -> list[list[str]]:
        """What a person was told, message by message, the oldest first: steps by subject."""
        found = self.store().notifications_of(person_id, after=None, at_most=1000)
        return [[f"{item.subject_id} {item.step.key}" for item in each.items] for each in reversed(found)]

    def due_at(self, person_id: str = "ann") -> datetime | None:
        """When the worker looks at the person next."""
        found = self.world.database["due_schedule"].find_one({"aggregate_id": person_id})
        return found["due_at"] if found else None
