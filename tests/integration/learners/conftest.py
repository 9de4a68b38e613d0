"""LearnersService for a company, over MongoDB."""

from collections.abc import Iterator

import pytest

from tests.support.learners.company import Company, company_service
from tests.support.learners.databases import FencedDatabase, emptied, fenced_database
from tests.support.learners.mongo_world import MongoWorld


@pytest.fixture(scope="session")
def learners_database(mongo_url: str) -> Iterator[FencedDatabase]:
    """One database for all these tests."""
    with fenced_database(mongo_url) as database:
        yield database


@pytest.fixture(scope="session")
def service() -> Iterator[Company]:
    """The running service; nobody has moved in yet."""
    with company_service() as company:
        yield company


@pytest.fixture
def world(learners_database: FencedDatabase) -> Iterator[MongoWorld]:
    """MongoDB, empty, in which nothing may cross between tenants."""
    with emptied(learners_database) as world:
        yield world


@pytest.fixture
def company(service: Company, world: MongoWorld) -> Company:
    """The company as it is before the test."""
    service.move_into(world)
    return service
