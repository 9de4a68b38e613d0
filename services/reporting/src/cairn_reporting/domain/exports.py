"""Reports that are made by a job and kept for a while."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

KEPT_FOR = timedelta(hours=72)
"""So long what was made can be read."""
_SWEPT_AFTER = timedelta(minutes=1)


class ExportState(Enum):
    """Where a job stands."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    EXPIRED = "expired"


class Sight(Enum):
    """By what right an export was made: seeing everybody, the figures of everybody, or a line."""

    EVERYBODY = "everybody"
    FIGURES = "figures"
    LINE = "line"


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Who asked, as the token said then."""

    subject: str
    roles: frozenset[str]
    client_id: str


@dataclass(frozen=True, kw_only=True)
class ReportExport:
    """A job as it stands after its last step.

    `question` is what was asked, `cursor` where the next step goes on; empty where a step can only begin anew. `part_count` parts are
    kept. `webhook_endpoint_id` names who alone is told of its end; empty for all that want to know. `is_cleared` says of a job that
    ended without a result that nothing is left of it, whoever was at work when it ended.
    """

    export_id: str
    version: int
    owner: Owner
    question: bytes
    format: str
    state: ExportState
    sight: Sight
    cursor: str
    part_count: int
    row_count: int
    done_count: int
    total_count: int
    problem_reason: str
    problem: str
    accepted_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None
    saved_report_id: str
    webhook_endpoint_id: str
    is_cleared: bool

    @property
    def runs(self) -> bool:
        """There is something left to do."""
        return self.state is ExportState.RUNNING

    @property
    def percent(self) -> int:
        """How much of it is made; 100 only when it can be read."""
        if self.state is ExportState.DONE:
            return 100
        return min(99, 100 * self.done_count // self.total_count) if self.total_count else 0

    @property
    def due_at(self) -> datetime | None:
        """When there is something to do with it: to make it, to remove what expired, to clear what ended on the way."""
        match self.state:
            case ExportState.RUNNING:
                return self.accepted_at
            case ExportState.DONE:
                return self.expires_at
            case _ if self.is_cleared or self.finished_at is None:
                return None
            case _:
                return self.finished_at + _SWEPT_AFTER


def accepted(
    *,
    export_id: str,
    owner: Owner,
    question: bytes,
    format: str,
    saved_report_id: str,
    webhook_endpoint_id: str,
    now: datetime,
) -> ReportExport:
    """A job that was asked for now."""
    return ReportExport(
        export_id=export_id,
        version=1,
        owner=owner,
        question=question,
        format=format,
        state=ExportState.RUNNING,
        sight=Sight.LINE,
        cursor="",
        part_count=0,
        row_count=0,
        done_count=0,
        total_count=0,
        problem_reason="",
        problem="",
        accepted_at=now,
        finished_at=None,
        expires_at=None,
        saved_report_id=saved_report_id,
        webhook_endpoint_id=webhook_endpoint_id,
        is_cleared=False,
    )


def begun_anew(export: ReportExport) -> ReportExport:
    """The job without what was made of it so far; it has to be made in one go."""
    return replace(export, part_count=0, row_count=0, done_count=0, total_count=0)


def advanced(
    export: ReportExport, *, sight: Sight, cursor: str, rows: int, done: int, total: int
) -> ReportExport:
    """The job after a part more, with which `done` of `total` are made."""
    return replace(
        export,
        version=export.version + 1,
        sight=sight,
        cursor=cursor,
        part_count=export.part_count + 1,
        row_count=export.row_count + rows,
        done_count=done,
        total_count=total,
    )


def done(export: ReportExport, *, now: datetime) -> ReportExport:
    """The job when everything is made."""
    return replace(
        export,
        version=export.version + 1,
        state=ExportState.DONE,
        finished_at=now,
        expires_at=now + KEPT_FOR,
    )


def ended(
    export: ReportExport, state: ExportState, *, reason: str = "", problem: str = "", now: datetime
) -> ReportExport:
    """The job at an end that leaves nothing; one that has ended so already stays as it is."""
    if export.state not in {ExportState.RUNNING, ExportState.DONE}:
        return export
    return replace(
        export,
        version=export.version + 1,
        state=state,
        problem_reason=reason,
        problem=problem,
        finished_at=now,
        expires_at=None,
    )


def cleared(export: ReportExport) -> ReportExport:
    """The job when nothing is left of what it made."""
    return replace(export, version=export.version + 1, is_cleared=True)
