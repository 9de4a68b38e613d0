"""Recertification policies over time: the routes under /recertification/policies."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from cairn.learners.v1 import certification_pb2, renewals_pb2
from cairn_gateway.adapters.grpc.names import people_names
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http import preconditions
from cairn_gateway.adapters.http.achievements import Standing
from cairn_gateway.adapters.http.caller import AccessToken, Asking, within
from cairn_gateway.adapters.http.certification_parts import HeldPeriod
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Draft, Flag, Instant
from cairn_gateway.adapters.http.preconditions import ExpectedOrNew
from cairn_gateway.adapters.http.problems import ProblemError, responses
from cairn_gateway.adapters.http.recertification import RecertificationPolicy
from cairn_gateway.adapters.http.refusals import locating, telling_late_from_unknown
from cairn_gateway.adapters.http.renewal_terms import RenewalOption
from cairn_gateway.adapters.http.translation import answer, request


class PolicyApplies(StrEnum):
    """What a new version of a policy is for."""

    FORWARD = "forward"
    RETROACTIVELY = "retroactively"


class PolicyVersionDraft(Draft):
    """A new version of a credential's policy."""

    policy: RecertificationPolicy
    """How long the credential counts, and when it is renewed."""
    renewal: Annotated[list[RenewalOption], Field(max_length=10, default_factory=list)]
    """What renewing it takes: any of these. Achieving the credential itself once more always renews."""
    effective_on: Day
    """The day from which it counts."""
    applies: PolicyApplies = PolicyApplies.FORWARD
    """For what happens from its day on, or for all that ever happened."""
    source_note: str | None = None
    """Where the rules are from."""
    illustrative: Flag = False
    """Some of it is a good guess, not looked up."""


class PolicyVersion(PolicyVersionDraft):
    """One version of a credential's policy."""

    number: int
    """1 for the first."""
    stated_by: str | None
    """Who stated it: a person id; null for an API client."""
    stated_at: Instant
    """When."""


class CredentialPolicy(Answer):
    """The policy of one credential: its versions, to which are only ever added."""

    credential_id: str
    """The credential."""
    version: int
    """How many versions there are."""
    versions: list[PolicyVersion]
    """The first one first."""


class CredentialPolicies(Answer):
    """All policies."""

    items: list[CredentialPolicy]
    """By credential id."""


class PolicyEffect(Answer):
    """What a version of a policy does to one achievement."""

    person_id: str
    """Whose it is."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    achievement_id: str
    """Which achievement."""
    standing_before: Standing
    """Where it stands before."""
    standing_after: Standing
    """Where it stands after."""
    periods_before: list[HeldPeriod]
    """Its periods before."""
    periods_after: list[HeldPeriod]
    """Its periods after, each explained."""


class PolicyChange(Answer):
    """Who changes by a version of a policy, and how."""

    effects: list[PolicyEffect]
    """One for each achievement that changes, by person."""
    unchanged: int
    """How many achievements of the credential stay as they are."""


class ChangedPolicy(Answer):
    """A policy with one more version, and what that did."""

    policy: CredentialPolicy
    """The policy."""
    change: PolicyChange
    """Who changed and how: what the preview said."""


_SECONDS = 10.0


async def _looking_at_everybody(http_request: Request, token: AccessToken) -> Upstream:
    """The services in the caller's name, with the time that it takes to look at all who hold a credential."""
    return within(http_request, token, seconds=_SECONDS)


LookingAtEverybody = Annotated[Upstream, Depends(_looking_at_everybody)]

router = APIRouter(prefix="/recertification/policies", tags=["recertification"])


@router.get("", operation_id="listRecertificationPolicies", summary="List the recertification policies")
async def list_policies(upstream: Asking) -> CredentialPolicies:
    """What the organization holds its people to, credential by credential. For every account with a role."""
    found = await upstream.read(upstream.renewals.ListPolicies, renewals_pb2.ListPoliciesRequest())
    return CredentialPolicies(items=[answer(CredentialPolicy, each) for each in found.policies])


@router.get(
    "/{credential_id}",
    operation_id="getRecertificationPolicy",
    summary="Get a credential's recertification policy",
    responses={200: {"headers": preconditions.ETAG}, **responses(404)},
)
async def get_policy(upstream: Asking, credential_id: str, response: Response) -> CredentialPolicy:
    """A credential's policy with all its versions. Without one, the catalogue's validity holds from each completion on."""
    asked = renewals_pb2.ListPoliciesRequest(credential_id=credential_id)
    found = await upstream.read(upstream.renewals.ListPolicies, asked)
    if not found.policies:
        raise ProblemError("NOT_FOUND", "There is no such policy.")
    preconditions.show_version(response, found.policies[0].version)
    return answer(CredentialPolicy, found.policies[0])


@router.post(
    "/{credential_id}/versions/preview",
    operation_id="previewRecertificationPolicy",
    summary="See what a new version of a policy would do",
    responses=responses(404, 409),
)
async def preview_version(
    upstream: LookingAtEverybody, credential_id: str, draft: PolicyVersionDraft
) -> PolicyChange:
    """Who changes and how, row by row. Computed, not stored. Needs tenant-admin."""
    asked = renewals_pb2.PreviewPolicyChangeRequest(
        credential_id=credential_id, policy_version=request(draft, certification_pb2.PolicyVersion)
    )
    known = telling_late_from_unknown(upstream, credential_id=credential_id)
    async with locating(in_body(wrapper="policy_version")), known:
        found = await upstream.read(upstream.renewals.PreviewPolicyChange, asked)
    return await _change(upstream, found)


@router.post(
    "/{credential_id}/versions",
    operation_id="addRecertificationPolicyVersion",
    summary="Add a version to a credential's policy",
    responses={200: {"headers": preconditions.ETAG}, **responses(404, 409, 412, 428)},
)
async def add_version(
    upstream: LookingAtEverybody,
    credential_id: str,
    draft: PolicyVersionDraft,
    expected: ExpectedOrNew,
    response: Response,
) -> ChangedPolicy:
    """Adds a version, and reckons everybody who holds the credential anew. Needs tenant-admin."""
    asked = renewals_pb2.ChangePolicyRequest(
        credential_id=credential_id,
        policy_version=request(draft, certification_pb2.PolicyVersion),
        expected_version=expected,
    )
    known = telling_late_from_unknown(upstream, credential_id=credential_id)
    async with locating(in_body(wrapper="policy_version")), known:
        done = await upstream.write(upstream.renewals.ChangePolicy, asked)
    preconditions.show_version(response, done.policy.version)
    return ChangedPolicy(policy=answer(CredentialPolicy, done.policy), change=await _change(upstream, done))


@router.post(
    "/{credential_id}/reckoning",
    operation_id="reckonAnew",
    summary="Reckon everybody anew who holds a credential",
)
async def reckon_anew(upstream: LookingAtEverybody, credential_id: str) -> PolicyChange:
    """Does what is left of a change that was cut short; what is so already stays. Needs tenant-admin."""
    asked = renewals_pb2.ReckonAnewRequest(credential_id=credential_id)
    done = await upstream.write(upstream.renewals.ReckonAnew, asked)
    return await _change(upstream, done)


async def _change(
    upstream: Upstream,
    done: renewals_pb2.PreviewPolicyChangeResponse
    | renewals_pb2.ChangePolicyResponse
    | renewals_pb2.ReckonAnewResponse,
) -> PolicyChange:
    names = await people_names(upstream, (each.person_id for each in done.effects))
    effects = [answer(PolicyEffect, each, person_name=names.get(each.person_id)) for each in done.effects]
    return PolicyChange(effects=effects, unchanged=done.unchanged)
