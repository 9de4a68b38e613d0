"""Reports that are kept by name and made again, by hand or on a schedule."""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from cairn_reporting.domain.exports import Owner
from cairn_reporting.domain.schedules import Schedule

MOST_OF_A_TENANT = 200
MOST_OF_AN_ACCOUNT = 50


class PauseReason(Enum):
    """Why a schedule stands still."""

    BY_OWNER = "by_owner"
    OWNER_LEFT = "owner_left"
    RIGHTS_LOST = "rights_lost"
    QUESTION_REFUSED = "question_refused"


@dataclass(frozen=True, kw_only=True)
class Pause:
    """That a schedule stands still; `problem` says why, for people."""

    reason: PauseReason
    problem: str
    paused_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReportToSave:
    """What is kept of a report by who keeps it.

    `question` is what is asked, `written_question` the same as its owner wrote it. `as_of_days` is for how many days after the run it
    answers; None: the instant that the question names, or that of the run.
    """

    name: str
    question: bytes
    written_question: str
    as_of_days: int | None
    format: str
    is_shared: bool
    schedule: Schedule | None
    is_paused: bool


@dataclass(frozen=True, kw_only=True)
class SavedReport:
    """A report that is kept by name. `next_run_at` is when it is made next by itself, None for never."""

    saved_report_id: str
    version: int
    owner: Owner
    report: ReportToSave
    pause: Pause | None
    next_run_at: datetime | None
    created_at: datetime
    is_removed: bool

    def as_of(self, run_at: datetime) -> datetime:
        """For which instant a run answers whose question names none."""
        return run_at + timedelta(days=self.report.as_of_days or 0)


@dataclass(frozen=True, kw_only=True)
class SavedReportRun:
    """One time that a saved report was made: by the export with this id.

    `due_at` is when the schedule wanted it, None for one that was asked for by hand. `missed_count` says how many times the schedule
    wanted it before and nobody was there; these are not made.
    """

    export_id: str
    version: int
    saved_report_id: str
    asked_by: str
    due_at: datetime | None
    missed_count: int
    started_at: datetime


def kept(*, saved_report_id: str, owner: Owner, report: ReportToSave, now: datetime) -> SavedReport:
    """A report that is kept from now on."""
    unplanned = SavedReport(
        saved_report_id=saved_report_id,
        version=1,
        owner=owner,
        report=report,
        pause=None,
        next_run_at=None,
        created_at=now,
        is_removed=False,
    )
    return _planned(unplanned, now=now)


def changed(saved: SavedReport, *, owner: Owner, report: ReportToSave, now: datetime) -> SavedReport:
    """The report as its owner wants it from now on; what its schedule was counted by before counts no more."""
    return _planned(replace(saved, version=saved.version + 1, owner=owner, report=report), now=now)


def paused(saved: SavedReport, reason: PauseReason, *, problem: str, now: datetime) -> SavedReport:
    """The report with a schedule that stands still until its owner lets it go on."""
    return replace(
        saved,
        version=saved.version + 1,
        report=replace(saved.report, is_paused=True),
        pause=Pause(reason=reason, problem=problem, paused_at=now),
        next_run_at=None,
    )


def with_roles(saved: SavedReport, *, roles: Set[str]) -> SavedReport:
    """The report whose owner was seen with these roles."""
    return replace(saved, version=saved.version + 1, owner=replace(saved.owner, roles=frozenset(roles)))


def removed(saved: SavedReport) -> SavedReport:
    """What is left of a report that was forgotten: that it was there."""
    nothing = replace(saved.report, name="", question=b"", written_question="", schedule=None)
    return replace(
        saved, version=saved.version + 1, report=nothing, pause=None, next_run_at=None, is_removed=True
    )


def run_by_hand(saved: SavedReport, *, export_id: str, asked_by: str, now: datetime) -> SavedReportRun:
    """A run that somebody asks for now; the schedule goes on as it was."""
    return SavedReportRun(
        export_id=export_id,
        version=1,
        saved_report_id=saved.saved_report_id,
        asked_by=asked_by,
        due_at=None,
        missed_count=0,
        started_at=now,
    )


def run_when_due(
    saved: SavedReport, *, export_id: str, now: datetime
) -> tuple[SavedReport, SavedReportRun] | None:
    """The latest run that the schedule wants by now, and the report when that is made; None where it wants none.

    What it wanted before that and nobody made is counted and left out: HR has no use for seven files of one week.
    """
    schedule = saved.report.schedule
    if schedule is None or saved.next_run_at is None or saved.next_run_at > now:
        return None
    *missed, latest = schedule.due_within(first=saved.next_run_at, until=now)
    run = SavedReportRun(
        export_id=export_id,
        version=1,
        saved_report_id=saved.saved_report_id,
        asked_by=saved.owner.subject,
        due_at=latest,
        missed_count=len(missed),
        started_at=now,
    )
    return replace(saved, version=saved.version + 1, next_run_at=schedule.next_after(latest)), run


def _planned(saved: SavedReport, *, now: datetime) -> SavedReport:
    schedule = saved.report.schedule
    if schedule is None:
        return replace(saved, report=replace(saved.report, is_paused=False), pause=None, next_run_at=None)
    if not saved.report.is_paused:
        return replace(saved, pause=None, next_run_at=schedule.next_after(now))
    by_owner = Pause(reason=PauseReason.BY_OWNER, problem="", paused_at=now)
    return replace(saved, pause=saved.pause or by_owner, next_run_at=None)
