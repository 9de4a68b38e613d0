"""What is due, and what becomes of it. Pure: no storage here."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Planned:
    """When the schedule says that an aggregate is due; `mark` is new whenever all of the tenant's are made due at once."""

    due_at: datetime
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class DueItem:
    """A tenant's aggregate with which there is something to do since `due_at`.

    `planned` is what the schedule said of it when this was read, None for nothing; `marks` are those that were there. `page_end` is
    where reading goes on behind it.
    """

    tenant_id: str
    aggregate_id: str
    due_at: datetime
    work: str = ""
    planned: Planned | None = None
    marks: tuple[str, ...] = ()
    page_end: tuple[datetime, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Rescheduled:
    """What was due was done, and there is something to do again at `due_at`; None: nothing any more.

    Saved only while the schedule says what it said when `item` was read. Who marked it meanwhile is not overlooked: it is due again.
    """

    item: DueItem
    due_at: datetime | None
