"""What is due: found by its instant, of one kind of work, in all tenants, page by page; done one after the other."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from cairn_platform.due import DueItem, Planned, Rescheduled
from cairn_platform.due_work import ATTEMPTS, BATCH, DueWork
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.due_schedule import (
    COLLECTION,
    DueSchedule,
    due_write,
    ensure_due_indexes,
    mark_write,
    settled_count,
    settlement_writes,
)
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


def test_what_fails_again_and_again_is_given_up_where_it_can_be(database: Database[Document]) -> None:
    _due(database, "bad", "good")
    schedule = DueSchedule(database, work="stones")
    tried: list[str] = []
    given_up: list[str] = []

    def perform(item: DueItem) -> None:
        tried.append(item.aggregate_id)
        if item.aggregate_id == "bad":
            raise ValueError(item.aggregate_id)
        schedule.settle({item: None})

    def give_up(item: DueItem) -> None:
        given_up.append(item.aggregate_id)
        schedule.settle({item: None})

    work = DueWork(
        name="stones",
        schedule=schedule,
        turn=OnlyOne(),
        perform=perform,
        clock=lambda: NOW,
        give_up=give_up,
    )
    for _ in range(ATTEMPTS + 2):
        work.round(threading.Event())
    assert (tried.count("bad"), tried.count("good"), given_up) == (ATTEMPTS, 1, ["bad"])


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
    assert all(each.planned and each.planned.mark for each in _found(database))


def test_what_is_marked_is_due_at_once_and_once_however_often(database: Database[Document]) -> None:
    _due(database, "a", at=NOW + timedelta(days=9))
    schedule = DueSchedule(database, work="stones")
    for _ in range(3):
        schedule.mark("acme", ["a", "b"])
    first, second = _found(database)
    assert (first.aggregate_id, len(first.marks), first.planned) == (
        "a",
        3,
        Planned(due_at=NOW + timedelta(days=9)),
    )
    assert (second.aggregate_id, len(second.marks), second.planned) == ("b", 3, None)


def test_marks_over_several_pages_are_all_found(database: Database[Document]) -> None:
    schedule = DueSchedule(database, work="stones")
    for _ in range(4):
        schedule.mark("acme", ["a", "a b", "b"])
    seen: list[str] = []
    after = None
    while page := _found(database, after=after, at_most=5):
        seen += [mark for each in page for mark in each.marks]
        after = page[-1]
    assert len(set(seen)) == len(seen) == 12


def test_who_marks_waits_neither_for_others_nor_for_the_loop(database: Database[Document]) -> None:
    """Two changes of what the same aggregate depends on, and the loop that settles it, all under way at once."""
    rows, schedule = database[COLLECTION], DueSchedule(database, work="stones")
    schedule.mark("acme", ["a"])
    [seen] = _found(database)
    with database.client.start_session() as one, database.client.start_session() as other:
        one.start_transaction()
        other.start_transaction()
        for session in (one, other):
            rows.bulk_write([mark_write(work="stones", tenant_id="acme", aggregate_id="a")], session=session)
        schedule.settle({seen: NOW + timedelta(days=1)})
        one.commit_transaction()
        other.commit_transaction()
    [again] = _found(database)
    assert (len(again.marks), again.planned) == (2, Planned(due_at=NOW + timedelta(days=1)))
    schedule.settle({again: None})
    assert _found(database) == []
    assert rows.count_documents({}) == 0


def test_what_was_planned_anew_since_it_was_read_is_not_settled(database: Database[Document]) -> None:
    _due(database, "a")
    [seen] = _found(database)
    _due(database, "a", at=NOW - timedelta(days=1))
    done = Rescheduled(item=seen, due_at=None)
    outcome = database[COLLECTION].bulk_write(settlement_writes(done))
    assert outcome.deleted_count + outcome.matched_count + outcome.upserted_count < settled_count(done)
    assert [each.due_at for each in _found(database)] == [NOW - timedelta(days=1)]


def test_what_was_planned_since_a_mark_was_read_is_not_planned_over(database: Database[Document]) -> None:
    DueSchedule(database, work="stones").mark("acme", ["a"])
    [seen] = _found(database)
    _due(database, "a")
    with pytest.raises(BulkWriteError):
        database[COLLECTION].bulk_write(
            settlement_writes(Rescheduled(item=seen, due_at=NOW + timedelta(days=9)))
        )
    assert [each.due_at for each in _found(database)] == [NOW]
