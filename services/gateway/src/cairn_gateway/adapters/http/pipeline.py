"""Who is on the way to which role."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from cairn.reporting.v1 import pipeline_pb2 as contract
from cairn_gateway.adapters.grpc.names import people_names
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.model import Answer, Instant
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.report_files import (
    FILES_DESCRIBED,
    FileFormat,
    file_answer,
    once,
    wanted_format,
)
from cairn_gateway.adapters.http.report_filters import (
    IN_QUERY,
    PeopleFilters,
    people_filter,
    role_choice_number,
    stamp,
)
from cairn_gateway.adapters.http.report_parts import Freshness, RoleChoice
from cairn_gateway.adapters.http.report_rows import PipelineRow, TableName, rows_from
from cairn_gateway.adapters.http.report_tables import table_of
from cairn_gateway.adapters.http.translation import answer


class PipelineQuery(PeopleFilters):
    """Whose pipeline is asked for."""

    role_id: str | None = None
    """To this role, whatever the people's own are; without it by `role_choice`."""
    role_choice: RoleChoice | None = None
    """To which of each person's roles; without it the target role, else the next rung of a ladder."""
    months: Annotated[int | None, Field(ge=1, le=60)] = None
    """By the plan within so many months; without it 6."""


class PipelineStage(StrEnum):
    """How far somebody is on the way to a role. Each person stands at one stage."""

    READY = "ready"
    READY_BY_PLAN = "ready_by_plan"
    NEARLY = "nearly"
    NOT_YET = "not_yet"
    BLOCKED = "blocked"


class PipelineCandidate(Answer):
    """Somebody on the way to a role."""

    person_id: str
    """Who."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    role_choice: RoleChoice | None
    """Which of the person's roles it is; null where the role was asked for by its id."""
    stage: PipelineStage
    """How far."""
    ready_at: Instant | None
    """For `ready_by_plan`: the first instant at which the person will be ready, if each path is completed on its last day."""


class PipelineRole(Answer):
    """Who is on the way to one role."""

    role_id: str
    """The role."""
    role_name: str
    """Its name."""
    people_count: int
    """How many people are compared with it."""
    ready: int
    """How many are ready."""
    ready_by_plan: int
    """How many will be by the plan."""
    nearly: int
    """How many are nearly ready."""
    not_yet: int
    """How many are not yet ready."""
    blocked: int
    """How many lack a licence or degree."""
    candidates: list[PipelineCandidate]
    """Who they are, by person id; nobody for a viewer who may not see persons, and of more than 1,000 not yet ready in a report none."""


class PipelineReport(Answer):
    """Role by role."""

    roles: list[PipelineRole]
    """By the role's name."""
    hidden_count: int
    """How many roles are hidden from a viewer who may not see persons."""
    people_count: int
    """How many people are compared with a role."""
    without_role_count: int
    """How many more have no role to compare with."""
    until: Instant
    """The last instant that counts as within the months asked for."""
    freshness: Freshness
    """How fresh the answer is."""


router = APIRouter(tags=["reports"])


@router.get(
    "/reports/pipeline",
    operation_id="reportPipeline",
    summary="Report the promotion pipeline",
    response_model=PipelineReport,
    responses=responses(404, 406, 409) | FILES_DESCRIBED,
)
async def report_pipeline(
    upstream: Asking, request: Request, query: Annotated[PipelineQuery, Query()]
) -> PipelineReport | Response:
    """Role by role who is ready, who will be by the plan within some months, who is nearly, and who is blocked.

    A file has a row for each role.
    """
    wanted = wanted_format(query, request)
    report = await _pipeline(upstream, query)
    if wanted is FileFormat.JSON:
        return report
    rows = rows_from(PipelineRow, report.roles)
    return await file_answer(wanted, table_of(TableName.PIPELINE, report.freshness, once(rows)))


def pipeline_question(query: PipelineQuery) -> contract.ReportPipelineRequest:
    """The query as reporting is asked."""
    return contract.ReportPipelineRequest(
        people=people_filter(query),
        role_id=query.role_id or "",
        role_choice=role_choice_number(query.role_choice),
        months=query.months or 0,
        as_of=stamp(query.as_of),
        known_at=stamp(query.known_at),
    )


async def _pipeline(upstream: Upstream, query: PipelineQuery) -> PipelineReport:
    async with locating(IN_QUERY):
        report = await upstream.report(upstream.pipeline.ReportPipeline, pipeline_question(query))
    names = await people_names(
        upstream, (candidate.person_id for role in report.roles for candidate in role.candidates)
    )
    return answer(
        PipelineReport,
        report,
        roles=[
            answer(
                PipelineRole,
                role,
                candidates=[
                    answer(PipelineCandidate, each, person_name=names.get(each.person_id))
                    for each in role.candidates
                ],
            )
            for role in report.roles
        ],
    )
