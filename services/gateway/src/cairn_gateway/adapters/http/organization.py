"""Departments and teams: the routes under /departments and /teams."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1.organization_pb2 import Department as DepartmentMessage
from cairn_gateway.adapters.http import paging, preconditions
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Draft, Page, PageQuery
from cairn_gateway.adapters.http.preconditions import ExpectedOrNew
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer, request


class DepartmentDraft(Draft):
    """A department as a client wants it to be. `version` of an answer may be sent along; it is ignored."""

    department_id: str | None = None
    """Slug or UUID, unique in the tenant; without it, a new one is made."""
    name: str
    """Its name."""
    parent_department_id: str | None = None
    """The department it is a part of; null at the top."""


class Department(DepartmentDraft, Answer):
    """A part of the organization. Departments form a tree."""

    department_id: str
    """Slug or UUID, unique in the tenant."""
    version: int
    """Grows by one with each change."""


class DepartmentPage(Page[Department]):
    """Departments by name."""


class Team(Answer):
    """The people whom one manager leads. A team is read off the reporting line, never stored: its id is its
    manager's person id.
    """

    team_id: str
    """The manager's person id."""
    manager_name: str
    """The manager's given name and family name."""
    direct_member_count: int
    """How many report to the manager directly."""
    total_member_count: int
    """How many are below the manager at any depth."""


class TeamPage(Page[Team]):
    """Teams by their managers' names."""


departments = APIRouter(prefix="/departments", tags=["departments"])
teams = APIRouter(prefix="/teams", tags=["teams"])


@departments.get("", operation_id="listDepartments", summary="List departments")
async def list_departments(upstream: Asking, query: Annotated[PageQuery, Query()]) -> DepartmentPage:
    """The departments by name."""
    found = await upstream.read(
        upstream.learners.ListDepartments, learners.ListDepartmentsRequest(page=paging.asked(query))
    )
    return DepartmentPage(
        items=[answer(Department, department) for department in found.departments],
        next_cursor=paging.next_cursor(found.page),
    )


@departments.post(
    "",
    operation_id="createDepartment",
    summary="Found a department",
    status_code=201,
    responses={**preconditions.CREATED, **responses(409)},
)
async def create_department(upstream: Creating, draft: DepartmentDraft, response: Response) -> Department:
    """Founds a department. Needs tenant-admin."""
    saved = await _save(upstream, draft, draft.department_id, 0)
    preconditions.show_created(response, saved.version, f"/api/v1/departments/{saved.department_id}")
    return saved


@departments.get(
    "/{department_id}",
    operation_id="getDepartment",
    summary="Get a department",
    responses={200: {"headers": preconditions.ETAG}, **responses(404)},
)
async def get_department(upstream: Asking, department_id: str, response: Response) -> Department:
    """A department."""
    found = await upstream.read(
        upstream.learners.GetDepartment, learners.GetDepartmentRequest(department_id=department_id)
    )
    preconditions.show_version(response, found.department.version)
    return answer(Department, found.department)


@departments.put(
    "/{department_id}",
    operation_id="putDepartment",
    summary="Change or found a department",
    responses={**preconditions.put_answers(Department), **responses(404, 409, 412, 428)},
)
async def put_department(
    upstream: Asking, department_id: str, draft: DepartmentDraft, expected: ExpectedOrNew, response: Response
) -> Department:
    """Changes a department (If-Match) or founds one with this id (If-None-Match: *). Needs tenant-admin."""
    preconditions.same_id("department_id", draft.department_id, department_id)
    saved = await _save(upstream, draft, department_id, expected)
    location = f"/api/v1/departments/{department_id}"
    preconditions.show_saved(response, saved.version, location, created=expected == 0)
    return saved


async def _save(
    upstream: Asking, draft: DepartmentDraft, department_id: str | None, expected: int
) -> Department:
    department = request(draft, DepartmentMessage)
    department.department_id = department_id or ""
    async with locating(in_body(wrapper="department")):
        saved = await upstream.write(
            upstream.learners.SaveDepartment,
            learners.SaveDepartmentRequest(department=department, expected_version=expected),
        )
    return answer(Department, saved.department)


@teams.get("", operation_id="listTeams", summary="List teams")
async def list_teams(upstream: Asking, query: Annotated[PageQuery, Query()]) -> TeamPage:
    """The teams: all for hr and tenant-admin; for a manager the own team and those below."""
    found = await upstream.read(
        upstream.learners.ListTeams, learners.ListTeamsRequest(page=paging.asked(query))
    )
    return TeamPage(
        items=[answer(Team, team) for team in found.teams], next_cursor=paging.next_cursor(found.page)
    )
