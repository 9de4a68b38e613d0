"""The connection to MongoDB: majority reads and writes, aware datetimes, and an end to every wait."""

from collections.abc import Sequence
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import PyMongoError
from pymongo.monitoring import CommandListener

from cairn_platform.settings import MongoSettings

Document = dict[str, Any]


def connect(settings: MongoSettings, *, listeners: Sequence[CommandListener] = ()) -> Database[Document]:
    """The service's database. Does not wait for MongoDB to answer; each operation waits `timeout_seconds` at the most."""
    client: MongoClient[Document] = MongoClient(**settings.connection(), event_listeners=list(listeners))
    return client[settings.database]


def answers(database: Database[Document]) -> bool:
    """Whether MongoDB answers now: what a service's readiness rests on."""
    try:
        database.command("ping")
    except PyMongoError:
        return False
    return True
