"""The catalogues of all tenants in memory; passes the same suite as MongoDB's (tests/ports/catalog)."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cairn_catalog.adapters.contract.forms import FORMS
from cairn_catalog.domain.entry import E, Entry
from cairn_catalog.domain.listing import Criteria, Position, position
from cairn_catalog.domain.naming import Named, named_by
from cairn_catalog.domain.revision import Position as RevisionPosition
from cairn_catalog.domain.revision import RevisionState, ScheduledRevision
from cairn_catalog.domain.view import PUBLIC_TENANT, Seen, tenant_view
from cairn_platform.changes import Change, ConflictError, Guard
from cairn_platform.errors import IdempotencyKeyReusedError
from cairn_platform.idempotency import AnsweredMeanwhileError, Once


@dataclass
class FakeCatalogues:
    """Everything that all tenants have published, and what happened on the way, oldest first."""

    entries: dict[tuple[str, type[Entry], str], Entry] = field(default_factory=dict)
    guards: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    answers: dict[tuple[str, str, str, str], tuple[str, bytes]] = field(default_factory=dict)
    happened: list[tuple[str, str, Entry]] = field(default_factory=list)
    revisions: dict[tuple[str, Named], ScheduledRevision] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, tenant_id: str) -> "FakeCatalogue":
        """One tenant's catalogue."""
        return FakeCatalogue(self, tenant_id)

    def revisions_of(self, tenant_id: str) -> "FakeRevisions":
        """One tenant's scheduled revisions."""
        return FakeRevisions(self, tenant_id)

    def of_kind(self, kind: type[E], *, tenant_id: str) -> dict[str, E]:
        """What a tenant has of one kind, by id."""
        return {
            entry_id: entry
            for (owner, its_kind, entry_id), entry in self.entries.items()
            if owner == tenant_id and its_kind is kind and isinstance(entry, kind)
        }


class FakeCatalogue:
    """One tenant's catalogue."""

    def __init__(self, world: FakeCatalogues, tenant_id: str, *, drafts: bool = False) -> None:
        self._world = world
        self._tenant_id = tenant_id
        self._drafts = drafts

    def with_drafts(self) -> "FakeCatalogue":
        """Sees the tenant's own drafts too."""
        return FakeCatalogue(self._world, self._tenant_id, drafts=True)

    def naming(self, named: Named) -> list[Seen[Entry]]:
        """By the definition of what an entry names."""
        return [
            seen
            for form in FORMS
            for seen in sorted(self._view(form.kind).values(), key=lambda each: position(each.entry))
            if named in named_by(seen.entry)
        ]

    def seen(self, kind: type[E], ids: Iterable[str]) -> dict[str, Seen[E]]:
        """By the definition of the view."""
        view = self._view(kind)
        return {entry_id: view[entry_id] for entry_id in ids if entry_id in view}

    def listed(
        self, kind: type[E], *, criteria: Criteria, after: Position | None, at_most: int
    ) -> list[Seen[E]]:
        """By the definitions of view, fitness and position."""
        fitting = [seen for seen in self._view(kind).values() if criteria.fit(seen.entry)]
        ordered = sorted(fitting, key=lambda seen: position(seen.entry))
        return [seen for seen in ordered if after is None or position(seen.entry) > after][:at_most]

    def guard(self, name: str) -> Guard:
        """The guard as it is now."""
        return Guard(name=name, seen=self._world.guards[self._tenant_id, name])

    def answer_to(self, once: Once) -> bytes | None:
        """The first answer."""
        found = self._world.answers.get(self._answer_key(once))
        if found is None:
            return None
        if found[0] != once.fingerprint:
            raise IdempotencyKeyReusedError
        return found[1]

    def commit(
        self,
        changes: Sequence[Change[Entry | ScheduledRevision]],
        *,
        guards: Sequence[Guard] = (),
        once: Once | None = None,
        result: object = None,
    ) -> None:
        """All or nothing."""
        with self._world.lock:
            if once and self._answer_key(once) in self._world.answers:
                raise AnsweredMeanwhileError
            if any(self._version(change.aggregate) != change.aggregate.version - 1 for change in changes):
                raise ConflictError
            if any(self._world.guards[self._tenant_id, guard.name] != guard.seen for guard in guards):
                raise ConflictError
            for change in changes:
                self._keep(change)
            for guard in guards:
                self._world.guards[self._tenant_id, guard.name] += 1
            if once:
                self._world.answers[self._answer_key(once)] = (once.fingerprint, once.encode(result))

    def _keep(self, change: Change[Entry | ScheduledRevision]) -> None:
        aggregate = change.aggregate
        if isinstance(aggregate, ScheduledRevision):
            self._world.revisions[self._tenant_id, _revised(aggregate)] = aggregate
            return
        self._world.entries[self._key(aggregate)] = aggregate
        if change.happened:
            self._world.happened.append((self._tenant_id, change.happened, aggregate))

    def _view(self, kind: type[E]) -> dict[str, Seen[E]]:
        public = self._world.of_kind(kind, tenant_id=PUBLIC_TENANT)
        is_public = self._tenant_id == PUBLIC_TENANT
        own = self._world.of_kind(kind, tenant_id=self._tenant_id)
        visible = {
            entry_id: entry
            for entry_id, entry in public.items()
            if not entry.is_draft or (is_public and self._drafts)
        }
        visible_own = {
            entry_id: entry for entry_id, entry in own.items() if self._drafts or not entry.is_draft
        }
        return tenant_view(own={} if is_public else visible_own, public=visible)

    def _version(self, aggregate: Entry | ScheduledRevision) -> int:
        present: Entry | ScheduledRevision | None
        if isinstance(aggregate, ScheduledRevision):
            present = self._world.revisions.get((self._tenant_id, _revised(aggregate)))
        else:
            present = self._world.entries.get(self._key(aggregate))
        return present.version if present else 0

    def _key(self, entry: Entry) -> tuple[str, type[Entry], str]:
        return self._tenant_id, type(entry), entry.id

    def _answer_key(self, once: Once) -> tuple[str, str, str, str]:
        return self._tenant_id, once.subject, once.method, once.key


class FakeRevisions:
    """One tenant's scheduled revisions."""

    def __init__(self, world: FakeCatalogues, tenant_id: str) -> None:
        self._world = world
        self._tenant_id = tenant_id
        self.commit = FakeCatalogue(world, tenant_id).commit

    def of(self, kind: type[Entry], entry_id: str) -> ScheduledRevision | None:
        """The entry's."""
        return self._world.revisions.get((self._tenant_id, Named(kind, entry_id)))

    def waiting(self, entries: Iterable[Entry]) -> Mapping[Named, date]:
        """By their definition."""
        found = (self.of(type(each), each.id) for each in entries)
        return {_revised(each): each.effective_on for each in found if each and each.waits}

    def listed(
        self, *, states: Iterable[RevisionState], after: RevisionPosition | None, at_most: int
    ) -> list[ScheduledRevision]:
        """By the definition of their positions."""
        asked = set(states)
        own = [each for (tenant_id, _), each in self._world.revisions.items() if tenant_id == self._tenant_id]
        fitting = [each for each in own if each.state in asked and (after is None or each.position > after)]
        return sorted(fitting, key=lambda each: each.position)[:at_most]


def _revised(revision: ScheduledRevision) -> Named:
    return Named(type(revision.proposed), revision.proposed.id)
