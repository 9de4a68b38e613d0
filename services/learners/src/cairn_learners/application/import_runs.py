"""What each kind of import knows to do with rows; how a run goes on, `run_import` knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cairn_learners.domain.import_rows import Done, Finding, ImportRow, TakenBack
from cairn_platform.changes import Change, Guard


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What a batch of rows comes to: what is to be saved with it, and what was done, by number."""

    changes: Sequence[Change[Any]]
    guards: Sequence[Guard]
    done: Mapping[int, Done]


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What taking back a batch of rows comes to, by number."""

    changes: Sequence[Change[Any]]
    guards: Sequence[Guard]
    taken_back: Mapping[int, TakenBack]


@dataclass(frozen=True, kw_only=True)
class Gone:
    """Who is there and in no row, by person id. `listed` is False where that is more than half of all people."""

    person_ids: Sequence[str] = ()
    listed: bool = True


NOBODY_GONE = Gone()


class KindOfRun(Protocol):
    """One run over one import's rows. It is handed all rows, page by page, before it is asked for anything about all of them."""

    def look_at(self, rows: Sequence[ImportRow]) -> Mapping[int, Finding]:
        """The dry run: what each of these rows comes to by itself, by number."""

    def refused_together(self) -> Mapping[int, Finding]:
        """The dry run: which of the rows that were good by themselves are refused because of others."""

    def gone(self) -> Gone:
        """The dry run: who is there and in no row."""

    def take_in(self, rows: Sequence[ImportRow]) -> None:
        """Before rows are applied: what the others have to know of these. What they come to, `apply` asks."""

    def in_order(self) -> Sequence[int]:
        """The numbers of all rows that were taken in, in the order in which they can be applied; refused ones too."""

    def apply(self, rows: Sequence[ImportRow], *, first_place: int) -> Applied:
        """What these rows come to now. Nothing is saved here; it may be asked again when somebody else was faster."""

    def take_back(self, rows: Sequence[ImportRow]) -> Undone:
        """What it takes to have things as they were before these rows, where nobody changed them since."""
