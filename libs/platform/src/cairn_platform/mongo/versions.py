"""How states of aggregates get into a collection, a batch at a time: the newest of each, or every version once.

An insertion costs MongoDB a fifth of an upsert and most of what comes is new. So a first version is inserted, and of what has had others
it is asked, once for the batch, what is there, and only what is older is replaced. What was asked may be out of date when it is acted
upon: each write decides for itself.
"""

from collections.abc import Iterable, Mapping, Sequence

from pymongo import ReplaceOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from cairn_platform.mongo.connection import Document

_DUPLICATE_KEY = 11000


def keep_newest(collection: Collection[Document], states: Sequence[Document]) -> None:
    """Keeps each aggregate's newest state, by `version`, one document of an aggregate for each `_id`."""
    newest = _newest(states)
    versions = _versions(collection, [each for each in newest.values() if each["version"] > 1])
    lacking = [each for each in newest.values() if each["_id"] not in versions]
    outdone = [
        each for each in newest.values() if versions.get(each["_id"], each["version"]) < each["version"]
    ]
    newer = [*outdone, *_inserted_before(collection, lacking)]
    if newer:
        collection.bulk_write([_replacement(each) for each in newer], ordered=False)


def keep_versions(collection: Collection[Document], states: Sequence[Document]) -> None:
    """Keeps every version once: documents by `_id` and version, with `aggregate` for the `_id` of what they tell of."""
    _inserted_before(
        collection,
        [
            {**each, "_id": f"{each['_id']}@{each['version']}", "aggregate": each["_id"]}
            for each in _first_of_each_version(states)
        ],
    )


def _newest(states: Iterable[Document]) -> Mapping[str, Document]:
    newest: dict[str, Document] = {}
    for each in states:
        other = newest.get(each["_id"])
        if other is None or other["version"] < each["version"]:
            newest[each["_id"]] = each
    return newest


def _first_of_each_version(states: Iterable[Document]) -> Iterable[Document]:
    first: dict[tuple[str, int], Document] = {}
    for each in states:
        first.setdefault((each["_id"], each["version"]), each)
    return first.values()


def _versions(collection: Collection[Document], states: Sequence[Document]) -> Mapping[str, int]:
    """Which versions are there of what the states tell of."""
    if not states:
        return {}
    tenants, ids = zip(*((each["tenant_id"], each["_id"]) for each in states), strict=True)
    there = collection.find({"_id": {"$in": ids}, "tenant_id": {"$in": sorted(set(tenants))}}, {"version": 1})
    return {each["_id"]: each["version"] for each in there}


def _inserted_before(collection: Collection[Document], documents: Sequence[Document]) -> Sequence[Document]:
    """Inserts what is not there; returns what somebody else had inserted under its `_id`."""
    if not documents:
        return ()
    try:
        collection.insert_many(documents, ordered=False)
    except BulkWriteError as error:
        refused = error.details["writeErrors"]
        if any(each["code"] != _DUPLICATE_KEY for each in refused):
            raise
        return [documents[each["index"]] for each in refused]
    return ()


def _replacement(state: Document) -> ReplaceOne[Document]:
    older = {"_id": state["_id"], "tenant_id": state["tenant_id"], "version": {"$lt": state["version"]}}
    return ReplaceOne(older, state)
