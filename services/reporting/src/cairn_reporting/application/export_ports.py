"""What exports need from outside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cairn_platform.idempotency import Once
from cairn_platform.identity import Principal
from cairn_reporting.domain.exports import ReportExport, Sight
from cairn_reporting.domain.webhook_events import Announcement


class ExportStore(Protocol):
    """The exports of one tenant."""

    def export(self, export_id: str) -> ReportExport | None:
        """The job with this id."""

    def newest_exports(self, *, subject: str, at_most: int) -> Sequence[ReportExport]:
        """What this account asked for, the newest first."""

    def save_export(
        self, export: ReportExport, *, once: Once | None = None, told: Sequence[Announcement] = ()
    ) -> None:
        """Saves a state in the place of the one before it, with the messages that tell of it, in one transaction.

        Raises ConflictError where that is not what is there.
        """


class SharedExports(Protocol):
    """Says of a job of one tenant whether the caller sees what it made, though another account asked for it."""

    def __call__(self, principal: Principal, export: ReportExport, /) -> bool: ...


class ExportParts(Protocol):
    """What the jobs of one tenant made."""

    def write_part(self, export_id: str, number: int, content: bytes) -> None:
        """Keeps a part, in the place of one that was left there."""

    def read_part(self, export_id: str, number: int) -> bytes:
        """A part. Raises ExportGoneError where it is not there."""

    def remove_parts(self, export_id: str, *, up_to: int) -> None:
        """Leaves nothing of the parts up to this number; may be repeated."""


@dataclass(frozen=True, kw_only=True)
class MadePart:
    """A part of a report, with `rows` rows, after which `done` of `total` are made.

    `cursor` is where the next part goes on; empty where the report is made in one go.
    """

    content: bytes
    sight: Sight
    cursor: str
    rows: int
    done: int
    total: int


class ReportMaker(Protocol):
    """Makes the reports of one tenant out of questions."""

    def dated(self, question: bytes, *, now: datetime) -> bytes:
        """The question with the instant that it is asked for. Raises InvalidFieldsError with what is wrong in it."""

    def parts(self, question: bytes, *, principal: Principal, after: str) -> Iterator[MadePart]:
        """The report behind `after`, part by part, by the rights of now. Raises what the report refuses with."""

    def check(self, question: bytes, *, principal: Principal) -> None:
        """Raises at once what the report will be refused with, as far as that is known without making it."""

    def sight(self, question: bytes, *, principal: Principal) -> "SightOf":
        """What this caller may see of the report now."""

    def person_ids(self, content: bytes) -> frozenset[str]:
        """The people who are named in a part."""


class SightOf(Protocol):
    """What a caller may see now."""

    @property
    def sight(self) -> Sight:
        """By what right."""

    def covers(self, person_id: str) -> bool:
        """The caller may ask about this person."""
