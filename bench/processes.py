"""Processes that a bench starts and ends."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
_READY_SECONDS = 180.0


def free_port() -> int:
    """A port of the loopback address on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def started(
    module: str, *arguments: str, port: int | None, environment: Mapping[str, str] | None = None
) -> Iterator[int]:
    """`python -m module`, until the end of the block; gives its process id once it listens on `port`."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=REPOSITORY,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
    )
    try:
        if port is not None:
            _await_port(process, port)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=25)
        except subprocess.TimeoutExpired:
            process.kill()


def asked(module: str, order: object) -> Any:
    """What `python -m module` answers to an order: both as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", module],
        cwd=REPOSITORY,
        input=json.dumps(order),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=300,
    )
    return json.loads(done.stdout)


def _await_port(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"{process.args!r} does not listen")
