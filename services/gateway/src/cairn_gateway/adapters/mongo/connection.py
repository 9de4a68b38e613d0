"""The asynchronous connection to MongoDB, with the same promises as the platform's."""

from typing import Any

from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from cairn_platform.settings import MongoSettings

Document = dict[str, Any]


def connect(settings: MongoSettings) -> AsyncDatabase[Document]:
    """The gateway's database. Does not wait for MongoDB to answer; each operation waits `timeout_seconds` at the most."""
    client: AsyncMongoClient[Document] = AsyncMongoClient(**settings.connection())
    return client[settings.database]
