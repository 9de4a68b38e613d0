"""What people read of what they were told, and how they and their tenant want it told."""

from collections.abc import Sequence
from dataclasses import dataclass

from cairn_learners.application.names import Names, names_in
from cairn_learners.application.orders import DELIVERIES, NOTIFICATIONS
from cairn_learners.application.reminder_ports import RemindersStore
from cairn_learners.application.scope import Scope
from cairn_learners.domain.deliveries import Delivery, DeliveryState
from cairn_learners.domain.errors import NoPersonError
from cairn_learners.domain.notifications import Notification, read
from cairn_learners.domain.people import Person
from cairn_learners.domain.reach import HR, TENANT_ADMIN
from cairn_learners.domain.reminder_settings import (
    Preferences,
    PreferencesDraft,
    ReminderSettings,
    SettingsDraft,
    changed_preferences,
    changed_settings,
    first_settings,
)
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import NotFoundError
from cairn_platform.identity import require_any_role
from cairn_platform.paging import Page, PageRequest


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """A page of what somebody was told, and how much of all is unread."""

    page: Page[Notification]
    names: Names
    unread_count: int


@dataclass(frozen=True, kw_only=True)
class Mails:
    """A page of mails, and whom they are for."""

    page: Page[Delivery]
    people: dict[str, str]


def list_notifications(scope: Scope, store: RemindersStore, *, page: PageRequest) -> Inbox:
    """The caller's notifications, the newest first. Raises NoPersonError."""
    own = own_person(scope)
    found = store.notifications_of(own.person_id, after=NOTIFICATIONS.after(page), at_most=page.size + 1)
    items = NOTIFICATIONS.page(found, page)
    return Inbox(
        page=items,
        names=names_in(items.items, store=store),
        unread_count=store.unread_count(own.person_id),
    )


def mark_read(scope: Scope, store: RemindersStore, *, notification_ids: Sequence[str]) -> int:
    """Marks these, or all, of the caller's notifications as read; gives how many are unread then.

    Raises NoPersonError, and NotFoundError for what the caller was never told.
    """
    own = own_person(scope)

    def decide() -> int:
        if notification_ids:
            found = [store.notification(each) for each in sorted(set(notification_ids))]
            mine = [each for each in found if each is not None and each.person_id == own.person_id]
            if len(mine) < len(found):
                raise NotFoundError("notification")
        else:
            mine = list(store.unread_notifications(own.person_id))
        after = [read(each, now=scope.now) for each in mine if each.read_at is None]
        if after:
            store.commit([Change(aggregate=each, happened=None, happened_at=scope.now) for each in after])
        return store.unread_count(own.person_id)

    return decide_again(decide)


def get_preferences(scope: Scope, store: RemindersStore) -> Preferences:
    """How the caller wants to be told. Raises NoPersonError."""
    return store.preferences(own_person(scope).person_id)


def set_preferences(
    scope: Scope, store: RemindersStore, *, draft: PreferencesDraft, expected_version: int
) -> Preferences:
    """Changes how the caller wants to be told. Raises NoPersonError, InvalidFieldsError and StaleVersionError."""
    own = own_person(scope)

    def decide() -> Preferences:
        before = store.preferences(own.person_id)
        after = changed_preferences(before, draft, expected_version=expected_version)
        store.commit([Change(aggregate=after, happened=None, happened_at=scope.now)])
        return after

    return decide_again(decide)


def get_settings(scope: Scope, store: RemindersStore) -> ReminderSettings:
    """How the tenant reminds. Raises RoleRequiredError."""
    require_any_role(scope.principal, HR, TENANT_ADMIN)
    return store.reminder_settings() or first_settings(now=scope.now)


def set_settings(
    scope: Scope, store: RemindersStore, *, draft: SettingsDraft, expected_version: int
) -> ReminderSettings:
    """Changes how the tenant reminds. Raises RoleRequiredError, InvalidFieldsError and StaleVersionError."""
    require_any_role(scope.principal, TENANT_ADMIN)

    def decide() -> ReminderSettings:
        before = store.reminder_settings() or first_settings(now=scope.now)
        after = changed_settings(before, draft, expected_version=expected_version, now=scope.now)
        store.commit([Change(aggregate=after, happened=None, happened_at=scope.now)])
        return after

    return decide_again(decide)


def list_deliveries(
    scope: Scope, store: RemindersStore, *, state: DeliveryState | None, page: PageRequest
) -> Mails:
    """The tenant's mails, the newest first. Raises RoleRequiredError."""
    require_any_role(scope.principal, HR, TENANT_ADMIN)
    found = store.deliveries(state, after=DELIVERIES.after(page), at_most=page.size + 1)
    mails = DELIVERIES.page(found, page)
    people = store.people({each.person_id for each in mails.items})
    return Mails(page=mails, people={key: each.name for key, each in people.items()})


def own_person(scope: Scope) -> Person:
    """The caller's person; NoPersonError for an account that belongs to nobody."""
    scope.reach()
    own = scope.own_person()
    if own is None:
        raise NoPersonError
    return own
