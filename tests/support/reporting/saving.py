"""Saved reports of the small companies: kept over gRPC, made by the workers' own work, at the test's own time."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

from cairn.reporting.v1 import report_exports_pb2 as exports
from cairn.reporting.v1 import saved_reports_pb2 as contract
from cairn_platform.due import DueItem
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.due_schedule import DueSchedule
from cairn_reporting.adapters.mongo.saved_reports import SAVED_REPORTS_WORK
from cairn_reporting.bootstrap import Stores, saved_report_work
from tests.support.reporting.calling import Caller, ReportingEndpoint
from tests.support.reporting.company import NOW
from tests.support.reporting.exporting import GAPS, Exports


@dataclass
class Clock:
    """Stands still until the test moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """The test's now."""
        return self.now

    def moves(self, **by: float) -> None:
        """Lets time pass."""
        self.now += timedelta(**by)


@dataclass(frozen=True, kw_only=True)
class Saving:
    """The service, and its workers in the test's hands."""

    endpoint: ReportingEndpoint
    database: Database[Document]
    clock: Clock = field(default_factory=Clock)

    def due(self) -> list[DueItem]:
        """What a worker would take up."""
        schedule = DueSchedule(self.database, work=SAVED_REPORTS_WORK)
        return schedule.due(now=self.clock(), after=None, at_most=100)

    def work(self) -> None:
        """One round of a worker."""
        perform = saved_report_work(Stores(self.database), clock=self.clock)
        for item in self.due():
            perform(item)

    def make(self) -> None:
        """One round of the worker that makes the exports."""
        Exports(endpoint=self.endpoint, database=self.database).work(now=self.clock())

    def exports_made(self) -> int:
        """How many jobs there are."""
        return self.database["report_exports"].count_documents({"tenant_id": "acme"})


def every_day(at: str = "07:00", zone: str = "Europe/Berlin") -> contract.ReportSchedule:
    """A schedule of every day."""
    return contract.ReportSchedule(daily=contract.EveryDay(), local_time=at, time_zone=zone)


def draft(
    *,
    name: str = "Gaps",
    question: exports.ExportedQuestion = GAPS,
    schedule: contract.ReportSchedule | None = None,
    **more: Any,
) -> contract.SavedReportDraft:
    """What to keep: gaps of everybody as CSV, unless said otherwise."""
    return contract.SavedReportDraft(name=name, question=question, format="csv", schedule=schedule, **more)


def keep(caller: Caller, report: contract.SavedReportDraft) -> contract.SavedReport:
    """Keeps a report."""
    kept = caller.call("CreateSavedReport", contract.CreateSavedReportRequest(report=report))
    found: contract.SavedReport = kept.saved_report
    return found


def look(caller: Caller, saved: contract.SavedReport) -> contract.SavedReport:
    """It as it stands."""
    request = contract.GetSavedReportRequest(saved_report_id=saved.saved_report_id)
    found: contract.SavedReport = caller.call("GetSavedReport", request).saved_report
    return found


def change(
    caller: Caller, saved: contract.SavedReport, report: contract.SavedReportDraft
) -> contract.SavedReport:
    """Keeps something else in its place."""
    request = contract.ChangeSavedReportRequest(
        saved_report_id=saved.saved_report_id, expected_version=saved.version, report=report
    )
    found: contract.SavedReport = caller.call("ChangeSavedReport", request).saved_report
    return found


def run(caller: Caller, saved: contract.SavedReport) -> contract.SavedReportRun:
    """Has it made now."""
    request = contract.RunSavedReportRequest(saved_report_id=saved.saved_report_id)
    found: contract.SavedReportRun = caller.call("RunSavedReport", request).run
    return found


def runs(caller: Caller, saved: contract.SavedReport) -> list[contract.SavedReportRun]:
    """Its runs, the newest first."""
    request = contract.ListSavedReportRunsRequest(saved_report_id=saved.saved_report_id)
    return list(caller.call("ListSavedReportRuns", request).runs)
