"""What was read from a taxonomy's files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import Proposal


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something stands: the file's name, and its line, counted from 1; the header is line 1."""

    file: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a table, by column."""

    place: Place
    fields: Mapping[str, str]

    def text(self, column: str) -> str:
        """What the column holds, without spaces around it; empty where the row is too short for it."""
        return (self.fields.get(column) or "").strip()


class Severity(Enum):
    """Whether a row could not be taken, or was taken in a way that people should know of."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is to be said about a row."""

    place: Place
    severity: Severity
    column: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """An entry that the taxonomy leads to, and the first row that asks for it."""

    place: Place
    proposal: Proposal[Entry]


@dataclass(frozen=True, kw_only=True)
class Taxonomy:
    """What the files lead to.

    `unarranged` has, by the name of a field of work, the ids of its roles whose order no file declares: a person arranges them as a
    ladder.
    """

    proposed: Sequence[Proposed]
    findings: Sequence[Finding]
    unarranged: Mapping[str, Sequence[str]]
