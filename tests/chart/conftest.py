"""Helm, where it is: on the PATH, or built by `make helm`."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
CHART = REPOSITORY / "deploy" / "helm" / "cairn"
_PATH = f"{REPOSITORY / '.cache' / 'bin'}:{os.environ.get('PATH', '')}"

Tool = Callable[..., str]


def _tool(name: str) -> Tool:
    found = shutil.which(name, path=_PATH)
    if found is None:
        pytest.skip(f"{name} is not on this machine")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [found, *arguments], cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def helm() -> Tool:
    """Runs helm and returns what it prints; fails the test with what it says when it fails."""
    return _tool("helm")


@pytest.fixture(scope="session")
def helm_unittest() -> Tool:
    """The same for helm-unittest."""
    return _tool("helm-unittest")
