"""How often Python looks for objects that only refer to each other."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# By default 700: with thousands of events in hand, all that is alive is looked at again and again.
_NEW_OBJECTS = 500_000


@contextmanager
def garbage_looked_for_rarely() -> Iterator[None]:
    """For work on large batches in which hardly anything refers to itself: looking for it would take a third of the time."""
    _, *others = before = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *others)
    try:
        yield
    finally:
        gc.set_threshold(*before)
