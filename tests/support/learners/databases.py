"""A migrated database for many tests: made once, emptied between them, and fenced."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from pymongo import MongoClient
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.fence import TenantFence
from cairn_platform.mongo.projection import GENERATIONS
from cairn_platform.settings import MongoSettings
from tests.support.learners.mongo_world import MongoWorld


class _Reads(CommandListener):
    """Notes which collections are read."""

    def __init__(self, noted: list[str]) -> None:
        self._noted = noted

    def started(self, event: CommandStartedEvent) -> None:
        """Notes a read before it is sent, but for the look at which generation serves: the next calls share that."""
        collection = str(event.command[event.command_name])
        if event.command_name in {"find", "aggregate", "distinct", "count"} and collection != GENERATIONS:
            self._noted.append(collection)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Nothing to note."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Nothing to note."""


class FencedDatabase:
    """A world on MongoDB, whose commands are watched by the tenant fence."""

    def __init__(self, mongo_url: str) -> None:
        self._settings = MongoSettings(url=mongo_url, database=f"cairn_test_{uuid.uuid4().hex[:12]}")
        self._unwatched: MongoClient[Document] = MongoClient(mongo_url)
        self.fence = TenantFence()
        reads: list[str] = []
        self.world = MongoWorld(connect(self._settings, listeners=[self.fence, _Reads(reads)]), reads)

    def empty(self) -> None:
        """Forgets all facts and copies, and keeps collections and indexes."""
        database = self._unwatched[self._settings.database]
        for name in database.list_collection_names():
            database[name].delete_many({})

    def drop(self) -> None:
        """Leaves nothing behind."""
        self.world.database.client.close()
        self._unwatched.drop_database(self._settings.database)
        self._unwatched.close()


@contextmanager
def fenced_database(mongo_url: str) -> Iterator[FencedDatabase]:
    """A database of its own until the end of the block."""
    database = FencedDatabase(mongo_url)
    try:
        yield database
    finally:
        database.drop()


@contextmanager
def emptied(database: FencedDatabase) -> Iterator[MongoWorld]:
    """An empty world for one test, in which nothing may cross between tenants."""
    database.empty()
    database.fence.breaches.clear()
    yield database.world
    assert database.fence.breaches == []
