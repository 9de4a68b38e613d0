"""Exceptions from what a path asks of somebody: exemption, extension, equivalence and prior learning."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from cairn.learners.v1 import exceptions_pb2 as messages
from cairn_gateway.adapters.grpc.names import people_names
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http import preconditions
from cairn_gateway.adapters.http.allowances import ExceptionKind, SpanStatus, Withdrawal
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Count, Day, Draft, Instant
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating, telling_late_from_unknown
from cairn_gateway.adapters.http.translation import answer, request

Reason = Annotated[str, Field(max_length=500)]


class GrantedException(Answer):
    """An exception. Days are counted in UTC, and both belong to it."""

    exception_id: str
    """UUID."""
    version: int
    """Grows by one with each change."""
    kind: ExceptionKind
    """What is granted."""
    person_id: str | None
    """To whom; null: to everybody, for `equivalence` only."""
    path_id: str | None
    """The learning path; null for `equivalence`."""
    step_id: str | None
    """The path's step; null for the path as a whole."""
    credential_id: str | None
    """For `equivalence`: what is asked for."""
    counts_credential_id: str | None
    """For `equivalence`: what counts for it, on paths and in stacks; never for a role or a skill."""
    achievement_id: str | None
    """For `prior_learning`: the achievement; null for experience without one."""
    happened_on: Day | None
    """For `prior_learning`: the day on which it happened; an achievement's is its issue date."""
    look_back_days: int
    """For `prior_learning`: how many days before the day of the enrolment were accepted; else 0."""
    from_on: Day
    """The first day."""
    until_on: Day
    """The last day; it lapses by itself then. For `extension` it is the new due date."""
    reason: str
    """Why."""
    granted_by: str | None
    """Who granted it: a person id; null for an API client."""
    granted_by_name: str | None
    """Given name and family name; null where the caller may not know it."""
    on_behalf_of: str | None
    """The manager for whom they stood in; null where for nobody."""
    granted_at: Instant
    """When."""
    withdrawal: Withdrawal | None
    """How it was taken back; null where it was not."""
    status: SpanStatus
    """Where it stands today."""


class GrantedExceptions(Answer):
    """Exceptions, lapsed and withdrawn ones too."""

    items: list[GrantedException]
    """The newest first."""


class EquivalenceDraft(Draft):
    """Another credential counts, for everybody."""

    credential_id: str
    """What is asked for."""
    counts_credential_id: str
    """What counts for it."""
    from_on: Day | None = None
    """The first day; null is today."""
    until_on: Day
    """The last day."""
    reason: Reason
    """Why."""


class ExceptionDraft(Draft):
    """What is granted to a person."""

    kind: ExceptionKind
    """What."""
    path_id: str | None = None
    """The learning path; needed except for `equivalence`."""
    step_id: str | None = None
    """The path's step: needed for `prior_learning`; for `exemption`, null is the path as a whole."""
    credential_id: str | None = None
    """For `equivalence`: what is asked for."""
    counts_credential_id: str | None = None
    """For `equivalence`: what counts for it."""
    achievement_id: str | None = None
    """For `prior_learning`: a verified achievement of the person, in place of `happened_on`."""
    happened_on: Day | None = None
    """For `prior_learning`: the day of an experience without an achievement."""
    look_back_days: Count | None = None
    """For `prior_learning`: how many days before the day of the enrolment are accepted: with 30, day 30 is and day 31 is not."""
    timezone: Annotated[str | None, Field(max_length=100)] = None
    """For `prior_learning`: the time zone in which the day of the enrolment is counted, such as Europe/Madrid; null: that of the
    policy of the step's credential, or UTC where it has none.
    """
    from_on: Day | None = None
    """The first day; null is today."""
    until_on: Day
    """The last day. For `extension` it is the new due date."""
    reason: Reason
    """Why."""


class WithdrawalDraft(Draft):
    """Why something is taken back."""

    reason: Reason
    """Why."""


router = APIRouter(tags=["exceptions"])


@router.get(
    "/people/{person_id}/exceptions",
    operation_id="listExceptions",
    summary="List a person's exceptions",
    responses=responses(404),
)
async def list_exceptions(upstream: Asking, person_id: str) -> GrantedExceptions:
    """The newest first, lapsed and withdrawn ones too. For oneself, a manager above, hr and tenant-admin."""
    return await _listed(upstream, person_id)


@router.post(
    "/people/{person_id}/exceptions",
    operation_id="grantException",
    summary="Grant a person an exception",
    status_code=201,
    responses={**preconditions.CREATED, **responses(404, 409)},
)
async def grant_exception(
    upstream: Creating, person_id: str, draft: ExceptionDraft, response: Response
) -> GrantedException:
    """For a manager above, hr and tenant-admin, never for oneself. It ends by itself after its last day."""
    said = request(draft, messages.GrantedException, person_id=person_id)
    asked = messages.GrantExceptionRequest(exception=said, timezone=draft.timezone or "")
    return await _granted(upstream, asked, response)


@router.get("/equivalences", operation_id="listEquivalences", summary="List what counts for what")
async def list_equivalences(upstream: Asking) -> GrantedExceptions:
    """The equivalences that hold for everybody, the newest first. For every account with a role."""
    return await _listed(upstream, "")


@router.post(
    "/equivalences",
    operation_id="grantEquivalence",
    summary="Let another credential count, for everybody",
    status_code=201,
    responses={**preconditions.CREATED, **responses(404, 409)},
)
async def grant_equivalence(
    upstream: Creating, draft: EquivalenceDraft, response: Response
) -> GrantedException:
    """On paths and in stacks; never for a role or a skill. Needs hr or tenant-admin."""
    said = request(draft, messages.GrantedException, kind=messages.EXCEPTION_KIND_EQUIVALENCE)
    return await _granted(upstream, messages.GrantExceptionRequest(exception=said), response)


@router.get(
    "/exceptions/{exception_id}",
    operation_id="getException",
    summary="Get an exception",
    responses={200: {"headers": preconditions.ETAG}, **responses(404)},
)
async def get_exception(upstream: Asking, exception_id: str, response: Response) -> GrantedException:
    """For whoever sees the person; one that holds for everybody, for every account with a role."""
    asked = messages.GetExceptionRequest(exception_id=exception_id)
    found = (await upstream.read(upstream.exceptions.GetException, asked)).exception
    preconditions.show_version(response, found.version)
    return (await _named(upstream, [found]))[0]


@router.post(
    "/exceptions/{exception_id}/withdrawal",
    operation_id="withdrawException",
    summary="Take an exception back",
    responses=responses(404, 409),
)
async def withdraw_exception(
    upstream: Asking, exception_id: str, withdrawal: WithdrawalDraft
) -> GrantedException:
    """From now on it does nothing. For whoever may grant it."""
    asked = messages.WithdrawExceptionRequest(exception_id=exception_id, reason=withdrawal.reason)
    async with locating(in_body()):
        done = await upstream.write(upstream.exceptions.WithdrawException, asked)
    return (await _named(upstream, [done.exception]))[0]


async def _granted(
    upstream: Upstream, asked: messages.GrantExceptionRequest, response: Response
) -> GrantedException:
    said = asked.exception
    async with (
        locating(in_body(wrapper="exception")),
        telling_late_from_unknown(upstream, path_id=said.path_id, credential_id=said.counts_credential_id),
        telling_late_from_unknown(upstream, credential_id=said.credential_id),
    ):
        done = await upstream.write(upstream.exceptions.GrantException, asked)
    granted = done.exception
    preconditions.show_created(response, granted.version, f"/api/v1/exceptions/{granted.exception_id}")
    return (await _named(upstream, [granted]))[0]


async def _listed(upstream: Upstream, person_id: str) -> GrantedExceptions:
    asked = messages.ListExceptionsRequest(person_id=person_id)
    found = await upstream.read(upstream.exceptions.ListExceptions, asked)
    return GrantedExceptions(items=await _named(upstream, found.exceptions))


async def _named(upstream: Upstream, found: Sequence[messages.GrantedException]) -> list[GrantedException]:
    names = await people_names(upstream, (each.granted_by for each in found if each.granted_by))
    return [answer(GrantedException, each, granted_by_name=names.get(each.granted_by)) for each in found]
