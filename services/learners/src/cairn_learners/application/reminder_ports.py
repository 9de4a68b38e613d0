"""What reminding needs of storage beside the facts about people. A store is made for one tenant."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from cairn_learners.application.ports import LearnersStore, PersonFacts
from cairn_learners.domain.deliveries import Delivery, DeliveryState
from cairn_learners.domain.notifications import Escalation, Notification, ToldStep
from cairn_learners.domain.reminder_settings import Preferences, ReminderSettings
from cairn_platform.changes import Change
from cairn_platform.due import Rescheduled


class RemindersStore(LearnersStore, Protocol):
    """The facts about one tenant's people, and what they were told."""

    def reminder_settings(self) -> ReminderSettings | None:
        """The tenant's settings; None before the first."""

    def facts_of(self, person_ids: Iterable[str]) -> Mapping[str, PersonFacts]:
        """All at once about each of these people, where nobody asks: `facts_about` of those who are there, by id."""

    def leading(self, person_ids: Iterable[str]) -> frozenset[str]:
        """Those of these people to whom somebody reports directly."""

    def preferences(self, person_id: str) -> Preferences:
        """How the person wants to be told; `no_preferences` where nothing was said."""

    def preferences_of(self, person_ids: Iterable[str]) -> Mapping[str, Preferences]:
        """The same of each of these people, by id."""

    def told(self, keys: Iterable[str]) -> Mapping[str, ToldStep]:
        """Which of these steps were told, by key."""

    def escalations_to_tell(self, manager_ids: Iterable[str]) -> Mapping[str, Sequence[Escalation]]:
        """What each of these managers is yet to be told, the oldest first; those for whom there is nothing are left out."""

    def notification(self, notification_id: str) -> Notification | None:
        """The notification with this id."""

    def notifications_of(self, person_id: str, *, after: str | None, at_most: int) -> Sequence[Notification]:
        """A person's notifications, the newest first: at most so many of what stands behind `after`, as `orders` defines it."""

    def unread_notifications(self, person_id: str) -> Sequence[Notification]:
        """A person's notifications that were not read."""

    def unread_count(self, person_id: str) -> int:
        """How many of a person's notifications were not read."""

    def delivery(self, notification_id: str) -> Delivery | None:
        """How far the notification has come by mail; None where it goes by none."""

    def deliveries(
        self, state: DeliveryState | None, *, after: str | None, at_most: int
    ) -> Sequence[Delivery]:
        """The tenant's mails, the newest first, in the same way."""

    def done(self, changes: Sequence[Change[Any]], *, rescheduled: Sequence[Rescheduled]) -> None:
        """Saves what was done with what was due, and when each is due next: all of it or nothing.

        Raises ConflictError when somebody else was faster, or made one of it due again.
        """
