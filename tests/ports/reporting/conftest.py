"""Facts in memory and in MongoDB, each in turn."""

from collections.abc import Iterator

import pytest

from cairn_platform.mongo.connection import connect
from cairn_platform.mongo.fence import TenantFence
from cairn_platform.settings import MongoSettings
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.world import MongoWorld, World


@pytest.fixture(params=["memory", "mongo"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """Where events go in and facts come out; in MongoDB no command may cross between tenants."""
    if request.param == "memory":
        yield InMemoryReadModels()
        return
    settings: MongoSettings = request.getfixturevalue("mongo_settings")
    fence = TenantFence()
    database = connect(settings, listeners=[fence])
    yield MongoWorld(database)
    database.client.close()
    assert fence.breaches == []
