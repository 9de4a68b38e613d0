"""What can be searched, held in memory and kept up with MongoDB."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from pymongo.database import Database

from cairn_catalog.adapters.mongo.kinds import KINDS
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.search.findables import NAMED_BY_OTHERS, SEARCHED, findables
from cairn_catalog.domain.search.space import SearchSpace
from cairn_catalog.domain.view import PUBLIC_TENANT
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.tenant import TenantCollection, document_id

FRESH_FOR_SECONDS = 1.0
"""So old a space may be before MongoDB is asked what changed; an entry is found at most this much after it was published."""
TENANTS_AT_MOST = 200
"""So many tenants' spaces are held; the one not searched for longest goes first, and is made again when it is searched."""

_KINDS = (*SEARCHED, *NAMED_BY_OTHERS)
_LOADED_AT_ONCE = 500


@dataclass
class _Held:
    """One tenant's entries in memory. Public names find a tenant's own entries too, so its space depends on the public one."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    entries: dict[type[Entry], dict[str, Entry]] = field(default_factory=dict)
    looked_at: float = float("-inf")
    space: SearchSpace = field(default_factory=lambda: SearchSpace(()))
    beside: SearchSpace | None = None


class MongoSearchSpaces:
    """Gives each tenant's search spaces. One for a whole process: tenants share the public space."""

    def __init__(
        self, database: Database[Document], *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._monotonic = monotonic
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, tenant_id: str) -> "TenantSearchSpaces":
        """What the tenant can search."""
        return TenantSearchSpaces(self, tenant_id)

    def space(self, tenant_id: str) -> SearchSpace:
        """The tenant's own entries as a space, at most FRESH_FOR_SECONDS behind."""
        beside = None if tenant_id == PUBLIC_TENANT else self.space(PUBLIC_TENANT)
        held = self._holding(tenant_id)
        with held.lock:
            changed = False
            if self._monotonic() - held.looked_at >= FRESH_FOR_SECONDS:
                held.looked_at = self._monotonic()
                changed = self._catch_up(tenant_id, held)
            if changed or held.beside is not beside:
                held.space = SearchSpace(findables(held.entries, names=self._names(held)))
                held.beside = beside
            return held.space

    def _holding(self, tenant_id: str) -> _Held:
        with self._lock:
            held = self._held.setdefault(tenant_id, _Held())
            self._held.move_to_end(tenant_id)
            if PUBLIC_TENANT in self._held:
                self._held.move_to_end(PUBLIC_TENANT)
            while len(self._held) > TENANTS_AT_MOST:
                self._held.popitem(last=False)
            return held

    def _names(self, held: _Held) -> dict[type[Entry], dict[str, Entry]]:
        public = self._holding(PUBLIC_TENANT).entries
        return {kind: {**public.get(kind, {}), **held.entries.get(kind, {})} for kind in _KINDS}

    def _catch_up(self, tenant_id: str, held: _Held) -> bool:
        """Loads what is newer in MongoDB; says whether anything was. Entries never vanish, and their versions only grow."""
        changed = False
        for kind in _KINDS:
            collection = TenantCollection(self._database, KINDS[kind].collection, tenant_id=tenant_id)
            versions = collection.find({}, projection={"_id": 0, "entry_id": 1, "version": 1})
            known = held.entries.setdefault(kind, {})
            newer = [
                each["entry_id"]
                for each in versions
                if each["entry_id"] not in known or known[each["entry_id"]].version < each["version"]
            ]
            for start in range(0, len(newer), _LOADED_AT_ONCE):
                ids = [document_id(tenant_id, each) for each in newer[start : start + _LOADED_AT_ONCE]]
                for document in collection.find({"_id": {"$in": ids}}):
                    known[document["entry_id"]] = KINDS[kind].from_document(document)
            changed = changed or bool(newer)
        return changed


@dataclass(frozen=True)
class TenantSearchSpaces:
    """Implements `SearchSpaces` for one tenant."""

    spaces: MongoSearchSpaces
    tenant_id: str

    def public(self) -> SearchSpace:
        """The public entries."""
        return self.spaces.space(PUBLIC_TENANT)

    def own(self) -> SearchSpace:
        """The tenant's own entries; the operator's are the public ones."""
        return SearchSpace(()) if self.tenant_id == PUBLIC_TENANT else self.spaces.space(self.tenant_id)
