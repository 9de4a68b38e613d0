"""One tenant's catalogue in MongoDB: the public documents and its own, read together, its own written."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from datetime import datetime

from pymongo.database import Database

from cairn_catalog.adapters.mongo.common_translation import name_text
from cairn_catalog.adapters.mongo.kinds import KINDS
from cairn_catalog.adapters.mongo.order import behind
from cairn_catalog.domain.entry import E, Entry, folded
from cairn_catalog.domain.lifecycle import EntryState
from cairn_catalog.domain.listing import Criteria, Position
from cairn_catalog.domain.naming import Named
from cairn_catalog.domain.view import PUBLIC_TENANT, Origin, Seen, tenant_view
from cairn_platform.changes import Change, Guard
from cairn_platform.idempotency import Once
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import TenantStore
from cairn_platform.mongo.tenant import document_id

SOURCE = "cairn/catalog"
_ORDER = ("name_key", "entry_id", "_id")


class MongoCatalogue:
    """Implements `Catalogue` for the use cases, and the first answers for repeated calls."""

    def __init__(
        self, database: Database[Document], *, tenant_id: str, clock: Callable[[], datetime]
    ) -> None:
        self._store = TenantStore(
            database,
            tenant_id=tenant_id,
            kinds=KINDS.values(),
            source=SOURCE,
            clock=clock,
            also_reads=(PUBLIC_TENANT,),
        )
        self._visibility: Document = {"lifecycle.state": {"$ne": EntryState.DRAFT.value}}

    def with_drafts(self) -> "MongoCatalogue":
        """The same catalogue with the tenant's own drafts; the public ones are the operator's."""
        seeing = copy(self)
        seeing._visibility = {"$or": [self._visibility, {"tenant_id": self._store.tenant_id}]}
        return seeing

    def naming(self, named: Named) -> list[Seen[Entry]]:
        """The entries of the tenant's view that name this one, by kind, name and id."""
        return [
            seen
            for kind in KINDS
            for seen in self._visible(
                kind,
                list(
                    self._store.collection(kind).find(
                        {"$and": [{"names": name_text(named)}, self._visibility]},
                        sort=[(field, 1) for field in _ORDER],
                    )
                ),
            )
        ]

    def seen(self, kind: type[E], ids: Iterable[str]) -> dict[str, Seen[E]]:
        """The entries with these ids in the tenant's view, by id; those that are not there are left out."""
        own: dict[str, E] = {}
        public: dict[str, E] = {}
        for document in self._store.collection(kind).find(
            {"$and": [{"_id": {"$in": self._document_ids(ids)}}, self._visibility]}
        ):
            side = public if document["tenant_id"] == PUBLIC_TENANT else own
            side[document["entry_id"]] = KINDS[kind].from_document(document)
        return tenant_view(own=own, public=public)

    def listed(
        self, kind: type[E], *, criteria: Criteria, after: Position | None, at_most: int
    ) -> list[Seen[E]]:
        """The entries of the tenant's view that fit, in the order of their positions, from behind `after`.

        Reads on for as long as a batch had public entries in it whose place the tenant's own have taken.
        """
        found: list[Seen[E]] = []
        conditions = [self._visibility, *self._conditions(criteria)]
        last = dict(zip(_ORDER, after or (), strict=False))
        while len(found) < at_most:
            asked = [*conditions, *([behind(last)] if last else [])]
            documents = list(
                self._store.collection(kind).find(
                    {"$and": asked},
                    sort=[(field, 1) for field in _ORDER],
                    limit=at_most,
                )
            )
            found += self._visible(kind, documents)
            if len(documents) < at_most:
                break
            last = {field: documents[-1][field] for field in _ORDER}
        return found[:at_most]

    def guard(self, name: str) -> Guard:
        """The guard as it is now; to be read before what its rule is checked on."""
        return self._store.guard(name)

    def answer_to(self, once: Once) -> bytes | None:
        """The first answer to this key, or None; raises IdempotencyKeyReusedError when it was another request."""
        return self._store.answer_to(once)

    def commit(
        self,
        changes: Sequence[Change[Entry]],
        *,
        guards: Sequence[Guard] = (),
        once: Once | None = None,
        result: object = None,
    ) -> None:
        """Saves the tenant's own entries with their events, all or nothing.

        Raises ConflictError when somebody else wrote one of them, or committed against one of the guards.
        """
        self._store.commit(changes, guards=guards, once=once, result=result)

    def _document_ids(self, ids: Iterable[str]) -> list[str]:
        tenants = {self._store.tenant_id, PUBLIC_TENANT}
        return [document_id(tenant_id, entry_id) for entry_id in ids for tenant_id in tenants]

    def _conditions(self, criteria: Criteria) -> Iterator[Document]:
        if criteria.ids:
            yield {"_id": {"$in": self._document_ids(criteria.ids)}}
        if criteria.leaves_out_retired:
            yield {"lifecycle.state": {"$ne": EntryState.RETIRED.value}}
        if criteria.query:
            yield {"search_texts": {"$regex": re.escape(folded(criteria.query))}}
        if criteria.kinds:
            yield {"kind": {"$in": [kind.value for kind in criteria.kinds]}}
        if criteria.issuer_id:
            yield {"issuer_id": criteria.issuer_id}
        if criteria.skill_id:
            yield {"skills_granted.skill_id": criteria.skill_id}

    def _visible(self, kind: type[E], documents: Sequence[Document]) -> Iterator[Seen[E]]:
        """The documents as the tenant sees them; a public one whose place its own has taken is left out."""
        counterparts = [self._counterpart(document) for document in documents]
        paired = {
            each["_id"]
            for each in self._store.collection(kind).find(
                {"$and": [{"_id": {"$in": counterparts}}, self._visibility]}, projection={"_id": 1}
            )
        }
        for document, counterpart in zip(documents, counterparts, strict=True):
            entry: E = KINDS[kind].from_document(document)
            if document["tenant_id"] != PUBLIC_TENANT:
                yield Seen(entry=entry, origin=Origin.OVERRIDE if counterpart in paired else Origin.TENANT)
            elif counterpart not in paired or self._store.tenant_id == PUBLIC_TENANT:
                yield Seen(entry=entry, origin=Origin.PUBLIC)

    def _counterpart(self, document: Document) -> str:
        is_public = document["tenant_id"] == PUBLIC_TENANT
        return document_id(self._store.tenant_id if is_public else PUBLIC_TENANT, document["entry_id"])
