"""What can be searched, held in memory and kept up with MongoDB."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pymongo.database import Database

from cairn_catalog.adapters.mongo.issuer_trusts import TRUST_KIND
from cairn_catalog.adapters.mongo.kinds import KINDS
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.grading import Grading
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.issuer_trust import TrustVerdict
from cairn_catalog.domain.search.findables import NAMED_BY_OTHERS, SEARCHED, findables, judged_otherwise
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
    """One tenant's entries and its trust in memory. Public names find a tenant's own entries too, and how good a public credential is
    depends on the tenant's trust, so its space depends on the public one. Grades change with the day.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    entries: dict[type[Entry], dict[str, Entry]] = field(default_factory=dict)
    verdicts: dict[str, TrustVerdict] = field(default_factory=dict)
    day: date | None = None
    looked_at: float = float("-inf")
    space: SearchSpace = field(default_factory=lambda: SearchSpace(()))
    beside: SearchSpace | None = None


class MongoSearchSpaces:
    """Gives each tenant's search spaces. One for a whole process: tenants share the public space."""

    def __init__(
        self,
        database: Database[Document],
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
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
            today = self._clock().date()
            changed = held.day != today
            if self._monotonic() - held.looked_at >= FRESH_FOR_SECONDS:
                held.looked_at = self._monotonic()
                changed |= self._catch_up(tenant_id, held)
                changed |= self._heed_trust(tenant_id, held)
            if changed or held.beside is not beside:
                held.space = self._space_of(held, today)
                held.beside, held.day = beside, today
            return held.space

    def _space_of(self, held: _Held, today: date) -> SearchSpace:
        public = self._holding(PUBLIC_TENANT).entries
        names = {kind: {**public.get(kind, {}), **held.entries.get(kind, {})} for kind in _KINDS}
        own_issuers = _in_view(held.entries)
        grading = Grading(issuers={**_in_view(public), **own_issuers}, verdicts=held.verdicts, on=today)
        own_ways = {*own_issuers, *held.verdicts} if held.entries is not public else ()
        return SearchSpace(
            findables(held.entries, names=names, grading=grading),
            judged=judged_otherwise(public, judged=own_ways, grading=grading),
        )

    def _holding(self, tenant_id: str) -> _Held:
        with self._lock:
            held = self._held.setdefault(tenant_id, _Held())
            self._held.move_to_end(tenant_id)
            if PUBLIC_TENANT in self._held:
                self._held.move_to_end(PUBLIC_TENANT)
            while len(self._held) > TENANTS_AT_MOST:
                self._held.popitem(last=False)
            return held

    def _heed_trust(self, tenant_id: str, held: _Held) -> bool:
        """Reads whom the tenant trusts; says whether that changed. These are few, so they are read anew."""
        collection = TenantCollection(self._database, TRUST_KIND.collection, tenant_id=tenant_id)
        trusts = [TRUST_KIND.from_document(each) for each in collection.find({})]
        before, held.verdicts = held.verdicts, {each.issuer_id: each.verdict for each in trusts}
        return held.verdicts != before

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


def _in_view(entries: Mapping[type[Entry], Mapping[str, Entry]]) -> dict[str, Issuer]:
    """The issuers among the entries that are no drafts, by id."""
    known = entries.get(Issuer, {})
    return {each.id: each for each in known.values() if isinstance(each, Issuer) and not each.is_draft}


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
