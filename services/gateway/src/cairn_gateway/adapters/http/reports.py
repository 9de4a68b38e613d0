"""The reports on gaps, readiness and recertification, as JSON and as files."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.report_answers import readiness_with_figures, recertification, skill_gaps
from cairn_gateway.adapters.http.report_bodies import (
    GapsQuery,
    ReadinessPage,
    ReadinessReportQuery,
    RecertificationQuery,
    RecertificationReport,
    SkillGapReport,
)
from cairn_gateway.adapters.http.report_files import FILES_DESCRIBED, FileFormat, file_answer, wanted_format
from cairn_gateway.adapters.http.report_tables import (
    readiness_table,
    recertification_table,
    skill_gaps_table,
)

router = APIRouter(tags=["reports"])


@router.get(
    "/reports/skill-gaps",
    operation_id="reportSkillGaps",
    summary="Report skill gaps",
    response_model=SkillGapReport,
    responses=responses(404, 406, 409) | FILES_DESCRIBED,
)
async def report_skill_gaps(
    upstream: Asking, request: Request, query: Annotated[GapsQuery, Query()]
) -> SkillGapReport | Response:
    """Which skills and credentials people lack against what their roles demand, the largest shortage first.

    A file has either the lines of everybody or, with `group_by`, those of each group.
    """
    wanted = wanted_format(query, request)
    if wanted is FileFormat.JSON:
        return await skill_gaps(upstream, query)
    return await file_answer(wanted, await skill_gaps_table(upstream, query))


@router.get(
    "/reports/readiness",
    operation_id="reportReadiness",
    summary="Report readiness for roles",
    response_model=ReadinessPage,
    responses=responses(404, 406, 409) | FILES_DESCRIBED,
)
async def report_readiness(
    upstream: Asking, request: Request, query: Annotated[ReadinessReportQuery, Query()]
) -> ReadinessPage | Response:
    """How ready people are for a role, requirement by requirement. With `group_by` or `figures_only` also how many are how ready.

    A file has everybody, whatever page is asked for; with `group_by` the figures of each group, with `figures_only` alone those of all.
    """
    wanted = wanted_format(query, request)
    if wanted is FileFormat.JSON:
        return await readiness_with_figures(upstream, query)
    return await file_answer(wanted, await readiness_table(upstream, query))


@router.get(
    "/reports/recertification",
    operation_id="reportRecertification",
    summary="Report recertification",
    response_model=RecertificationReport,
    responses=responses(404, 406) | FILES_DESCRIBED,
)
async def report_recertification(
    upstream: Asking, request: Request, query: Annotated[RecertificationQuery, Query()]
) -> RecertificationReport | Response:
    """Which credentials people hold, and which lapse when. A file has a row for each end that the report names of
    everybody or, with `group_by`, of each group.
    """
    wanted = wanted_format(query, request)
    if wanted is FileFormat.JSON:
        return await recertification(upstream, query)
    return await file_answer(wanted, await recertification_table(upstream, query))
