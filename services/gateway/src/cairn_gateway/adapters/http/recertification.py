"""Recertification policies: the routes under /recertification."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from cairn.learners.v1 import learners_service_pb2 as learners
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Count, Day, Draft, Instant
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.renewal_terms import RenewalOption
from cairn_gateway.adapters.http.translation import answer, request

Duration = Annotated[str, Field(min_length=1, max_length=50, examples=["P1Y"])]
Moment = Annotated[str, Field(min_length=1, max_length=50, examples=["2013-04-15T12:01:00Z", "2013-04-15"])]


class RecertificationBasis(StrEnum):
    """From what a credential's expiry is counted."""

    COMPLETION = "completion"
    EXPIRY = "expiry"
    FIXED = "fixed"
    NEVER = "never"


class LateRule(StrEnum):
    """From what a renewal after the grace is counted, with the basis `expiry`."""

    COMPLETION = "completion"
    PREVIOUS_EXPIRY = "previous_expiry"


class RecertificationPolicy(Draft):
    """How long a credential counts and when it is renewed. Durations are ISO 8601 durations of years, months, weeks and days,
    counted on the calendar in the time zone.
    """

    basis: RecertificationBasis
    """From what the expiry is counted: each completion; the expiry that is renewed; dates whole validities apart; or it never
    expires.
    """
    validity: Duration | None = None
    """How long it counts; needed unless the basis is `never`."""
    window: Duration | None = None
    """How long before the expiry a renewal may come, shorter than the validity; needed for `expiry` and `fixed`."""
    grace: Duration = "P0D"
    """How long after the expiry a renewal still runs on from it, shorter than the validity."""
    minimum_validity: Duration = "P0D"
    """How long it counts at least, with the basis `fixed`."""
    timezone: Annotated[str, Field(min_length=1, max_length=100)] = "UTC"
    """The time zone of the calendar: a name of the IANA database, such as Europe/Madrid."""
    late_rule: LateRule = LateRule.COMPLETION
    """From what a renewal after the grace is counted, with the basis `expiry`: from the completion, or on from the old expiry
    in whole validities to the first after the completion.
    """
    grace_counts: bool = False
    """The credential still counts in its grace. It moves no date, so a preview is the same with and without it."""


class WholePolicy(RecertificationPolicy):
    """A policy with what renewing takes, and which version of it this is."""

    renewal: Annotated[list[RenewalOption], Field(max_length=10, default_factory=list)]
    """What renewing takes: any of these. It moves no date of a preview, whose completions are the instants at which one of them was
    met in full or the credential itself was achieved; the explanation says what it takes.
    """
    version: Count | None = None
    """The number of this version; it is named in the explanation."""
    effective_on: Day | None = None
    """The day from which it counts. What was completed before is judged by it all the same, as by a version that applies
    retroactively, and the explanation says so.
    """


class PreviousPeriod(Draft):
    """The period in force before the completions."""

    valid_from: Moment
    """The first instant; a date is the start of that day in the policy's time zone."""
    valid_until: Moment | None
    """The first instant that no longer counts; null for one that never ends."""
    window_opens_at: Moment | None = None
    """When its window opens as was said before, under an older policy; the earlier of this and the policy's counts."""


class RecertificationDraft(Draft):
    """A policy and what happened."""

    policy: WholePolicy
    """The policy."""
    due_at: Moment | None = None
    """When the first completion is due; null for no due date."""
    previous: PreviousPeriod | None = None
    """The period in force before the completions; null for none."""
    completions: Annotated[list[Moment], Field(max_length=500)]
    """When it was completed, in any order: instants, or dates, which are the start of that day in the policy's time zone."""


class CertificationPeriod(Answer):
    """A half-open interval in which a credential counts, and why these are its dates. One that never ends has null ends."""

    valid_from: Instant
    """The first instant."""
    valid_until: Instant | None
    """The first instant that no longer counts."""
    last_valid_on: Day | None
    """The last day that counts, in the policy's time zone: what people are shown."""
    window_opens_at: Instant | None
    """From when on it can be renewed; null where the policy has no window."""
    grace_until: Instant | None
    """When the grace after it is over; `valid_until` where there is none."""
    explanation: list[str]
    """Why, in sentences."""


class UnchangedCompletion(Answer):
    """A completion that makes no period."""

    completion: str
    """The completion as it was sent."""
    reason: str
    """Why, in a sentence."""


class RecertificationPreview(Answer):
    """What completions lead to under a policy."""

    periods: list[CertificationPeriod]
    """One for each completion that makes one, in the order of time; `previous` is not among them."""
    unchanged: list[UnchangedCompletion]
    """The completions that make none, in the order of time."""


router = APIRouter(prefix="/recertification", tags=["recertification"])


@router.post(
    "/preview",
    operation_id="previewRecertification",
    summary="See what completions lead to under a recertification policy",
)
async def preview_recertification(upstream: Asking, draft: RecertificationDraft) -> RecertificationPreview:
    """The periods that completions make under a policy, each date explained. Computed, not stored. For every account with a
    role.
    """
    in_policy = dict.fromkeys(("renewal", "version", "effective_on"), "policy")
    async with locating(in_body(within=in_policy)):
        preview = await upstream.read(upstream.learners.PreviewRecertification, asked_of(draft))
    return answer(RecertificationPreview, preview)


def asked_of(draft: RecertificationDraft) -> learners.PreviewRecertificationRequest:
    """What the service is asked: there, what renewing takes stands beside the terms of the policy."""
    asked = request(draft, learners.PreviewRecertificationRequest)
    asked.MergeFrom(request(draft.policy, learners.PreviewRecertificationRequest))
    return asked
