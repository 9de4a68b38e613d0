"""Reports that are kept by name and made again, by hand or on a schedule."""

from enum import StrEnum
from typing import Annotated, Self

from fastapi import APIRouter, Response
from pydantic import Field, Strict, model_validator
from pydantic_core import PydanticCustomError

from cairn.reporting.v1 import saved_reports_pb2 as contract
from cairn_gateway.adapters.http import preconditions, written_questions
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.exported_rows import name_of
from cairn_gateway.adapters.http.locating import Locate, pointer
from cairn_gateway.adapters.http.model import Answer, Draft, Flag, Instant
from cairn_gateway.adapters.http.preconditions import ExpectedVersion
from cairn_gateway.adapters.http.problems import Located, responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.report_exports import ACCEPTED, ReportExport, export_answer
from cairn_gateway.adapters.http.report_exports import PATH as EXPORTS_PATH
from cairn_gateway.adapters.http.report_rows import ReportName
from cairn_gateway.adapters.http.translation import answer, request
from cairn_gateway.adapters.http.written_questions import WrittenQuestion

PATH = "/reports/saved"


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


_WEEKDAYS = tuple(Weekday)


class SavedFormat(StrEnum):
    """As what a saved report is downloaded."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


class ReportScheduleDraft(Draft):
    """When a report is made by itself: every day, unless days are named."""

    weekdays: Annotated[list[Weekday] | None, Field(max_length=7)] = None
    """On these days of each week."""
    month_day: Annotated[int, Strict(), Field(ge=1, le=31)] | None = None
    """On this day of each month, 1 to 31; in a month that is shorter on its last day. Not beside `weekdays`."""
    local_time: str
    """When, on the clock there: HH:MM. A time that does not exist on a day moves on by the gap, one that comes twice is the first."""
    time_zone: str
    """Where: a time zone of the IANA database such as Europe/Berlin."""

    @model_validator(mode="after")
    def _on_days_of_one_kind(self) -> Self:
        if self.weekdays is not None and self.month_day is not None:
            raise PydanticCustomError("one_of", "Name either days of the week or a day of the month.")
        return self


class SavedReportDraft(Draft):
    """What to keep of a report."""

    name: str
    """What it is called, 1 to 200 characters."""
    report: ReportName
    """Which report."""
    query: WrittenQuestion = Field(default_factory=dict)
    """What stands in the query of the report's own path, by the same names: such as `{"department_id": "it", "skill": ["python:3"]}`.
    Parameters that may be repeated are lists. Without `as_of` each run answers for its own instant."""
    as_of_days: Annotated[int, Strict(), Field(ge=-3660, le=3660)] | None = None
    """Each run answers for so many days after itself, or before where this is negative; 3,660 at most. Not beside `as_of`."""
    format: SavedFormat = SavedFormat.CSV
    """As what it is downloaded."""
    is_shared: Flag = False
    """hr and tenant-admin see and run it too, and download what its runs made."""
    schedule: ReportScheduleDraft | None = None
    """When it is made by itself; null: never."""
    is_paused: Flag = False
    """The schedule stands still."""


class ReportSchedule(Answer):
    """When a report is made by itself: every day, unless days are named."""

    weekdays: list[Weekday] | None
    """On these days of each week; null for another schedule."""
    month_day: int | None
    """On this day of each month, or the last one of a shorter month; null for another schedule."""
    local_time: str
    """When, on the clock there: HH:MM."""
    time_zone: str
    """Where."""


class SchedulePauseReason(StrEnum):
    """Why a schedule stands still."""

    BY_OWNER = "by_owner"
    OWNER_LEFT = "owner_left"
    RIGHTS_LOST = "rights_lost"
    QUESTION_REFUSED = "question_refused"


class SchedulePause(Answer):
    """That a schedule stands still, until its owner lets it go on."""

    reason: SchedulePauseReason
    """Why: its owner paused it, does not work here any more, has no right to it any more; or the report cannot be asked for like that."""
    problem: str | None
    """The same for people; null where its owner paused it."""
    paused_at: Instant
    """Since when."""


class SavedReport(Answer):
    """A report that is kept by name."""

    saved_report_id: str
    """UUID."""
    version: int
    """Grows with every change and every run of its schedule."""
    owner_subject: str
    """The account that keeps it."""
    is_own: bool
    """The caller keeps it, and so may change and delete it."""
    name: str
    """What it is called."""
    report: ReportName
    """Which report."""
    query: WrittenQuestion | None
    """What is asked, as its owner wrote it; null for one that was kept by gRPC."""
    as_of_days: int | None
    """For so many days after each run it answers; null: for the instant that `query` names, or that of the run."""
    format: SavedFormat
    """As what it is downloaded."""
    is_shared: bool
    """hr and tenant-admin see it too."""
    schedule: ReportSchedule | None
    """When it is made by itself; null: never."""
    is_paused: bool
    """The schedule stands still."""
    pause: SchedulePause | None
    """Why; null where it does not."""
    next_run_at: Instant | None
    """When it is made next by itself; null: never."""
    created_at: Instant
    """When it was first kept."""


class SavedReports(Answer):
    """The saved reports that the caller sees."""

    items: list[SavedReport]
    """By name; an organization keeps 200 at most."""


class SavedReportRun(Answer):
    """One time that a saved report was made."""

    due_at: Instant | None
    """When the schedule wanted it; null for one that was asked for by hand."""
    missed_count: int
    """How many times before this one the schedule wanted it while nothing ran; these are not made."""
    asked_by_subject: str
    """The account that asked for it, or whose schedule did."""
    export: ReportExport
    """The job that makes it: where it stands, and until when it can be downloaded."""


class SavedReportRuns(Answer):
    """The runs of a saved report."""

    items: list[SavedReportRun]
    """The newest first, at most 100."""


router = APIRouter(prefix=PATH, tags=["reports"])

_WITHIN_SCHEDULE = {"weekly": "weekdays", "monthly": "month_day"}


@router.get("", operation_id="listSavedReports", summary="List saved reports")
async def list_saved(upstream: Asking) -> SavedReports:
    """The caller's own, and for hr and tenant-admin those that are shared. For hr, hr-partner, tenant-admin and managers."""
    found = await upstream.read(upstream.saved_reports.ListSavedReports, contract.ListSavedReportsRequest())
    return SavedReports(items=[_saved(each) for each in found.saved_reports])


@router.post(
    "",
    operation_id="saveReport",
    summary="Keep a report by name",
    status_code=201,
    responses={**preconditions.CREATED, **responses(404, 409)},
)
async def save(upstream: Creating, draft: SavedReportDraft, response: Response) -> SavedReport:
    """For hr, hr-partner, tenant-admin, and managers for their line. Each run has the rights that its owner has at the time."""
    asked = contract.CreateSavedReportRequest(report=_kept(draft))
    async with locating(_in_draft(draft.report)):
        saved = (await upstream.write(upstream.saved_reports.CreateSavedReport, asked)).saved_report
    preconditions.show_created(response, saved.version, f"/api/v1{PATH}/{saved.saved_report_id}")
    return _saved(saved)


@router.get(
    "/{saved_report_id}",
    operation_id="getSavedReport",
    summary="Get a saved report",
    responses={200: {"headers": preconditions.ETAG}, **responses(404)},
)
async def get_saved(upstream: Asking, saved_report_id: str, response: Response) -> SavedReport:
    """The caller's own, or one that is shared."""
    asked = contract.GetSavedReportRequest(saved_report_id=saved_report_id)
    saved = (await upstream.read(upstream.saved_reports.GetSavedReport, asked)).saved_report
    preconditions.show_version(response, saved.version)
    return _saved(saved)


@router.put(
    "/{saved_report_id}",
    operation_id="changeSavedReport",
    summary="Change a saved report",
    responses={200: {"headers": preconditions.ETAG}, **responses(404, 412, 428)},
)
async def change(
    upstream: Asking,
    saved_report_id: str,
    draft: SavedReportDraft,
    expected: ExpectedVersion,
    response: Response,
) -> SavedReport:
    """For its owner. The schedule is counted from now on; `is_paused` false lets one go on that stood still."""
    asked = contract.ChangeSavedReportRequest(
        saved_report_id=saved_report_id, expected_version=expected, report=_kept(draft)
    )
    async with locating(_in_draft(draft.report)):
        saved = (await upstream.write(upstream.saved_reports.ChangeSavedReport, asked)).saved_report
    preconditions.show_version(response, saved.version)
    return _saved(saved)


@router.delete(
    "/{saved_report_id}",
    operation_id="deleteSavedReport",
    summary="Forget a saved report",
    status_code=204,
    responses=responses(404),
)
async def delete(upstream: Asking, saved_report_id: str) -> None:
    """For its owner. What its runs made stays until it expires, among the exports of who asked for it."""
    await upstream.write(
        upstream.saved_reports.DeleteSavedReport,
        contract.DeleteSavedReportRequest(saved_report_id=saved_report_id),
    )


@router.get(
    "/{saved_report_id}/runs",
    operation_id="listSavedReportRuns",
    summary="List the runs of a saved report",
    responses=responses(404),
)
async def list_runs(upstream: Asking, saved_report_id: str) -> SavedReportRuns:
    """The newest 100. What they made is downloaded as any export is, while it is kept."""
    found = await upstream.read(
        upstream.saved_reports.ListSavedReportRuns,
        contract.ListSavedReportRunsRequest(saved_report_id=saved_report_id),
    )
    return SavedReportRuns(items=[_run(each) for each in found.runs])


@router.post(
    "/{saved_report_id}/runs",
    operation_id="runSavedReport",
    summary="Make a saved report now",
    status_code=202,
    responses={**ACCEPTED, **responses(404, 409)},
)
async def run_now(upstream: Creating, saved_report_id: str, response: Response) -> SavedReportRun:
    """As an export of the caller, by the caller's rights; the schedule goes on as it was."""
    asked = contract.RunSavedReportRequest(saved_report_id=saved_report_id)
    made = (await upstream.write(upstream.saved_reports.RunSavedReport, asked)).run
    response.headers["Location"] = f"/api/v1{EXPORTS_PATH}/{made.report_export.export_id}"
    return _run(made)


def _kept(draft: SavedReportDraft) -> contract.SavedReportDraft:
    return contract.SavedReportDraft(
        name=draft.name,
        question=written_questions.asked(draft.report, draft.query),
        written_question=written_questions.as_text(draft.query),
        as_of_days=draft.as_of_days,
        format=draft.format.value,
        is_shared=draft.is_shared,
        schedule=_schedule(draft.schedule) if draft.schedule else None,
        is_paused=draft.is_paused,
    )


def _schedule(draft: ReportScheduleDraft) -> contract.ReportSchedule:
    schedule = request(draft, contract.ReportSchedule)
    if draft.month_day is not None:
        schedule.monthly.day = draft.month_day
    if draft.weekdays is not None:
        schedule.weekly.iso_weekdays.extend(_WEEKDAYS.index(each) + 1 for each in draft.weekdays)
        schedule.weekly.SetInParent()
    if schedule.WhichOneof("days") is None:
        schedule.daily.SetInParent()
    return schedule


def _saved(message: contract.SavedReport) -> SavedReport:
    kept = message.kept
    return answer(
        SavedReport,
        message,
        name=kept.name,
        report=name_of(kept.question),
        query=written_questions.from_text(kept.written_question),
        as_of_days=kept.as_of_days if kept.HasField("as_of_days") else None,
        format=SavedFormat(kept.format),
        is_shared=kept.is_shared,
        schedule=_schedule_answer(kept.schedule) if kept.HasField("schedule") else None,
        is_paused=kept.is_paused,
    )


def _schedule_answer(message: contract.ReportSchedule) -> ReportSchedule:
    days = message.WhichOneof("days")
    return answer(
        ReportSchedule,
        message,
        weekdays=[_WEEKDAYS[each - 1] for each in message.weekly.iso_weekdays] if days == "weekly" else None,
        month_day=message.monthly.day if days == "monthly" else None,
    )


def _run(message: contract.SavedReportRun) -> SavedReportRun:
    return answer(SavedReportRun, message, export=export_answer(message.report_export))


def _in_draft(report: ReportName) -> Locate:
    """Names the fields of reporting's request as a draft of this report does."""

    def locate(path: str) -> Located:
        inner = path.removeprefix("report.")
        if inner == "question":
            return Located(pointer="/report")
        if inner.startswith("question."):
            return written_questions.in_written(report, inner.removeprefix("question."))
        *parents, last = inner.split(".")
        return Located(pointer=pointer([*parents, _WITHIN_SCHEDULE.get(last, last)]))

    return locate
