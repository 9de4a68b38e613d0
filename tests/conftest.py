"""Fixtures that every folder of tests shares."""

import uuid
from collections.abc import Iterator

import hypothesis
import pytest
import structlog
from pymongo import MongoClient
from pymongo.database import Database

from cairn_local.stack import Stack
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.settings import KafkaSettings, MongoSettings
from tests.support.backing import Backing, Identity, backing

pytest_plugins = ["tests.support.skips", "tests.support.stack_logs"]

# No test is timed: a busy machine takes longer for an example, which says nothing about the rule.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# An exception that is logged is shown plainly: drawn in frames, with the values of each, it costs a tenth of a second.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)


@pytest.fixture(scope="session")
def stores(request: pytest.FixtureRequest) -> Iterator[Backing]:
    """MongoDB and Kafka; Keycloak, or all of Cairn, if any test of this run asks for it."""
    asked = {name for item in request.session.items for name in getattr(item, "fixturenames", ())}
    with backing(whole="cairn" in asked, keycloak="identity" in asked) as found:
        yield found


@pytest.fixture(scope="session")
def identity(stores: Backing) -> Identity:
    """Where Keycloak answers, and with what it is administered."""
    return stores.identity


@pytest.fixture(scope="session")
def cairn(stores: Backing) -> Stack:
    """All of Cairn, running, with the demo in it."""
    assert stores.stack is not None, "this test needs the whole stack: unset CAIRN_TEST_MONGO_URL"
    return stores.stack


@pytest.fixture(scope="session")
def mongo_url(stores: Backing) -> str:
    """Where MongoDB answers."""
    return stores.mongo_url


@pytest.fixture(scope="session")
def kafka_bootstrap(stores: Backing) -> str:
    """Where Kafka answers."""
    return stores.kafka_bootstrap


@pytest.fixture(scope="session")
def kafka_settings(kafka_bootstrap: str) -> KafkaSettings:
    """How to reach Kafka; topics that a test makes have four partitions."""
    return KafkaSettings(bootstrap_servers=kafka_bootstrap, partitions=4)


@pytest.fixture
def mongo_settings(mongo_url: str) -> Iterator[MongoSettings]:
    """How to reach a database of the test's own, dropped afterwards."""
    settings = MongoSettings(url=mongo_url, database=f"cairn_test_{uuid.uuid4().hex[:12]}")
    yield settings
    with MongoClient[Document](mongo_url) as client:
        client.drop_database(settings.database)


@pytest.fixture
def database(mongo_settings: MongoSettings) -> Iterator[Database[Document]]:
    """A database of the test's own."""
    found = connect(mongo_settings)
    yield found
    found.client.close()
