"""Runs one command to its end: with a limit, a log, and an end when the stack is told to stop."""

import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cairn_local.errors import Reason, StackError

_POLL_SECONDS = 0.1
_TERMINATE_SECONDS = 5.0


def run_command(
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str],
    timeout_seconds: float,
    cancelled: threading.Event,
    on_output: Callable[[str], None] | None = None,
) -> int:
    """Run `command`, its output into `log` (and piece by piece to `on_output`); the exit status.

    StackError with NOT_READY_IN_TIME after `timeout_seconds`, with CANCELLED when `cancelled` is set meanwhile;
    the command is ended in both cases.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + timeout_seconds
    with log.open("wb") as output, log.open("rb") as written:
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=dict(environment)
        )
        try:
            while process.poll() is None:
                if cancelled.wait(_POLL_SECONDS):
                    raise StackError(Reason.CANCELLED, f"{command[0]} was stopped.")
                if time.monotonic() > deadline:
                    raise StackError(
                        Reason.NOT_READY_IN_TIME,
                        f"{' '.join(command[:4])} … did not end within {timeout_seconds:.0f} s; its log is {log}.",
                    )
                if on_output is not None:
                    on_output(written.read().decode("utf-8", "replace"))
        finally:
            _end(process)
        return process.returncode


def last_lines(log: Path, count: int = 3) -> str:
    """The last words of a log file, on one line, for an error sentence."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    return " / ".join(line.strip() for line in lines[-count:] if line.strip())


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_TERMINATE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(_TERMINATE_SECONDS)
