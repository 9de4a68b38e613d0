"""A person's skills."""

from fastapi import APIRouter

from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.model import Answer, Instant
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.report_parts import AssessmentSource, Freshness
from cairn_gateway.adapters.http.translation import answer


class HeldSkill(Answer):
    """One skill of a person, with what gives it: a verified credential or an assessment."""

    skill_id: str
    """The skill."""
    skill_name: str
    """Its name."""
    level: int
    """The level, 1 to 4."""
    achievement_id: str | None
    """The achievement that proves it, where that is what of all that gives the level counts the longest; null where an assessment does."""
    credential_id: str | None
    """Its credential."""
    credential_name: str | None
    """The credential's name."""
    valid_until: Instant | None
    """Until when the level is given at least; null for ever."""
    assessment: AssessmentSource | None
    """The assessment that gives it; null where an achievement does."""


class SkillProfile(Answer):
    """The skills of one person."""

    person_id: str
    """Whose."""
    skills: list[HeldSkill]
    """By level downwards, then name."""
    freshness: Freshness
    """How fresh the answer is."""


router = APIRouter(tags=["reports"])


@router.get(
    "/people/{person_id}/skill-profile",
    operation_id="getPersonSkillProfile",
    summary="Get a person's skills",
    tags=["people"],
    responses=responses(404),
)
async def get_person_skill_profile(upstream: Asking, person_id: str) -> SkillProfile:
    """What a person can do, by what was proven, and until when."""
    return await skill_profile_of(upstream, person_id=person_id)


async def skill_profile_of(upstream: Upstream, *, person_id: str | None) -> SkillProfile:
    """A person's skills; `person_id` None is the caller."""
    profile = await upstream.report(
        upstream.reporting.GetSkillProfile, reporting.GetSkillProfileRequest(person_id=person_id or "")
    )
    return answer(SkillProfile, profile)
