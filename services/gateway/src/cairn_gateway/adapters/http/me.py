"""The caller: the routes under /me."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from cairn.catalog.v1 import catalog_service_pb2 as catalog
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_gateway.adapters.grpc.names import full_name
from cairn_gateway.adapters.grpc.upstream import ServiceRefusedError, Upstream
from cairn_gateway.adapters.http import preconditions
from cairn_gateway.adapters.http.achievements import (
    Achievement,
    AchievementPage,
    Claim,
    OwnAchievementsQuery,
    claim_achievement,
    page_of_achievements,
)
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.model import Answer, Draft, Instant
from cairn_gateway.adapters.http.oneself import own_person
from cairn_gateway.adapters.http.people import Person, TargetRoleChoice, save_target_role
from cairn_gateway.adapters.http.preconditions import ExpectedVersion
from cairn_gateway.adapters.http.problems import ProblemError, responses
from cairn_gateway.adapters.http.progress import Enrolment, PersonProgress, progress_of
from cairn_gateway.adapters.http.report_filters import role_choice_number
from cairn_gateway.adapters.http.report_parts import PersonReadiness, RoleChoice
from cairn_gateway.adapters.http.skill_profiles import SkillProfile, skill_profile_of
from cairn_gateway.adapters.http.translation import answer


class Me(Answer):
    """Who is calling."""

    tenant_id: str
    """The tenant's alias."""
    roles: list[str]
    """The caller's roles that Cairn knows, sorted: analyst, employee, hr, hr-partner, manager, reviewer, tenant-admin."""
    person: Person | None
    """The person whom the account belongs to; null for an API client or an account that belongs to nobody here."""
    leads_people: bool
    """The person leads somebody."""
    post_nominals: list[str]
    """The letters that the person may write behind the name, such as PMP: of every credential that is verified and valid now."""
    stands_in_for: list[str]
    """The managers for whom the person stands in today, by person id: their lines were handed over."""
    hr_department_ids: list[str]
    """The departments for which the person is responsible as HR today, without those below; empty without the role hr-partner."""
    read_at: Instant
    """When this was read."""


class OwnReadinessQuery(Draft):
    """For which role the caller's readiness is asked for."""

    role_id: str | None = None
    """For this role; without it by `role_choice`."""
    role_choice: RoleChoice | None = None
    """For which of the own roles; without it: the target role, else the next rung of a ladder, else the own."""


router = APIRouter(prefix="/me", tags=["me"])


@router.get("", operation_id="getMe", summary="Get who is calling")
async def get_me(upstream: Asking) -> Me:
    """Who is calling, and whom the account belongs to. The first call of an account with a verified mail address links it
    to the person with this address, once.
    """
    found = await upstream.read(upstream.learners.GetSelf, learners.GetSelfRequest(with_post_nominals=True))
    return answer(Me, found.self)


@router.get("/progress", operation_id="getMyProgress", summary="Get where the caller stands")
async def get_my_progress(upstream: Asking) -> PersonProgress:
    """Everything about where the caller stands: paths, stacks, achievements."""
    return await progress_of(upstream, (await own_person(upstream)).person_id)


@router.get(
    "/skill-profile",
    operation_id="getMySkillProfile",
    summary="Get the caller's skills",
    responses=responses(409),
)
async def get_my_skill_profile(upstream: Asking) -> SkillProfile:
    """What the caller can do, by what was proven, and until when."""
    return await skill_profile_of(upstream, person_id=None)


@router.get(
    "/readiness",
    operation_id="getMyReadiness",
    summary="Get the caller's readiness for a role",
    responses=responses(404, 409),
)
async def get_my_readiness(upstream: Asking, query: Annotated[OwnReadinessQuery, Query()]) -> PersonReadiness:
    """How ready the caller is, requirement by requirement."""
    person = await own_person(upstream)
    request = reporting.ReportReadinessRequest(
        people=reporting.PeopleFilter(person_ids=[person.person_id]),
        role_id=query.role_id or "",
        role_choice=role_choice_number(query.role_choice),
    )
    try:
        report = await upstream.report(upstream.reporting.ReportReadiness, request)
    except ServiceRefusedError as refusal:
        if refusal.reason != "NOT_FOUND":
            raise
        raise await _not_yet_known(upstream, role_id=query.role_id) from refusal
    if report.people:
        return answer(PersonReadiness, report.people[0], person_name=full_name(person))
    if report.without_role_count:
        raise ProblemError(
            "NO_ROLE_TO_COMPARE", "There is no role to compare you with: choose a target role."
        )
    raise await _not_yet_known(upstream, role_id=None)


@router.put(
    "/target-role",
    operation_id="chooseMyTargetRole",
    summary="Choose the caller's target role",
    responses={200: {"headers": preconditions.ETAG}, **responses(404, 409, 412, 428)},
)
async def choose_my_target_role(
    upstream: Asking, choice: TargetRoleChoice, expected: ExpectedVersion, response: Response
) -> Person:
    """Sets the role that the caller wants to be ready for. If-Match names the version of the person in GET /me."""
    person = await own_person(upstream)
    return await save_target_role(upstream, person.person_id, choice, expected, response)


@router.get("/achievements", operation_id="listMyAchievements", summary="List the caller's achievements")
async def list_my_achievements(
    upstream: Asking, query: Annotated[OwnAchievementsQuery, Query()]
) -> AchievementPage:
    """The caller's achievements, the newest claim first."""
    person = await own_person(upstream)
    return await page_of_achievements(upstream, query, person_id=person.person_id)


@router.post(
    "/achievements",
    operation_id="claimAchievement",
    summary="Claim a credential",
    status_code=201,
    responses={**preconditions.CREATED, **responses(404, 409)},
)
async def claim_my_achievement(upstream: Creating, claim: Claim, response: Response) -> Achievement:
    """Claims a credential for the caller; it waits for verification then."""
    return await claim_achievement(upstream, claim, response, person_id=None)


@router.post(
    "/enrolments/{enrolment_id}/steps/{step_id}/start",
    operation_id="startStep",
    summary="Start a step of a path",
    responses=responses(404),
)
async def start_step(upstream: Asking, enrolment_id: str, step_id: str) -> Enrolment:
    """Says that the caller has begun a step of a path. Saying it again changes nothing."""
    started = await upstream.write(
        upstream.learners.StartStep, learners.StartStepRequest(enrolment_id=enrolment_id, step_id=step_id)
    )
    return answer(Enrolment, started.enrolment)


async def _not_yet_known(upstream: Upstream, *, role_id: str | None) -> ProblemError:
    """Why the reports lack somebody whom learners knows: the role, or else the person, is on its way there.

    Raises ServiceRefusedError for a role that the catalogue does not have.
    """
    if role_id is None:
        return ProblemError(
            "ACCOUNT_NOT_YET_KNOWN", "Your account is on its way to the reports; try again in a moment."
        )
    await upstream.read(upstream.catalog.GetRole, catalog.GetRoleRequest(role_id=role_id))
    return ProblemError("ROLE_NOT_YET_KNOWN", "The role is on its way to the reports; try again in a moment.")
