"""For which departments somebody is responsible as HR."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from cairn.learners.v1 import hr_responsibilities_pb2 as messages
from cairn_gateway.adapters.http import paging, preconditions
from cairn_gateway.adapters.http.allowances import SpanStatus, Withdrawal
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.exceptions import WithdrawalDraft
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Draft, Instant, Page, PageQuery
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer, request


class HrResponsibility(Answer):
    """Departments for which a person is responsible. Days are counted in UTC, and both belong to it."""

    responsibility_id: str
    """UUID."""
    version: int
    """Grows by one with each change."""
    person_id: str
    """Who is responsible."""
    person_name: str
    """Given name and family name."""
    department_ids: list[str]
    """For which departments; those below them are meant too."""
    from_on: Day
    """The first day."""
    until_on: Day | None
    """The last day; null where it has no end."""
    given_by: str | None
    """Who gave it: a person id; null for an API client."""
    given_at: Instant
    """When."""
    withdrawal: Withdrawal | None
    """How it was taken back; null where it was not."""
    status: SpanStatus
    """Where it stands today."""


class HrResponsibilityPage(Page[HrResponsibility]):
    """Responsibilities, the newest first."""


class HrResponsibilityDraft(Draft):
    """Who becomes responsible for which departments, and from when until when."""

    person_id: str
    """To whom it is given. It counts for who has the role hr-partner."""
    department_ids: Annotated[list[str], Field(min_length=1, max_length=50)]
    """For which departments; those below them are meant too."""
    from_on: Day | None = None
    """The first day; null is today."""
    until_on: Day | None = None
    """The last day; null is no end."""


class HrResponsibilitiesQuery(PageQuery):
    """Which responsibilities are asked for."""

    person_id: str | None = None
    """Only those of this person."""


router = APIRouter(prefix="/hr-responsibilities", tags=["people"])


@router.get("", operation_id="listHrResponsibilities", summary="List who is responsible as HR for what")
async def list_responsibilities(
    upstream: Asking, query: Annotated[HrResponsibilitiesQuery, Query()]
) -> HrResponsibilityPage:
    """The newest first, lapsed and ended ones too. For hr and tenant-admin."""
    asked = messages.ListHrResponsibilitiesRequest(page=paging.asked(query), person_id=query.person_id or "")
    found = await upstream.read(upstream.hr_responsibilities.ListHrResponsibilities, asked)
    return HrResponsibilityPage(
        items=[answer(HrResponsibility, each) for each in found.responsibilities],
        next_cursor=paging.next_cursor(found.page),
    )


@router.post(
    "",
    operation_id="giveHrResponsibility",
    summary="Make somebody responsible as HR for departments",
    status_code=201,
    responses={**preconditions.CREATED, **responses(404, 409)},
)
async def give(upstream: Creating, draft: HrResponsibilityDraft, response: Response) -> HrResponsibility:
    """For hr and tenant-admin. Who has the role hr-partner then reaches everybody with a position in these departments or below."""
    async with locating(in_body()):
        done = await upstream.write(
            upstream.hr_responsibilities.GiveHrResponsibility,
            request(draft, messages.GiveHrResponsibilityRequest),
        )
    given = done.responsibility
    preconditions.show_created(
        response, given.version, f"/api/v1/hr-responsibilities/{given.responsibility_id}"
    )
    return answer(HrResponsibility, given)


@router.get(
    "/{responsibility_id}",
    operation_id="getHrResponsibility",
    summary="Get for which departments somebody is responsible",
    responses=responses(404),
)
async def get_responsibility(upstream: Asking, responsibility_id: str) -> HrResponsibility:
    """Lapsed and ended ones too. For hr and tenant-admin."""
    asked = messages.GetHrResponsibilityRequest(responsibility_id=responsibility_id)
    found = await upstream.read(upstream.hr_responsibilities.GetHrResponsibility, asked)
    return answer(HrResponsibility, found.responsibility)


@router.post(
    "/{responsibility_id}/withdrawal",
    operation_id="takeBackHrResponsibility",
    summary="End a responsibility now",
    responses=responses(404, 409),
)
async def take_back(
    upstream: Asking, responsibility_id: str, withdrawal: WithdrawalDraft
) -> HrResponsibility:
    """For hr and tenant-admin. What was done stays."""
    asked = messages.TakeBackHrResponsibilityRequest(
        responsibility_id=responsibility_id, reason=withdrawal.reason
    )
    async with locating(in_body()):
        done = await upstream.write(upstream.hr_responsibilities.TakeBackHrResponsibility, asked)
    return answer(HrResponsibility, done.responsibility)
