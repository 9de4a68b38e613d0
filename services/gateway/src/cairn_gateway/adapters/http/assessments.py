"""What people say about how well somebody does something."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field, Strict

from cairn.learners.v1 import assessments_pb2 as contract
from cairn_gateway.adapters.grpc.names import reviewed_names
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Draft, Instant
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating, telling_late_from_unknown
from cairn_gateway.adapters.http.translation import answer, request


class AssessorKind(StrEnum):
    """As what somebody assesses."""

    REVIEWER = "reviewer"
    MANAGER = "manager"
    PEER = "peer"
    SELF = "self"


class AssessmentScale(StrEnum):
    """On which scale a level is stated."""

    PROFICIENCY = "proficiency"
    ONE_TO_FIVE = "one-to-five"
    ZERO_TO_FOUR = "zero-to-four"
    ONE_TO_HUNDRED = "one-to-hundred"


class AssessmentDraft(Draft):
    """How well somebody does something."""

    skill_id: str
    """In what."""
    assessor_kind: AssessorKind
    """As what the caller says it: of oneself `self`, `peer` with the same manager, `manager` above, `reviewer` with the role hr or
    reviewer.
    """
    scale_id: AssessmentScale = AssessmentScale.PROFICIENCY
    """The scale; `proficiency` has 1 awareness, 2 working, 3 practitioner, 4 expert."""
    level: Annotated[int, Strict(), Field(ge=0, le=100)]
    """The level on that scale."""
    assessed_on: Day | None = None
    """The day for which it is said, not in the future; null is today."""
    reason: Annotated[str | None, Field(max_length=500)] = None
    """Why; needed unless it is about oneself."""


class AssessmentWithdrawal(Answer):
    """That an assessment was taken back."""

    withdrawn_by: str | None
    """Who took it back: a person id; null for an API client."""
    withdrawn_at: Instant
    """When."""
    reason: str
    """Why."""


class Assessment(Answer):
    """How well a person does something, as somebody saw it on a day."""

    assessment_id: str
    """UUID."""
    version: int
    """1 when given, 2 when withdrawn."""
    person_id: str
    """Who was assessed."""
    skill_id: str
    """In what."""
    assessor_kind: AssessorKind
    """As what the assessor said it."""
    assessed_by: str | None
    """Who said it: a person id; null for an API client."""
    assessed_by_name: str | None
    """Given name and family name; null where the caller may not know it."""
    scale_id: str
    """The scale."""
    level: int
    """The level on that scale."""
    assessed_on: Day
    """The day for which it is said."""
    reason: str | None
    """Why; never null unless it is about oneself."""
    given_at: Instant
    """When it was given."""
    withdrawal: AssessmentWithdrawal | None
    """That it was taken back; null while it counts."""


class Assessments(Answer):
    """What was said about a person."""

    items: list[Assessment]
    """The newest day first, withdrawn ones too."""


class AssessmentsQuery(Draft):
    """Which assessments are asked for."""

    skill_id: str | None = None
    """Only in this skill."""


class AssessmentWithdrawalDraft(Draft):
    """Why an assessment is taken back."""

    reason: Annotated[str, Field(max_length=500)]
    """Why."""


router = APIRouter(tags=["assessments"])


@router.get(
    "/people/{person_id}/assessments",
    operation_id="listAssessments",
    summary="List what was said about a person's skills",
    responses=responses(404),
)
async def list_assessments(
    upstream: Asking, person_id: str, query: Annotated[AssessmentsQuery, Query()]
) -> Assessments:
    """Each with who said it as what. For oneself, a manager above, hr, tenant-admin and reviewers."""
    found = await upstream.read(
        upstream.assessments.ListAssessments,
        contract.ListAssessmentsRequest(person_id=person_id, skill_id=query.skill_id or ""),
    )
    return Assessments(items=await _with_names(upstream, found.assessments))


@router.post(
    "/people/{person_id}/assessments",
    operation_id="giveAssessment",
    summary="Say how well somebody does something",
    status_code=201,
    responses=responses(404, 409),
)
async def give_assessment(upstream: Creating, person_id: str, draft: AssessmentDraft) -> Assessment:
    """As the person, one with the same manager, a manager above, or a reviewer. Of oneself one says `self` and nothing else."""
    async with locating(in_body()), telling_late_from_unknown(upstream, skill_id=draft.skill_id):
        given = await upstream.write(
            upstream.assessments.GiveAssessment,
            request(draft, contract.GiveAssessmentRequest, person_id=person_id),
        )
    return (await _with_names(upstream, [given.assessment]))[0]


@router.post(
    "/assessments/{assessment_id}/withdrawal",
    operation_id="withdrawAssessment",
    summary="Take an assessment back",
    responses=responses(404, 409),
)
async def withdraw_assessment(
    upstream: Asking, assessment_id: str, withdrawal: AssessmentWithdrawalDraft
) -> Assessment:
    """It is kept and counts no more. For who gave it, and hr."""
    async with locating(in_body()):
        taken_back = await upstream.write(
            upstream.assessments.WithdrawAssessment,
            request(withdrawal, contract.WithdrawAssessmentRequest, assessment_id=assessment_id),
        )
    return (await _with_names(upstream, [taken_back.assessment]))[0]


async def _with_names(upstream: Upstream, found: Sequence[contract.Assessment]) -> list[Assessment]:
    names = await reviewed_names(upstream, (each.assessed_by for each in found if each.assessed_by))
    return [answer(Assessment, each, assessed_by_name=names.get(each.assessed_by)) for each in found]
