"""The first fence between tenants: a service reads through a TenantCollection, and that is built for one tenant."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from cairn_platform.mongo.connection import Document

Filter = Mapping[str, Any]
Sort = Sequence[tuple[str, int]]

# pymongo's timeout covers an operation, not a cursor's life: a list is always read in one go, at most this many at a time.
_BATCH = 1000


def document_id(tenant_id: str, aggregate_id: str) -> str:
    """The `_id` of a tenant's document: it begins with the tenant, so it is unique where the aggregate's id is unique in the tenant."""
    return f"{tenant_id}:{aggregate_id}"


class TenantCollection:
    """One collection as one tenant sees it. No method takes a tenant.

    `also_reads` names tenants whose documents everybody may read: in Cairn only `public`, the public catalogue.
    """

    def __init__(
        self, database: Database[Document], name: str, *, tenant_id: str, also_reads: Sequence[str] = ()
    ) -> None:
        self._collection: Collection[Document] = database[name]
        self.tenant_id = tenant_id
        self._scope: Document = {"tenant_id": {"$in": [tenant_id, *also_reads]} if also_reads else tenant_id}

    def find_one(self, filter: Filter, *, projection: Filter | None = None) -> Document | None:
        """The first document that fits, or None."""
        return self._collection.find_one(self._scoped(filter), projection)

    def find(
        self,
        filter: Filter,
        *,
        sort: Sort = (),
        limit: int = 0,
        projection: Filter | None = None,
        collation: Mapping[str, Any] | None = None,
        by_index: Sort = (),
    ) -> Iterator[Document]:
        """The documents that fit, in order; `limit` 0 means all.

        `by_index` names the index to go by: with several that begin with the tenant, MongoDB's choice among them is a guess from the first
        documents, and a wrong one looks at the whole tenant.
        """
        cursor = self._collection.find(self._scoped(filter), projection, limit=limit, batch_size=_BATCH)
        if sort:
            cursor = cursor.sort(list(sort))
        if collation:
            cursor = cursor.collation(collation)
        if by_index:
            cursor = cursor.hint(list(by_index))
        return iter(cursor)

    def find_one_with(
        self, filter: Filter, *, beside: Mapping[str, "tuple[TenantCollection, Filter]"]
    ) -> Document | None:
        """The first document that fits, with whatever fits in the collections beside it as lists under these names: one round trip."""
        lookups: list[Document] = [
            {
                "$lookup": {
                    "from": view._collection.name,
                    "pipeline": [{"$match": view._scoped(wanted)}],
                    "as": name,
                }
            }
            for name, (view, wanted) in beside.items()
        ]
        stages: list[Document] = [{"$match": self._scoped(filter)}, {"$limit": 1}, *lookups]
        return next(iter(self._collection.aggregate(stages)), None)

    def find_and(self, filter: Filter, *, beside: "tuple[TenantCollection, Filter]") -> Iterator[Document]:
        """The documents that fit, and then those that fit in the collection beside it: one round trip."""
        view, wanted = beside
        union = {"coll": view._collection.name, "pipeline": [{"$match": view._scoped(wanted)}]}
        return iter(self._collection.aggregate([{"$match": self._scoped(filter)}, {"$unionWith": union}]))

    def count(self, filter: Filter) -> int:
        """How many documents fit."""
        return self._collection.count_documents(self._scoped(filter))

    def distinct(self, key: str, filter: Filter) -> list[Any]:
        """The different values of a field among the documents that fit."""
        return self._collection.distinct(key, self._scoped(filter))

    def aggregate(self, stages: Sequence[Document]) -> Iterator[Document]:
        """Runs the stages over the tenant's documents."""
        return iter(self._collection.aggregate([{"$match": self._scope}, *stages]))

    def put_version(self, aggregate_id: str, fields: Document, *, version: int) -> bool:
        """Stores a version of one of the tenant's own documents; False where what is there is not the version before it."""
        own = {"_id": document_id(self.tenant_id, aggregate_id), "tenant_id": self.tenant_id}
        before = {**own, "version": version - 1}
        try:
            outcome = self._collection.replace_one(
                before, {**own, **fields, "version": version}, upsert=version == 1
            )
        except DuplicateKeyError:
            return False
        return outcome.matched_count == 1 or outcome.upserted_id is not None

    def _scoped(self, filter: Filter) -> Document:
        return {"$and": [self._scope, dict(filter)]} if filter else dict(self._scope)
