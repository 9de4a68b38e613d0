"""Exports as their owners see them: asked for, looked at, ended, read."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from cairn_platform.changes import decide_again
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError
from cairn_platform.idempotency import Once
from cairn_platform.identity import Principal
from cairn_reporting.application.errors import ExportGoneError, ExportNotReadyError, ReportsRebuildingError
from cairn_reporting.application.export_ports import (
    ExportParts,
    ExportStore,
    ReportMaker,
    SharedExports,
    SightOf,
)
from cairn_reporting.application.webhook_ports import EndpointsReader
from cairn_reporting.application.webhooks import check_may_be_named
from cairn_reporting.domain.exports import ExportState, Owner, ReportExport, Sight, accepted, cleared, ended

LISTED_AT_MOST = 100
_LONGEST_FORMAT = 20


def owner_of(principal: Principal) -> Owner:
    """Who asks, as it is kept with what the caller asks for."""
    return Owner(subject=principal.subject, roles=principal.roles, client_id=principal.client_id)


def start_export(
    *,
    principal: Principal,
    question: bytes,
    format: str,
    webhook_endpoint_id: str,
    export_id: str,
    rebuilding: bool,
    store: ExportStore,
    endpoints: EndpointsReader,
    maker: ReportMaker,
    once: Once | None,
    now: datetime,
) -> ReportExport:
    """Accepts a report that a job makes, as it is at `now` where the question names no instant.

    Raises InvalidFieldsError for a question with something wrong in it, NotFoundError for one about what is not there, RoleRequiredError
    for one that the caller may never ask, and ReportsRebuildingError while the read models are built afresh.
    """
    if len(format) > _LONGEST_FORMAT:
        raise InvalidFieldsError(
            [FieldViolation("format", "TOO_LONG", f"At most {_LONGEST_FORMAT} characters.")]
        )
    check_may_be_named(
        webhook_endpoint_id, principal=principal, endpoints=endpoints, field="webhook_endpoint_id"
    )
    asked = maker.dated(question, now=now)
    maker.check(asked, principal=principal)
    if rebuilding:
        raise ReportsRebuildingError
    export = accepted(
        export_id=export_id,
        owner=owner_of(principal),
        question=asked,
        format=format,
        saved_report_id="",
        webhook_endpoint_id=webhook_endpoint_id,
        now=now,
    )
    store.save_export(export, once=once)
    return export


def get_export(
    *, principal: Principal, export_id: str, store: ExportStore, is_shared: SharedExports
) -> ReportExport:
    """The job. Raises NotFoundError for one that another account asked for, unless a saved report shares it with the caller."""
    export = store.export(export_id)
    if export is None or not (export.owner.subject == principal.subject or is_shared(principal, export)):
        raise NotFoundError("export")
    return export


def list_exports(*, principal: Principal, store: ExportStore) -> Sequence[ReportExport]:
    """The caller's newest 100, the newest first."""
    return store.newest_exports(subject=principal.subject, at_most=LISTED_AT_MOST)


def cancel_export(
    *, principal: Principal, export_id: str, store: ExportStore, parts: ExportParts, now: datetime
) -> ReportExport:
    """Ends the job and removes what it made; what has ended without a result stays so."""

    def decide() -> ReportExport:
        export = get_export(principal=principal, export_id=export_id, store=store, is_shared=lambda *_: False)
        cancelled = ended(export, ExportState.CANCELLED, now=now)
        if cancelled is not export:
            store.save_export(cancelled)
            parts.remove_parts(export_id, up_to=export.part_count)
        return cancelled

    return decide_again(decide)


def read_export(
    *,
    principal: Principal,
    export_id: str,
    store: ExportStore,
    is_shared: SharedExports,
    parts: ExportParts,
    maker: ReportMaker,
) -> tuple[ReportExport, Iterator[bytes]]:
    """The job and what it made, part by part, if the caller could still ask for all of it.

    Raises ExportNotReadyError, ExportGoneError, and NotFoundError where somebody in it is out of the caller's reach by now.
    """
    export = get_export(principal=principal, export_id=export_id, store=store, is_shared=is_shared)
    if export.state is ExportState.EXPIRED:
        raise ExportGoneError
    if export.state is not ExportState.DONE:
        raise ExportNotReadyError(export.state.value)
    _check_reaches_still(export, maker.sight(export.question, principal=principal), parts=parts, maker=maker)
    return export, (parts.read_part(export_id, number) for number in range(export.part_count))


def _check_reaches_still(
    export: ReportExport, now: SightOf, *, parts: ExportParts, maker: ReportMaker
) -> None:
    if now.sight is Sight.EVERYBODY or now.sight is export.sight is Sight.FIGURES:
        return
    if export.sight is not Sight.LINE:
        raise NotFoundError("export")
    for number in range(export.part_count):
        content = parts.read_part(export.export_id, number)
        if not all(now.covers(person_id) for person_id in maker.person_ids(content)):
            raise NotFoundError("export")


def clear(export: ReportExport, *, store: ExportStore, parts: ExportParts) -> None:
    """Removes whatever is left of a job that ended without a result, also what a worker wrote that did not see it end."""
    parts.remove_parts(export.export_id, up_to=export.part_count)
    store.save_export(cleared(export))
