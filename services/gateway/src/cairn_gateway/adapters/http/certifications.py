"""The life of a person's credential: what renews it, what befalls it, and what is put right."""

from enum import StrEnum
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from cairn.learners.v1 import progress_pb2, renewals_pb2
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.achievements import Achievement, Standing, with_names
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.certification_parts import Certificate, HeldPeriod, MarkKind
from cairn_gateway.adapters.http.evidence_parts import Evidence
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Draft, Instant
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating, telling_late_from_unknown
from cairn_gateway.adapters.http.renewal_terms import Credits, RenewalKind
from cairn_gateway.adapters.http.translation import answer, request

Reason = Annotated[str, Field(max_length=500)]


class LifePeriod(Answer):
    """A period of a certification, and which achievement it belongs to."""

    achievement_id: str
    """The achievement that began the credential's life or renewed it last."""
    period: HeldPeriod
    """The period."""


class RenewalCondition(Answer):
    """One condition of a way to renew."""

    met_at: Instant | None
    """When it was met; null while it is not."""
    sentence: str
    """In a sentence."""


class RenewalProgress(Answer):
    """How far one way to renew has come in the cycle under way."""

    option_id: str
    """The way to renew."""
    kind: RenewalKind
    """What renews."""
    conditions: list[RenewalCondition]
    """All that it asks for."""


class Certification(Answer):
    """The life of a person's credential."""

    person_id: str
    """Whose."""
    credential_id: str
    """Which credential."""
    standing: Standing
    """Where it stands now."""
    periods: list[LifePeriod]
    """All periods in the order of time, each with its reasons."""
    renewal: list[RenewalProgress]
    """What renews it, by the policy of today, and how far it has come; empty where no policy says."""
    carried_over: str
    """Credits of the cycle before that count in this one."""
    policy_version: int
    """The version of the policy in force today; 0 is the catalogue's validity."""
    as_of: Instant
    """The instant that the answer is true for."""


class RenewalEntryKind(StrEnum):
    """What was logged that helps to renew a credential."""

    CREDITS = "credits"
    EXAM = "exam"
    ASSESSMENT = "assessment"
    FEE = "fee"
    ATTESTATION = "attestation"


class RenewalEntryState(StrEnum):
    """Where an entry of the log stands."""

    LOGGED = "logged"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RenewalEntryDraft(Draft):
    """What helps to renew a credential."""

    credential_id: str
    """What it helps to renew."""
    kind: RenewalEntryKind
    """What it is."""
    happened_on: Day
    """The day on which it happened, not in the future."""
    amount: Credits | None = None
    """For `credits`: how many."""
    category: str | None = None
    """For `credits`: of which category; null is none."""
    description: str | None = None
    """What it was."""
    evidence: Annotated[list[Evidence], Field(max_length=10, default_factory=list)]
    """What shows that it is true, at most 10."""


class RenewalEntryDecision(Answer):
    """What was decided about an entry of the log."""

    state: RenewalEntryState
    """What."""
    reason: str | None
    """Why; never null when refused or withdrawn."""
    decided_by: str | None
    """Who: a person id; null for an API client."""
    decided_at: Instant
    """When."""


class RenewalEntry(Answer):
    """An entry in the log of what helps a person to renew a credential."""

    entry_id: str
    """UUID."""
    version: int
    """Grows by one with each change."""
    person_id: str
    """Whose it is."""
    credential_id: str
    """What it helps to renew."""
    kind: RenewalEntryKind
    """What it is."""
    happened_on: Day
    """The day on which it happened."""
    amount: str | None
    """For `credits`: how many."""
    category: str | None
    """For `credits`: of which category."""
    description: str | None
    """What it was."""
    evidence: list[Evidence]
    """What shows that it is true."""
    state: RenewalEntryState
    """Where it stands."""
    logged_by: str | None
    """Who logged it: a person id; null for an API client."""
    logged_at: Instant
    """When it was logged."""
    decisions: list[RenewalEntryDecision]
    """All decisions, the first one first."""


class RenewalEntries(Answer):
    """What a person has logged."""

    items: list[RenewalEntry]
    """The newest day first."""


class RenewalEntriesQuery(Draft):
    """Which entries are asked for."""

    credential_id: str | None = None
    """Only for this credential."""


class RenewalEntryVerdict(Draft):
    """What is decided about an entry."""

    state: Literal[RenewalEntryState.ACCEPTED, RenewalEntryState.REFUSED, RenewalEntryState.WITHDRAWN]
    """Whether it counts."""
    reason: Reason | None = None
    """Why; needed unless it is accepted."""


class MarkDraft(Draft):
    """What befalls an achievement."""

    kind: Literal[MarkKind.REVOKED, MarkKind.SUSPENDED, MarkKind.REINSTATED]
    """What."""
    at: Instant | None = None
    """From when on, not in the future; null is now."""
    reason: Reason
    """Why."""


class CorrectionDraft(Draft):
    """What is put right about an achievement."""

    issued_on: Day | None = None
    """The day on the certificate; null leaves it as it is."""
    certificate: Certificate | None = None
    """What is printed on the certificate, as a whole; null leaves it as it is."""
    reason: Reason
    """Why."""


router = APIRouter()


@router.get(
    "/people/{person_id}/certifications/{credential_id}",
    operation_id="getCertification",
    summary="Get the life of a person's credential",
    tags=["recertification"],
    responses=responses(404),
)
async def get_certification(upstream: Asking, person_id: str, credential_id: str) -> Certification:
    """Its periods with their reasons, where it stands, and what renewing it takes. For oneself, a manager above, hr and tenant-admin."""
    asked = renewals_pb2.GetCertificationRequest(person_id=person_id, credential_id=credential_id)
    found = await upstream.read(upstream.renewals.GetCertification, asked)
    return answer(Certification, found)


@router.get(
    "/people/{person_id}/renewal-entries",
    operation_id="listRenewalEntries",
    summary="List what a person has logged to renew credentials",
    tags=["recertification"],
    responses=responses(404),
)
async def list_entries(
    upstream: Asking, person_id: str, query: Annotated[RenewalEntriesQuery, Query()]
) -> RenewalEntries:
    """Credits, exams, fees and attestations, the newest day first. For oneself, a manager above, hr and tenant-admin."""
    asked = renewals_pb2.ListRenewalEntriesRequest(
        person_id=person_id, credential_id=query.credential_id or ""
    )
    found = await upstream.read(upstream.renewals.ListRenewalEntries, asked)
    return RenewalEntries(items=[answer(RenewalEntry, each) for each in found.entries])


@router.post(
    "/me/renewal-entries",
    operation_id="logOwnRenewalEntry",
    summary="Log what helps to renew an own credential",
    tags=["recertification"],
    status_code=201,
    responses=responses(404, 409),
)
async def log_own(upstream: Creating, draft: RenewalEntryDraft) -> RenewalEntry:
    """It counts once a manager above or hr has accepted it."""
    return await _log(upstream, draft, person_id="")


@router.post(
    "/people/{person_id}/renewal-entries",
    operation_id="logRenewalEntry",
    summary="Log what helps somebody to renew a credential",
    tags=["recertification"],
    status_code=201,
    responses=responses(404, 409),
)
async def log_for(upstream: Creating, person_id: str, draft: RenewalEntryDraft) -> RenewalEntry:
    """For a manager above, hr and tenant-admin. What a manager or hr logs counts at once."""
    return await _log(upstream, draft, person_id=person_id)


@router.post(
    "/renewal-entries/{entry_id}/decision",
    operation_id="decideRenewalEntry",
    summary="Accept, refuse or withdraw what was logged",
    tags=["recertification"],
    responses=responses(404, 409),
)
async def decide_entry(upstream: Asking, entry_id: str, decision: RenewalEntryVerdict) -> RenewalEntry:
    """For a manager above and hr; the person can withdraw it too."""
    async with locating(in_body()):
        decided = await upstream.write(
            upstream.renewals.DecideRenewalEntry,
            request(decision, renewals_pb2.DecideRenewalEntryRequest, entry_id=entry_id),
        )
    return answer(RenewalEntry, decided.entry)


@router.post(
    "/achievements/{achievement_id}/marks",
    operation_id="markAchievement",
    summary="Revoke, suspend or reinstate an achievement",
    tags=["achievements"],
    responses=responses(404),
)
async def mark_achievement(upstream: Asking, achievement_id: str, mark: MarkDraft) -> Achievement:
    """What it counted for before stays. For a manager above and hr, never for oneself."""
    async with locating(in_body()):
        marked = await upstream.write(
            upstream.renewals.MarkAchievement,
            request(mark, renewals_pb2.MarkAchievementRequest, achievement_id=achievement_id),
        )
    return await _named(upstream, marked.achievement)


@router.post(
    "/achievements/{achievement_id}/corrections",
    operation_id="correctAchievement",
    summary="Put right what was said about an achievement",
    tags=["achievements"],
    responses=responses(404, 409),
)
async def correct_achievement(
    upstream: Asking, achievement_id: str, correction: CorrectionDraft
) -> Achievement:
    """The issue date, or what is printed on the certificate; what was said before is kept. For a manager above and hr."""
    async with locating(in_body()):
        corrected = await upstream.write(
            upstream.renewals.CorrectAchievement,
            request(correction, renewals_pb2.CorrectAchievementRequest, achievement_id=achievement_id),
        )
    return await _named(upstream, corrected.achievement)


async def _log(upstream: Upstream, draft: RenewalEntryDraft, *, person_id: str) -> RenewalEntry:
    async with locating(in_body()), telling_late_from_unknown(upstream, credential_id=draft.credential_id):
        logged = await upstream.write(
            upstream.renewals.LogRenewalEntry,
            request(draft, renewals_pb2.LogRenewalEntryRequest, person_id=person_id),
        )
    return answer(RenewalEntry, logged.entry)


async def _named(upstream: Upstream, achievement: progress_pb2.Achievement) -> Achievement:
    return (await with_names(upstream, [achievement]))[0]
