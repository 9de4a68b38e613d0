"""What became of the rows of an import."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from cairn_platform.errors import InvalidFieldsError, RefusedError

MOST_ROWS = 500

A = TypeVar("A")


class RowOutcome(Enum):
    """What became of one row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Row(Generic[A]):
    """The answer to one row: the aggregate as it is now, or why the row was refused."""

    row: int
    outcome: RowOutcome
    id: str = ""
    aggregate: A | None = None
    reason: str = ""
    message: str = ""


def refused(row: int, error: RefusedError) -> Row[A]:
    """A row for which nothing was done. The reason is that of the first field that is wrong, else that of the refusal."""
    reason = error.violations[0].reason if isinstance(error, InvalidFieldsError) else error.reason
    return Row(row=row, outcome=RowOutcome.REFUSED, reason=reason, message=str(error))


def written(rows: Iterable[Row[A]]) -> list[A]:
    """What has to be saved: what the rows created and changed."""
    return [
        each.aggregate
        for each in rows
        if each.aggregate is not None and each.outcome in {RowOutcome.CREATED, RowOutcome.CHANGED}
    ]


def in_order(rows: Iterable[Row[A]]) -> list[Row[A]]:
    """The answers in the order of the request."""
    return sorted(rows, key=lambda each: each.row)
