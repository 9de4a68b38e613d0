"""A skip fails the run unless it is listed here with its reason. Loaded as a plugin by tests/conftest.py."""

from collections.abc import Mapping

import pytest

# Node id (or its beginning) → why it may be skipped.
LISTED: Mapping[str, str] = {
    "tests/contract/test_published_recertification.py::test_published_examples_come_out_as_they_say": (
        "The examples lie beside the repository where it is developed; who has only the repository does not have them."
    ),
    "tests/unit/observability/test_metrics.py::test_prometheus_finds_the_alerts_right": (
        "Needs promtool, which `make promtool` takes from Debian's package, as CI does; what the rules ask for is checked without it."
    ),
    "tests/unit/catalog/test_taxonomies.py::test_every_role_level_of_the_uk_governments_framework_is_read": (
        "The framework lies beside the repository where it is developed; who has only the repository does not have it."
    ),
    "tests/contract/test_published_role_levels.py": (
        "The framework lies beside the repository where it is developed; who has only the repository does not have it."
    ),
    "tests/contract/test_job_ads_on_skillspan.py": (
        "The labelled ads lie beside the repository where it is developed; who has only the repository does not have them."
    ),
    "tests/chart/test_rendered.py": "Needs Helm, which `make helm` builds where Go is, as CI does.",
}

_unlisted = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Nothing has been skipped yet."""
    config.stash[_unlisted] = []


class Watcher:
    """Notes each skip that is not listed."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Looks at one test's outcome; an expected failure counts as a skip too."""
        if report.skipped and not any(report.nodeid.startswith(listed) for listed in LISTED):
            self._config.stash[_unlisted].append(report.nodeid)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Begins to watch."""
    session.config.pluginmanager.register(Watcher(session.config))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails the run for what was skipped without being listed."""
    if session.config.stash[_unlisted] and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which skips failed the run."""
    for node_id in terminalreporter.config.stash[_unlisted]:
        terminalreporter.write_line(
            f"skipped without being listed in tests/support/skips.py: {node_id}", red=True
        )
