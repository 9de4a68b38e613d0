"""What is told of the end of an export."""

from collections.abc import Sequence

from cairn_reporting.domain.exports import ExportState, ReportExport
from cairn_reporting.domain.webhook_events import Announcement, WebhookEventType, instant_text

_TYPES = {
    ExportState.DONE: WebhookEventType.EXPORT_SUCCEEDED,
    ExportState.FAILED: WebhookEventType.EXPORT_FAILED,
    ExportState.EXPIRED: WebhookEventType.EXPORT_EXPIRED,
}


def end_of(export: ReportExport) -> Announcement:
    """That an export can be read, could not be made, or is not kept any more. Who ends one by hand knows that without being told."""
    if export.finished_at is None:
        raise ValueError("the export has not ended")
    path = f"/report-exports/{export.export_id}"
    links = {"export": path}
    if export.state is ExportState.DONE:
        links["file"] = f"{path}/file"
    return Announcement(
        event_type=_TYPES[export.state],
        happened_at=export.finished_at,
        data={
            "export_id": export.export_id,
            "state": export.state.value,
            "format": export.format,
            "row_count": export.row_count,
            "problem_reason": export.problem_reason or None,
            "accepted_at": instant_text(export.accepted_at),
            "finished_at": instant_text(export.finished_at),
            "expires_at": instant_text(export.expires_at) if export.expires_at else None,
            "saved_report_id": export.saved_report_id or None,
        },
        links=links,
        endpoint_id=export.webhook_endpoint_id,
    )


def ready_of(export: ReportExport) -> Sequence[Announcement]:
    """That a run of a saved report can be read, for a job that was made for one and is done."""
    if not export.saved_report_id or export.finished_at is None or export.state is not ExportState.DONE:
        return ()
    saved, job = f"/reports/saved/{export.saved_report_id}", f"/report-exports/{export.export_id}"
    ready = Announcement(
        event_type=WebhookEventType.SAVED_REPORT_READY,
        happened_at=export.finished_at,
        data={
            "saved_report_id": export.saved_report_id,
            "export_id": export.export_id,
            "format": export.format,
            "row_count": export.row_count,
            "accepted_at": instant_text(export.accepted_at),
            "finished_at": instant_text(export.finished_at),
            "expires_at": instant_text(export.expires_at) if export.expires_at else None,
        },
        links={"saved_report": saved, "runs": f"{saved}/runs", "export": job, "file": f"{job}/file"},
        endpoint_id=export.webhook_endpoint_id,
    )
    return (ready,)
