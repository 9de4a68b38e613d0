"""What is due, and what becomes of it. Pure: no storage here."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class DueItem:
    """A tenant's aggregate with which there is something to do since `due_at`.

    `mark` is new with every write of the row: it tells whether somebody wrote it since it was read.
    """

    tenant_id: str
    aggregate_id: str
    due_at: datetime
    work: str = ""
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Rescheduled:
    """What was due was done, and there is something to do again at `due_at`; None: nothing any more.

    Saved only while the row is as `item` was read: who made it due meanwhile is not overlooked.
    """

    item: DueItem
    due_at: datetime | None
