"""Stays with a running stack and says what happens to it."""

import time
from collections.abc import Callable

from cairn_local.errors import Reason, StackError
from cairn_local.stack import Stack
from cairn_local.supervision import leftovers, read_happenings

_LOOK_SECONDS = 0.5


def watch(stack: Stack, *, say: Callable[[str], None]) -> None:
    """Say which process died and which is back, until somebody stops the stack.

    StackError when the supervisor itself was killed; what it left behind is stopped then.
    """
    with (stack.settings.logs_dir / "supervisord.log").open(encoding="utf-8") as log:
        log.seek(0, 2)
        while stack.is_running:
            for happening in read_happenings(log.readlines()):
                say(f"{time.strftime('%H:%M:%S')}  {happening.sentence}")
            time.sleep(_LOOK_SECONDS)
    if leftovers(stack.settings.state_dir):
        stack.down()
        raise StackError(
            Reason.PROCESS_FAILED, "The supervisor was killed; everything it ran has been stopped."
        )
    say("The stack was stopped by another command.")
