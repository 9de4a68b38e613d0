"""Assignments: the routes under /assignments."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import progress_pb2 as messages
from cairn_gateway.adapters.grpc.names import path_names, people_names
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http import paging, preconditions
from cairn_gateway.adapters.http.assignment_terms import AssignmentTerms
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Draft, Flag, Instant, Page, PageQuery
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.progress import StepProgress
from cairn_gateway.adapters.http.refusals import locating, telling_late_from_unknown
from cairn_gateway.adapters.http.translation import answer, request
from cairn_gateway.application.names import together


class AssignmentStage(StrEnum):
    """How far an assignment has come: a job gives it, its audience has it, or its job was cancelled or failed."""

    BEING_GIVEN = "being_given"
    GIVEN = "given"
    STOPPED = "stopped"


class Audience(Draft):
    """Whom an assignment is for: everybody who is meant by any of these."""

    person_ids: Annotated[list[str], Field(default_factory=list)]
    """Single people, at most 500."""
    team_ids: Annotated[list[str], Field(default_factory=list)]
    """Teams, by their managers' person ids, at most 50."""
    include_sub_teams: Flag = False
    """Everybody below the teams' managers, not only who reports to them directly."""
    role_ids: Annotated[list[str], Field(default_factory=list)]
    """Positions: everybody who has one of these roles, at most 50. By a job only, as the following."""
    department_ids: Annotated[list[str], Field(default_factory=list)]
    """Everybody in one of these departments, at most 50."""
    include_sub_departments: Flag = False
    """Everybody in the departments below these, too."""
    dynamic_ids: Annotated[list[str], Field(default_factory=list)]
    """Dynamic audiences: everybody of whom the rule of one of them is true, at most 50."""


class Assignment(Answer):
    """One path, given to an audience by somebody, due on a day."""

    assignment_id: str
    """UUID."""
    version: int
    """Grows by one with each change."""
    path_id: str
    """The learning path."""
    path_name: str | None
    """The learning path's name; null where it is no longer in the catalogue."""
    audience: Audience
    """Whom it is for, as it was asked."""
    due_on: Day | None
    """The last day to complete it; null for no due date, and where it depends on the person."""
    note: str | None
    """What the manager wants to say about it."""
    assigned_by: str | None
    """Who assigned it: a person id; null when an API client did."""
    assigned_by_name: str | None
    """That person's given name and family name; null where the caller may not know it."""
    assigned_at: Instant
    """When."""
    enrolled_count: int
    """How many people it asks: whom it put on the path, and who was on it already and is asked by it too."""
    completed_count: int
    """How many of these have completed the path by now."""
    terms: AssignmentTerms
    """By when, and for whom from now on."""
    stage: AssignmentStage
    """How far it has come."""
    withdrawn_at: Instant | None
    """When it was taken back; null while it is not."""
    withdrawn_by: str | None
    """Who took it back: a person id; null when an API client did, and while nobody has."""
    withdrawn_count: int
    """How many people it asked and asks no more."""


class AssignmentPage(Page[Assignment]):
    """Assignments, the newest first."""


class AssignmentDraft(Draft):
    """A learning path for an audience."""

    path_id: str
    """The learning path."""
    audience: Audience
    """Whom it is for."""
    due_on: Day | None = None
    """The last day to complete it, not in the past; null for no due date."""
    note: Annotated[str | None, Field(max_length=500)] = None
    """What the manager wants to say about it."""


class AssignmentMade(Answer):
    """What assigning a path did."""

    assignment: Assignment
    """The assignment."""
    enrolled_person_ids: list[str]
    """Who was enrolled by it."""
    already_enrolled_person_ids: list[str]
    """Who was on the path already."""


class PreviewDraft(Draft):
    """What would be assigned, and to whom."""

    path_id: str
    """The learning path."""
    audience: Audience
    """Whom it is for."""


class EnrolmentForecast(StrEnum):
    """What an assignment would do for one person."""

    WILL_BE_ENROLLED = "will_be_enrolled"
    ALREADY_ENROLLED = "already_enrolled"


class AssignmentForecast(Answer):
    """What somebody has of a path before it is assigned."""

    person_id: str
    """The person."""
    name: str
    """Given name and family name."""
    forecast: EnrolmentForecast
    """What the assignment would do."""
    completed_steps: int
    """How many steps are complete already."""
    steps: list[StepProgress]
    """Each step as it stands for this person."""


class AssignmentPreview(Answer):
    """What assigning a path would do, person by person."""

    forecasts: list[AssignmentForecast]
    """By name."""


class AssignmentsQuery(PageQuery):
    """Which assignments are asked for."""

    path_id: str | None = None
    """Only of this path."""
    person_id: str | None = None
    """Only those that enrolled this person."""


router = APIRouter(prefix="/assignments", tags=["assignments"])


@router.get("", operation_id="listAssignments", summary="List assignments")
async def list_assignments(upstream: Asking, query: Annotated[AssignmentsQuery, Query()]) -> AssignmentPage:
    """Assignments, the newest first: all for hr and tenant-admin; for a manager those that enrolled somebody of the own
    line; for others those that enrolled themselves.
    """
    found = await upstream.read(
        upstream.learners.ListAssignments,
        request(query, learners.ListAssignmentsRequest, page=paging.asked(query)),
    )
    items = await _with_names(upstream, found.assignments)
    return AssignmentPage(items=items, next_cursor=paging.next_cursor(found.page))


@router.post(
    "",
    operation_id="assignPath",
    summary="Assign a learning path",
    status_code=201,
    responses={**preconditions.CREATED, **responses(404, 409)},
)
async def assign_path(upstream: Creating, draft: AssignmentDraft, response: Response) -> AssignmentMade:
    """Assigns a path to an audience: enrols everybody in it who is not on the path yet. For managers of the whole
    audience, hr and tenant-admin.
    """
    async with locating(in_body()), telling_late_from_unknown(upstream, path_id=draft.path_id):
        made = await upstream.write(upstream.learners.AssignPath, request(draft, learners.AssignPathRequest))
    named = (await _with_names(upstream, [made.assignment]))[0]
    preconditions.show_created(response, named.version, f"/api/v1/assignments/{named.assignment_id}")
    return answer(AssignmentMade, made, assignment=named)


@router.post(
    "/preview",
    operation_id="previewAssignment",
    summary="See what assigning a path would do",
    responses=responses(404, 409),
)
async def preview_assignment(upstream: Asking, draft: PreviewDraft) -> AssignmentPreview:
    """What assigning a path would do, person by person; changes nothing."""
    async with locating(in_body()), telling_late_from_unknown(upstream, path_id=draft.path_id):
        preview = await upstream.read(
            upstream.learners.PreviewAssignment, request(draft, learners.PreviewAssignmentRequest)
        )
    return answer(AssignmentPreview, preview)


@router.get(
    "/{assignment_id}",
    operation_id="getAssignment",
    summary="Get an assignment",
    responses={200: {"headers": preconditions.ETAG}, **responses(404)},
)
async def get_assignment(upstream: Asking, assignment_id: str, response: Response) -> Assignment:
    """An assignment. For who may see anybody it enrolled."""
    found = await upstream.read(
        upstream.learners.GetAssignment, learners.GetAssignmentRequest(assignment_id=assignment_id)
    )
    preconditions.show_version(response, found.assignment.version)
    return (await _with_names(upstream, [found.assignment]))[0]


async def _with_names(upstream: Upstream, assignments: Sequence[messages.Assignment]) -> list[Assignment]:
    people, paths = await together(
        people_names(upstream, (assignment.assigned_by for assignment in assignments)),
        path_names(upstream, (assignment.path_id for assignment in assignments)),
    )
    return [
        answer(
            Assignment,
            assignment,
            path_name=paths.get(assignment.path_id),
            assigned_by_name=people.get(assignment.assigned_by),
        )
        for assignment in assignments
    ]
