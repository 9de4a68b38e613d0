"""How a service runs its due work: one of its workers at a time, in a loop beside its others."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from pymongo.database import Database

from cairn_platform.clock import utc_now
from cairn_platform.due import DueItem
from cairn_platform.due_batches import DueBatches
from cairn_platform.due_side_by_side import DueSideBySide
from cairn_platform.due_work import DueWork
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.due_schedule import DueSchedule
from cairn_platform.mongo.leases import Lease

_TERM = timedelta(seconds=10)


@contextmanager
def due_loop(
    database: Database[Document],
    *,
    work: str,
    perform: Callable[[DueItem], object],
    give_up: Callable[[DueItem], object] | None = None,
) -> Iterator[DueWork]:
    """The loop that performs what is due of one kind of work in a database; its turn ends with the context."""
    with due_turn(database, work=work) as lease:
        schedule = DueSchedule(database, work=work)
        yield DueWork(
            name=work, schedule=schedule, turn=lease, perform=perform, clock=utc_now, give_up=give_up
        )


@contextmanager
def due_batches(
    database: Database[Document], *, work: str, perform: Callable[[str, Sequence[DueItem]], None]
) -> Iterator[DueBatches]:
    """The same, of work that is done for several of a tenant together."""
    with due_turn(database, work=work) as lease:
        schedule = DueSchedule(database, work=work)
        yield DueBatches(name=work, schedule=schedule, turn=lease, perform=perform, clock=utc_now)


@contextmanager
def due_side_by_side(
    database: Database[Document], *, work: str, perform: Callable[[DueItem], object], at_once: int
) -> Iterator[DueSideBySide]:
    """The same, of work that mostly waits for somebody else."""
    with due_turn(database, work=work) as lease:
        schedule = DueSchedule(database, work=work)
        yield DueSideBySide(
            name=work, schedule=schedule, turn=lease, perform=perform, clock=utc_now, at_once=at_once
        )


@contextmanager
def due_turn(database: Database[Document], *, work: str) -> Iterator[Lease]:
    """The turn at one kind of work among all workers, as short as a worker's death should be felt."""
    lease = Lease(database, name=work, holder=uuid.uuid4().hex, term=_TERM, clock=utc_now)
    try:
        yield lease
    finally:
        lease.release()
