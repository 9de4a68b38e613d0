"""What exports made, as tables: the same rows as those of the reports that are asked for at once."""

from collections.abc import AsyncIterator, Sequence

from google.protobuf.timestamp_pb2 import Timestamp

from cairn.reporting.v1 import report_exports_pb2 as contract
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.gap_lines import in_figures
from cairn_gateway.adapters.http.model import Answer
from cairn_gateway.adapters.http.pipeline import PipelineRole
from cairn_gateway.adapters.http.report_answers import with_names, with_names_of_holders
from cairn_gateway.adapters.http.report_bodies import ReadinessFigures, ReadinessGroup
from cairn_gateway.adapters.http.report_files import ReportTable
from cairn_gateway.adapters.http.report_filters import dimension_named
from cairn_gateway.adapters.http.report_groups import with_group_names
from cairn_gateway.adapters.http.report_parts import Freshness
from cairn_gateway.adapters.http.report_rows import (
    PipelineRow,
    ReadinessRow,
    ReportName,
    TableName,
    rows_from,
)
from cairn_gateway.adapters.http.report_tables import expiry_rows, figures_rows, gap_rows, table_of
from cairn_gateway.adapters.http.translation import answer
from cairn_gateway.adapters.http.trends import TrendReport, trend_rows
from cairn_gateway.adapters.http.worth import WorthLine, worth_rows

_NAMES = {
    "skill_gaps": ReportName.SKILL_GAPS,
    "readiness": ReportName.READINESS,
    "recertification": ReportName.RECERTIFICATION,
    "trends": ReportName.TRENDS,
    "pipeline": ReportName.PIPELINE,
    "worth": ReportName.WORTH,
}


def name_of(question: contract.ExportedQuestion) -> ReportName:
    """Which report is asked for."""
    return _NAMES[str(question.WhichOneof("report"))]


def as_of(question: contract.ExportedQuestion) -> Timestamp:
    """The instant that the answer is true for; of a report that is asked for none, when it was asked for."""
    match question.WhichOneof("report"):
        case "trends" | "worth":
            return question.asked_at
        case "pipeline":
            return question.pipeline.as_of
        case "skill_gaps":
            return question.skill_gaps.as_of
        case "readiness":
            return question.readiness.as_of
        case _:
            return question.recertification.as_of


async def exported_table(
    upstream: Upstream,
    question: contract.ExportedQuestion,
    parts: AsyncIterator[contract.ReadReportExportResponse],
) -> ReportTable:
    """The parts as a table, with the names that the caller may know. There is at least one part."""
    first = (await anext(parts)).part
    told = getattr(first, str(first.WhichOneof("report")))
    name = TableName.READINESS_FIGURES if _in_figures(question) else TableName(name_of(question))
    return table_of(name, answer(Freshness, told.freshness), _batches(upstream, question, first, parts))


async def _batches(
    upstream: Upstream,
    question: contract.ExportedQuestion,
    first: contract.ExportedPart,
    others: AsyncIterator[contract.ReadReportExportResponse],
) -> AsyncIterator[Sequence[Answer]]:
    yield await _rows(upstream, question, first)
    async for other in others:
        yield await _rows(upstream, question, other.part)


async def _rows(
    upstream: Upstream, question: contract.ExportedQuestion, part: contract.ExportedPart
) -> Sequence[Answer]:
    rows = await _without_group_names(upstream, question, part)
    asked = getattr(question, str(question.WhichOneof("report")))
    return await with_group_names(upstream, rows, dimension_named(getattr(asked, "group_by", 0)))


async def _without_group_names(
    upstream: Upstream, question: contract.ExportedQuestion, part: contract.ExportedPart
) -> Sequence[Answer]:
    match part.WhichOneof("report"):
        case "skill_gaps":
            return _gap_rows(part, grouped=question.skill_gaps.group_by != 0)
        case "readiness":
            return await _readiness_rows(upstream, question, part)
        case "trends":
            return trend_rows(answer(TrendReport, part.trends), grouped=question.trends.group_by != 0)
        case "pipeline":
            roles = [answer(PipelineRole, each, candidates=[]) for each in part.pipeline.roles]
            return rows_from(PipelineRow, roles)
        case "worth":
            return worth_rows(answer(WorthLine, each) for each in part.worth.lines)
        case _:
            report = await with_names_of_holders(upstream, part.recertification)
            return expiry_rows(report, grouped=question.recertification.group_by != 0)


def _in_figures(question: contract.ExportedQuestion) -> bool:
    """Readiness is asked for in figures; false of other reports."""
    return question.readiness.figures_only or question.readiness.group_by != 0


async def _readiness_rows(
    upstream: Upstream, question: contract.ExportedQuestion, part: contract.ExportedPart
) -> Sequence[Answer]:
    told = part.readiness
    if not _in_figures(question):
        return rows_from(ReadinessRow, await with_names(upstream, told.people))
    total = answer(ReadinessFigures, told.figures) if told.HasField("figures") else None
    groups = [answer(ReadinessGroup, each) for each in told.groups]
    return figures_rows(total, groups, grouped=question.readiness.group_by != 0)


def _gap_rows(part: contract.ExportedPart, *, grouped: bool) -> Sequence[Answer]:
    return gap_rows(in_figures(part.skill_gaps), grouped=grouped)
