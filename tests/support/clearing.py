"""Emptying a migrated database between tests: indexes take a second to make, and stay."""

from pymongo import MongoClient

from cairn_platform.mongo.connection import Document


def clear(mongo_url: str, name: str) -> None:
    """Forgets what all tenants have in a database, past any listener; collections and indexes stay."""
    with MongoClient[Document](mongo_url, w="majority") as client:
        for collection in client[name].list_collection_names():
            client[name][collection].delete_many({})
