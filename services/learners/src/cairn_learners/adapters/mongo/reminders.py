"""What one tenant's people were told, and when they are told next, in MongoDB beside the facts about them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from google.protobuf.message import Message
from pymongo.database import Database

from cairn_learners.adapters.mongo import reminder_documents as documents
from cairn_learners.adapters.mongo.kinds import KINDS, PEOPLE
from cairn_learners.adapters.mongo.schedules import MAIL_WORK, REMINDER_WORK, SETTINGS_WORK
from cairn_learners.adapters.mongo.store import MongoLearners
from cairn_learners.domain.deliveries import Delivery, DeliveryState
from cairn_learners.domain.notifications import Escalation, Notification, ToldStep
from cairn_learners.domain.reminder_settings import (
    SETTINGS_ID,
    Preferences,
    ReminderSettings,
    no_preferences,
)
from cairn_platform.changes import Change
from cairn_platform.due import Rescheduled
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.due_schedule import mark_everything
from cairn_platform.mongo.store import Due, Kind, Marks

A = TypeVar("A", Notification, Delivery)


def _no_event(aggregate: Any) -> Message:
    raise TypeError(f"nobody is told of a {type(aggregate).__name__} by an event")


SETTINGS_KIND: Kind[ReminderSettings] = Kind(
    aggregate=ReminderSettings,
    document=documents.ReminderSettingsDocument,
    identify=lambda _: SETTINGS_ID,
    to_document=documents.settings_document,
    from_document=documents.settings_from,
    to_event=_no_event,
    event_key=lambda _: SETTINGS_ID,
    # Whoever is reminded by the settings before is looked at again. Nobody was by none.
    marks=(Marks(work=SETTINGS_WORK, of=lambda settings: [SETTINGS_ID] if settings.version > 1 else []),),
)
PREFERENCES_KIND: Kind[Preferences] = Kind(
    aggregate=Preferences,
    document=documents.PreferencesDocument,
    identify=lambda preferences: preferences.person_id,
    to_document=documents.preferences_document,
    from_document=documents.preferences_from,
    to_event=_no_event,
    event_key=lambda preferences: preferences.person_id,
    marks=(Marks(work=REMINDER_WORK, of=lambda preferences: [preferences.person_id]),),
)
TOLD_KIND: Kind[ToldStep] = Kind(
    aggregate=ToldStep,
    document=documents.ToldStepDocument,
    identify=lambda told: told.key,
    to_document=documents.told_document,
    from_document=documents.told_from,
    to_event=_no_event,
    event_key=lambda told: told.person_id,
)
NOTIFICATION_KIND: Kind[Notification] = Kind(
    aggregate=Notification,
    document=documents.NotificationDocument,
    identify=lambda notification: notification.notification_id,
    to_document=documents.notification_document,
    from_document=documents.notification_from,
    to_event=_no_event,
    event_key=lambda notification: notification.person_id,
)
ESCALATION_KIND: Kind[Escalation] = Kind(
    aggregate=Escalation,
    document=documents.EscalationDocument,
    identify=lambda escalation: escalation.escalation_id,
    to_document=documents.escalation_document,
    from_document=documents.escalation_from,
    to_event=_no_event,
    event_key=lambda escalation: escalation.manager_id,
    # Found in the worker's next round, behind all that is due in this one: so a manager hears of everybody who is late at once.
    marks=(
        Marks(work=REMINDER_WORK, of=lambda escalation: [] if escalation.told else [escalation.manager_id]),
    ),
)
DELIVERY_KIND: Kind[Delivery] = Kind(
    aggregate=Delivery,
    document=documents.DeliveryDocument,
    identify=lambda delivery: delivery.notification_id,
    to_document=documents.delivery_document,
    from_document=documents.delivery_from,
    to_event=_no_event,
    event_key=lambda delivery: delivery.person_id,
    due=Due(work=MAIL_WORK, at=lambda delivery: delivery.due_at),
)
REMINDER_KINDS: tuple[Kind[Any], ...] = (
    SETTINGS_KIND,
    PREFERENCES_KIND,
    TOLD_KIND,
    NOTIFICATION_KIND,
    ESCALATION_KIND,
    DELIVERY_KIND,
)


class MongoReminders(MongoLearners):
    """Implements `RemindersStore`."""

    kinds = (*KINDS, *REMINDER_KINDS)

    def reminder_settings(self) -> ReminderSettings | None:
        """The tenant's settings; None before the first."""
        return self._store.get(ReminderSettings, SETTINGS_ID)

    def preferences(self, person_id: str) -> Preferences:
        """How the person wants to be told."""
        return self._store.get(Preferences, person_id) or no_preferences(person_id)

    def preferences_of(self, person_ids: Iterable[str]) -> Mapping[str, Preferences]:
        """The same of each of these people, by id."""
        ids = list(person_ids)
        found = self._store.get_many(Preferences, ids)
        return {each: found.get(each) or no_preferences(each) for each in ids}

    def told(self, keys: Iterable[str]) -> Mapping[str, ToldStep]:
        """Which of these steps were told, by key."""
        return self._store.get_many(ToldStep, keys)

    def escalations_to_tell(self, manager_ids: Iterable[str]) -> Mapping[str, Sequence[Escalation]]:
        """What each of these managers is yet to be told, the oldest first."""
        wanted = {"manager_id": {"$in": sorted(manager_ids)}, "told": False}
        found: defaultdict[str, list[Escalation]] = defaultdict(list)
        for each in self._store.find(Escalation, wanted, sort=[("raised_at", 1), ("_id", 1)]):
            found[each.manager_id].append(each)
        return found

    def notification(self, notification_id: str) -> Notification | None:
        """The notification with this id."""
        return self._store.get(Notification, notification_id)

    def notifications_of(self, person_id: str, *, after: str | None, at_most: int) -> Sequence[Notification]:
        """A person's notifications, the newest first."""
        return self._newest_first(
            Notification, {"person_id": person_id}, order="told_order", after=after, at_most=at_most
        )

    def unread_notifications(self, person_id: str) -> Sequence[Notification]:
        """A person's notifications that were not read."""
        return self._store.find(Notification, {"person_id": person_id, "read_at": None})

    def unread_count(self, person_id: str) -> int:
        """How many of a person's notifications were not read."""
        return self._store.collection(Notification).count({"person_id": person_id, "read_at": None})

    def delivery(self, notification_id: str) -> Delivery | None:
        """How far the notification has come by mail."""
        return self._store.get(Delivery, notification_id)

    def deliveries(
        self, state: DeliveryState | None, *, after: str | None, at_most: int
    ) -> Sequence[Delivery]:
        """The tenant's mails, the newest first."""
        wanted: Document = {} if state is None else {"state": state.value}
        return self._newest_first(Delivery, wanted, order="mailed_order", after=after, at_most=at_most)

    def done(self, changes: Sequence[Change[Any]], *, rescheduled: Sequence[Rescheduled]) -> None:
        """Saves what was done with what was due, and when each is due next: all of it or nothing."""
        self._store.commit(changes, rescheduled=rescheduled)

    def _newest_first(
        self, aggregate: type[A], wanted: Document, *, order: str, after: str | None, at_most: int
    ) -> Sequence[A]:
        if after is not None:
            wanted = {**wanted, order: {"$lt": after}}
        return self._store.find(aggregate, wanted, sort=[(order, -1)], limit=at_most)


def schedule_everybody(database: Database[Document]) -> None:
    """Looks at everybody once, in a database from before there were reminders. May be repeated."""
    mark_everything(database, work=REMINDER_WORK, collection=PEOPLE.collection, id_field="person_id")
