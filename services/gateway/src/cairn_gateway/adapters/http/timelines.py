"""What ends and is due for somebody, why then; and the same as a calendar to subscribe to."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Response

from cairn.learners.v1 import reminders_pb2
from cairn_gateway.adapters.http.caller import Asking, Unnamed
from cairn_gateway.adapters.http.model import Answer, Day, Instant
from cairn_gateway.adapters.http.notifications import ReminderStep, ReminderSubject
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.translation import answer

_CALENDAR = "text/calendar"
_PRIVATE = "private, no-cache"


class TimelineReminder(Answer):
    """One reminder, past or to come."""

    step: ReminderStep
    """At which step."""
    days: int | None
    """How many days before the last day, or after the due date; null with the other steps."""
    planned_at: Instant
    """When it is to be told, quiet hours considered."""
    told_at: Instant | None
    """When it was told, with a newer one perhaps; null where it was not."""


class TimelineEntry(Answer):
    """Something that ends or is due, and why then."""

    subject: ReminderSubject
    """What it is."""
    credential_id: str | None
    """The credential; null unless it is one."""
    enrolment_id: str | None
    """The enrolment; null unless it is one."""
    path_id: str | None
    """The enrolment's path; null unless it is one."""
    name: str
    """What the credential or the path is called."""
    ends_on: Day
    """The last valid day, or the due date."""
    window_opens_at: Instant | None
    """From when on it can be renewed; null where that is not said."""
    lapses_at: Instant | None
    """When it is over, the grace included; null for a path."""
    why: list[str]
    """Why these are the dates, in sentences."""
    reminders: list[TimelineReminder]
    """The reminders of it, in the order of time."""


class Timeline(Answer):
    """What ends and is due for a person."""

    person_id: str
    """The person."""
    entries: list[TimelineEntry]
    """What comes first at first."""
    time_zone: str
    """The time zone in which days are reckoned for the person."""
    as_of: Instant
    """When this was read."""


class CalendarFeed(Answer):
    """The caller's calendar feed."""

    made_at: Instant | None
    """When it was made; null where there is none."""


class NewCalendarFeed(Answer):
    """A new calendar feed."""

    path: str
    """Where the calendar is, below the portal's address: whoever has it reads the calendar. Told this once."""
    made_at: Instant
    """When it was made."""


router = APIRouter(tags=["notifications"])
feeds = APIRouter(tags=["notifications"])
"""What a feed's token opens, without a session."""


@router.get("/me/timeline", operation_id="getMyTimeline", summary="Get what ends and is due for the caller")
async def get_my_timeline(upstream: Asking) -> Timeline:
    """What ends and is due for the caller, why then, and the reminders of it."""
    found = await upstream.read(upstream.reminders.GetTimeline, reminders_pb2.GetTimelineRequest())
    return answer(Timeline, found)


@router.get(
    "/people/{person_id}/timeline",
    operation_id="getTimeline",
    summary="Get what ends and is due for a person",
    responses=responses(404),
)
async def get_timeline(upstream: Asking, person_id: str) -> Timeline:
    """The same of somebody else. For a manager above, hr and tenant-admin."""
    asked = reminders_pb2.GetTimelineRequest(person_id=person_id)
    found = await upstream.read(upstream.reminders.GetTimeline, asked)
    return answer(Timeline, found)


@router.get("/me/calendar-feed", operation_id="getMyCalendarFeed", summary="Get whether there is a feed")
async def get_feed(upstream: Asking) -> CalendarFeed:
    """Whether the caller has a calendar feed, and since when; its address is told only when it is made."""
    asked = reminders_pb2.GetCalendarFeedRequest()
    found = await upstream.read(upstream.reminders.GetCalendarFeed, asked)
    return answer(CalendarFeed, found)


@router.post("/me/calendar-feed", operation_id="makeMyCalendarFeed", summary="Make a calendar feed")
async def make_feed(upstream: Asking, response: Response) -> NewCalendarFeed:
    """Makes the caller a calendar feed; one made before leads nowhere from then on."""
    made = await upstream.write(upstream.reminders.MakeCalendarFeed, reminders_pb2.MakeCalendarFeedRequest())
    response.headers["Cache-Control"] = "no-store"
    return answer(NewCalendarFeed, made, path=f"/api/v1/calendar/{made.token}.ics")


@router.delete(
    "/me/calendar-feed", operation_id="revokeMyCalendarFeed", summary="Take the calendar feed back"
)
async def revoke_feed(upstream: Asking) -> CalendarFeed:
    """From now on the feed leads nowhere. Saying it again changes nothing."""
    await upstream.write(upstream.reminders.RevokeCalendarFeed, reminders_pb2.RevokeCalendarFeedRequest())
    return CalendarFeed(made_at=None)


@feeds.get(
    "/calendar/{token}.ics",
    operation_id="readCalendar",
    summary="Read a calendar feed",
    response_class=Response,
    responses={
        200: {"content": {_CALENDAR: {"schema": {"type": "string"}}}, "description": "iCalendar (RFC 5545)."},
        304: {"description": "It is as it was."},
        **responses(404),
    },
)
async def read_calendar(
    upstream: Unnamed,
    token: Annotated[str, Path(max_length=200)],
    if_none_match: Annotated[str | None, Header(alias="If-None-Match")] = None,
) -> Response:
    """The due and expiry dates of whoever made the feed, as events of a whole day. The token stands in for a session."""
    found = await upstream.read(
        upstream.reminders.ReadCalendar, reminders_pb2.ReadCalendarRequest(token=token)
    )
    etag = f'"{found.etag}"'
    headers = {"ETag": etag, "Cache-Control": _PRIVATE, "Content-Disposition": 'inline; filename="cairn.ics"'}
    if if_none_match is not None and etag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(found.icalendar, media_type=_CALENDAR, headers=headers)
