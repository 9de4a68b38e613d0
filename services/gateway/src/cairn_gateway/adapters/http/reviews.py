"""Reviews of claims, and the rubrics that capstones are looked at by."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field, Strict

from cairn.learners.v1 import reviews_pb2
from cairn_gateway.adapters.http import preconditions
from cairn_gateway.adapters.http.achievements import Achievement, with_names
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Draft, Instant
from cairn_gateway.adapters.http.preconditions import ExpectedOrNew
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating, telling_late_from_unknown
from cairn_gateway.adapters.http.review_parts import RubricCriterion
from cairn_gateway.adapters.http.translation import answer, request


class RubricDraft(Draft):
    """By which criteria claims of a credential are looked at."""

    criteria: Annotated[list[RubricCriterion], Field(min_length=1, max_length=20)]
    """What is looked at."""
    passing_points: Annotated[int, Strict(), Field(ge=1, le=2000)]
    """How many points are needed to pass."""


class RubricVersion(Answer):
    """A rubric as it was stated at one time."""

    number: int
    """1 for the first."""
    criteria: list[RubricCriterion]
    """What is looked at."""
    passing_points: int
    """How many points are needed to pass."""
    stated_by: str | None
    """Who stated it: a person id; null for an API client."""
    stated_at: Instant
    """When."""


class Rubric(Answer):
    """By which criteria claims of a credential are looked at."""

    credential_id: str
    """The credential."""
    version: int
    """How many versions there are."""
    versions: list[RubricVersion]
    """The first one first; the last one counts."""


class Rubrics(Answer):
    """The rubrics of the organization."""

    items: list[Rubric]
    """By credential id."""


router = APIRouter(tags=["achievements"])


@router.post(
    "/achievements/{achievement_id}/review",
    operation_id="takeForReview",
    summary="Take a claim to look at it",
    responses=responses(404, 409),
)
async def take(upstream: Asking, achievement_id: str) -> Achievement:
    """Until it is decided or handed back nobody else decides on it. For a manager above the claimant, hr and reviewers; taking it again
    changes nothing.
    """
    taken = await upstream.write(
        upstream.reviews.TakeForReview, reviews_pb2.TakeForReviewRequest(achievement_id=achievement_id)
    )
    return (await with_names(upstream, [taken.achievement]))[0]


@router.delete(
    "/achievements/{achievement_id}/review",
    operation_id="handBack",
    summary="Hand a claim back undecided",
    responses=responses(404, 409),
)
async def hand_back(upstream: Asking, achievement_id: str) -> Achievement:
    """Somebody else can take it then. For who has taken it and hr."""
    handed = await upstream.write(
        upstream.reviews.HandBack, reviews_pb2.HandBackRequest(achievement_id=achievement_id)
    )
    return (await with_names(upstream, [handed.achievement]))[0]


@router.get("/rubrics", operation_id="listRubrics", summary="List the rubrics")
async def list_rubrics(upstream: Asking) -> Rubrics:
    """By what capstones are looked at, credential by credential. For every account with a role."""
    found = await upstream.read(upstream.reviews.ListRubrics, reviews_pb2.ListRubricsRequest())
    return Rubrics(items=[answer(Rubric, each) for each in found.rubrics])


@router.get(
    "/rubrics/{credential_id}",
    operation_id="getRubric",
    summary="Get the rubric of a credential",
    responses={200: {"headers": preconditions.ETAG}, **responses(404)},
)
async def get_rubric(upstream: Asking, credential_id: str, response: Response) -> Rubric:
    """With all its versions; the last one counts. For every account with a role."""
    asked = reviews_pb2.GetRubricRequest(credential_id=credential_id)
    found = await upstream.read(upstream.reviews.GetRubric, asked)
    preconditions.show_version(response, found.rubric.version)
    return answer(Rubric, found.rubric)


@router.put(
    "/rubrics/{credential_id}",
    operation_id="putRubric",
    summary="State the rubric of a credential",
    responses={**preconditions.put_answers(Rubric), **responses(404, 409, 412, 428)},
)
async def put_rubric(
    upstream: Asking, credential_id: str, draft: RubricDraft, expected: ExpectedOrNew, response: Response
) -> Rubric:
    """Adds a version; what was decided by earlier ones stays. From now on claims of the credential are verified by it. Needs hr or
    tenant-admin.
    """
    known = telling_late_from_unknown(upstream, credential_id=credential_id)
    async with locating(in_body()), known:
        stated = await upstream.write(
            upstream.reviews.StateRubric,
            request(
                draft, reviews_pb2.StateRubricRequest, credential_id=credential_id, expected_version=expected
            ),
        )
    location = f"/api/v1/rubrics/{credential_id}"
    preconditions.show_saved(response, stated.rubric.version, location, created=expected == 0)
    return answer(Rubric, stated.rubric)
