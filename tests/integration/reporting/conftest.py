"""Reporting over real stores."""

import uuid
from collections.abc import Iterator

import pytest
from pymongo.database import Database

from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.fence import TenantFence
from cairn_platform.settings import KafkaSettings, MongoSettings
from tests.support.reporting.running import ReportingRun
from tests.support.reporting.world import MongoWorld


@pytest.fixture
def fenced(mongo_settings: MongoSettings) -> Iterator[Database[Document]]:
    """A database of the test's own, in which no command may cross between tenants."""
    fence = TenantFence()
    database = connect(mongo_settings, listeners=[fence])
    yield database
    database.client.close()
    assert fence.breaches == []


@pytest.fixture
def world(fenced: Database[Document]) -> MongoWorld:
    """The read models in that database."""
    return MongoWorld(fenced)


@pytest.fixture
def running(
    fenced: Database[Document], mongo_settings: MongoSettings, kafka_settings: KafkaSettings
) -> Iterator[ReportingRun]:
    """The worker on topics of the test's own."""
    run = ReportingRun(
        run=f"r{uuid.uuid4().hex[:10]}",
        mongo=mongo_settings,
        kafka=kafka_settings.model_copy(update={"partitions": 2}),
        database=fenced,
    )
    run.prepare()
    yield run
    run.clear()
