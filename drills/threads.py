"""Something that goes on beside what a drill does."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_JOIN_SECONDS = 60.0


@contextmanager
def meanwhile(work: Callable[[threading.Event], None], *, times: int = 1) -> Iterator[None]:
    """Does the work in so many threads until the end of the block; it is handed the event that says that it is over."""
    stop = threading.Event()
    threads = [threading.Thread(target=work, args=(stop,)) for _ in range(times)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=_JOIN_SECONDS)
