"""The RPCs of SavedReportsService."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import grpc

from cairn.reporting.v1 import saved_reports_pb2 as contract
from cairn.reporting.v1 import saved_reports_pb2_grpc as contract_grpc
from cairn_platform.grpc import call as calls
from cairn_platform.identity import Principal
from cairn_reporting.adapters.grpc.saved_report_messages import (
    report_to_save,
    run_message,
    saved_report_message,
)
from cairn_reporting.adapters.mongo.saved_reports import MongoSavedReports
from cairn_reporting.application.saved_reports import (
    Keeping,
    change_saved_report,
    create_saved_report,
    delete_saved_report,
    get_saved_report,
    list_saved_report_runs,
    list_saved_reports,
    note_roles,
    run_saved_report,
)
from cairn_reporting.domain.saved_reports import SavedReport

SAVED_REPORTS_SERVICE_NAME = contract.DESCRIPTOR.services_by_name["SavedReportsService"].full_name


@dataclass(frozen=True, kw_only=True)
class _Caller:
    principal: Principal
    store: MongoSavedReports
    keeping: Keeping

    def told(self, saved: SavedReport) -> contract.SavedReport:
        return saved_report_message(saved, subject=self.principal.subject)


class SavedReportsServicer(contract_grpc.SavedReportsServiceServicer):
    """Answers for the tenant of the caller's token, which the platform verified."""

    def __init__(
        self,
        *,
        store_of: Callable[[str], MongoSavedReports],
        keeping: Callable[[str], Keeping],
        rebuilding: Callable[[], bool],
        clock: Callable[[], datetime],
    ) -> None:
        self._store_of = store_of
        self._keeping = keeping
        self._rebuilding = rebuilding
        self._clock = clock

    def CreateSavedReport(  # noqa: N802 (the contract's name)
        self, request: contract.CreateSavedReportRequest, _context: grpc.ServicerContext
    ) -> contract.CreateSavedReportResponse:
        """Keeps a report under a name."""
        caller = self._caller()
        return calls.answered_once(
            request,
            answers=caller.store,
            response=contract.CreateSavedReportResponse,
            respond=lambda saved: contract.CreateSavedReportResponse(saved_report=caller.told(saved)),
            perform=lambda once: create_saved_report(
                principal=caller.principal,
                report=report_to_save(request.report),
                saved_report_id=str(uuid.uuid4()),
                keeping=caller.keeping,
                once=once,
                now=self._clock(),
            ),
        )

    def GetSavedReport(  # noqa: N802
        self, request: contract.GetSavedReportRequest, _context: grpc.ServicerContext
    ) -> contract.GetSavedReportResponse:
        """One that the caller sees."""
        caller = self._caller()
        found = get_saved_report(
            principal=caller.principal, saved_report_id=request.saved_report_id, store=caller.store
        )
        return contract.GetSavedReportResponse(saved_report=caller.told(found))

    def ListSavedReports(  # noqa: N802
        self, _request: contract.ListSavedReportsRequest, _context: grpc.ServicerContext
    ) -> contract.ListSavedReportsResponse:
        """All that the caller sees."""
        caller = self._caller()
        found = list_saved_reports(principal=caller.principal, store=caller.store)
        return contract.ListSavedReportsResponse(saved_reports=[caller.told(each) for each in found])

    def ChangeSavedReport(  # noqa: N802
        self, request: contract.ChangeSavedReportRequest, _context: grpc.ServicerContext
    ) -> contract.ChangeSavedReportResponse:
        """Keeps something else in its place."""
        caller = self._caller()
        saved = change_saved_report(
            principal=caller.principal,
            saved_report_id=request.saved_report_id,
            expected_version=request.expected_version,
            report=report_to_save(request.report),
            keeping=caller.keeping,
            now=self._clock(),
        )
        return contract.ChangeSavedReportResponse(saved_report=caller.told(saved))

    def DeleteSavedReport(  # noqa: N802
        self, request: contract.DeleteSavedReportRequest, _context: grpc.ServicerContext
    ) -> contract.DeleteSavedReportResponse:
        """Forgets it."""
        caller = self._caller()
        delete_saved_report(
            principal=caller.principal, saved_report_id=request.saved_report_id, store=caller.store
        )
        return contract.DeleteSavedReportResponse()

    def RunSavedReport(  # noqa: N802
        self, request: contract.RunSavedReportRequest, _context: grpc.ServicerContext
    ) -> contract.RunSavedReportResponse:
        """Has it made now."""
        caller = self._caller()
        return calls.answered_once(
            request,
            answers=caller.store,
            response=contract.RunSavedReportResponse,
            respond=lambda made: contract.RunSavedReportResponse(run=run_message(made)),
            perform=lambda once: run_saved_report(
                principal=caller.principal,
                saved_report_id=request.saved_report_id,
                export_id=str(uuid.uuid4()),
                rebuilding=self._rebuilding(),
                keeping=caller.keeping,
                once=once,
                now=self._clock(),
            ),
        )

    def ListSavedReportRuns(  # noqa: N802
        self, request: contract.ListSavedReportRunsRequest, _context: grpc.ServicerContext
    ) -> contract.ListSavedReportRunsResponse:
        """Its newest runs."""
        caller = self._caller()
        found = list_saved_report_runs(
            principal=caller.principal, saved_report_id=request.saved_report_id, store=caller.store
        )
        return contract.ListSavedReportRunsResponse(runs=[run_message(each) for each in found])

    def _caller(self) -> _Caller:
        principal = calls.current.get().principal
        store = self._store_of(principal.tenant_id)
        note_roles(principal=principal, store=store, now=self._clock())
        return _Caller(principal=principal, store=store, keeping=self._keeping(principal.tenant_id))
