"""Progress: where people stand on paths and in stacks, and the routes that show it."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query

from cairn.learners.v1 import learners_service_pb2 as learners
from cairn_gateway.adapters.grpc.names import people_names
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http import paging
from cairn_gateway.adapters.http.achievements import Achievement, with_names
from cairn_gateway.adapters.http.allowances import Allowance
from cairn_gateway.adapters.http.assignment_terms import EnrolmentAsk
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.model import Answer, Day, Instant, Page, PageQuery
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.translation import answer


class StepState(StrEnum):
    """Where a step, or a member of a stack, stands now."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    WAITING_FOR_VERIFICATION = "waiting_for_verification"
    COMPLETED = "completed"
    LAPSED = "lapsed"
    LOCKED = "locked"
    EXEMPT = "exempt"


class StartedStep(Answer):
    """A step that somebody works on."""

    step_id: str
    """The path's step."""
    started_at: Instant
    """When the person began."""


class Enrolment(Answer):
    """One person on one path."""

    enrolment_id: str
    """UUID."""
    version: int
    """Grows by one with each change."""
    person_id: str
    """The person."""
    path_id: str
    """The learning path."""
    assignment_id: str | None
    """The assignment that made it; null where the opening of a recertification window did."""
    due_on: Day | None
    """The last day to complete it; null for no due date."""
    enrolled_at: Instant
    """When it began."""
    started_steps: list[StartedStep]
    """The steps that the person has started, by the person's own word."""
    asks: list[EnrolmentAsk]
    """Every assignment that asked for it, in the order in which they did."""
    withdrawn_at: Instant | None
    """When nobody asked for it any more; null while somebody does."""
    renews_credential_id: str | None
    """The credential that walking the path once more renews; null for the first time."""
    cycle_began_on: Day | None
    """The day since which the renewed cycle lasts: only what is achieved later counts; null for the first time."""


class MemberProgress(Answer):
    """Where somebody stands with one member of a stack."""

    credential_id: str | None
    """The member: exactly one of the two."""
    stack_id: str | None
    """The member: exactly one of the two."""
    name: str
    """The credential's or the stack's name."""
    state: StepState
    """Where it stands."""
    last_valid_on: Day | None
    """The last day that counts; null where nothing counts or nothing ends."""
    allowance: Allowance | None
    """The exception without which it would stand elsewhere; null where there is none."""


class StackProgress(Answer):
    """Where somebody stands in a stack."""

    stack_id: str
    """The stack."""
    name: str
    """Its name."""
    specialisation: str | None
    """What it deepens."""
    completed_members: int
    """How many members count as complete now, at most `required_members`."""
    required_members: int
    """How many are needed."""
    members: list[MemberProgress]
    """Each member, in the stack's order."""
    last_valid_on: Day | None
    """The last day on which the stack is complete as things stand; null where it is not complete or
    never ends.
    """


class StepProgress(Answer):
    """Where one step of a path stands."""

    step_id: str
    """The path's step."""
    credential_id: str | None
    """What completes it: exactly one of the two."""
    stack_id: str | None
    """What completes it: exactly one of the two."""
    name: str
    """The credential's or the stack's name."""
    note: str | None
    """The path's note on the step."""
    state: StepState
    """Where it stands."""
    achievement_id: str | None
    """The achievement that decides the state; null where there is none."""
    last_valid_on: Day | None
    """The last day that counts; null where nothing counts or nothing ends."""
    stack: StackProgress | None
    """For a stack: how far it is. Null for a credential."""
    allowance: Allowance | None
    """The exception without which it would stand elsewhere; null where there is none."""


class PathProgress(Answer):
    """Where somebody stands on a path."""

    enrolment: Enrolment
    """The enrolment."""
    path_name: str
    """The path's name."""
    steps: list[StepProgress]
    """Each step, in order."""
    completed_steps: int
    """How many steps are complete now."""
    completed: bool
    """Every step that is asked for is complete now."""
    overdue: bool
    """The due date, as extended, is over, not every step is complete, and the person is not exempt."""
    due_on: Day | None
    """The day on which it is due as things stand today; null for no due date. The enrolment has the original one."""
    exempt_steps: int
    """How many steps are not asked for now."""
    exemption: Allowance | None
    """The exemption from the path as a whole; null where there is none."""
    extension: Allowance | None
    """The extension of the due date; null where there is none."""


class PersonPathProgress(PathProgress):
    """Where one person stands on a path, with the person's name."""

    person_name: str | None
    """Given name and family name; null where the caller may not know it."""


class PathProgressPage(Page[PersonPathProgress]):
    """Where people stand on paths, by due date, then person."""


class PersonProgress(Answer):
    """Everything about where a person stands: paths, stacks, achievements."""

    person_id: str
    """The person."""
    paths: list[PathProgress]
    """The paths, by due date."""
    stacks: list[StackProgress]
    """The stacks that the person's paths lead to or that an achievement has begun, the nearest to completion first."""
    achievements: list[Achievement]
    """The achievements, the newest issue date first."""
    post_nominals: list[str]
    """The letters that the person may write behind the name, such as PMP: of every credential verified and valid at that instant."""
    as_of: Instant
    """The instant that the answer is true for."""


class PathProgressQuery(PageQuery):
    """Whose progress on which path is asked for."""

    path_id: str | None = None
    """Only on this path."""
    person_id: str | None = None
    """Only this person."""


router = APIRouter(tags=["progress"])


@router.get("/path-progress", operation_id="listPathProgress", summary="List where people stand on paths")
async def list_path_progress(
    upstream: Asking, query: Annotated[PathProgressQuery, Query()]
) -> PathProgressPage:
    """Where people stand on paths, by due date, then person: within the caller's reach."""
    return await page_of_path_progress(
        upstream, query, path_id=query.path_id, person_id=query.person_id, assignment_id=None
    )


@router.get(
    "/assignments/{assignment_id}/progress",
    operation_id="listAssignmentProgress",
    summary="List where an assignment's people stand",
    responses=responses(404),
)
async def list_assignment_progress(
    upstream: Asking, assignment_id: str, query: Annotated[PageQuery, Query()]
) -> PathProgressPage:
    """Where those stand whom the assignment enrolled, as far as the caller may see them."""
    return await page_of_path_progress(
        upstream, query, path_id=None, person_id=None, assignment_id=assignment_id
    )


async def page_of_path_progress(
    upstream: Upstream,
    query: PageQuery,
    *,
    path_id: str | None,
    person_id: str | None,
    assignment_id: str | None,
) -> PathProgressPage:
    """A page of progress with names; None means no such condition."""
    found = await upstream.read(
        upstream.learners.ListPathProgress,
        learners.ListPathProgressRequest(
            page=paging.asked(query),
            assignment_id=assignment_id or "",
            path_id=path_id or "",
            person_id=person_id or "",
        ),
    )
    names = await people_names(upstream, (path.enrolment.person_id for path in found.paths))
    items = [
        answer(PersonPathProgress, path, person_name=names.get(path.enrolment.person_id))
        for path in found.paths
    ]
    return PathProgressPage(items=items, next_cursor=paging.next_cursor(found.page))


@router.get(
    "/people/{person_id}/progress",
    operation_id="getPersonProgress",
    summary="Get where a person stands",
    responses=responses(404),
)
async def get_person_progress(upstream: Asking, person_id: str) -> PersonProgress:
    """Everything about where a person stands. For oneself, a manager above, hr and tenant-admin."""
    return await progress_of(upstream, person_id)


async def progress_of(upstream: Upstream, person_id: str) -> PersonProgress:
    """A person's paths, stacks and achievements, with names."""
    found = await upstream.read(
        upstream.learners.GetPersonProgress, learners.GetPersonProgressRequest(person_id=person_id)
    )
    named = await with_names(upstream, found.achievements)
    return answer(PersonProgress, found, achievements=named)
