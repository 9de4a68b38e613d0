"""How readiness, gaps and credentials went from month to month."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from cairn.reporting.v1 import trends_pb2 as contract
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.locating import in_query
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
    PARAMETERS,
    WhoseFilters,
    dimension_number,
    people_filter,
    role_choice_number,
    stamp,
)
from cairn_gateway.adapters.http.report_groups import with_group_names
from cairn_gateway.adapters.http.report_parts import Dimension, Freshness, Grouped, RoleChoice
from cairn_gateway.adapters.http.report_rows import TableName, TrendRow
from cairn_gateway.adapters.http.report_tables import table_of
from cairn_gateway.adapters.http.translation import answer

MONTH = r"^\d{4}-\d{2}$"
MonthText = Annotated[str, Field(pattern=MONTH)]


class TrendsQuery(WhoseFilters):
    """Whose trends are asked for, and of which months."""

    role_id: str | None = None
    """For this role, whatever the people's own are; without it by `role_choice`."""
    role_choice: RoleChoice | None = None
    """For which of each person's roles; without it the own for gaps, for readiness the target role, else the next rung, else the own."""
    from_month: Annotated[MonthText | None, Field(alias="from")] = None
    """The first month, YYYY-MM; without it as many months as `months` says."""
    until_month: Annotated[MonthText | None, Field(alias="to")] = None
    """The last month, YYYY-MM, at most 120 in all; without it the current one, or as `months` says. In months to come nobody renews."""
    months: Annotated[int | None, Field(ge=1, le=120)] = None
    """How many in all, where not both the first and the last are named; twelve unless said. Alone: up to the current one."""
    group_by: Dimension | None = None
    """Also group by group."""


class TrendFigures(Answer):
    """The people at a month's end. A gap is one thing that is asked of one person, who has it not."""

    people_count: int
    """How many they are."""
    compared_count: int
    """Of how many a role was found to be ready for."""
    ready: int
    """How many of these are ready."""
    gaps_open: int
    """How many gaps there are."""
    gaps_opened: int
    """How many of these were none at the end of the month before."""
    gaps_closed: int
    """How many gaps of then are none any more, while the same is asked of the same person."""
    gaps_gone: int
    """How many gaps of then are asked for no more, of this person among these people."""
    credentials_valid: int
    """How many credentials these people hold."""
    credentials_gained: int
    """How often one of these people's credentials began to count within the month. A renewal without a break is none."""
    credentials_lapsed: int
    """How often one of them ceased to count within the month: it lapsed, was taken back or suspended."""


class TrendMonth(Answer):
    """One month."""

    month: str
    """YYYY-MM, in UTC."""
    at: Instant
    """Its last instant."""
    ahead: bool
    """It is not over yet: then it is as if nobody renewed and nothing was added."""
    figures: TrendFigures | None
    """The figures at its end; null where they are hidden from a viewer who may not see persons."""


class TrendGroup(Grouped):
    """The months of those people who have one thing in common at each month's end."""

    months: list[TrendMonth]
    """The same months."""


class TrendReport(Answer):
    """Month by month."""

    months: list[TrendMonth]
    """All people together, the first month first."""
    groups: list[TrendGroup]
    """Group by group, where that was asked for; those of whom nothing is known last."""
    freshness: Freshness
    """How fresh the answer is."""


router = APIRouter(tags=["reports"])

TRENDS_IN_QUERY = in_query({**PARAMETERS, "from_month": "from", "until_month": "to"})


@router.get(
    "/reports/trends",
    operation_id="reportTrends",
    summary="Report trends by month",
    response_model=TrendReport,
    responses=responses(404, 406, 409) | FILES_DESCRIBED,
)
async def report_trends(
    upstream: Asking, request: Request, query: Annotated[TrendsQuery, Query()]
) -> TrendReport | Response:
    """How many people were ready, gaps open and credentials valid at each month's end: of the people of then, by the roles of then.

    A file has either the months of everybody or, with `group_by`, those of each group.
    """
    wanted = wanted_format(query, request)
    report = await _trends(upstream, query)
    if wanted is FileFormat.JSON:
        return report
    rows = trend_rows(report, grouped=query.group_by is not None)
    return await file_answer(wanted, table_of(TableName.TRENDS, report.freshness, once(rows)))


def trends_question(query: TrendsQuery) -> contract.ReportTrendsRequest:
    """The query as reporting is asked."""
    return contract.ReportTrendsRequest(
        people=people_filter(query),
        role_id=query.role_id or "",
        role_choice=role_choice_number(query.role_choice),
        from_month=query.from_month or "",
        until_month=query.until_month or "",
        months=query.months or 0,
        group_by=dimension_number(query.group_by),
        known_at=stamp(query.known_at),
    )


def trend_rows(report: TrendReport, *, grouped: bool) -> list[TrendRow]:
    """The months of everybody or those of each group."""
    if not grouped:
        return _rows(report.months)
    return [row.model_copy(update=each.named()) for each in report.groups for row in _rows(each.months)]


async def _trends(upstream: Upstream, query: TrendsQuery) -> TrendReport:
    async with locating(TRENDS_IN_QUERY):
        report = await upstream.report(upstream.trends.ReportTrends, trends_question(query))
    found = answer(TrendReport, report)
    return found.model_copy(update={"groups": await with_group_names(upstream, found.groups, query.group_by)})


def _rows(months: Iterable[TrendMonth]) -> list[TrendRow]:
    return [
        TrendRow(
            month=each.month,
            ahead=each.ahead,
            **(each.figures.model_dump() if each.figures else {}),
        )
        for each in months
    ]
