"""Reporting over real stores."""

import uuid
from collections.abc import Iterator

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.fence import TenantFence
from cairn_platform.settings import KafkaSettings, MongoSettings
from tests.support.clearing import clear
from tests.support.reporting.running import ReportingRun
from tests.support.reporting.world import MongoWorld


@pytest.fixture(scope="session")
def fence() -> TenantFence:
    """Notices whatever crosses between tenants."""
    return TenantFence()


@pytest.fixture(scope="session")
def reporting_database(mongo_url: str, fence: TenantFence) -> Iterator[Database[Document]]:
    """One database for all these tests, but for those of processes."""
    settings = MongoSettings(url=mongo_url, database=f"cairn_test_{uuid.uuid4().hex[:12]}")
    database = connect(settings, listeners=[fence])
    yield database
    database.client.close()
    with MongoClient[Document](mongo_url) as client:
        client.drop_database(settings.database)


@pytest.fixture
def fenced(
    mongo_url: str, reporting_database: Database[Document], fence: TenantFence
) -> Iterator[Database[Document]]:
    """That database, empty; no command may cross between tenants."""
    clear(mongo_url, reporting_database.name)
    fence.breaches.clear()
    yield reporting_database
    assert fence.breaches == []


@pytest.fixture
def world(fenced: Database[Document]) -> MongoWorld:
    """The read models in that database."""
    return MongoWorld(fenced)


@pytest.fixture
def running(mongo_settings: MongoSettings, kafka_settings: KafkaSettings) -> Iterator[ReportingRun]:
    """The worker on topics and in a database of the test's own, in which no command may cross between tenants."""
    fence = TenantFence()
    database = connect(mongo_settings, listeners=[fence])
    run = ReportingRun(
        run=f"r{uuid.uuid4().hex[:10]}",
        mongo=mongo_settings,
        kafka=kafka_settings.model_copy(update={"partitions": 2}),
        database=database,
    )
    run.prepare()
    yield run
    run.clear()
    database.client.close()
    assert fence.breaches == []
