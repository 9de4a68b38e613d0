"""Due work that waits for somebody else: side by side, each item once, and no tenant in the way of another."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pymongo.database import Database

from cairn_platform.due import DueItem
from cairn_platform.due_side_by_side import DueSideBySide
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.due_schedule import COLLECTION, DueSchedule, due_write, ensure_due_indexes
from cairn_platform.settings import MongoSettings
from tests.support.platform.workers import OnlyOne

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def database(mongo_settings: MongoSettings) -> Iterator[Database[Document]]:
    """A database with a due schedule."""
    found = connect(mongo_settings)
    ensure_due_indexes(found)
    yield found
    found.client.close()


def test_one_tenant_that_waits_for_ever_does_not_hold_up_the_others(database: Database[Document]) -> None:
    schedule = DueSchedule(database, work="calls")
    rows = [("slow", str(number)) for number in range(6)] + [("quick", str(number)) for number in range(6)]
    database[COLLECTION].bulk_write(
        [
            due_write(work="calls", tenant_id=tenant_id, aggregate_id=each, due_at=NOW)
            for tenant_id, each in rows
        ]
    )
    begun: Counter[tuple[str, str]] = Counter()
    release, stop, quick_is_done = threading.Event(), threading.Event(), threading.Event()

    def perform(item: DueItem) -> None:
        begun[item.tenant_id, item.aggregate_id] += 1
        if item.tenant_id == "slow":
            assert release.wait(60)
        schedule.settle({item: None})
        if sum(1 for tenant_id, _ in list(begun) if tenant_id == "quick") == 6:
            quick_is_done.set()

    work = DueSideBySide(
        name="calls", schedule=schedule, turn=OnlyOne(), perform=perform, clock=lambda: NOW, at_once=8
    )
    loop = threading.Thread(target=work.run, args=(stop,))
    loop.start()
    try:
        assert quick_is_done.wait(60)
        assert sum(1 for tenant_id, _ in list(begun) if tenant_id == "slow") == 2, "a quarter of eight"
    finally:
        release.set()
        stop.set()
        loop.join(60)
    assert not loop.is_alive()
    assert set(begun.values()) == {1}
