"""Saved reports in MongoDB, their runs, and the jobs that make these."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from cairn_platform.changes import Change, Guard
from cairn_platform.idempotency import Once
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Due, Kind, TenantStore
from cairn_reporting.adapters.mongo.exports import no_event, owner_document, owner_from
from cairn_reporting.adapters.mongo.saved_report_documents import (
    SavedReportDocument,
    SavedReportRunDocument,
)
from cairn_reporting.application.saved_report_ports import RunWithExport
from cairn_reporting.domain.exports import ReportExport
from cairn_reporting.domain.saved_reports import (
    Pause,
    PauseReason,
    ReportToSave,
    SavedReport,
    SavedReportRun,
)
from cairn_reporting.domain.schedules import Daily, Monthly, Schedule, Weekly

SAVED_REPORTS_WORK = "saved-reports"
"""The work of having reports made when their schedules want them."""
_LIMITS = "saved-reports"
_PLAIN = ("name", "written_question", "as_of_days", "format", "is_shared", "is_paused")


def _schedule_document(schedule: Schedule) -> Document:
    days = schedule.days
    return {
        "is_daily": isinstance(days, Daily),
        "iso_weekdays": sorted(days.iso_weekdays) if isinstance(days, Weekly) else [],
        "month_day": days.day if isinstance(days, Monthly) else None,
        "local_time": schedule.local_time.isoformat(timespec="minutes"),
        "time_zone": schedule.zone.key,
    }


def _schedule(document: Document) -> Schedule:
    days: Daily | Weekly | Monthly = Weekly(iso_weekdays=frozenset(document["iso_weekdays"]))
    if document["is_daily"]:
        days = Daily()
    elif document["month_day"]:
        days = Monthly(day=document["month_day"])
    return Schedule(
        days=days,
        local_time=time.fromisoformat(document["local_time"]),
        zone=ZoneInfo(document["time_zone"]),
    )


def _document(saved: SavedReport) -> Document:
    report, pause = saved.report, saved.pause
    return {
        "saved_report_id": saved.saved_report_id,
        "owner": owner_document(saved.owner),
        **{name: getattr(report, name) for name in _PLAIN},
        "question": report.question,
        "schedule": _schedule_document(report.schedule) if report.schedule else None,
        "pause": {"reason": pause.reason.value, "problem": pause.problem, "paused_at": pause.paused_at}
        if pause
        else None,
        "next_run_at": saved.next_run_at,
        "created_at": saved.created_at,
        "is_removed": saved.is_removed,
    }


def _saved_report(document: Document) -> SavedReport:
    pause = document["pause"]
    return SavedReport(
        saved_report_id=document["saved_report_id"],
        version=document["version"],
        owner=owner_from(document["owner"]),
        report=ReportToSave(
            **{name: document[name] for name in _PLAIN},
            question=bytes(document["question"]),
            schedule=_schedule(document["schedule"]) if document["schedule"] else None,
        ),
        pause=Pause(
            reason=PauseReason(pause["reason"]), problem=pause["problem"], paused_at=pause["paused_at"]
        )
        if pause
        else None,
        next_run_at=document["next_run_at"],
        created_at=document["created_at"],
        is_removed=document["is_removed"],
    )


_RUN_FIELDS = ("export_id", "saved_report_id", "asked_by", "due_at", "missed_count", "started_at")


def _run(document: Document) -> SavedReportRun:
    return SavedReportRun(version=document["version"], **{name: document[name] for name in _RUN_FIELDS})


SAVED_REPORTS = Kind(
    aggregate=SavedReport,
    document=SavedReportDocument,
    identify=lambda saved: saved.saved_report_id,
    to_document=_document,
    from_document=_saved_report,
    to_event=no_event,
    event_key=lambda saved: saved.saved_report_id,
    is_told=lambda _: False,
    due=Due(work=SAVED_REPORTS_WORK, at=lambda saved: saved.next_run_at),
)
SAVED_REPORT_RUNS = Kind(
    aggregate=SavedReportRun,
    document=SavedReportRunDocument,
    identify=lambda run: run.export_id,
    to_document=lambda run: {name: getattr(run, name) for name in _RUN_FIELDS},
    from_document=_run,
    to_event=no_event,
    event_key=lambda run: run.export_id,
    is_told=lambda _: False,
)


class MongoSavedReports:
    """The saved reports of one tenant; the store has the kinds of their runs and of exports too."""

    def __init__(self, store: TenantStore, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def answer_to(self, once: Once) -> bytes | None:
        """The first answer to this key, or None; raises IdempotencyKeyReusedError when it was another request."""
        return self._store.answer_to(once)

    def saved_report(self, saved_report_id: str) -> SavedReport | None:
        """The saved report with this id."""
        found = self._store.get(SavedReport, saved_report_id)
        return None if found is None or found.is_removed else found

    def saved_reports(self, *, subject: str, with_shared: bool) -> Sequence[SavedReport]:
        """What this account keeps, and with them what others share; by name."""
        seen = [{"owner.subject": subject}, *([{"is_shared": True}] if with_shared else [])]
        return self._store.find(
            SavedReport, {"is_removed": False, "$or": seen}, sort=[("name", 1), ("created_at", 1)]
        )

    def scheduled(self, *, subject: str) -> Sequence[SavedReport]:
        """What this account keeps and a schedule makes."""
        wanted = {"is_removed": False, "owner.subject": subject, "next_run_at": {"$ne": None}}
        return self._store.find(SavedReport, wanted)

    def counts(self, *, subject: str) -> tuple[int, int]:
        """How many the tenant keeps, and how many of these this account."""
        kept = self._store.collection(SavedReport)
        return kept.count({"is_removed": False}), kept.count({"is_removed": False, "owner.subject": subject})

    def guard(self) -> Guard:
        """Of the limits: read before they are looked at."""
        return self._store.guard(_LIMITS)

    def save(self, saved: SavedReport, *, guards: Sequence[Guard] = (), once: Once | None = None) -> None:
        """Saves a state in the place of the one before it. Raises ConflictError where that is not what is there."""
        self._store.commit([self._change(saved)], guards=guards, once=once, result=saved)

    def save_run(self, made: RunWithExport, *, saved: SavedReport | None, once: Once | None = None) -> None:
        """Saves a run with the job that makes it, and the saved report where its schedule went on; all of it or nothing."""
        changes = [self._change(made.run), self._change(made.export)]
        self._store.commit([*changes, *([self._change(saved)] if saved else [])], once=once, result=made)

    def newest_runs(self, saved_report_id: str, *, at_most: int) -> Sequence[SavedReportRun]:
        """The newest first."""
        return self._store.find(
            SavedReportRun,
            {"saved_report_id": saved_report_id},
            sort=[("started_at", -1)],
            limit=at_most,
        )

    def exports(self, export_ids: Iterable[str]) -> Mapping[str, ReportExport]:
        """The jobs with these ids, by id."""
        return self._store.get_many(ReportExport, export_ids)

    def _change(
        self, aggregate: SavedReport | SavedReportRun | ReportExport
    ) -> Change[SavedReport | SavedReportRun | ReportExport]:
        return Change(aggregate=aggregate, happened=None, happened_at=self._clock())
