"""Steps run side by side, and the first failure ends them all."""

import threading
import time

import pytest

from cairn_local.errors import Reason, StackError
from cairn_local.parallel import side_by_side


def test_all_steps_run_at_the_same_time() -> None:
    meeting = threading.Barrier(3, timeout=5)

    def step() -> None:
        meeting.wait()

    side_by_side(step, step, step, cancelled=threading.Event())


def test_a_failure_ends_the_others_and_is_the_one_that_is_told() -> None:
    cancelled = threading.Event()

    def patient() -> None:
        if cancelled.wait(10):
            raise StackError(Reason.CANCELLED, "stopped")

    def failing() -> None:
        raise StackError(Reason.PORT_TAKEN, "the cause")

    begun = time.monotonic()
    with pytest.raises(StackError, match="the cause"):
        side_by_side(patient, failing, cancelled=cancelled)
    assert time.monotonic() - begun < 5
