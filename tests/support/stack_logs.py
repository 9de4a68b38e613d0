"""What the running Cairn logged, below a test that failed on it: CI keeps nothing but what a run prints."""

from collections.abc import Generator
from pathlib import Path

import pytest

from cairn_local.stack import Stack

_LAST_LINES = 3
_LAST_WARNINGS = 5
_LAST_OF_GROUPS = 12
_LONGEST_LINE = 400


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds the logs' last words to the report of a failure."""
    report = yield
    stack = getattr(item, "funcargs", {}).get("cairn")
    if report.failed and isinstance(stack, Stack):
        report.sections.append(("Logs of the running Cairn", last_words(stack.settings.logs_dir)))
    return report


def last_words(logs_dir: Path) -> str:
    """Each process's last lines and warnings, and what Kafka said last of its consumer groups."""
    told: list[str] = []
    for log in sorted(
        [*logs_dir.glob("*-work.log"), *logs_dir.glob("*-serve.log"), logs_dir / "gateway.log"]
    ):
        lines = _lines(log)
        warnings = [line for line in lines if '"level": "info"' not in line][-_LAST_WARNINGS:]
        told += [f"--- {log.name}", *warnings, "...", *lines[-_LAST_LINES:]]
    groups = [line for line in _lines(logs_dir / "kafka.log") if "GroupCoordinator" in line]
    told += ["--- kafka.log, groups", *groups[-_LAST_OF_GROUPS:]]
    return "\n".join(line[:_LONGEST_LINE] for line in told)


def _lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
