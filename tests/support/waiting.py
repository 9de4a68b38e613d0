"""Waiting for what another process does, with an end."""

import time
from collections.abc import Callable


def wait_until(holds: Callable[[], bool], *, seconds: float = 20.0, what: str = "it") -> float:
    """Returns how many seconds it took until `holds` was true; fails the test when it takes too long."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, f"{what} did not happen within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - begun
