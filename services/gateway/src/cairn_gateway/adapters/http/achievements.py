"""Achievements: the routes under /achievements and /people/{id}/achievements, and what an achievement looks like."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import progress_pb2 as messages
from cairn_gateway.adapters.grpc.names import credential_names, reviewed_names
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http import paging, preconditions
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.certification_parts import Certificate, Correction, Mark, Reckoning
from cairn_gateway.adapters.http.evidence_parts import Evidence
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Draft, Instant, Page, PageQuery
from cairn_gateway.adapters.http.people import ImportResult
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating, telling_late_from_unknown
from cairn_gateway.adapters.http.review_parts import Grading, Review, RubricScore
from cairn_gateway.adapters.http.translation import answer, number, request
from cairn_gateway.application.names import together


class Decision(StrEnum):
    """What was decided about a claim."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    REFUSED = "refused"


class Standing(StrEnum):
    """Where an achievement stands now: derived from the decision and the time."""

    WAITING_FOR_VERIFICATION = "waiting_for_verification"
    IN_REVIEW = "in_review"
    ACTIVE = "active"
    LAPSED = "lapsed"
    REFUSED = "refused"
    NOT_YET_VALID = "not_yet_valid"
    DUE_FOR_RENEWAL = "due_for_renewal"
    IN_GRACE = "in_grace"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    WITHOUT_EFFECT = "without_effect"


class Period(Answer):
    """A half-open interval in which an achievement counts."""

    valid_from: Instant
    """The first instant."""
    valid_until: Instant | None
    """The first instant that no longer counts; null for one that never ends."""
    last_valid_on: Day | None
    """The last day that counts, in the policy's time zone where one was stated, else in UTC; null for one that never ends."""


class Achievement(Answer):
    """One person's credential, as claimed and decided."""

    achievement_id: str
    """UUID."""
    version: int
    """Grows by one with each change."""
    person_id: str
    """Whose it is."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    credential_id: str
    """What it is."""
    credential_name: str | None
    """The credential's name; null where it is no longer in the catalogue."""
    issued_on: Day
    """The day on the certificate."""
    evidence: list[Evidence]
    """What shows that it is true."""
    claimed_at: Instant
    """When it was claimed."""
    decision: Decision
    """What was decided."""
    decided_by: str | None
    """Who decided: a person id; null where nobody has, or an API client did."""
    decided_at: Instant | None
    """When it was decided; null where nobody has."""
    reason: str | None
    """Why it was decided so; never null when refused."""
    periods: list[Period]
    """When it counts: its periods and their grace where that counts, without what was revoked or suspended; empty unless
    verified.
    """
    standing: Standing
    """Where it stands now."""
    counts: bool
    """It counts now: active or due for renewal, or in a grace that counts."""
    certificate: Certificate | None
    """What is printed on the certificate."""
    reckonings: list[Reckoning]
    """What its periods were found to be, each time, with all reasons; the last one counts."""
    marks: list[Mark]
    """What befell it, in the order in which it was said."""
    corrections: list[Correction]
    """What was put right about it, in the order in which it was said."""
    as_history: bool
    """It was imported as history: it is kept, never counts, and no date follows from it."""
    due_on: Day | None
    """By when it had been asked for when it was achieved; null for no date. The first period may be counted from it."""
    review: Review | None
    """Who looks at it, or did when it was decided; null where nobody has taken it."""
    grading: Grading | None
    """The rubric that was filled when it was decided; null where there is none."""


class AchievementPage(Page[Achievement]):
    """Achievements, the newest claim first."""


class Claim(Draft):
    """What somebody says to have achieved."""

    credential_id: str
    """What."""
    issued_on: Day
    """The day on the certificate, not in the future."""
    evidence: Annotated[list[Evidence], Field(max_length=10, default_factory=list)]
    """What shows that it is true, at most 10."""
    certificate: Certificate | None = None
    """What is printed on the certificate."""


class ClaimForSomebody(Claim):
    """What somebody is said to have achieved."""

    due_on: Day | None = None
    """By when it had been asked for; null is what assignments asked for on the issue date."""


class Verification(Draft):
    """What is decided about a claim."""

    decision: Literal[Decision.VERIFIED, Decision.REFUSED]
    """Whether it is accepted."""
    reason: Annotated[str | None, Field(max_length=500)] = None
    """Why; needed to refuse."""
    scores: Annotated[list[RubricScore], Field(max_length=20, default_factory=list)]
    """The rubric, filled: each criterion once. Needed to verify where the credential has one."""


class AchievementRow(ClaimForSomebody):
    """An achievement of the past, claimed and decided at once."""

    person_id: str
    """Whose."""
    decision: Literal[Decision.VERIFIED, Decision.REFUSED]
    """What was decided."""
    reason: Annotated[str | None, Field(max_length=500)] = None
    """Why; needed for one that was refused."""


class AchievementImportMode(StrEnum):
    """What becomes of a row for a credential that the person has already, be it claimed or verified."""

    EACH_COUNTS = "each_counts"
    SKIP = "skip"
    HISTORY = "history"
    REPLACE_IF_NEWER = "replace_if_newer"


class AchievementImport(Draft):
    """Many achievements of the past at once; one that is there already is left as it is."""

    mode: AchievementImportMode = AchievementImportMode.EACH_COUNTS
    """Another one of a credential that the person has already counts as well, is skipped, is kept as history that never counts, or
    stands in the place of what is there if it is newer: that counts no more from its issue date on.
    """

    achievements: Annotated[list[AchievementRow], Field(min_length=1, max_length=500)]
    """The rows."""


class OwnAchievementsQuery(PageQuery):
    """Which of the caller's achievements are asked for."""

    decision: Decision | None = None
    """Only so decided; `claimed` is what waits."""
    credential_id: str | None = None
    """Only of this credential."""


class AchievementsQuery(OwnAchievementsQuery):
    """Which achievements are asked for."""

    person_id: str | None = None
    """Only this person's."""


router = APIRouter(tags=["achievements"])


@router.get("/achievements", operation_id="listAchievements", summary="List achievements")
async def list_achievements(
    upstream: Asking, query: Annotated[AchievementsQuery, Query()]
) -> AchievementPage:
    """Achievements, the newest claim first, within the caller's reach. `decision=claimed` is the queue of what waits."""
    return await page_of_achievements(upstream, query, person_id=query.person_id)


async def page_of_achievements(
    upstream: Upstream, query: OwnAchievementsQuery, *, person_id: str | None
) -> AchievementPage:
    """A page of achievements with names; `person_id` None is everybody's in the caller's reach."""
    found = await upstream.read(
        upstream.learners.ListAchievements,
        learners.ListAchievementsRequest(
            page=paging.asked(query),
            person_id=person_id or "",
            decision=decision_number(query.decision),
            credential_id=query.credential_id or "",
        ),
    )
    items = await with_names(upstream, found.achievements)
    return AchievementPage(items=items, next_cursor=paging.next_cursor(found.page))


def decision_number(decision: Decision | None) -> messages.Decision.ValueType:
    """The contract's number for a decision; 0 for none."""
    return messages.Decision.ValueType(number(messages.Decision.DESCRIPTOR, decision))


async def with_names(upstream: Upstream, achievements: Sequence[messages.Achievement]) -> list[Achievement]:
    """The achievements with the names of people and credentials."""
    people, credentials = await together(
        reviewed_names(upstream, (achievement.person_id for achievement in achievements)),
        credential_names(upstream, (achievement.credential_id for achievement in achievements)),
    )
    return [
        answer(
            Achievement,
            achievement,
            person_name=people.get(achievement.person_id),
            credential_name=credentials.get(achievement.credential_id),
        )
        for achievement in achievements
    ]


@router.post(
    "/achievements/import", operation_id="importAchievements", summary="Add achievements of the past"
)
async def import_achievements(upstream: Asking, rows: AchievementImport) -> ImportResult:
    """Adds up to 500 achievements, each row for itself. Needs hr or tenant-admin; nobody imports an own one."""
    async with locating(in_body()):
        done = await upstream.write(
            upstream.learners.ImportAchievements, request(rows, learners.ImportAchievementsRequest)
        )
    return answer(ImportResult, done)


@router.get(
    "/achievements/{achievement_id}",
    operation_id="getAchievement",
    summary="Get an achievement",
    responses={200: {"headers": preconditions.ETAG}, **responses(404)},
)
async def get_achievement(upstream: Asking, achievement_id: str, response: Response) -> Achievement:
    """An achievement. For oneself, a manager above, hr and tenant-admin."""
    found = await upstream.read(
        upstream.learners.GetAchievement, learners.GetAchievementRequest(achievement_id=achievement_id)
    )
    preconditions.show_version(response, found.achievement.version)
    return (await with_names(upstream, [found.achievement]))[0]


@router.post(
    "/achievements/{achievement_id}/verification",
    operation_id="verifyAchievement",
    summary="Verify or refuse a claim",
    responses=responses(404, 409, 412),
)
async def verify_achievement(
    upstream: Asking, achievement_id: str, verification: Verification
) -> Achievement:
    """Verifies or refuses a claim. For a manager above the claimant and hr, never for the claimant."""
    async with locating(in_body()):
        decided = await upstream.write(
            upstream.learners.DecideAchievement,
            request(verification, learners.DecideAchievementRequest, achievement_id=achievement_id),
        )
    return (await with_names(upstream, [decided.achievement]))[0]


@router.post(
    "/people/{person_id}/achievements",
    operation_id="claimAchievementFor",
    summary="Claim a credential for somebody",
    status_code=201,
    responses={**preconditions.CREATED, **responses(404, 409)},
)
async def claim_for(
    upstream: Creating, person_id: str, claim: ClaimForSomebody, response: Response
) -> Achievement:
    """Claims a credential for a person. Needs hr or tenant-admin."""
    return await claim_achievement(upstream, claim, response, person_id=person_id)


async def claim_achievement(
    upstream: Upstream, claim: Claim, response: Response, *, person_id: str | None
) -> Achievement:
    """Claims a credential; `person_id` None is for the caller."""
    async with locating(in_body()), telling_late_from_unknown(upstream, credential_id=claim.credential_id):
        claimed = await upstream.write(
            upstream.learners.ClaimAchievement,
            request(claim, learners.ClaimAchievementRequest, person_id=person_id or ""),
        )
    achievement = claimed.achievement
    preconditions.show_created(
        response, achievement.version, f"/api/v1/achievements/{achievement.achievement_id}"
    )
    return (await with_names(upstream, [achievement]))[0]
