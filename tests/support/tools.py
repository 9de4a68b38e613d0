"""Programs that some tests run: on the PATH, or where `make helm` and `make promtool` put them."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
_PATH = f"{REPOSITORY / '.cache' / 'bin'}:{os.environ.get('PATH', '')}"

Tool = Callable[..., str]


def tool(name: str, *, folder: Path = REPOSITORY) -> Tool:
    """Runs the program in the folder and gives what it prints; fails the test with what it says when it fails.

    Skips the test where the program is not on this machine.
    """
    found = shutil.which(name, path=_PATH)
    if found is None:
        pytest.skip(f"{name} is not on this machine")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [found, *arguments], cwd=folder, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run
