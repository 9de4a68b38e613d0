"""What employees ask for, and what their managers decide: proposed paths, financial aid, the cost of credentials."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from cairn.learners.v1 import requests_pb2 as messages
from cairn_gateway.adapters.grpc.names import credential_names, path_names, people_names
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http import paging, preconditions
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.entry_parts import Money
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Draft, Instant, Page, PageQuery
from cairn_gateway.adapters.http.oneself import own_person
from cairn_gateway.adapters.http.preconditions import ExpectedVersion
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.progress import StepState
from cairn_gateway.adapters.http.refusals import locating, telling_late_from_unknown
from cairn_gateway.adapters.http.translation import answer, number, request
from cairn_gateway.application.names import together


class RequestKind(StrEnum):
    """What is asked for: a path that is proposed, financial aid, or the cost of a credential."""

    PATH = "path"
    AID = "aid"
    COST = "cost"


class RequestState(StrEnum):
    """Where a request stands."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RequestDecision(Answer):
    """What was decided about a request."""

    state: RequestState
    """What."""
    reason: str | None
    """Why; never null when refused."""
    due_on: Day | None
    """For an approved path of the catalogue: the last day to complete it; null for no due date."""
    decided_by: str | None
    """Who: a person id; null for an API client."""
    on_behalf_of: str | None
    """The manager for whom they stood in; null where for nobody."""
    decided_at: Instant
    """When."""


class RequestedCredential(Answer):
    """A credential that a request names, and where its person stands with it."""

    credential_id: str
    """The credential."""
    credential_name: str | None
    """Its name; null where it is no longer in the catalogue."""
    state: StepState
    """Where the person stands with it now."""
    last_valid_on: Day | None
    """The last day that counts; null where nothing counts or nothing ends."""


class LearningRequest(Answer):
    """Something that a person asks for."""

    request_id: str
    """UUID."""
    version: int
    """Grows by one with each change."""
    person_id: str
    """Whose it is."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    kind: RequestKind
    """What is asked for."""
    path_id: str | None
    """The catalogue's learning path that is proposed; null for all else."""
    path_name: str | None
    """Its name; null where it is no longer in the catalogue."""
    credentials: list[RequestedCredential]
    """The own collection that is proposed, or the one credential that money is asked for. Once approved, a collection stays as what the
    person has agreed to work towards.
    """
    amount: Money | None
    """How much money is asked for; null where that is not said."""
    note: str | None
    """What the person wants to say about it."""
    submitted_at: Instant
    """When it was submitted."""
    state: RequestState
    """Where it stands."""
    decision: RequestDecision | None
    """What was decided; null while it waits."""


class LearningRequestPage(Page[LearningRequest]):
    """Requests, the newest first."""


class LearningRequestDraft(Draft):
    """What somebody asks for."""

    kind: RequestKind
    """What."""
    path_id: str | None = None
    """For `path`: the catalogue's learning path, in place of `credential_ids`."""
    credential_ids: Annotated[list[str], Field(max_length=50, default_factory=list)]
    """For `path`: the credentials of an own one; for `aid` and `cost`: the one credential."""
    amount: Money | None = None
    """For `cost` needed, for `aid` if it is known: how much."""
    note: Annotated[str | None, Field(max_length=500)] = None
    """What the person wants to say about it."""


class LearningRequestDecision(Draft):
    """What is decided about a request."""

    state: Literal[RequestState.APPROVED, RequestState.REFUSED, RequestState.WITHDRAWN]
    """Approved or refused by who decides, withdrawn by the person."""
    reason: Annotated[str | None, Field(max_length=500)] = None
    """Why; needed to refuse."""
    due_on: Day | None = None
    """For the approval of a path of the catalogue: the last day to complete it; null for no due date."""


class OwnRequestsQuery(PageQuery):
    """Which of the caller's requests are asked for."""

    state: RequestState | None = None
    """Only those that stand so."""


class RequestsQuery(OwnRequestsQuery):
    """Which requests are asked for."""

    person_id: str | None = None
    """Only this person's."""


router = APIRouter(tags=["requests"])


@router.get("/requests", operation_id="listRequests", summary="List requests")
async def list_requests(upstream: Asking, query: Annotated[RequestsQuery, Query()]) -> LearningRequestPage:
    """Within the caller's reach, the newest first. `state=submitted` is what waits."""
    return await _page(upstream, query, person_id=query.person_id or "")


@router.get("/me/requests", operation_id="listMyRequests", summary="List the caller's requests")
async def list_own(upstream: Asking, query: Annotated[OwnRequestsQuery, Query()]) -> LearningRequestPage:
    """The newest first."""
    return await _page(upstream, query, person_id=(await own_person(upstream)).person_id)


@router.post(
    "/me/requests",
    operation_id="submitRequest",
    summary="Propose a path, or ask for money",
    status_code=201,
    responses={**preconditions.CREATED, **responses(404, 409)},
)
async def submit(upstream: Creating, draft: LearningRequestDraft, response: Response) -> LearningRequest:
    """It waits for a manager above or hr."""
    unknown = draft.credential_ids[0] if draft.credential_ids else None
    async with (
        locating(in_body()),
        telling_late_from_unknown(upstream, path_id=draft.path_id, credential_id=unknown),
    ):
        done = await upstream.write(
            upstream.requests.SubmitRequest, request(draft, messages.SubmitRequestRequest)
        )
    found = done.request
    preconditions.show_created(response, found.version, f"/api/v1/requests/{found.request_id}")
    return (await _named(upstream, [found]))[0]


@router.get(
    "/requests/{request_id}",
    operation_id="getRequest",
    summary="Get a request",
    responses={200: {"headers": preconditions.ETAG}, **responses(404)},
)
async def get_request(upstream: Asking, request_id: str, response: Response) -> LearningRequest:
    """For oneself, a manager above, hr and tenant-admin."""
    asked = messages.GetRequestRequest(request_id=request_id)
    found = (await upstream.read(upstream.requests.GetRequest, asked)).request
    preconditions.show_version(response, found.version)
    return (await _named(upstream, [found]))[0]


@router.post(
    "/requests/{request_id}/decision",
    operation_id="decideRequest",
    summary="Approve, refuse or withdraw a request",
    responses={200: {"headers": preconditions.ETAG}, **responses(404, 409, 412, 428)},
)
async def decide(
    upstream: Asking,
    request_id: str,
    decision: LearningRequestDecision,
    expected: ExpectedVersion,
    response: Response,
) -> LearningRequest:
    """For a manager above and hr, never for oneself; the person can withdraw it. An approved path of the catalogue enrols the person."""
    asked = request(decision, messages.DecideRequestRequest, request_id=request_id, expected_version=expected)
    async with locating(in_body()):
        found = (await upstream.write(upstream.requests.DecideRequest, asked)).request
    preconditions.show_version(response, found.version)
    return (await _named(upstream, [found]))[0]


async def _page(upstream: Upstream, query: OwnRequestsQuery, *, person_id: str) -> LearningRequestPage:
    asked = messages.ListRequestsRequest(
        page=paging.asked(query),
        person_id=person_id,
        state=messages.RequestState.ValueType(number(messages.RequestState.DESCRIPTOR, query.state)),
    )
    found = await upstream.read(upstream.requests.ListRequests, asked)
    return LearningRequestPage(
        items=await _named(upstream, found.requests), next_cursor=paging.next_cursor(found.page)
    )


async def _named(upstream: Upstream, found: Sequence[messages.LearningRequest]) -> list[LearningRequest]:
    (people, credentials), paths = await together(
        together(
            people_names(upstream, (each.person_id for each in found)),
            credential_names(upstream, (one.credential_id for each in found for one in each.credentials)),
        ),
        path_names(upstream, (each.path_id for each in found if each.path_id)),
    )
    return [
        answer(
            LearningRequest,
            each,
            person_name=people.get(each.person_id),
            path_name=paths.get(each.path_id),
            credentials=[
                answer(RequestedCredential, one, credential_name=credentials.get(one.credential_id))
                for one in each.credentials
            ],
        )
        for each in found
    ]
