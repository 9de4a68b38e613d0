"""Exports of the small companies: asked for over gRPC, made by the worker's own work."""

from dataclasses import dataclass
from datetime import datetime

from pymongo.database import Database

from cairn.reporting.v1 import report_exports_pb2 as contract
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_platform.clock import utc_now
from cairn_platform.due import DueItem
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.due_schedule import DueSchedule
from cairn_reporting.adapters.mongo.exports import EXPORTS_WORK
from cairn_reporting.bootstrap import Stores, export_work
from tests.support.reporting.calling import Caller, ReportingEndpoint

READINESS = contract.ExportedQuestion(readiness=reporting.ReportReadinessRequest())
GAPS = contract.ExportedQuestion(skill_gaps=reporting.ReportSkillGapsRequest())
RECERTIFICATION = contract.ExportedQuestion(recertification=reporting.ReportRecertificationRequest())


@dataclass(frozen=True, kw_only=True)
class Exports:
    """The service, and its worker in the test's hands."""

    endpoint: ReportingEndpoint
    database: Database[Document]
    stores: Stores | None = None

    def due(self, *, now: datetime | None = None) -> list[DueItem]:
        """What the worker would take up."""
        schedule = DueSchedule(self.database, work=EXPORTS_WORK)
        return schedule.due(now=now or utc_now(), after=None, at_most=100)

    def work(self, *, now: datetime | None = None) -> None:
        """One round of the worker."""
        perform = export_work(self.stores or Stores(self.database))
        for item in self.due(now=now):
            perform(item)

    def files_left(self) -> int:
        """How many files are kept."""
        return self.database["tenant_files.files"].count_documents({})


def start(
    caller: Caller, question: contract.ExportedQuestion, *, format: str = "csv"
) -> contract.ReportExport:
    """Asks for an export."""
    request = contract.StartReportExportRequest(question=question, format=format)
    started = caller.call("StartReportExport", request)
    found: contract.ReportExport = started.report_export
    return found


def look(caller: Caller, export: contract.ReportExport) -> contract.ReportExport:
    """How far it is."""
    found = caller.call("GetReportExport", contract.GetReportExportRequest(export_id=export.export_id))
    told: contract.ReportExport = found.report_export
    return told


def read(caller: Caller, export: contract.ReportExport) -> list[contract.ExportedPart]:
    """What it made."""
    request = contract.ReadReportExportRequest(export_id=export.export_id)
    _, *parts = caller.call("ReadReportExport", request)
    return [each.part for each in parts]
