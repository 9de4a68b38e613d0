"""What a figure was measured on: without it, it says nothing."""

import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

_PACKAGES = (
    "grpcio",
    "protobuf",
    "pymongo",
    "kafka-python",
    "fastapi",
    "uvicorn",
    "pydantic",
    "pyjwt",
    "cryptography",
    "structlog",
)
_REPOSITORY = Path(__file__).resolve().parents[1]


def described() -> Mapping[str, object]:
    """The machine, the versions, the commit and the moment."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _git("describe", "--always", "--dirty"),
        "cpu": _cpu_model(),
        "cores": psutil.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "load_average_before": psutil.getloadavg()[0],
        "packages": {name: version(name) for name in _PACKAGES},
    }


def _cpu_model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def _git(*arguments: str) -> str:
    found = subprocess.run(
        ["git", *arguments],
        cwd=_REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.strip()
