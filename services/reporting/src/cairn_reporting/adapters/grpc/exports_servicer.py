"""The RPCs of ReportExportsService."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import grpc

from cairn.reporting.v1 import report_exports_pb2 as contract
from cairn.reporting.v1 import report_exports_pb2_grpc as contract_grpc
from cairn_platform.grpc import call as calls
from cairn_platform.identity import Principal
from cairn_reporting.adapters.grpc.answers import instant_message
from cairn_reporting.adapters.mongo.exports import MongoExports
from cairn_reporting.application.export_ports import ExportParts, ReportMaker, SharedExports
from cairn_reporting.application.exports import (
    cancel_export,
    get_export,
    list_exports,
    read_export,
    start_export,
)
from cairn_reporting.application.webhook_ports import EndpointsReader
from cairn_reporting.domain.exports import ExportState, ReportExport

EXPORTS_SERVICE_NAME = contract.DESCRIPTOR.services_by_name["ReportExportsService"].full_name

_STATES = {
    ExportState.RUNNING: contract.REPORT_EXPORT_STATE_RUNNING,
    ExportState.DONE: contract.REPORT_EXPORT_STATE_DONE,
    ExportState.CANCELLED: contract.REPORT_EXPORT_STATE_CANCELLED,
    ExportState.FAILED: contract.REPORT_EXPORT_STATE_FAILED,
    ExportState.EXPIRED: contract.REPORT_EXPORT_STATE_EXPIRED,
}


@dataclass(frozen=True, kw_only=True)
class Exporting:
    """What the exports of one tenant are made with."""

    store: MongoExports
    is_shared: SharedExports
    parts: ExportParts
    maker: ReportMaker
    endpoints: EndpointsReader


class ReportExportsServicer(contract_grpc.ReportExportsServiceServicer):
    """Answers for the tenant of the caller's token, which the platform verified."""

    def __init__(
        self,
        *,
        exporting: Callable[[str], Exporting],
        rebuilding: Callable[[], bool],
        clock: Callable[[], datetime],
    ) -> None:
        self._exporting = exporting
        self._rebuilding = rebuilding
        self._clock = clock

    def StartReportExport(  # noqa: N802 (the contract's name)
        self, request: contract.StartReportExportRequest, _context: grpc.ServicerContext
    ) -> contract.StartReportExportResponse:
        """Accepts a report that is made by a job."""
        principal, exporting = self._caller()
        return calls.answered_once(
            request,
            answers=exporting.store,
            response=contract.StartReportExportResponse,
            respond=lambda export: contract.StartReportExportResponse(report_export=export_message(export)),
            perform=lambda once: start_export(
                principal=principal,
                question=request.question.SerializeToString(),
                format=request.format,
                webhook_endpoint_id=request.webhook_endpoint_id,
                export_id=str(uuid.uuid4()),
                rebuilding=self._rebuilding(),
                store=exporting.store,
                maker=exporting.maker,
                endpoints=exporting.endpoints,
                once=once,
                now=self._clock(),
            ),
        )

    def GetReportExport(  # noqa: N802
        self, request: contract.GetReportExportRequest, _context: grpc.ServicerContext
    ) -> contract.GetReportExportResponse:
        """How far a job has come."""
        principal, exporting = self._caller()
        export = get_export(
            principal=principal,
            export_id=request.export_id,
            store=exporting.store,
            is_shared=exporting.is_shared,
        )
        return contract.GetReportExportResponse(report_export=export_message(export))

    def ListReportExports(  # noqa: N802
        self, _request: contract.ListReportExportsRequest, _context: grpc.ServicerContext
    ) -> contract.ListReportExportsResponse:
        """The newest jobs of the caller."""
        principal, exporting = self._caller()
        found = list_exports(principal=principal, store=exporting.store)
        return contract.ListReportExportsResponse(report_exports=[export_message(each) for each in found])

    def CancelReportExport(  # noqa: N802
        self, request: contract.CancelReportExportRequest, _context: grpc.ServicerContext
    ) -> contract.CancelReportExportResponse:
        """Ends a job and removes what it made."""
        principal, exporting = self._caller()
        export = cancel_export(
            principal=principal,
            export_id=request.export_id,
            store=exporting.store,
            parts=exporting.parts,
            now=self._clock(),
        )
        return contract.CancelReportExportResponse(report_export=export_message(export))

    def ReadReportExport(  # noqa: N802
        self, request: contract.ReadReportExportRequest, _context: grpc.ServicerContext
    ) -> Iterator[contract.ReadReportExportResponse]:
        """What the job made, in parts."""
        principal, exporting = self._caller()
        export, parts = read_export(
            principal=principal,
            export_id=request.export_id,
            store=exporting.store,
            is_shared=exporting.is_shared,
            parts=exporting.parts,
            maker=exporting.maker,
        )
        yield contract.ReadReportExportResponse(report_export=export_message(export))
        for content in parts:
            yield contract.ReadReportExportResponse(part=contract.ExportedPart.FromString(content))

    def _caller(self) -> tuple[Principal, Exporting]:
        principal = calls.current.get().principal
        return principal, self._exporting(principal.tenant_id)


def export_message(export: ReportExport) -> contract.ReportExport:
    """The job as the contract tells it."""
    return contract.ReportExport(
        export_id=export.export_id,
        version=export.version,
        question=contract.ExportedQuestion.FromString(export.question),
        format=export.format,
        state=_STATES[export.state],
        percent=export.percent,
        row_count=export.row_count,
        problem_reason=export.problem_reason,
        problem=export.problem,
        accepted_at=instant_message(export.accepted_at),
        finished_at=instant_message(export.finished_at),
        expires_at=instant_message(export.expires_at),
        saved_report_id=export.saved_report_id,
        webhook_endpoint_id=export.webhook_endpoint_id,
    )
