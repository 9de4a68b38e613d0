"""The same suite for the store in memory and for MongoDB's."""

from collections.abc import Iterator

import pytest

from tests.support.learners.databases import FencedDatabase, emptied, fenced_database
from tests.support.learners.fake_store import FakeWorld
from tests.support.learners.mongo_world import MongoWorld

World = FakeWorld | MongoWorld


@pytest.fixture(scope="session")
def learners_database(mongo_url: str) -> Iterator[FencedDatabase]:
    """One database for the suite."""
    with fenced_database(mongo_url) as database:
        yield database


@pytest.fixture(params=["in memory", "MongoDB"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """All tenants, empty."""
    if request.param == "in memory":
        yield FakeWorld()
        return
    with emptied(request.getfixturevalue("learners_database")) as world:
        yield world
