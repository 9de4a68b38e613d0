"""The running Cairn as its users meet it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from cairn_local.demo_access import DemoAccess
from cairn_local.stack import Stack
from tests.support.chromium import chromium
from tests.support.testbed import Testbed, make_testbed


@pytest.fixture(scope="session")
def testbed(cairn: Stack, tmp_path_factory: pytest.TempPathFactory) -> Testbed:
    """A tenant of the tests' own."""
    return make_testbed(cairn, tmp_path_factory.mktemp("testbed"))


@pytest.fixture(scope="session")
def demo(cairn: Stack) -> DemoAccess:
    """What `demo.json` says about the demo's tenants."""
    return DemoAccess.read(Path(cairn.settings.state_dir) / "demo.json")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with chromium() as launched:
        yield launched
