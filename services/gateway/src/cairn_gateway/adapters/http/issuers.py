"""The registry of issuers: which issuer a name means, duplicates made one, and whom the tenant trusts."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from cairn.catalog.v1 import issuer_registry_pb2 as messages
from cairn_gateway.adapters.http import preconditions
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.entry_parts import IssuerTrust, TrustVerdict
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Draft
from cairn_gateway.adapters.http.preconditions import ExpectedVersion
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer, request


class IssuerCandidate(Answer):
    """An issuer that a name may mean."""

    issuer_id: str
    """The issuer; of one that was merged, the one that it is the same as."""
    name: str
    """Its name."""
    matched_name: str
    """Its name or alias that is nearest to what was asked for."""
    confidence: int
    """How sure that is, 1 to 100: 100 is the same but for case, blanks and signs."""


class IssuerResolution(Answer):
    """The issuers that a name may mean."""

    candidates: list[IssuerCandidate]
    """The surest first, at most five."""
    certain: bool
    """The first is meant: it is sure, and no other is."""


class IssuerNameQuery(Draft):
    """A name to look for."""

    name: Annotated[str, Field(max_length=200)]
    """The name as people write it, such as `linked in learning`."""


class IssuerMerge(Draft):
    """What an issuer is the same as."""

    into_issuer_id: str
    """Another issuer, which was not merged itself."""


class MergedIssuer(Answer):
    """What a merge did."""

    version: int
    """The duplicate's version now; it is retired, and its id still resolves."""
    credential_ids: list[str]
    """The credentials that name the other issuer from now on."""


class IssuerTrustDraft(Draft):
    """What the tenant thinks of an issuer."""

    verdict: TrustVerdict | None = None
    """Whether it is trusted; null takes back what was said."""
    reason: str | None = None
    """Why."""


class StatedTrust(Answer):
    """What the tenant thinks of an issuer now."""

    trust: IssuerTrust
    """As it was said."""


router = APIRouter(tags=["issuers"])


@router.get("/issuer-resolution", operation_id="resolveIssuer", summary="Find the issuer that a name means")
async def resolve_issuer(upstream: Asking, query: Annotated[IssuerNameQuery, Query()]) -> IssuerResolution:
    """Which issuers a name may mean, regardless of case, blanks, signs, typing errors and words such as `certificates`."""
    asked = messages.ResolveIssuerRequest(name=query.name)
    found = await upstream.read(upstream.issuer_registry.ResolveIssuer, asked)
    return answer(IssuerResolution, found)


@router.post(
    "/issuers/{issuer_id}/merge",
    operation_id="mergeIssuer",
    summary="Make a duplicate one with another issuer",
    responses={200: {"headers": preconditions.ETAG}, **responses(404, 409, 412, 428)},
)
async def merge_issuer(
    upstream: Asking, issuer_id: str, draft: IssuerMerge, expected: ExpectedVersion, response: Response
) -> MergedIssuer:
    """The tenant's own credentials of the duplicate name the other issuer from then on. Needs tenant-admin."""
    asked = messages.MergeIssuerRequest(
        issuer_id=issuer_id, into_issuer_id=draft.into_issuer_id, expected_version=expected
    )
    async with locating(in_body()):
        merged = await upstream.write(upstream.issuer_registry.MergeIssuer, asked)
    preconditions.show_version(response, merged.version)
    return answer(MergedIssuer, merged)


@router.put(
    "/issuers/{issuer_id}/trust",
    operation_id="putIssuerTrust",
    summary="Say whether the tenant trusts an issuer",
    responses=responses(404),
)
async def put_issuer_trust(upstream: Asking, issuer_id: str, draft: IssuerTrustDraft) -> StatedTrust:
    """For this tenant it stands in the place of the public statement. Needs tenant-admin."""
    asked = messages.SetIssuerTrustRequest(issuer_id=issuer_id)
    asked.trust.CopyFrom(request(draft, type(asked.trust)))
    async with locating(in_body(wrapper="trust")):
        stated = await upstream.write(upstream.issuer_registry.SetIssuerTrust, asked)
    return answer(StatedTrust, stated)
