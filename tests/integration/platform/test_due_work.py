"""What is due: found by its instant, of one kind of work, in all tenants, page by page; done one after the other."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pymongo.database import Database

from cairn_platform.due import DueItem
from cairn_platform.due_work import BATCH, DueWork
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


def _due(database: Database[Document], *ids: str, at: datetime | None = NOW, work: str = "stones") -> None:
    writes = [due_write(work=work, tenant_id="acme", aggregate_id=each, due_at=at) for each in ids]
    database[COLLECTION].bulk_write(writes)


def _found(database: Database[Document], *, after: DueItem | None = None, at_most: int = 9) -> list[DueItem]:
    return DueSchedule(database, work="stones").due(now=NOW, after=after, at_most=at_most)


def test_the_longest_due_comes_first_and_what_is_not_due_not_at_all(database: Database[Document]) -> None:
    _due(database, "b", at=NOW - timedelta(days=3))
    _due(database, "a")
    _due(database, "later", at=NOW + timedelta(milliseconds=1))
    _due(database, "other", work="reminders")
    assert [each.aggregate_id for each in _found(database)] == ["b", "a"]


def test_an_aggregate_is_due_once_and_no_more_when_there_is_nothing_to_do(
    database: Database[Document],
) -> None:
    _due(database, "a", at=NOW - timedelta(days=3))
    _due(database, "a", at=NOW)
    assert [(each.aggregate_id, each.due_at) for each in _found(database)] == [("a", NOW)]
    _due(database, "a", "never there", at=None)
    assert _found(database) == []


def test_pages_give_each_once_although_many_are_due_at_the_same_instant(database: Database[Document]) -> None:
    ids = [f"s{number:02}" for number in range(7)]
    _due(database, *ids)
    walked: list[str] = []
    after = None
    while page := _found(database, after=after, at_most=3):
        walked += [each.aggregate_id for each in page]
        after = page[-1]
    assert walked == ids


def test_more_than_a_batch_that_fail_hold_nothing_up(database: Database[Document]) -> None:
    _due(database, *(f"bad{number:03}" for number in range(BATCH + 20)), at=NOW - timedelta(days=1))
    _due(database, "good")
    done: list[str] = []

    def perform(item: DueItem) -> None:
        if item.aggregate_id.startswith("bad"):
            raise ValueError(item.aggregate_id)
        done.append(item.aggregate_id)

    DueWork(
        name="stones",
        schedule=DueSchedule(database, work="stones"),
        turn=OnlyOne(),
        perform=perform,
        clock=lambda: NOW,
    ).round(threading.Event())
    assert done == ["good"]


def test_who_is_not_on_turn_does_nothing(database: Database[Document]) -> None:
    _due(database, "a")

    class SomebodyElses(OnlyOne):
        """Another one's turn."""

        def hold(self) -> bool:
            """No."""
            return False

    done: list[DueItem] = []
    work = DueWork(
        name="stones",
        schedule=DueSchedule(database, work="stones"),
        turn=SomebodyElses(),
        perform=done.append,
        clock=lambda: NOW,
    )
    work.round(threading.Event())
    assert done == []


def test_all_of_a_tenant_is_marked_and_nothing_of_another(database: Database[Document]) -> None:
    later = NOW + timedelta(days=9)
    _due(database, "a", "b", at=later)
    other = due_write(work="stones", tenant_id="acme2", aggregate_id="a", due_at=later)
    elsewhere = due_write(work="reminders", tenant_id="acme", aggregate_id="a", due_at=later)
    database[COLLECTION].bulk_write([other, elsewhere])
    DueSchedule(database, work="stones").mark_all("acme")
    assert [(each.tenant_id, each.aggregate_id) for each in _found(database)] == [
        ("acme", "a"),
        ("acme", "b"),
    ]
    assert all(each.mark for each in _found(database))
