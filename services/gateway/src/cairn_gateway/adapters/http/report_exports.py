"""Large reports: made by a job, downloaded as files, also by a link that opens once."""

from collections.abc import AsyncIterable, AsyncIterator
from datetime import UTC
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from cairn.reporting.v1 import report_exports_pb2 as contract
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.caller import AccessToken, Asking, Creating, within
from cairn_gateway.adapters.http.export_queries import (
    ExportQuery,
    GapsExportQuery,
    PipelineExportQuery,
    ReadinessExportQuery,
    RecertificationExportQuery,
    TrendsExportQuery,
    WorthExportQuery,
)
from cairn_gateway.adapters.http.exported_rows import as_of, exported_table, name_of
from cairn_gateway.adapters.http.file_transfers import FileTransfers
from cairn_gateway.adapters.http.locating import Locate
from cairn_gateway.adapters.http.model import Answer, Instant
from cairn_gateway.adapters.http.pipeline import pipeline_question
from cairn_gateway.adapters.http.problems import Located, ProblemError, WrongField, responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.report_answers import (
    readiness_report_question,
    recertification_question,
    skill_gaps_question,
)
from cairn_gateway.adapters.http.report_files import FILES_DESCRIBED, FileFormat, FormatQuery, file_answer
from cairn_gateway.adapters.http.report_filters import IN_QUERY
from cairn_gateway.adapters.http.report_rows import ReportName
from cairn_gateway.adapters.http.translation import answer
from cairn_gateway.adapters.http.trends import TRENDS_IN_QUERY, trends_question
from cairn_gateway.adapters.http.worth import WORTH_IN_QUERY, worth_question
from cairn_gateway.application.download_links import DownloadLinks

PATH = "/report-exports"
DOWNLOADS_PATH = "/report-downloads"
_SECONDS = 900.0
"""A file of 100,000 people takes as long as their names take to be joined."""


class ReportExportState(StrEnum):
    """Where a job stands. Nothing is left of one that was cancelled, has failed or has expired."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    EXPIRED = "expired"


class ReportExport(Answer):
    """A job that makes a report."""

    export_id: str
    """UUID."""
    version: int
    """Grows with every step."""
    report: ReportName
    """Which report."""
    format: FileFormat
    """As what it is downloaded."""
    as_of: Instant
    """The instant that it is true for."""
    state: ReportExportState
    """Where it stands."""
    percent: int
    """How much of it is made, 0 to 100."""
    row_count: int
    """How many rows are made."""
    problem_reason: str | None
    """Why it could not be made, as problem documents have it in `reason`; null where it could."""
    problem: str | None
    """The same for people."""
    accepted_at: Instant
    """When it was accepted."""
    finished_at: Instant | None
    """When it ended; null while it runs."""
    expires_at: Instant | None
    """Until when it can be downloaded; null until it is done."""
    saved_report_id: str | None
    """The saved report that it was made for; null for none."""
    webhook_endpoint_id: str | None
    """The webhook endpoint that alone is told of its end; null for all that ask for such messages."""


class ReportExports(Answer):
    """The caller's newest jobs."""

    items: list[ReportExport]
    """The newest first, at most 100."""


class ReportDownload(Answer):
    """A link that gives the file once, to whoever has it."""

    path: str
    """Where; open it with GET and without a token."""
    expires_at: Instant
    """Until when it can be opened: five minutes, or the end of the token that made it."""


ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "It is being made; Location is the job.",
        "headers": {"Location": {"schema": {"type": "string"}, "description": "The job's path."}},
    }
}
_REFUSED = responses(404, 409)

AnyPart = TypeVar("AnyPart")

starts = APIRouter(prefix="/reports", tags=["reports"])
router = APIRouter(prefix=PATH, tags=["reports"])
downloads = APIRouter(prefix=DOWNLOADS_PATH, tags=["reports"])


@starts.post(
    "/skill-gaps/exports",
    operation_id="exportSkillGaps",
    summary="Make a report on skill gaps by a job",
    status_code=202,
    responses={**ACCEPTED, **_REFUSED},
)
async def export_skill_gaps(
    upstream: Creating, query: Annotated[GapsExportQuery, Query()], response: Response
) -> ReportExport:
    """The same question as of the report; for what is too large to wait for. Made in the name of who asks for it, and kept for
    72 hours.
    """
    question = contract.ExportedQuestion(skill_gaps=skill_gaps_question(query))
    return await _started(upstream, question, query, response)


@starts.post(
    "/readiness/exports",
    operation_id="exportReadiness",
    summary="Make a report on readiness by a job",
    status_code=202,
    responses={**ACCEPTED, **_REFUSED},
)
async def export_readiness(
    upstream: Creating, query: Annotated[ReadinessExportQuery, Query()], response: Response
) -> ReportExport:
    """The same question as of the report, of everybody and not by pages. Made in the name of who asks for it, and kept for 72 hours."""
    asked = readiness_report_question(query.model_copy(update={"cursor": None}))
    return await _started(upstream, contract.ExportedQuestion(readiness=asked), query, response)


@starts.post(
    "/recertification/exports",
    operation_id="exportRecertification",
    summary="Make a report on recertification by a job",
    status_code=202,
    responses={**ACCEPTED, **_REFUSED},
)
async def export_recertification(
    upstream: Creating, query: Annotated[RecertificationExportQuery, Query()], response: Response
) -> ReportExport:
    """The same question as of the report. It is made in the name of who asks for it, and kept for 72 hours."""
    question = contract.ExportedQuestion(recertification=recertification_question(query))
    return await _started(upstream, question, query, response)


@starts.post(
    "/trends/exports",
    operation_id="exportTrends",
    summary="Make a report on trends by a job",
    status_code=202,
    responses={**ACCEPTED, **_REFUSED},
)
async def export_trends(
    upstream: Creating, query: Annotated[TrendsExportQuery, Query()], response: Response
) -> ReportExport:
    """The same question as of the report. It is made in the name of who asks for it, and kept for 72 hours."""
    question = contract.ExportedQuestion(trends=trends_question(query))
    return await _started(upstream, question, query, response, in_query=TRENDS_IN_QUERY)


@starts.post(
    "/pipeline/exports",
    operation_id="exportPipeline",
    summary="Make a report on the promotion pipeline by a job",
    status_code=202,
    responses={**ACCEPTED, **_REFUSED},
)
async def export_pipeline(
    upstream: Creating, query: Annotated[PipelineExportQuery, Query()], response: Response
) -> ReportExport:
    """The same question as of the report. It is made in the name of who asks for it, and kept for 72 hours."""
    question = contract.ExportedQuestion(pipeline=pipeline_question(query))
    return await _started(upstream, question, query, response)


@starts.post(
    "/worth/exports",
    operation_id="exportWorth",
    summary="Make a report on what credentials were worth by a job",
    status_code=202,
    responses={**ACCEPTED, **_REFUSED},
)
async def export_worth(
    upstream: Creating, query: Annotated[WorthExportQuery, Query()], response: Response
) -> ReportExport:
    """The same question as of the report. It is made in the name of who asks for it, and kept for 72 hours."""
    question = contract.ExportedQuestion(worth=worth_question(query))
    return await _started(upstream, question, query, response, in_query=WORTH_IN_QUERY)


@router.get("", operation_id="listReportExports", summary="List the reports that jobs make")
async def list_exports(upstream: Asking) -> ReportExports:
    """The caller's newest 100."""
    found = await upstream.read(
        upstream.report_exports.ListReportExports, contract.ListReportExportsRequest()
    )
    return ReportExports(items=[export_answer(each) for each in found.report_exports])


@router.get(
    "/{export_id}",
    operation_id="getReportExport",
    summary="Get how far a report is made",
    responses=responses(404),
)
async def get_export(upstream: Asking, export_id: str) -> ReportExport:
    """How far a job has come. For who asked for it."""
    found = await upstream.read(
        upstream.report_exports.GetReportExport, contract.GetReportExportRequest(export_id=export_id)
    )
    return export_answer(found.report_export)


@router.delete(
    "/{export_id}",
    operation_id="cancelReportExport",
    summary="End the making of a report, or remove it",
    responses=responses(404),
)
async def cancel_export(upstream: Asking, export_id: str) -> ReportExport:
    """Nothing is left of what it made. Saying it again changes nothing."""
    done = await upstream.write(
        upstream.report_exports.CancelReportExport, contract.CancelReportExportRequest(export_id=export_id)
    )
    return export_answer(done.report_export)


@router.get(
    "/{export_id}/file",
    operation_id="downloadReportExport",
    summary="Download a report that a job made",
    response_class=StreamingResponse,
    responses=responses(404, 409, 410) | FILES_DESCRIBED,
)
async def download_export(request: Request, token: AccessToken, export_id: str) -> Response:
    """The file, with the names that the caller may know now. For who asked for it, while they may still ask about everybody in it."""
    return await _file(request, token, export_id)


@router.post(
    "/{export_id}/links",
    operation_id="makeReportDownload",
    summary="Make a link that downloads a report once",
    responses=responses(404, 409, 410),
)
async def make_download(
    request: Request, upstream: Asking, token: AccessToken, export_id: str, response: Response
) -> ReportDownload:
    """Whoever has the link gets the file, once, as the caller would get it at that moment."""
    await _require_done(upstream, export_id)
    links: DownloadLinks = request.app.state.download_links
    secret, expires_at = await links.make(export_id=export_id, access_token=token)
    response.headers["Cache-Control"] = "no-store"
    return ReportDownload(path=f"/api/v1{DOWNLOADS_PATH}/{secret}", expires_at=expires_at)


@downloads.get(
    "/{secret}",
    operation_id="openReportDownload",
    summary="Download a report by a link",
    response_class=StreamingResponse,
    responses=responses(404, 409, 410) | FILES_DESCRIBED,
)
async def open_download(request: Request, secret: Annotated[str, Path(max_length=200)]) -> Response:
    """The file. The link stands in for a token and leads nowhere from then on, whether all of the file arrives or not."""
    links: DownloadLinks = request.app.state.download_links
    link = await links.open(secret)
    return await _file(request, link.access_token, link.export_id)


def export_answer(message: contract.ReportExport) -> ReportExport:
    """The job as the API shows it."""
    return answer(
        ReportExport,
        message,
        report=name_of(message.question),
        as_of=as_of(message.question).ToDatetime(tzinfo=UTC),
    )


async def _started(
    upstream: Upstream,
    question: contract.ExportedQuestion,
    query: ExportQuery,
    response: Response,
    *,
    in_query: Locate = IN_QUERY,
) -> ReportExport:
    async with locating(in_query):
        started = await upstream.write(
            upstream.report_exports.StartReportExport,
            contract.StartReportExportRequest(
                question=question,
                format=file_format(query).value,
                webhook_endpoint_id=query.webhook_endpoint_id or "",
            ),
        )
    response.headers["Location"] = f"/api/v1{PATH}/{started.report_export.export_id}"
    return export_answer(started.report_export)


def file_format(query: FormatQuery) -> FileFormat:
    """As what the export is downloaded; CSV where nothing is said. Raises ProblemError for JSON, which has pages in the place of files."""
    if query.format is FileFormat.JSON:
        detail = "An export is a table in a file; JSON comes page by page from the report itself."
        wrong = WrongField(Located(parameter="format"), "NOT_A_FILE", detail)
        raise ProblemError("INVALID_FIELDS", detail, [wrong])
    return query.format or FileFormat.CSV


async def _require_done(upstream: Upstream, export_id: str) -> None:
    """Says at once what the link would otherwise be refused with."""
    export = await get_export(upstream, export_id)
    if export.state is ReportExportState.EXPIRED:
        raise ProblemError("EXPORT_GONE", "")
    if export.state is not ReportExportState.DONE:
        raise ProblemError(
            "EXPORT_NOT_READY", f"There is nothing to download: the export is {export.state.value}."
        )


async def _file(request: Request, token: str, export_id: str) -> Response:
    """Sends the file; holds one of the few turns that files have until its last part is sent."""
    transfers: FileTransfers = request.app.state.transfers
    await transfers.begin()
    try:
        upstream = within(request, token, seconds=_SECONDS)
        parts = upstream.receive(
            upstream.report_exports.ReadReportExport, contract.ReadReportExportRequest(export_id=export_id)
        )
        export = (await anext(parts)).report_export
        table = await exported_table(upstream, export.question, parts)
        sent = await file_answer(FileFormat(export.format), table)
    except BaseException:
        transfers.end()
        raise
    sent.body_iterator = _then_end(sent.body_iterator, transfers)
    return sent


async def _then_end(content: AsyncIterable[AnyPart], transfers: FileTransfers) -> AsyncIterator[AnyPart]:
    try:
        async for part in content:
            yield part
    finally:
        transfers.end()
