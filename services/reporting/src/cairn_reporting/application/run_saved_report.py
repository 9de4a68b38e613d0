"""What a schedule wants done: an export in the name of who keeps the report, by the rights that they have then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cairn_platform.errors import RefusedError, RoleRequiredError
from cairn_platform.identity import Principal
from cairn_reporting.application.errors import OwnerLeftError
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import HR, TENANT_ADMIN, own_person, reach_of
from cairn_reporting.application.run_export import check_still_here, principal_of
from cairn_reporting.application.saved_report_ports import RunWithExport
from cairn_reporting.application.saved_reports import Keeping, asked_for
from cairn_reporting.domain.exports import ReportExport
from cairn_reporting.domain.saved_reports import (
    PauseReason,
    SavedReport,
    SavedReportRun,
    paused,
    run_when_due,
)


@dataclass(frozen=True, kw_only=True)
class Scheduling:
    """What the schedules of one tenant are followed with."""

    tenant_id: str
    keeping: Keeping
    facts: Facts
    rebuilding: Callable[[], bool]
    clock: Callable[[], datetime]
    new_id: Callable[[], str]


class _StopError(Exception):
    """The schedule has to stand still."""

    def __init__(self, reason: PauseReason, problem: str) -> None:
        self.reason = reason
        super().__init__(problem)


def run_what_is_due(by: Scheduling, *, saved_report_id: str) -> SavedReportRun | None:
    """Begins the latest run that the schedule wants by now; the schedule's next instant is saved with it, so exactly one worker does.

    Where the owner may not have it any more the schedule stands still and says why. While the read models are rebuilt it waits.
    Raises ConflictError where another worker was faster, or the owner changed it.
    """
    now = by.clock()
    saved = by.keeping.store.saved_report(saved_report_id)
    due = run_when_due(saved, export_id=by.new_id(), now=now) if saved else None
    if saved is None or due is None or by.rebuilding():
        return None
    after, run = due
    principal = principal_of(saved.owner, tenant_id=by.tenant_id)
    try:
        _check_rights(saved, principal=principal, facts=by.facts, now=now)
        export = _export(saved, run, principal=principal, keeping=by.keeping, now=now)
    except _StopError as stop:
        by.keeping.store.save(paused(saved, stop.reason, problem=str(stop), now=now))
        return None
    by.keeping.store.save_run(RunWithExport(run=run, export=export), saved=after)
    return run


def _check_rights(saved: SavedReport, *, principal: Principal, facts: Facts, now: datetime) -> None:
    """Raises _StopError for who has left, whose account is nobody's any more, and who neither leads anybody nor has units any more."""
    try:
        check_still_here(saved.owner, facts=facts, now=now)
        if not principal.roles.isdisjoint({HR, TENANT_ADMIN}):
            return
        reached = reach_of(principal=principal, facts=facts).person_ids
        person = own_person(principal=principal, facts=facts)
    except OwnerLeftError as error:
        raise _StopError(PauseReason.OWNER_LEFT, str(error)) from error
    except RefusedError as error:
        raise _StopError(PauseReason.RIGHTS_LOST, str(error)) from error
    if reached is not None and reached <= {person.person_id}:
        raise _StopError(PauseReason.RIGHTS_LOST, "Who keeps this report reaches nobody else any more.")


def _export(
    saved: SavedReport, run: SavedReportRun, *, principal: Principal, keeping: Keeping, now: datetime
) -> ReportExport:
    try:
        return asked_for(saved, run, owner=saved.owner, principal=principal, keeping=keeping, now=now)
    except RoleRequiredError as error:
        raise _StopError(PauseReason.RIGHTS_LOST, str(error)) from error
    except RefusedError as error:
        raise _StopError(PauseReason.QUESTION_REFUSED, str(error)) from error
