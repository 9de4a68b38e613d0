"""Completes documents from before a field was stored: the operator's, across tenants, at a migration."""

from collections.abc import Iterable
from typing import Any

from pymongo import UpdateOne
from pymongo.database import Database

from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Kind

_BATCH = 500


def complete_documents(database: Database[Document], kinds: Iterable[Kind[Any]], *, field: str) -> None:
    """Gives each document without the field the value that it would be stored with now; may be repeated.

    Versions stay: the field follows from the others, so nothing is said anew.
    """
    for kind in kinds:
        collection = database[kind.collection]
        while older := list(collection.find({field: {"$exists": False}}, limit=_BATCH)):
            collection.bulk_write(
                [
                    UpdateOne(
                        {"_id": each["_id"], "tenant_id": each["tenant_id"]},
                        {"$set": {field: kind.to_document(kind.from_document(each))[field]}},
                    )
                    for each in older
                ]
            )
