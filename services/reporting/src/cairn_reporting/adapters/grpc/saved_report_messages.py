"""Saved reports between the contract's messages and the application's words."""

import re
from collections.abc import Iterator
from datetime import time
from zoneinfo import ZoneInfo

from cairn.reporting.v1 import report_exports_pb2 as exports
from cairn.reporting.v1 import saved_reports_pb2 as contract
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_reporting.adapters.grpc.answers import instant_message
from cairn_reporting.adapters.grpc.exports_servicer import export_message
from cairn_reporting.application.saved_report_ports import RunWithExport
from cairn_reporting.domain.saved_reports import PauseReason, ReportToSave, SavedReport
from cairn_reporting.domain.schedules import Daily, Monthly, Schedule, Weekly

_LONGEST_NAME = 200
_LONGEST_QUESTION = 10_000
_LONGEST_FORMAT = 20
_MOST_DAYS = 3660
_DAYS_OF_A_WEEK = range(1, 8)
_DAYS_OF_A_MONTH = range(1, 32)
_LOCAL_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
# Not places: the clock of whoever runs this, and the database's other forms, of which `right` counts leap seconds.
_NO_PLACES = ("localtime", "posixrules", "posix/", "right/", "Factory")

_REASONS = {
    PauseReason.BY_OWNER: contract.SCHEDULE_PAUSE_REASON_BY_OWNER,
    PauseReason.OWNER_LEFT: contract.SCHEDULE_PAUSE_REASON_OWNER_LEFT,
    PauseReason.RIGHTS_LOST: contract.SCHEDULE_PAUSE_REASON_RIGHTS_LOST,
    PauseReason.QUESTION_REFUSED: contract.SCHEDULE_PAUSE_REASON_QUESTION_REFUSED,
}


def report_to_save(draft: contract.SavedReportDraft) -> ReportToSave:
    """What is to be kept; raises InvalidFieldsError with all that is wrong beside the question itself."""
    wrong = [*_wrong_texts(draft), *_wrong_schedule(draft)]
    if draft.HasField("as_of_days") and abs(draft.as_of_days) > _MOST_DAYS:
        wrong.append(
            FieldViolation("report.as_of_days", "OUT_OF_RANGE", f"At most {_MOST_DAYS:,} days either way.")
        )
    if wrong:
        raise InvalidFieldsError(wrong)
    return ReportToSave(
        name=draft.name.strip(),
        question=draft.question.SerializeToString(),
        written_question=draft.written_question,
        as_of_days=draft.as_of_days if draft.HasField("as_of_days") else None,
        format=draft.format,
        is_shared=draft.is_shared,
        schedule=_schedule(draft.schedule) if draft.HasField("schedule") else None,
        is_paused=draft.is_paused,
    )


def saved_report_message(saved: SavedReport, *, subject: str) -> contract.SavedReport:
    """The saved report as this account is told of it."""
    report, pause = saved.report, saved.pause
    return contract.SavedReport(
        saved_report_id=saved.saved_report_id,
        version=saved.version,
        owner_subject=saved.owner.subject,
        is_own=saved.owner.subject == subject,
        kept=contract.SavedReportDraft(
            name=report.name,
            question=exports.ExportedQuestion.FromString(report.question),
            written_question=report.written_question,
            as_of_days=report.as_of_days,
            format=report.format,
            is_shared=report.is_shared,
            schedule=_schedule_message(report.schedule) if report.schedule else None,
            is_paused=report.is_paused,
        ),
        pause=contract.SchedulePause(
            reason=_REASONS[pause.reason],
            problem=pause.problem,
            paused_at=instant_message(pause.paused_at),
        )
        if pause
        else None,
        next_run_at=instant_message(saved.next_run_at),
        created_at=instant_message(saved.created_at),
    )


def run_message(made: RunWithExport) -> contract.SavedReportRun:
    """The run with what makes it."""
    return contract.SavedReportRun(
        due_at=instant_message(made.run.due_at),
        missed_count=made.run.missed_count,
        asked_by_subject=made.run.asked_by,
        report_export=export_message(made.export),
    )


def _schedule(message: contract.ReportSchedule) -> Schedule:
    days: Daily | Weekly | Monthly = Daily()
    if message.WhichOneof("days") == "weekly":
        days = Weekly(iso_weekdays=frozenset(message.weekly.iso_weekdays))
    elif message.WhichOneof("days") == "monthly":
        days = Monthly(day=message.monthly.day)
    return Schedule(
        days=days, local_time=time.fromisoformat(message.local_time), zone=ZoneInfo(message.time_zone)
    )


def _schedule_message(schedule: Schedule) -> contract.ReportSchedule:
    told = contract.ReportSchedule(
        local_time=schedule.local_time.isoformat(timespec="minutes"), time_zone=schedule.zone.key
    )
    match schedule.days:
        case Daily():
            told.daily.SetInParent()
        case Weekly(iso_weekdays=days):
            told.weekly.iso_weekdays.extend(sorted(days))
        case Monthly(day=day):
            told.monthly.day = day
    return told


def _wrong_texts(draft: contract.SavedReportDraft) -> Iterator[FieldViolation]:
    if not draft.name.strip():
        yield FieldViolation("report.name", "REQUIRED", "This is needed.")
    for name, longest in (
        ("name", _LONGEST_NAME),
        ("written_question", _LONGEST_QUESTION),
        ("format", _LONGEST_FORMAT),
    ):
        if len(getattr(draft, name)) > longest:
            yield FieldViolation(f"report.{name}", "TOO_LONG", f"At most {longest:,} characters.")


def _wrong_schedule(draft: contract.SavedReportDraft) -> Iterator[FieldViolation]:
    if not draft.HasField("schedule"):
        return
    schedule, field = draft.schedule, "report.schedule"
    match schedule.WhichOneof("days"):
        case "weekly":
            days = schedule.weekly.iso_weekdays
            if not days:
                yield FieldViolation(f"{field}.weekly", "REQUIRED", "Name a day of the week at least.")
            if any(day not in _DAYS_OF_A_WEEK for day in days):
                yield FieldViolation(f"{field}.weekly", "OUT_OF_RANGE", "A day of the week is one of 1 to 7.")
            if len(set(days)) < len(days):
                yield FieldViolation(f"{field}.weekly", "DUPLICATE", "Each day is named once.")
        case "monthly" if schedule.monthly.day not in _DAYS_OF_A_MONTH:
            yield FieldViolation(f"{field}.monthly", "OUT_OF_RANGE", "A day of the month is one of 1 to 31.")
        case None:
            yield FieldViolation(field, "REQUIRED", "Say on which days.")
    if not _LOCAL_TIME.fullmatch(schedule.local_time):
        yield FieldViolation(f"{field}.local_time", "NOT_A_TIME", "Give a time as HH:MM.")
    if not _is_zone(schedule.time_zone):
        yield FieldViolation(
            f"{field}.time_zone", "UNKNOWN", "Give a time zone of the IANA database, such as Europe/Berlin."
        )


def _is_zone(name: str) -> bool:
    if name.startswith(_NO_PLACES):
        return False
    try:
        return bool(ZoneInfo(name).key)
    except (KeyError, ValueError, OSError):
        return False
