"""Runs independent steps side by side; the first failure stops the others."""

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

from cairn_local.errors import Reason, StackError


def side_by_side(*steps: Callable[[], None], cancelled: threading.Event) -> None:
    """Run all, return when all are done. After a failure or Ctrl-C `cancelled` is set, which the steps obey.

    The failure that came first by itself is raised, not those that only follow from being cancelled.
    """
    with ThreadPoolExecutor(max_workers=max(1, len(steps))) as pool:
        futures = [pool.submit(step) for step in steps]
        try:
            done, _ = wait(futures, return_when=FIRST_EXCEPTION)
        except BaseException:
            cancelled.set()
            raise
        if any(future.exception() for future in done):
            cancelled.set()
    errors = [error for future in futures if (error := future.exception())]
    own = [
        error for error in errors if not (isinstance(error, StackError) and error.reason is Reason.CANCELLED)
    ]
    if errors:
        raise (own or errors)[0]
