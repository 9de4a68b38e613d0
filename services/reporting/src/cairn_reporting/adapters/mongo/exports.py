"""Exports in MongoDB: the jobs as documents, what they made as files."""

from collections.abc import Callable, Sequence
from datetime import datetime

from google.protobuf.message import Message
from pymongo.database import Database

from cairn_platform.changes import Change
from cairn_platform.idempotency import Once
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.files import FileLostError, TenantFiles
from cairn_platform.mongo.store import Due, Kind, TenantStore
from cairn_reporting.adapters.mongo.kept_documents import ReportExportDocument
from cairn_reporting.application.errors import ExportGoneError
from cairn_reporting.application.webhook_ports import Announcer
from cairn_reporting.domain.exports import ExportState, Owner, ReportExport, Sight
from cairn_reporting.domain.webhook_events import Announcement

EXPORTS_WORK = "report-exports"
"""The work of making exports, and of removing what they made."""


def owner_document(owner: Owner) -> Document:
    """Who asked, as it stands in what was asked for."""
    return {"subject": owner.subject, "roles": sorted(owner.roles), "client_id": owner.client_id}


def owner_from(document: Document) -> Owner:
    """Who asked."""
    return Owner(
        subject=document["subject"], roles=frozenset(document["roles"]), client_id=document["client_id"]
    )


def no_event(_: object) -> Message:
    """Reporting tells nobody of what it keeps."""
    raise TypeError("reporting publishes no events")


def _document(export: ReportExport) -> Document:
    return {
        "export_id": export.export_id,
        "owner": owner_document(export.owner),
        "question": export.question,
        "format": export.format,
        "state": export.state.value,
        "sight": export.sight.value,
        "cursor": export.cursor,
        "part_count": export.part_count,
        "row_count": export.row_count,
        "done_count": export.done_count,
        "total_count": export.total_count,
        "problem_reason": export.problem_reason,
        "problem": export.problem,
        "accepted_at": export.accepted_at,
        "finished_at": export.finished_at,
        "expires_at": export.expires_at,
        "saved_report_id": export.saved_report_id,
        "webhook_endpoint_id": export.webhook_endpoint_id,
        "is_cleared": export.is_cleared,
    }


def _export(document: Document) -> ReportExport:
    plain = {
        name: document[name]
        for name in (
            "export_id",
            "version",
            "format",
            "cursor",
            "part_count",
            "row_count",
            "done_count",
            "total_count",
            "problem_reason",
            "problem",
            "accepted_at",
            "finished_at",
            "expires_at",
            "saved_report_id",
            "is_cleared",
        )
    }
    return ReportExport(
        **plain,
        # Jobs from before there were webhooks name none.
        webhook_endpoint_id=document.get("webhook_endpoint_id", ""),
        owner=owner_from(document["owner"]),
        question=bytes(document["question"]),
        state=ExportState(document["state"]),
        sight=Sight(document["sight"]),
    )


REPORT_EXPORTS = Kind(
    aggregate=ReportExport,
    document=ReportExportDocument,
    identify=lambda export: export.export_id,
    to_document=_document,
    from_document=_export,
    to_event=no_event,
    event_key=lambda export: export.export_id,
    is_told=lambda _: False,
    due=Due(work=EXPORTS_WORK, at=lambda export: export.due_at),
)


class MongoExports:
    """The jobs of one tenant; the store has the kinds of webhooks too, to whom their ends are told."""

    def __init__(self, store: TenantStore, *, announcer: Announcer, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._announcer = announcer
        self._clock = clock

    def answer_to(self, once: Once) -> bytes | None:
        """The first answer to this key, or None; raises IdempotencyKeyReusedError when it was another request."""
        return self._store.answer_to(once)

    def export(self, export_id: str) -> ReportExport | None:
        """The job with this id."""
        return self._store.get(ReportExport, export_id)

    def newest_exports(self, *, subject: str, at_most: int) -> Sequence[ReportExport]:
        """What this account asked for, the newest first."""
        return self._store.find(
            ReportExport, {"owner.subject": subject}, sort=[("accepted_at", -1)], limit=at_most
        )

    def save_export(
        self, export: ReportExport, *, once: Once | None = None, told: Sequence[Announcement] = ()
    ) -> None:
        """Saves a state in the place of the one before it, with the messages that tell of it, in one transaction.

        Raises ConflictError where that is not what is there.
        """
        change = Change(aggregate=export, happened=None, happened_at=self._clock())
        messages = [message for each in told for message in self._announcer.changes(each)]
        self._store.commit([change, *messages], once=once, result=export)


class MongoExportParts:
    """What the jobs of one tenant made, as files."""

    def __init__(self, database: Database[Document], *, tenant_id: str) -> None:
        self._files = TenantFiles(database, tenant_id=tenant_id)

    def write_part(self, export_id: str, number: int, content: bytes) -> None:
        """Keeps a part, in the place of one that was left there."""
        self._files.remove(_file_id(export_id, number))
        self._files.write(_file_id(export_id, number), [content])

    def read_part(self, export_id: str, number: int) -> bytes:
        """A part. Raises ExportGoneError where it is not there."""
        try:
            return b"".join(self._files.read(_file_id(export_id, number)))
        except FileLostError as error:
            raise ExportGoneError from error

    def remove_parts(self, export_id: str, *, up_to: int) -> None:
        """Leaves nothing of the parts up to this number; may be repeated."""
        for number in range(up_to + 1):
            self._files.remove(_file_id(export_id, number))


def _file_id(export_id: str, number: int) -> str:
    return f"report-export/{export_id}/{number}"
