"""The RPCs of ReminderService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Callable
from datetime import datetime

import grpc

from cairn.learners.v1 import reminders_pb2 as contract
from cairn.learners.v1 import reminders_pb2_grpc as contract_grpc
from cairn_learners.adapters import messages
from cairn_learners.adapters.calendar.icalendar_feed import calendar_file, etag_of
from cairn_learners.adapters.grpc import answers, requests
from cairn_learners.adapters.grpc import reminder_answers as words
from cairn_learners.adapters.grpc.requests import fields_of
from cairn_learners.adapters.grpc.tenant_calls import AnsweringStore, TenantCalls
from cairn_learners.application import calendar_feeds, notifications
from cairn_learners.application.calendar_feeds import FeedLinks
from cairn_learners.application.reminder_ports import RemindersStore
from cairn_learners.application.scope import Scope
from cairn_learners.application.timeline import get_timeline

_SERVICE = contract.DESCRIPTOR.services_by_name["ReminderService"]
SERVICE_NAME = _SERVICE.full_name
WITHOUT_TOKEN = frozenset({f"/{SERVICE_NAME}/{_SERVICE.methods_by_name['ReadCalendar'].name}"})
"""What a feed's token opens instead of an access token."""


class ReminderServicer(TenantCalls, contract_grpc.ReminderServiceServicer):
    """Answers for the tenant of the call's token, or of a feed's."""

    def __init__(
        self,
        *,
        store_of: Callable[[str], AnsweringStore],
        reminders_of: Callable[[str], RemindersStore],
        links: FeedLinks,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        super().__init__(store_of=store_of, clock=clock, new_id=new_id)
        self._reminders_of = reminders_of
        self._links = links

    def ListNotifications(
        self, request: contract.ListNotificationsRequest, context: grpc.ServicerContext
    ) -> contract.ListNotificationsResponse:
        """The caller's notifications."""
        scope, store = self._reminding()
        found = notifications.list_notifications(scope, store, page=requests.page(request.page))
        return contract.ListNotificationsResponse(
            notifications=[words.notification(each, names=found.names) for each in found.page.items],
            page=answers.page_info(found.page),
            unread_count=found.unread_count,
        )

    def MarkNotificationsRead(
        self, request: contract.MarkNotificationsReadRequest, context: grpc.ServicerContext
    ) -> contract.MarkNotificationsReadResponse:
        """Marks as read."""
        scope, store = self._reminding()
        unread = notifications.mark_read(scope, store, notification_ids=request.notification_ids)
        return contract.MarkNotificationsReadResponse(unread_count=unread)

    def GetNotificationPreferences(
        self, request: contract.GetNotificationPreferencesRequest, context: grpc.ServicerContext
    ) -> contract.GetNotificationPreferencesResponse:
        """How the caller wants to be told."""
        found = notifications.get_preferences(*self._reminding())
        return contract.GetNotificationPreferencesResponse(preferences=words.preferences(found))

    def SetNotificationPreferences(
        self, request: contract.SetNotificationPreferencesRequest, context: grpc.ServicerContext
    ) -> contract.SetNotificationPreferencesResponse:
        """Changes how the caller wants to be told."""
        scope, store = self._reminding()
        with fields_of("preferences"):
            found = notifications.set_preferences(
                scope,
                store,
                draft=words.preferences_draft(request.preferences),
                expected_version=request.expected_version,
            )
        return contract.SetNotificationPreferencesResponse(preferences=words.preferences(found))

    def GetReminderSettings(
        self, request: contract.GetReminderSettingsRequest, context: grpc.ServicerContext
    ) -> contract.GetReminderSettingsResponse:
        """How the tenant reminds."""
        found = notifications.get_settings(*self._reminding())
        return contract.GetReminderSettingsResponse(settings=words.settings(found))

    def SetReminderSettings(
        self, request: contract.SetReminderSettingsRequest, context: grpc.ServicerContext
    ) -> contract.SetReminderSettingsResponse:
        """Changes how the tenant reminds."""
        scope, store = self._reminding()
        with fields_of("settings"):
            found = notifications.set_settings(
                scope,
                store,
                draft=words.settings_draft(request.settings),
                expected_version=request.expected_version,
            )
        return contract.SetReminderSettingsResponse(settings=words.settings(found))

    def ListNotificationDeliveries(
        self, request: contract.ListNotificationDeliveriesRequest, context: grpc.ServicerContext
    ) -> contract.ListNotificationDeliveriesResponse:
        """The tenant's mails."""
        scope, store = self._reminding()
        found = notifications.list_deliveries(
            scope, store, state=words.delivery_state(request.state), page=requests.page(request.page)
        )
        return contract.ListNotificationDeliveriesResponse(
            deliveries=words.deliveries(found), page=answers.page_info(found.page)
        )

    def GetTimeline(
        self, request: contract.GetTimelineRequest, context: grpc.ServicerContext
    ) -> contract.GetTimelineResponse:
        """A person's timeline."""
        scope, store = self._reminding()
        person_id = request.person_id or notifications.own_person(scope).person_id
        return words.timeline(get_timeline(scope, store, person_id=person_id))

    def GetCalendarFeed(
        self, request: contract.GetCalendarFeedRequest, context: grpc.ServicerContext
    ) -> contract.GetCalendarFeedResponse:
        """Whether the caller has a feed."""
        made_at = calendar_feeds.feed_made_at(self._scope(), links=self._links)
        return contract.GetCalendarFeedResponse(made_at=messages.timestamp(made_at))

    def MakeCalendarFeed(
        self, request: contract.MakeCalendarFeedRequest, context: grpc.ServicerContext
    ) -> contract.MakeCalendarFeedResponse:
        """Makes the caller a feed."""
        scope = self._scope()
        token = calendar_feeds.make_feed(scope, links=self._links)
        return contract.MakeCalendarFeedResponse(token=token, made_at=messages.timestamp(scope.now))

    def RevokeCalendarFeed(
        self, request: contract.RevokeCalendarFeedRequest, context: grpc.ServicerContext
    ) -> contract.RevokeCalendarFeedResponse:
        """Takes the caller's feed back."""
        calendar_feeds.revoke_feed(self._scope(), links=self._links)
        return contract.RevokeCalendarFeedResponse()

    def ReadCalendar(
        self, request: contract.ReadCalendarRequest, context: grpc.ServicerContext
    ) -> contract.ReadCalendarResponse:
        """The calendar that a token leads to."""
        link = self._links.found(request.token)
        store = self._reminders_of(link.tenant_id) if link else None
        file = calendar_file(calendar_feeds.read_feed(link, store=store, now=self._clock()))
        return contract.ReadCalendarResponse(icalendar=file, etag=etag_of(file))

    def _reminding(self) -> tuple[Scope, RemindersStore]:
        """What is known of the call under way, and what its tenant's people were told."""
        scope = self._scope()
        return scope, self._reminders_of(scope.principal.tenant_id)
