"""What the use cases need from storage."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from cairn_catalog.domain.entry import E, Entry
from cairn_catalog.domain.listing import Criteria, Position
from cairn_catalog.domain.naming import Named
from cairn_catalog.domain.revision import Position as RevisionPosition
from cairn_catalog.domain.revision import RevisionState, ScheduledRevision
from cairn_catalog.domain.view import Seen
from cairn_platform.changes import Change, Guard
from cairn_platform.idempotency import Once


class Catalogue(Protocol):
    """The catalogue as one tenant sees it and writes it: the public entries and its own."""

    def with_drafts(self) -> "Catalogue":
        """The same catalogue with the tenant's own drafts, which only its admins see. Without it there are none."""
        ...

    def naming(self, named: Named) -> list[Seen[Entry]]:
        """The entries of the tenant's view that name this one, by kind, name and id."""
        ...

    def seen(self, kind: type[E], ids: Iterable[str]) -> dict[str, Seen[E]]:
        """The entries with these ids in the tenant's view, by id; those that are not there are left out."""
        ...

    def listed(
        self, kind: type[E], *, criteria: Criteria, after: Position | None, at_most: int
    ) -> list[Seen[E]]:
        """The entries of the tenant's view that fit, in the order of their positions, from behind `after`."""
        ...

    def guard(self, name: str) -> Guard:
        """The guard as it is now; to be read before what its rule is checked on."""
        ...

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
        ...


class Revisions(Protocol):
    """The scheduled revisions of one tenant, one for each entry at the most."""

    def of(self, kind: type[Entry], entry_id: str) -> ScheduledRevision | None:
        """The entry's scheduled revision, whatever became of it."""
        ...

    def waiting(self, entries: Iterable[Entry]) -> Mapping[Named, date]:
        """The days for which revisions of these entries wait."""
        ...

    def listed(
        self, *, states: Iterable[RevisionState], after: RevisionPosition | None, at_most: int
    ) -> list[ScheduledRevision]:
        """The revisions that stand like this, in the order of their positions, from behind `after`."""
        ...

    def commit(
        self,
        changes: Sequence[Change[Entry | ScheduledRevision]],
        *,
        guards: Sequence[Guard],
        once: Once | None,
        result: object,
    ) -> None:
        """Saves revisions, and the entries that they change with their events, all or nothing.

        Raises ConflictError when somebody else wrote one of them, or committed against one of the guards.
        """
        ...
