"""What credentials were worth to the employer."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from cairn.reporting.v1 import worth_pb2 as contract
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.entry_parts import Money
from cairn_gateway.adapters.http.locating import in_query
from cairn_gateway.adapters.http.model import Answer, Day
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.report_files import (
    FILES_DESCRIBED,
    FileFormat,
    file_answer,
    once,
    wanted_format,
)
from cairn_gateway.adapters.http.report_filters import PARAMETERS, WhoseFilters, people_filter, stamp
from cairn_gateway.adapters.http.report_parts import Freshness
from cairn_gateway.adapters.http.report_rows import TableName, WorthRow
from cairn_gateway.adapters.http.report_tables import table_of
from cairn_gateway.adapters.http.translation import answer


class WorthQuery(WhoseFilters):
    """Whose credentials, and of which days: the people are those of the last day."""

    from_on: Annotated[Day | None, Field(alias="from")] = None
    """The first day; without it a year before the last."""
    until_on: Annotated[Day | None, Field(alias="to")] = None
    """The last day, not in the future; without it today."""
    months: Annotated[int | None, Field(ge=1, le=120)] = None
    """A promotion follows a credential that was gained at most so many months before it; without it 12."""


class WorthLine(Answer):
    """What one credential was worth."""

    credential_id: str
    """The credential."""
    credential_name: str
    """Its name."""
    gained: int
    """How often it was gained within the days: verified, however late, and counting from one of these days on."""
    cost: Money | None
    """What getting it that often costs by the catalogue; null where that is free or unknown."""
    is_free: bool
    """Getting it costs nothing."""
    gaps_closed: int
    """How many gaps it closed: asked for by roles of the last day, lacking before the first, and there at the end by this credential."""
    promotions_followed: int
    """How many promotions within the days followed it."""
    held: int
    """How many people hold it at the end of the last day."""
    is_used: bool
    """A role that somebody has or aims at asks for it, for a stack it is part of, or for a skill that it grants at that level or above."""


class CostPerGap(Answer):
    """In one currency: what closing gaps cost."""

    spent: Money
    """What getting the credentials of the days costs by the catalogue."""
    gaps_closed: int
    """How many gaps these closed; one that several of them closed counts once."""
    per_closed_gap: Money | None
    """What that is for each gap, rounded to the minor unit; null where none was closed."""


class WorthTotals(Answer):
    """All credentials together."""

    promotions: int
    """How often somebody took a role that stands higher on a ladder than the role of that ladder taken before."""
    promotions_followed: int
    """How many of these followed a credential."""
    gained: int
    """How many credentials were gained within the days."""
    gained_without_cost: int
    """Of how many of these the catalogue does not say what getting them costs."""
    gaps_closed: int
    """How many gaps were closed by a credential that was gained within the days."""
    costs: list[CostPerGap]
    """By currency, of the credentials with a price."""
    held: int
    """How many credentials people hold at the end of the last day."""
    used: int
    """How many of these a role uses."""


class WorthReport(Answer):
    """What credentials were worth."""

    lines: list[WorthLine]
    """By the credential's name: what was gained within the days, is held at their end, or was followed by a promotion."""
    totals: WorthTotals | None
    """All of them together; null where that is hidden from a viewer who may not see persons."""
    hidden_count: int
    """How many lines are hidden from a viewer who may not see persons."""
    people_count: int
    """How many people it is about."""
    from_on: Day
    """The first day."""
    until_on: Day
    """The last day."""
    freshness: Freshness
    """How fresh the answer is."""


router = APIRouter(tags=["reports"])

WORTH_IN_QUERY = in_query({**PARAMETERS, "from_on": "from", "until_on": "to"})


@router.get(
    "/reports/worth",
    operation_id="reportWorth",
    summary="Report what credentials were worth",
    response_model=WorthReport,
    responses=responses(404, 406, 409) | FILES_DESCRIBED,
)
async def report_worth(
    upstream: Asking, request: Request, query: Annotated[WorthQuery, Query()]
) -> WorthReport | Response:
    """Which promotions followed a credential, what a closed gap cost, and how much of what was collected a role still uses.

    A file has a row for each credential.
    """
    wanted = wanted_format(query, request)
    report = await _worth(upstream, query)
    if wanted is FileFormat.JSON:
        return report
    rows = worth_rows(report.lines)
    return await file_answer(wanted, table_of(TableName.WORTH, report.freshness, once(rows)))


def worth_question(query: WorthQuery) -> contract.ReportWorthRequest:
    """The query as reporting is asked."""
    return contract.ReportWorthRequest(
        people=people_filter(query),
        from_on=query.from_on.isoformat() if query.from_on else "",
        until_on=query.until_on.isoformat() if query.until_on else "",
        months=query.months or 0,
        known_at=stamp(query.known_at),
    )


def worth_rows(lines: Iterable[WorthLine]) -> list[WorthRow]:
    """A row for each line."""
    return [
        WorthRow(
            **line.model_dump(exclude={"cost"}),
            cost_currency=line.cost.currency if line.cost else None,
            cost_minor_units=line.cost.minor_units if line.cost else None,
        )
        for line in lines
    ]


async def _worth(upstream: Upstream, query: WorthQuery) -> WorthReport:
    async with locating(WORTH_IN_QUERY):
        report = await upstream.report(upstream.worth.ReportWorth, worth_question(query))
    return answer(WorthReport, report)
