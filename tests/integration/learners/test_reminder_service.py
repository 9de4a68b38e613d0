"""ReminderService: the own inbox, wishes, settings, mails, timelines and the calendar behind a secret; and who may not."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message
from icalendar import Calendar

from cairn.common.v1.paging_pb2 import PageRequest
from cairn.learners.v1 import reminders_pb2 as contract
from cairn.learners.v1 import reminders_pb2_grpc
from cairn_learners.domain.day_words import day_in_words
from cairn_learners.domain.deliveries import delivery_of, given_up, taken_up
from tests.support.learners.builders import NOW, an_enrolment
from tests.support.learners.company import Company
from tests.support.learners.excepting import an_exception, longer
from tests.support.learners.mongo_world import MongoWorld
from tests.support.learners.reminding import Reminding, settings

DUE_ON = NOW.date() + timedelta(days=40)


@pytest.fixture
def told(company: Company, world: MongoWorld) -> Company:
    """Ann was told three times of a path that she has not walked, and Ben once that she is late."""
    reminding = Reminding(world, now=NOW - timedelta(days=70))
    reminding.save(settings())
    reminding.save(
        an_enrolment(due_on=NOW.date() - timedelta(days=20), enrolled_at=NOW - timedelta(days=70)),
        an_enrolment(path_id="short", due_on=DUE_ON, enrolled_at=NOW - timedelta(days=70)),
    )
    reminding.pass_days(70)
    return company


def _inbox(company: Company, who: str = "ann", **page: Any) -> contract.ListNotificationsResponse:
    found: contract.ListNotificationsResponse = company.ask(
        who, contract.ListNotificationsRequest(page=PageRequest(**page))
    )
    return found


def test_everybody_reads_the_own_notifications_with_names_page_by_page(told: Company) -> None:
    found = _inbox(told)
    assert found.unread_count == 3
    assert [(each.items[0].name, each.items[0].step) for each in found.notifications] == [
        ("Path", contract.REMINDER_STEP_OVERDUE),
        ("Path", contract.REMINDER_STEP_BEFORE),
        ("Path", contract.REMINDER_STEP_BEFORE),
    ]
    first = _inbox(told, page_size=2)
    rest = _inbox(told, page_size=2, page_token=first.page.next_page_token)
    assert [*first.notifications, *rest.notifications] == list(found.notifications)
    assert rest.page.next_page_token == ""
    [late] = _inbox(told, "ben").notifications
    assert (late.items[0].person_id, late.items[0].person_name) == ("ann", "Ann Fir")
    assert _inbox(told, "zoe").unread_count == 0


def test_what_was_read_stays_read_and_nobody_reads_for_others(told: Company) -> None:
    newest, *_ = [each.notification_id for each in _inbox(told).notifications]
    asked = contract.MarkNotificationsReadRequest(notification_ids=[newest])
    assert told.refusal("ben", asked) == "NOT_FOUND"
    assert told.ask("ann", asked).unread_count == told.ask("ann", asked).unread_count == 2
    assert told.ask("ann", contract.MarkNotificationsReadRequest()).unread_count == 0
    unknown = contract.MarkNotificationsReadRequest(notification_ids=["unknown"])
    assert told.refusal("ann", unknown) == "NOT_FOUND"


def test_wishes_are_kept_by_version_and_refused_by_field(told: Company) -> None:
    before = told.ask("ann", contract.GetNotificationPreferencesRequest()).preferences
    assert (before.version, before.by_mail) == (0, True)
    wished = contract.NotificationPreferences(
        time_zone="Asia/Tokyo", own_quiet_hours=True, digest_at="08:30", by_mail=False
    )
    asked = contract.SetNotificationPreferencesRequest(preferences=wished)
    assert told.ask("ann", asked).preferences.version == 1
    assert told.refusal("ann", asked) == "STALE_VERSION"
    assert told.ask("ann", contract.GetTimelineRequest()).time_zone == "Asia/Tokyo"
    wrong = contract.NotificationPreferences(
        time_zone="Mars/Base",
        own_quiet_hours=True,
        quiet_hours=contract.QuietHours(begins="25:00", ends="7"),
        digest_at="noon",
    )
    asked = contract.SetNotificationPreferencesRequest(preferences=wrong, expected_version=1)
    assert told.violations("ann", asked) == [
        ("preferences.time_zone", "UNKNOWN_TIME_ZONE"),
        ("preferences.quiet_hours.begins", "NOT_A_TIME"),
        ("preferences.quiet_hours.ends", "NOT_A_TIME"),
        ("preferences.digest_at", "NOT_A_TIME"),
    ]


def test_a_timeline_says_what_is_due_what_was_told_and_what_will_be(told: Company) -> None:
    found = told.ask("ann", contract.GetTimelineRequest())
    assert found == told.ask("ben", contract.GetTimelineRequest(person_id="ann"))
    overdue, due = found.entries
    assert (overdue.name, due.name, due.ends_on) == ("Path", "Short", DUE_ON.isoformat())
    assert [each.HasField("told_at") for each in overdue.reminders] == [True, True, True]
    assert [each.HasField("told_at") for each in due.reminders] == [False, False, False]


@pytest.mark.parametrize(("leaves_in", "planned"), [(-1, []), (20, [10])])
def test_nothing_is_planned_for_after_the_last_day_of_somebody(
    company: Company, world: MongoWorld, leaves_in: int, planned: list[int]
) -> None:
    ann = world.of().person("ann")
    assert ann is not None
    left_on = NOW.date() + timedelta(days=leaves_in)
    Reminding(world, now=NOW).save(
        replace(ann, version=ann.version + 1, profile=replace(ann.profile, left_on=left_on)),
        an_enrolment(due_on=DUE_ON, enrolled_at=NOW - timedelta(days=1)),
    )
    [entry] = company.ask("hana", contract.GetTimelineRequest(person_id="ann")).entries
    found = [each.planned_at.ToDatetime(tzinfo=UTC).date() for each in entry.reminders]
    assert found == [NOW.date() + timedelta(days=each) for each in planned]


def test_a_due_date_that_was_moved_says_so_without_the_words_of_who_moved_it(
    company: Company, world: MongoWorld
) -> None:
    moved_to = DUE_ON + timedelta(days=30)
    world.put(an_enrolment(due_on=DUE_ON, enrolled_at=NOW), an_exception(longer(), until_on=moved_to))
    [entry] = company.ask("ann", contract.GetTimelineRequest()).entries
    assert entry.ends_on == moved_to.isoformat()
    assert list(entry.why) == [
        f"It was due on {day_in_words(DUE_ON)}; an extension moved that to {day_in_words(moved_to)}."
    ]


def _calendar(company: Company, token: str) -> contract.ReadCalendarResponse:
    stub = reminders_pb2_grpc.ReminderServiceStub(company.channel)
    return stub.ReadCalendar(contract.ReadCalendarRequest(token=token), timeout=30)


def _refused(company: Company, token: str) -> bool:
    with pytest.raises(grpc.RpcError) as refused_with:
        _calendar(company, token)
    return bool(refused_with.value.code() is grpc.StatusCode.NOT_FOUND)


def test_a_calendar_is_read_by_its_secret_alone_until_it_is_taken_back(told: Company) -> None:
    assert not told.ask("ann", contract.GetCalendarFeedRequest()).HasField("made_at")
    token = told.ask("ann", contract.MakeCalendarFeedRequest()).token
    found = _calendar(told, token)
    assert found == _calendar(told, token)
    events: list[Any] = list(Calendar.from_ical(found.icalendar).walk("VEVENT"))
    assert [(str(each["SUMMARY"]), each["DTSTART"].dt) for each in events] == [
        ("Path is due", NOW.date() - timedelta(days=20)),
        ("Short is due", DUE_ON),
    ]
    assert all(isinstance(each["DTSTART"].dt, date) for each in events)
    assert len({str(each["UID"]) for each in events}) == 2
    assert told.ask("ann", contract.GetCalendarFeedRequest()).HasField("made_at")
    newer = told.ask("ann", contract.MakeCalendarFeedRequest()).token
    assert _refused(told, token)
    assert _calendar(told, newer).icalendar == found.icalendar
    told.ask("ann", contract.RevokeCalendarFeedRequest())
    assert [_refused(told, each) for each in (newer, "", "guessed")] == [True, True, True]


def test_a_secret_opens_nothing_but_the_calendar(told: Company) -> None:
    token = told.ask("ann", contract.MakeCalendarFeedRequest()).token
    stub = reminders_pb2_grpc.ReminderServiceStub(told.channel)
    with pytest.raises(grpc.RpcError) as refused_with:
        stub.ListNotifications(
            contract.ListNotificationsRequest(), metadata=(("authorization", f"Bearer {token}"),), timeout=30
        )
    assert refused_with.value.code() is grpc.StatusCode.UNAUTHENTICATED


def test_an_administrator_sets_when_people_are_told_and_sees_which_mails_failed(
    told: Company, world: MongoWorld
) -> None:
    found = told.ask("hana", contract.GetReminderSettingsRequest()).settings
    assert (found.version, list(found.before_due_days)) == (1, [30, 7])
    wished = contract.ReminderSettings(before_expiry_days=[30, 90, 30], time_zone="Europe/Madrid")
    saved = told.ask(
        "tess", contract.SetReminderSettingsRequest(settings=wished, expected_version=1)
    ).settings
    assert (list(saved.before_expiry_days), saved.HasField("escalate_after_days")) == ([90, 30], False)
    wrong = contract.ReminderSettings(before_expiry_days=[0], before_due_days=[731], time_zone="")
    asked = contract.SetReminderSettingsRequest(settings=wrong, expected_version=2)
    assert told.violations("tess", asked) == [
        ("settings.before_expiry_days", "OUT_OF_RANGE"),
        ("settings.before_due_days", "OUT_OF_RANGE"),
        ("settings.time_zone", "REQUIRED"),
    ]
    mail = delivery_of("n1", person_id="ann", now=NOW)
    Reminding(world, now=NOW).save(mail)
    up = taken_up(mail, now=NOW)
    Reminding(world, now=NOW).save(up)
    Reminding(world, now=NOW).save(given_up(up, fault="550 SMTPRecipientRefused", now=NOW))
    failed = contract.ListNotificationDeliveriesRequest(state=contract.DELIVERY_STATE_FAILED)
    [seen] = told.ask("tess", failed).deliveries
    assert (seen.person_name, seen.attempts, seen.fault) == ("Ann Fir", 1, "550 SMTPRecipientRefused")
    waiting = contract.ListNotificationDeliveriesRequest(state=contract.DELIVERY_STATE_WAITING)
    assert list(told.ask("hana", waiting).deliveries) == []


@pytest.mark.parametrize(
    ("asked", "refusals"),
    [
        (contract.ListNotificationsRequest(), {"client": "NO_PERSON", "nobody": "ROLE_REQUIRED"}),
        (contract.MarkNotificationsReadRequest(), {"client": "NO_PERSON", "nobody": "ROLE_REQUIRED"}),
        (contract.GetNotificationPreferencesRequest(), {"client": "NO_PERSON", "nobody": "ROLE_REQUIRED"}),
        (contract.SetNotificationPreferencesRequest(), {"client": "NO_PERSON", "nobody": "ROLE_REQUIRED"}),
        (contract.GetReminderSettingsRequest(), {"ann": "ROLE_REQUIRED", "cleo": "ROLE_REQUIRED"}),
        (contract.SetReminderSettingsRequest(), {"hana": "ROLE_REQUIRED", "cleo": "ROLE_REQUIRED"}),
        (contract.ListNotificationDeliveriesRequest(), {"ann": "ROLE_REQUIRED", "ben": "ROLE_REQUIRED"}),
        (
            contract.GetTimelineRequest(person_id="ann"),
            {"zoe": "NOT_FOUND", "bob": "NOT_FOUND", "stranger": "NOT_FOUND", "nobody": "ROLE_REQUIRED"},
        ),
        (contract.GetTimelineRequest(), {"client": "NO_PERSON"}),
        (contract.GetTimelineRequest(person_id="unknown"), {"hana": "NOT_FOUND"}),
        (contract.GetCalendarFeedRequest(), {"client": "NO_PERSON", "nobody": "ROLE_REQUIRED"}),
        (contract.MakeCalendarFeedRequest(), {"client": "NO_PERSON", "nobody": "ROLE_REQUIRED"}),
        (contract.RevokeCalendarFeedRequest(), {"client": "NO_PERSON", "nobody": "ROLE_REQUIRED"}),
    ],
)
def test_who_may_not_is_told_why(told: Company, asked: Message, refusals: dict[str, str]) -> None:
    assert {who: told.refusal(who, asked) for who in refusals} == refusals
