"""Keeping reports by name: what their owners do, and those with whom they share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cairn_platform.changes import decide_again
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError, StaleVersionError
from cairn_platform.idempotency import Once
from cairn_platform.identity import Principal, require_any_role
from cairn_reporting.application.errors import ReportsRebuildingError, TooManySavedReportsError
from cairn_reporting.application.export_ports import ReportMaker
from cairn_reporting.application.exports import owner_of
from cairn_reporting.application.reach import HR, HR_PARTNER, MANAGER, TENANT_ADMIN
from cairn_reporting.application.saved_report_ports import QuestionDates, RunWithExport, SavedReportStore
from cairn_reporting.domain.exports import Owner, ReportExport, accepted
from cairn_reporting.domain.saved_reports import (
    MOST_OF_A_TENANT,
    MOST_OF_AN_ACCOUNT,
    PauseReason,
    ReportToSave,
    SavedReport,
    SavedReportRun,
    changed,
    kept,
    paused,
    removed,
    run_by_hand,
    with_roles,
)

MAY_SAVE = (HR, TENANT_ADMIN, HR_PARTNER, MANAGER)
RUNS_AT_MOST = 100


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """What the saved reports of one tenant are kept in, and what makes them."""

    store: SavedReportStore
    dates: QuestionDates
    maker: ReportMaker


def sees_shared(principal: Principal) -> bool:
    """The caller sees what others share with the tenant's HR."""
    return not principal.roles.isdisjoint({HR, TENANT_ADMIN})


def note_roles(*, principal: Principal, store: SavedReportStore, now: datetime) -> None:
    """Schedules of the caller go on with the roles that the caller has now; without one that may keep reports they stand still.

    Reporting learns of a role that was given or taken away by nothing but a token that says so.
    """

    def decide() -> None:
        for saved in store.scheduled(subject=principal.subject):
            if saved.owner.roles == principal.roles:
                continue
            store.save(
                with_roles(saved, roles=principal.roles)
                if not principal.roles.isdisjoint(MAY_SAVE)
                else paused(saved, PauseReason.RIGHTS_LOST, problem=_ROLES_LOST, now=now)
            )

    decide_again(decide)


_ROLES_LOST = "Who keeps this report has no role any more that may have it made."


def create_saved_report(
    *,
    principal: Principal,
    report: ReportToSave,
    saved_report_id: str,
    keeping: Keeping,
    once: Once | None,
    now: datetime,
) -> SavedReport:
    """Keeps a report under a name.

    Raises InvalidFieldsError with what is wrong in it, NotFoundError for a question about what is not there, RoleRequiredError for a report
    that the caller may never have, and TooManySavedReportsError where the caller or the tenant keeps enough.
    """
    require_any_role(principal, *MAY_SAVE)
    _check(report, before=b"", principal=principal, keeping=keeping, now=now)
    saved = kept(saved_report_id=saved_report_id, owner=owner_of(principal), report=report, now=now)

    def decide() -> SavedReport:
        guard = keeping.store.guard()
        of_tenant, of_account = keeping.store.counts(subject=principal.subject)
        if of_account >= MOST_OF_AN_ACCOUNT:
            raise TooManySavedReportsError(most=MOST_OF_AN_ACCOUNT, whose="You keep")
        if of_tenant >= MOST_OF_A_TENANT:
            raise TooManySavedReportsError(most=MOST_OF_A_TENANT, whose="Your organization keeps")
        keeping.store.save(saved, guards=[guard], once=once)
        return saved

    return decide_again(decide)


def get_saved_report(*, principal: Principal, saved_report_id: str, store: SavedReportStore) -> SavedReport:
    """The saved report. Raises NotFoundError for one that the caller does not see."""
    require_any_role(principal, *MAY_SAVE)
    saved = store.saved_report(saved_report_id)
    if saved is None or not _is_seen(saved, principal):
        raise NotFoundError("saved report")
    return saved


def list_saved_reports(*, principal: Principal, store: SavedReportStore) -> Sequence[SavedReport]:
    """What the caller keeps and what others share with the caller, by name."""
    require_any_role(principal, *MAY_SAVE)
    return store.saved_reports(subject=principal.subject, with_shared=sees_shared(principal))


def change_saved_report(
    *,
    principal: Principal,
    saved_report_id: str,
    expected_version: int,
    report: ReportToSave,
    keeping: Keeping,
    now: datetime,
) -> SavedReport:
    """Keeps this in the place of what was kept. Raises StaleVersionError where that is another version by now."""
    found = keeping.store.saved_report(saved_report_id)
    _check(
        report, before=found.report.question if found else b"", principal=principal, keeping=keeping, now=now
    )

    def decide() -> SavedReport:
        saved = _own(principal=principal, saved_report_id=saved_report_id, store=keeping.store)
        if saved.version != expected_version:
            raise StaleVersionError
        new = changed(saved, owner=owner_of(principal), report=report, now=now)
        keeping.store.save(new)
        return new

    return decide_again(decide)


def delete_saved_report(*, principal: Principal, saved_report_id: str, store: SavedReportStore) -> None:
    """Forgets it; what its runs made stays for its time."""

    def decide() -> None:
        store.save(removed(_own(principal=principal, saved_report_id=saved_report_id, store=store)))

    decide_again(decide)


def run_saved_report(
    *,
    principal: Principal,
    saved_report_id: str,
    export_id: str,
    rebuilding: bool,
    keeping: Keeping,
    once: Once | None,
    now: datetime,
) -> RunWithExport:
    """Has it made now, for the caller and by the caller's rights."""
    saved = get_saved_report(principal=principal, saved_report_id=saved_report_id, store=keeping.store)
    if rebuilding:
        raise ReportsRebuildingError
    run = run_by_hand(saved, export_id=export_id, asked_by=principal.subject, now=now)
    export = asked_for(saved, run, owner=owner_of(principal), principal=principal, keeping=keeping, now=now)
    made = RunWithExport(run=run, export=export)
    keeping.store.save_run(made, saved=None, once=once)
    return made


def list_saved_report_runs(
    *, principal: Principal, saved_report_id: str, store: SavedReportStore
) -> Sequence[RunWithExport]:
    """Its newest 100 runs, the newest first."""
    saved = get_saved_report(principal=principal, saved_report_id=saved_report_id, store=store)
    runs = store.newest_runs(saved.saved_report_id, at_most=RUNS_AT_MOST)
    exports = store.exports(run.export_id for run in runs)
    return [RunWithExport(run=run, export=exports[run.export_id]) for run in runs]


def asked_for(
    saved: SavedReport,
    run: SavedReportRun,
    *,
    owner: Owner,
    principal: Principal,
    keeping: Keeping,
    now: datetime,
) -> ReportExport:
    """The job that makes a run, of the instant that the schedule wanted it for.

    Raises what the report refuses with: InvalidFieldsError, or RoleRequiredError where the caller may not have it.
    """
    at = saved.as_of(run.due_at or now)
    question = keeping.maker.dated(keeping.dates.dated(saved.report.question, as_of=at), now=now)
    keeping.maker.sight(question, principal=principal)
    return accepted(
        export_id=run.export_id,
        owner=owner,
        question=question,
        format=saved.report.format,
        saved_report_id=saved.saved_report_id,
        webhook_endpoint_id="",
        now=now,
    )


def is_shared_with(principal: Principal, export: ReportExport, *, store: SavedReportStore) -> bool:
    """The job ran a saved report that is shared with the caller, so the caller sees what it made, whoever asked for it."""
    if not export.saved_report_id or not sees_shared(principal):
        return False
    saved = store.saved_report(export.saved_report_id)
    return saved is not None and saved.report.is_shared


def _is_seen(saved: SavedReport, principal: Principal) -> bool:
    return saved.owner.subject == principal.subject or (saved.report.is_shared and sees_shared(principal))


def _own(*, principal: Principal, saved_report_id: str, store: SavedReportStore) -> SavedReport:
    saved = get_saved_report(principal=principal, saved_report_id=saved_report_id, store=store)
    if saved.owner.subject != principal.subject:
        raise NotFoundError("saved report")
    return saved


def _check(
    report: ReportToSave, *, before: bytes, principal: Principal, keeping: Keeping, now: datetime
) -> None:
    """What a question asks about that was kept `before` may be gone by now: its owner changes the rest all the same."""
    if wrong := list(_wrong_dates(report, keeping.dates)):
        raise InvalidFieldsError(wrong)
    try:
        question = keeping.maker.dated(report.question, now=now)
        if report.question != before:
            keeping.maker.check(question, principal=principal)
    except InvalidFieldsError as error:
        raise InvalidFieldsError(
            [replace(each, field=_in_question(each.field)) for each in error.violations]
        ) from error
    keeping.maker.sight(question, principal=principal)


def _in_question(field: str) -> str:
    return "report.question" if field == "question" else f"report.question.{field}"


def _wrong_dates(report: ReportToSave, dates: QuestionDates) -> Iterator[FieldViolation]:
    if report.as_of_days is None:
        return
    if not dates.takes_a_date(report.question):
        yield FieldViolation("report.as_of_days", "NOT_OF_THIS_REPORT", "This report is not of one instant.")
    elif dates.is_dated(report.question):
        yield FieldViolation(
            "report.as_of_days", "ONE_OF", "Name either an instant or the days from the run."
        )
