"""What saved reports need from outside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cairn_platform.changes import Guard
from cairn_platform.idempotency import Once
from cairn_reporting.domain.exports import ReportExport
from cairn_reporting.domain.saved_reports import SavedReport, SavedReportRun


@dataclass(frozen=True, kw_only=True)
class RunWithExport:
    """A run, and the job that makes it."""

    run: SavedReportRun
    export: ReportExport


class SavedReportStore(Protocol):
    """The saved reports of one tenant, and their runs. Those that were removed are not there."""

    def saved_report(self, saved_report_id: str) -> SavedReport | None:
        """The saved report with this id."""

    def saved_reports(self, *, subject: str, with_shared: bool) -> Sequence[SavedReport]:
        """What this account keeps, and with them what others share; by name."""

    def scheduled(self, *, subject: str) -> Sequence[SavedReport]:
        """What this account keeps and a schedule makes."""

    def counts(self, *, subject: str) -> tuple[int, int]:
        """How many the tenant keeps, and how many of these this account."""

    def guard(self) -> Guard:
        """Of the limits: read before they are looked at."""

    def save(self, saved: SavedReport, *, guards: Sequence[Guard] = (), once: Once | None = None) -> None:
        """Saves a state in the place of the one before it. Raises ConflictError where that is not what is there."""

    def save_run(self, made: RunWithExport, *, saved: SavedReport | None, once: Once | None = None) -> None:
        """Saves a run with the job that makes it, and the saved report where its schedule went on; all of it or nothing."""

    def newest_runs(self, saved_report_id: str, *, at_most: int) -> Sequence[SavedReportRun]:
        """The newest first."""

    def exports(self, export_ids: Iterable[str]) -> Mapping[str, ReportExport]:
        """The jobs with these ids, by id."""


class QuestionDates(Protocol):
    """At which instant questions are answered."""

    def is_dated(self, question: bytes) -> bool:
        """The question names the instant that it is answered for."""

    def takes_a_date(self, question: bytes) -> bool:
        """It could name one."""

    def dated(self, question: bytes, *, as_of: datetime) -> bytes:
        """The question with this instant, where it could name one and does not."""
