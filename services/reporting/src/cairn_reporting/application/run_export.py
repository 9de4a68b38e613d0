"""The steps of an export: each part is kept before the job says that it is there, so that a killed worker goes on where it stood."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cairn_platform.changes import ConflictError
from cairn_platform.errors import RefusedError
from cairn_platform.identity import Principal
from cairn_reporting.application.errors import OwnerLeftError, WorkforceLoadingError
from cairn_reporting.application.export_ports import ExportParts, ExportStore, ReportMaker
from cairn_reporting.application.exports import clear
from cairn_reporting.application.ports import Facts
from cairn_reporting.domain.export_announcements import end_of, ready_of
from cairn_reporting.domain.exports import (
    ExportState,
    Owner,
    ReportExport,
    advanced,
    begun_anew,
    done,
    ended,
)

TURN = timedelta(seconds=5)
"""So long a job is worked on before others have their turn."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What exports of one tenant are made with."""

    tenant_id: str
    store: ExportStore
    parts: ExportParts
    maker: ReportMaker
    facts: Facts
    clock: Callable[[], datetime]


def run_export(around: Surroundings, *, export_id: str) -> ReportExport | None:
    """Goes on with a job from where it stands, for a turn; removes what has expired. Gives the job where this ended it.

    It is made in the name of who asked for it, with the roles of then and the facts of now: what they may not do any more fails it.
    """
    export = around.store.export(export_id)
    if export is None:
        return None
    try:
        if export.runs:
            return _make(around, export)
        if export.state is ExportState.DONE:
            _expire(around, export)
        elif not export.is_cleared:
            clear(export, store=around.store, parts=around.parts)
    except ConflictError:
        # Somebody ended it meanwhile, and clears it; or another worker took this step.
        return None
    return None


def principal_of(owner: Owner, *, tenant_id: str) -> Principal:
    """Whoever asked, as the caller of what is done in their name."""
    return Principal(
        tenant_id=tenant_id,
        subject=owner.subject,
        roles=owner.roles,
        client_id=owner.client_id,
        email=None,
        email_verified=False,
    )


def check_still_here(owner: Owner, *, facts: Facts, now: datetime) -> None:
    """Raises OwnerLeftError for an account whose person does not work here any more; an API client is nobody's."""
    person = facts.person_of_account(owner.subject)
    if person is not None and not person.tenure.employs_on(now.date()):
        raise OwnerLeftError


def _make(around: Surroundings, export: ReportExport) -> ReportExport | None:
    if not export.cursor:
        around.parts.remove_parts(export.export_id, up_to=export.part_count)
        export = begun_anew(export)
    try:
        return _make_parts(around, export)
    except WorkforceLoadingError:
        # It stays due, and others have their turn until everybody's facts are in memory.
        return None
    except RefusedError as error:
        current = around.store.export(export.export_id)
        if current is None or not current.runs:
            return None
        failed = ended(
            current, ExportState.FAILED, reason=error.reason, problem=str(error), now=around.clock()
        )
        around.store.save_export(failed, told=[end_of(failed)])
        around.parts.remove_parts(export.export_id, up_to=current.part_count)
        return failed


def _make_parts(around: Surroundings, export: ReportExport) -> ReportExport | None:
    turn_ends_at = around.clock() + TURN
    check_still_here(export.owner, facts=around.facts, now=around.clock())
    principal = principal_of(export.owner, tenant_id=around.tenant_id)
    for made in around.maker.parts(export.question, principal=principal, after=export.cursor):
        around.parts.write_part(export.export_id, export.part_count, made.content)
        export = advanced(
            export,
            sight=made.sight,
            cursor=made.cursor,
            rows=made.rows,
            done=made.done,
            total=made.total,
        )
        around.store.save_export(export)
        if made.cursor and around.clock() >= turn_ends_at:
            return None
    finished = done(export, now=around.clock())
    around.store.save_export(finished, told=[end_of(finished), *ready_of(finished)])
    return finished


def _expire(around: Surroundings, export: ReportExport) -> None:
    if export.expires_at is None or export.expires_at > around.clock():
        return
    around.parts.remove_parts(export.export_id, up_to=export.part_count)
    expired = ended(export, ExportState.EXPIRED, now=around.clock())
    around.store.save_export(expired, told=[end_of(expired)])
