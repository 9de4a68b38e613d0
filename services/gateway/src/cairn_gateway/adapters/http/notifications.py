"""What people are told of what ends and is due, and how they want to be told."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from cairn.learners.v1 import reminders_pb2
from cairn_gateway.adapters.http import paging, preconditions
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Count, Day, Draft, Flag, Instant, Page, PageQuery
from cairn_gateway.adapters.http.preconditions import ExpectedOrNew
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer, number, request

Clock = Annotated[str, Field(min_length=1, max_length=50, examples=["07:00"])]
TimeZone = Annotated[str, Field(min_length=1, max_length=100, examples=["Europe/Madrid"])]


class ReminderSubject(StrEnum):
    """What a reminder is about: an own credential, a path with a due date, or somebody of the line who is late."""

    CERTIFICATION = "certification"
    ENROLMENT = "enrolment"
    ESCALATION = "escalation"


class ReminderStep(StrEnum):
    """When a reminder comes."""

    WINDOW_OPENS = "window_opens"
    BEFORE = "before"
    GRACE_BEGINS = "grace_begins"
    LAPSED = "lapsed"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


class DeliveryState(StrEnum):
    """Where a mail is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class NotificationItem(Answer):
    """One thing that a notification tells."""

    subject: ReminderSubject
    """What it is about."""
    step: ReminderStep
    """At which step."""
    days: int | None
    """How many days before the last day, or after the due date; null with the other steps."""
    credential_id: str | None
    """The credential; null unless it is about one."""
    enrolment_id: str | None
    """The enrolment; null unless it is about one."""
    path_id: str | None
    """The enrolment's path; null unless it is about one."""
    name: str
    """What the credential or the path is called."""
    person_id: str
    """Whom it is about."""
    person_name: str | None
    """What that person is called; null for the one who is told."""
    ends_on: Day
    """The last valid day, or the due date."""
    why: list[str]
    """Why then, in sentences."""
    assigned_path_id: str | None
    """The path that was assigned at once to renew the credential; null for none."""
    assigned_path_name: str | None
    """What it is called."""


class Notification(Answer):
    """One message to one person."""

    notification_id: str
    """Names it."""
    created_at: Instant
    """When it was told."""
    read_at: Instant | None
    """When it was read; null while it is unread."""
    items: list[NotificationItem]
    """What it tells."""


class NotificationPage(Page[Notification]):
    """The caller's notifications, the newest first."""

    unread_count: int
    """How many of all are unread."""


class WhatWasRead(Draft):
    """What the caller has read."""

    notification_ids: Annotated[list[str], Field(min_length=1, max_length=500)] | None = None
    """These; null for all."""


class Unread(Answer):
    """What is left."""

    unread_count: int
    """How many of the caller's notifications are unread."""


class QuietHours(Draft):
    """Times of day between which nobody is told, over midnight where they begin later than they end."""

    begins: Clock
    """From then on."""
    ends: Clock
    """Up to then."""


class NotificationPreferencesDraft(Draft):
    """How a person wants to be told."""

    time_zone: TimeZone | None = None
    """Of the IANA database; null for where the person works, or else the organization's."""
    own_quiet_hours: Flag = False
    """`quiet_hours` stand in the place of the organization's."""
    quiet_hours: QuietHours | None = None
    """The person's own; null for none."""
    digest_at: Clock | None = None
    """The time of day of one message for all of a day; null for a message each."""
    by_mail: Flag = True
    """Mails too; the portal has everything in any case."""


class NotificationPreferences(Answer):
    """How a person wants to be told."""

    version: int
    """Grows by one with each change; 0 while nothing was said."""
    time_zone: str | None
    """Of the IANA database; null for where the person works, or else the organization's."""
    own_quiet_hours: bool
    """`quiet_hours` stand in the place of the organization's."""
    quiet_hours: QuietHours | None
    """The person's own; null for none."""
    digest_at: str | None
    """The time of day of one message for all of a day; null for a message each."""
    by_mail: bool
    """Mails too; the portal has everything in any case."""


class ReminderSettingsDraft(Draft):
    """How an organization reminds its people."""

    before_expiry_days: Annotated[list[Count], Field(max_length=12)]
    """So many days before a credential's last day, each from 1 to 730."""
    before_due_days: Annotated[list[Count], Field(max_length=12)]
    """So many days before a path's due date, each from 1 to 730."""
    escalate_after_days: Annotated[int, Field(ge=1, le=730)] | None = None
    """So many days after a due date the manager is told; null for never."""
    time_zone: TimeZone
    """Of the IANA database, for whoever has none."""
    quiet_hours: QuietHours | None = None
    """Null for none."""


class ReminderSettings(Answer):
    """How an organization reminds its people."""

    version: int
    """Grows by one with each change; 0 before the first."""
    before_expiry_days: list[int]
    """So many days before a credential's last day, the most first."""
    before_due_days: list[int]
    """So many days before a path's due date, the most first."""
    escalate_after_days: int | None
    """So many days after a due date the manager is told; null for never."""
    time_zone: str
    """Of the IANA database, for whoever has none."""
    quiet_hours: QuietHours | None
    """Null for none."""


class NotificationDelivery(Answer):
    """A notification by mail."""

    notification_id: str
    """The notification."""
    person_id: str
    """Whom it is for."""
    person_name: str | None
    """What that person is called."""
    state: DeliveryState
    """Where it is."""
    attempts: int
    """How often it was tried."""
    created_at: Instant
    """When it was told."""
    next_attempt_at: Instant | None
    """When it is tried next; null where it is not."""
    settled_at: Instant | None
    """When it was accepted or given up; null while it is on its way."""
    fault: str | None
    """What the last attempt met."""


class DeliveriesQuery(PageQuery):
    """Which mails are asked for."""

    state: DeliveryState | None = None
    """Only these."""


router = APIRouter(tags=["notifications"])


@router.get(
    "/me/notifications", operation_id="listMyNotifications", summary="List the caller's notifications"
)
async def list_notifications(upstream: Asking, query: Annotated[PageQuery, Query()]) -> NotificationPage:
    """What the caller was told, the newest first."""
    asked = reminders_pb2.ListNotificationsRequest(page=paging.asked(query))
    found = await upstream.read(upstream.reminders.ListNotifications, asked)
    return NotificationPage(
        items=[answer(Notification, each) for each in found.notifications],
        next_cursor=paging.next_cursor(found.page),
        unread_count=found.unread_count,
    )


@router.post(
    "/me/notifications/read",
    operation_id="markNotificationsRead",
    summary="Mark notifications as read",
    responses=responses(404),
)
async def mark_read(upstream: Asking, what: WhatWasRead) -> Unread:
    """Marks some of the caller's notifications as read, or all. Saying it again changes nothing."""
    asked = reminders_pb2.MarkNotificationsReadRequest(notification_ids=what.notification_ids or [])
    left = await upstream.write(upstream.reminders.MarkNotificationsRead, asked)
    return answer(Unread, left)


@router.get(
    "/me/notification-preferences",
    operation_id="getMyNotificationPreferences",
    summary="Get how the caller wants to be told",
    responses={200: {"headers": preconditions.ETAG}},
)
async def get_preferences(upstream: Asking, response: Response) -> NotificationPreferences:
    """How the caller wants to be told."""
    asked = reminders_pb2.GetNotificationPreferencesRequest()
    found = await upstream.read(upstream.reminders.GetNotificationPreferences, asked)
    preconditions.show_version(response, found.preferences.version)
    return answer(NotificationPreferences, found.preferences)


@router.put(
    "/me/notification-preferences",
    operation_id="setMyNotificationPreferences",
    summary="Choose how the caller wants to be told",
    responses={**preconditions.put_answers(NotificationPreferences), **responses(412, 428)},
)
async def set_preferences(
    upstream: Asking, draft: NotificationPreferencesDraft, expected: ExpectedOrNew, response: Response
) -> NotificationPreferences:
    """Sets how the caller wants to be told. The first time with If-None-Match: *."""
    asked = reminders_pb2.SetNotificationPreferencesRequest(
        preferences=request(draft, reminders_pb2.NotificationPreferences), expected_version=expected
    )
    async with locating(in_body(wrapper="preferences")):
        saved = await upstream.write(upstream.reminders.SetNotificationPreferences, asked)
    preconditions.show_saved(
        response, saved.preferences.version, "/api/v1/me/notification-preferences", created=expected == 0
    )
    return answer(NotificationPreferences, saved.preferences)


@router.get(
    "/reminder-settings",
    operation_id="getReminderSettings",
    summary="Get how the organization reminds",
    responses={200: {"headers": preconditions.ETAG}},
)
async def get_settings(upstream: Asking, response: Response) -> ReminderSettings:
    """When people are reminded of what ends and is due. Needs hr or tenant-admin."""
    found = await upstream.read(
        upstream.reminders.GetReminderSettings, reminders_pb2.GetReminderSettingsRequest()
    )
    preconditions.show_version(response, found.settings.version)
    return answer(ReminderSettings, found.settings)


@router.put(
    "/reminder-settings",
    operation_id="setReminderSettings",
    summary="Set how the organization reminds",
    responses={**preconditions.put_answers(ReminderSettings), **responses(412, 428)},
)
async def set_settings(
    upstream: Asking, draft: ReminderSettingsDraft, expected: ExpectedOrNew, response: Response
) -> ReminderSettings:
    """Sets when people are reminded; a step that is new counts from now on. Needs tenant-admin. The first time with If-None-Match: *."""
    asked = reminders_pb2.SetReminderSettingsRequest(
        settings=request(draft, reminders_pb2.ReminderSettings), expected_version=expected
    )
    async with locating(in_body(wrapper="settings")):
        saved = await upstream.write(upstream.reminders.SetReminderSettings, asked)
    preconditions.show_saved(
        response, saved.settings.version, "/api/v1/reminder-settings", created=expected == 0
    )
    return answer(ReminderSettings, saved.settings)


@router.get(
    "/notification-deliveries",
    operation_id="listNotificationDeliveries",
    summary="List the notifications that go by mail",
)
async def list_deliveries(
    upstream: Asking, query: Annotated[DeliveriesQuery, Query()]
) -> Page[NotificationDelivery]:
    """The organization's mails, the newest first; those that failed with `state=failed`. Needs hr or tenant-admin."""
    states = reminders_pb2.DeliveryState.DESCRIPTOR
    asked = reminders_pb2.ListNotificationDeliveriesRequest(
        page=paging.asked(query), state=reminders_pb2.DeliveryState.ValueType(number(states, query.state))
    )
    found = await upstream.read(upstream.reminders.ListNotificationDeliveries, asked)
    return Page(
        items=[answer(NotificationDelivery, each) for each in found.deliveries],
        next_cursor=paging.next_cursor(found.page),
    )
