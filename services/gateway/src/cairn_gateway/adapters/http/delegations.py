"""Lines that managers hand over from day to day, and what was done on their behalf."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from cairn.learners.v1 import delegations_pb2 as messages
from cairn_gateway.adapters.grpc.names import people_names
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http import paging, preconditions
from cairn_gateway.adapters.http.allowances import SpanStatus, Withdrawal
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.exceptions import Reason, WithdrawalDraft
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Draft, Instant, Page, PageQuery
from cairn_gateway.adapters.http.oneself import own_person
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer, request


class Delegation(Answer):
    """A line in other hands. Days are counted in UTC, and both belong to it."""

    delegation_id: str
    """UUID."""
    version: int
    """Grows by one with each change."""
    manager_id: str
    """Whose line it is."""
    manager_name: str
    """Given name and family name."""
    delegate_id: str
    """In whose hands it is too."""
    delegate_name: str
    """Given name and family name."""
    from_on: Day
    """The first day."""
    until_on: Day
    """The last day; it lapses by itself then."""
    reason: str
    """Why."""
    handed_over_by: str | None
    """Who handed it over: a person id; null for an API client."""
    handed_over_at: Instant
    """When."""
    withdrawal: Withdrawal | None
    """How it was taken back; null where it was not."""
    status: SpanStatus
    """Where it stands today."""


class DelegationPage(Page[Delegation]):
    """Delegations, the newest first."""


class DelegationDraft(Draft):
    """To whom a line is handed, and from when until when."""

    manager_id: str | None = None
    """Whose line, for hr and tenant-admin; null is the caller's own."""
    delegate_id: str
    """To whom."""
    from_on: Day | None = None
    """The first day; null is today."""
    until_on: Day
    """The last day."""
    reason: Reason
    """Why."""


class DelegatedPerson(Answer):
    """Somebody about whom something was done."""

    person_id: str
    """Who."""
    name: str | None
    """Given name and family name; null where the caller may not know it."""


class DelegatedAct(Answer):
    """Something that a delegate did on behalf of a manager: A for B."""

    act_id: str
    """UUID."""
    acted_by: str
    """Who did it: a person id."""
    on_behalf_of: str
    """For whom: a person id."""
    subject: str
    """What it was done with: achievement, assessment, renewal_entry, assignment, exception, request or person."""
    subject_id: str
    """Which of these."""
    happened: str
    """What happened to it, such as `verified`."""
    people: list[DelegatedPerson]
    """Whom it is about, the first hundred."""
    people_count: int
    """How many they are."""
    acted_at: Instant
    """When."""


class DelegatedActPage(Page[DelegatedAct]):
    """What was done on behalf of a manager, the newest first."""


class DelegationCandidate(Answer):
    """Somebody to whom a line can be handed."""

    person_id: str
    """The person."""
    name: str
    """Given name and family name."""


class DelegationCandidatePage(Page[DelegationCandidate]):
    """To whom a line can be handed, by name."""


class DelegationsQuery(PageQuery):
    """Which delegations are asked for."""

    person_id: str | None = None
    """Only those in which this person is manager or delegate; for hr and tenant-admin."""


class CandidatesQuery(PageQuery):
    """Which candidates are asked for."""

    query: Annotated[str | None, Field(max_length=200)] = None
    """Stands in the name or mail address."""


router = APIRouter(tags=["delegations"])


@router.get("/delegations", operation_id="listDelegations", summary="List delegations")
async def list_delegations(upstream: Asking, query: Annotated[DelegationsQuery, Query()]) -> DelegationPage:
    """The newest first, lapsed and ended ones too: all for hr and tenant-admin, the own ones for everybody else."""
    return await _page(upstream, query, person_id=query.person_id or "")


@router.post(
    "/delegations",
    operation_id="handOverLine",
    summary="Hand a line to somebody, from day to day",
    status_code=201,
    responses={**preconditions.CREATED, **responses(404, 409)},
)
async def hand_over(upstream: Creating, draft: DelegationDraft, response: Response) -> Delegation:
    """The own line, for who leads somebody; anybody's, for hr and tenant-admin. Nobody hands on what was handed to them."""
    async with locating(in_body()):
        done = await upstream.write(
            upstream.delegations.HandOverLine, request(draft, messages.HandOverLineRequest)
        )
    found = done.delegation
    preconditions.show_created(response, found.version, f"/api/v1/delegations/{found.delegation_id}/acts")
    return answer(Delegation, found)


@router.get(
    "/delegations/candidates",
    operation_id="listDelegationCandidates",
    summary="List to whom the caller can hand the own line",
)
async def list_candidates(
    upstream: Asking, query: Annotated[CandidatesQuery, Query()]
) -> DelegationCandidatePage:
    """By name: whoever is below or above, and colleagues who report to the same manager."""
    asked = messages.ListDelegationCandidatesRequest(page=paging.asked(query), query=query.query or "")
    found = await upstream.read(upstream.delegations.ListDelegationCandidates, asked)
    return DelegationCandidatePage(
        items=[answer(DelegationCandidate, each) for each in found.candidates],
        next_cursor=paging.next_cursor(found.page),
    )


@router.post(
    "/delegations/{delegation_id}/withdrawal",
    operation_id="takeBackLine",
    summary="End a delegation now",
    responses=responses(404, 409),
)
async def take_back(upstream: Asking, delegation_id: str, withdrawal: WithdrawalDraft) -> Delegation:
    """For its manager, its delegate, hr and tenant-admin. What was done stays."""
    asked = messages.TakeBackLineRequest(delegation_id=delegation_id, reason=withdrawal.reason)
    async with locating(in_body()):
        done = await upstream.write(upstream.delegations.TakeBackLine, asked)
    return answer(Delegation, done.delegation)


@router.get(
    "/delegations/{delegation_id}/acts",
    operation_id="listDelegatedActs",
    summary="List what was done on behalf of the manager",
    responses=responses(404),
)
async def list_acts(
    upstream: Asking, delegation_id: str, query: Annotated[PageQuery, Query()]
) -> DelegatedActPage:
    """A for B, the newest first. For the delegation's manager, its delegate, hr and tenant-admin."""
    asked = messages.ListDelegatedActsRequest(page=paging.asked(query), delegation_id=delegation_id)
    found = await upstream.read(upstream.delegations.ListDelegatedActs, asked)
    names = await people_names(upstream, (each for act in found.acts for each in act.person_ids))
    items = [
        answer(
            DelegatedAct,
            act,
            people=[DelegatedPerson(person_id=each, name=names.get(each)) for each in act.person_ids],
        )
        for act in found.acts
    ]
    return DelegatedActPage(items=items, next_cursor=paging.next_cursor(found.page))


@router.get("/me/delegations", operation_id="listMyDelegations", summary="List the caller's delegations")
async def list_own(upstream: Asking, query: Annotated[PageQuery, Query()]) -> DelegationPage:
    """Those by which the caller handed over the own line, and those by which the caller has another's; the newest first."""
    return await _page(upstream, query, person_id=(await own_person(upstream)).person_id)


async def _page(upstream: Upstream, query: PageQuery, *, person_id: str) -> DelegationPage:
    asked = messages.ListDelegationsRequest(page=paging.asked(query), person_id=person_id)
    found = await upstream.read(upstream.delegations.ListDelegations, asked)
    return DelegationPage(
        items=[answer(Delegation, each) for each in found.delegations],
        next_cursor=paging.next_cursor(found.page),
    )
