"""How a service runs its due work: one of its workers at a time, in a loop beside its others."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from pymongo.database import Database

from cairn_platform.clock import utc_now
from cairn_platform.due import DueItem
from cairn_platform.due_work import DueWork
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.due_schedule import DueSchedule
from cairn_platform.mongo.leases import Lease

_TERM = timedelta(seconds=10)


@contextmanager
def due_loop(
    database: Database[Document], *, work: str, perform: Callable[[DueItem], object]
) -> Iterator[DueWork]:
    """The loop that performs what is due of one kind of work in a database; its turn ends with the context."""
    lease = Lease(database, name=work, holder=uuid.uuid4().hex, term=_TERM, clock=utc_now)
    try:
        yield DueWork(
            name=work,
            schedule=DueSchedule(database, work=work),
            turn=lease,
            perform=perform,
            clock=utc_now,
        )
    finally:
        lease.release()
