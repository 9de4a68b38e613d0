"""Indexes are defined in the mongoengine documents and made here, by `migrate`, in whichever database is given."""

from collections.abc import Iterable

import mongoengine
from pymongo.database import Database

from cairn_platform.mongo.connection import Document


def ensure_indexes(database: Database[Document], documents: Iterable[type[mongoengine.Document]]) -> None:
    """Makes the indexes that the documents' `meta` names, where they are missing."""
    for document in documents:
        collection = database[document._get_collection_name()]
        for spec in document._meta["index_specs"]:
            options = {name: value for name, value in spec.items() if name not in {"fields", "cls"}}
            collection.create_index(spec["fields"], **options)


def drop_index(database: Database[Document], document: type[mongoengine.Document], name: str) -> None:
    """Drops an index that a later version of the document no longer has, where it is still there."""
    collection = database[document._get_collection_name()]
    if name in collection.index_information():
        collection.drop_index(name)


def forget_after(database: Database[Document], document: type[mongoengine.Document], field: str) -> None:
    """Has MongoDB remove documents, of all tenants, when the instant in the field is over."""
    database[document._get_collection_name()].create_index([(field, 1)], expireAfterSeconds=0)
