"""What imports need of storage beside the facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from cairn_learners.application.ports import LearnersStore
from cairn_learners.application.scope import Scope
from cairn_learners.domain.departments import Department
from cairn_learners.domain.import_rows import ImportRow, Outcome
from cairn_learners.domain.imports import Import, ImportKind


@dataclass(frozen=True, kw_only=True)
class RememberedMapping:
    """Which fields the columns with these headers filled the last time."""

    kind: ImportKind
    header_key: str
    version: int
    mapping: tuple[str, ...]


class ImportStore(LearnersStore, Protocol):
    """The imports of one tenant with their rows, saved together with the facts that they change."""

    def import_job(self, import_id: str) -> Import | None:
        """The import with this id."""

    def list_imports(self, *, after: str | None, at_most: int) -> Sequence[Import]:
        """Imports, the newest first, from behind the one of that order."""

    def import_rows(
        self, import_id: str, *, after: int, at_most: int, outcome: Outcome | None
    ) -> Sequence[ImportRow]:
        """Rows in the order of the file, from behind a number; with `outcome`, those that came to it or are found to."""

    def numbered_rows(self, import_id: str, numbers: Iterable[int]) -> Sequence[ImportRow]:
        """The rows with these numbers, in the order of the file."""

    def rows_to_take_back(self, import_id: str, *, at_most: int) -> Sequence[ImportRow]:
        """Rows that wrote something which was not looked at yet for taking it back, the last one written first."""

    def remembered_mapping(self, kind: ImportKind, header_key: str) -> RememberedMapping | None:
        """How columns with these headers were understood the last time."""

    def departments(self, department_ids: Iterable[str]) -> Mapping[str, Department]:
        """The departments with these ids, by id."""

    def department_names(self) -> Mapping[str, str]:
        """The names of all departments, by id."""


@dataclass(frozen=True, kw_only=True)
class ImportScope(Scope):
    """A call, or a step of the worker, that is about imports."""

    store: ImportStore
