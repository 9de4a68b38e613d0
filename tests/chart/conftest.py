"""Helm, and what of the repository it is tried on."""

import pytest

from tests.support.tools import REPOSITORY, Tool, tool

CHART = REPOSITORY / "deploy" / "helm" / "cairn"


@pytest.fixture(scope="session")
def helm() -> Tool:
    """Runs helm and returns what it prints; fails the test with what it says when it fails."""
    return tool("helm")


@pytest.fixture(scope="session")
def helm_unittest() -> Tool:
    """The same for helm-unittest."""
    return tool("helm-unittest")
