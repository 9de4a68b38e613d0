"""Plans: the cheapest or quickest set of credentials that covers a goal."""

from collections.abc import Iterator

from fastapi import APIRouter

from cairn.catalog.v1 import entries_pb2, plans_pb2
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import progress_pb2 as progress
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.plan_answers import PlanRequest, Plans
from cairn_gateway.adapters.http.problems import ProblemError, responses
from cairn_gateway.adapters.http.refusals import locating, telling_late_from_unknown
from cairn_gateway.adapters.http.translation import answer, request

_MET = (reporting.REQUIREMENT_STATE_MET, reporting.REQUIREMENT_STATE_MET_UNTIL)

router = APIRouter(tags=["plans"])


@router.post(
    "/plans",
    operation_id="makePlans",
    summary="Plan the cheapest or quickest set of credentials for a goal",
    responses=responses(404, 409),
)
async def make_plans(upstream: Asking, asked: PlanRequest) -> Plans:
    """The plan that covers the most of a goal at the least cost or time, the two next best, and what stays uncovered and why.

    Nothing is stored. For a person: oneself, whom the caller leads, and everybody for hr and tenant-admin.
    """
    async with locating(in_body()):
        wanted = request(asked, plans_pb2.MakePlanRequest)
        if asked.person_id is not None:
            await _add_what_is_there(upstream, wanted, person_id=asked.person_id)
        made = await upstream.read(upstream.planning.MakePlan, wanted)
    return answer(Plans, made, person_id=asked.person_id, role_id=wanted.role_id or None)


async def _add_what_is_there(
    upstream: Upstream, wanted: plans_pb2.MakePlanRequest, *, person_id: str
) -> None:
    """Joins to what is asked for what reporting infers of the person and what learners know to be valid and begun."""
    profile = await upstream.report(
        upstream.reporting.GetSkillProfile, reporting.GetSkillProfileRequest(person_id=person_id)
    )
    own = {each.skill_id for each in wanted.held_skills}
    wanted.held_skills.extend(
        entries_pb2.SkillLevel(
            skill_id=each.skill_id, level=entries_pb2.ProficiencyLevel.ValueType(each.level)
        )
        for each in profile.skills
        if each.skill_id not in own
    )
    there = await upstream.read(
        upstream.learners.GetPersonProgress, learners.GetPersonProgressRequest(person_id=person_id)
    )
    valid = {each.credential_id for each in there.achievements if each.counts}
    wanted.held_credential_ids.extend(sorted(valid - {*wanted.held_credential_ids}))
    begun = {*_begun(there)} - {*wanted.held_credential_ids, *wanted.in_progress_credential_ids}
    wanted.in_progress_credential_ids.extend(sorted(begun))
    if not wanted.requirements:
        readiness = await _readiness(upstream, person_id=person_id, role_id=wanted.role_id)
        wanted.role_id = readiness.role_id
        wanted.met_requirement_ids.extend(
            each.requirement_id for each in readiness.requirements if each.state in _MET
        )


async def _readiness(upstream: Upstream, *, person_id: str, role_id: str) -> reporting.PersonReadiness:
    """How ready the person is for the role, or where none is named for the one that the person is compared with."""
    asked = reporting.ReportReadinessRequest(
        people=reporting.PeopleFilter(person_ids=[person_id]), role_id=role_id
    )
    async with telling_late_from_unknown(upstream, role_id=role_id or None):
        report = await upstream.report(upstream.reporting.ReportReadiness, asked)
    if not report.people:
        raise ProblemError("NO_ROLE_TO_COMPARE", "There is no role to plan for: name one.")
    return report.people[0]


def _begun(there: learners.GetPersonProgressResponse) -> Iterator[str]:
    """What the person has begun: steps of paths, members of the stacks among these, and what waits for verification."""
    for each in there.achievements:
        if each.standing == progress.STANDING_WAITING_FOR_VERIFICATION:
            yield each.credential_id
    steps = [step for path in there.paths for step in path.steps]
    members = [member for step in steps for member in step.stack.members]
    parts: list[progress.StepProgress | progress.MemberProgress] = [*steps, *members]
    for part in parts:
        if part.credential_id and part.state == progress.STEP_STATE_IN_PROGRESS:
            yield part.credential_id
