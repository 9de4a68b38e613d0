"""What publishing does to one entry of a tenant, before anything is saved: the same at once and on a later day."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic

from cairn_catalog.application.impact import impact_on, referrers_in_use
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.soundness import guards_of, misfits
from cairn_catalog.domain.entry import E, E_co, Entry
from cairn_catalog.domain.impact import require_confirmed
from cairn_catalog.domain.naming import Named, named_by
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.publication import happened, own_before, publish, retired_references, with_life_of
from cairn_catalog.domain.retirement import refuse_unnamed
from cairn_catalog.domain.view import Seen
from cairn_platform.changes import Change, Guard


@dataclass(frozen=True, kw_only=True)
class Publication(Generic[E_co]):
    """An entry as it is seen when it is published, as its admins see it so far, and the guards to save it with."""

    published: Seen[E_co]
    present: Seen[E_co] | None
    guards: tuple[Guard, ...]

    @property
    def changes_nothing(self) -> bool:
        """The entry says what it says already, as the tenant's own."""
        before = own_before(self.present)
        return before is not None and _same(before, self.published.entry)

    def change(self, *, at: datetime) -> Change[Entry]:
        """What is to be saved; `at` is when it happened for the users."""
        entry = self.published.entry
        return Change(
            aggregate=entry, happened=happened(entry, before=own_before(self.present)), happened_at=at
        )


def publication_of(
    catalogue: Catalogue,
    proposal: Proposal[E],
    *,
    expected_version: int,
    retired_allowed: Collection[Named] | None = None,
) -> Publication[E]:
    """What publishing the proposal does.

    Raises InvalidFieldsError with everything that is wrong with the fields, unknown references and a cycle of stacks included, and what
    the domain's `publish` raises. What is published names no drafts, names nothing anew that is retired, and is not retired here while
    others name it. `retired_allowed` is what it may name although it is retired; None: what it names already.
    """
    guards = guards_of(catalogue, [proposal])
    present = catalogue.with_drafts().seen(proposal.kind, [proposal.id]).get(proposal.id)
    view = _names_from(catalogue, proposal, present)
    [misfit] = misfits(view, [proposal])
    if retired_allowed is None:
        retired_allowed = named_by(present.entry) if present else ()
    retired = retired_references(
        proposal.references, retired=_retired_among(view, proposal), allowed=retired_allowed
    )
    proposed = proposal.sound_entry(also_wrong=(*misfit, *retired))
    if proposal.keeps_life:
        proposed = with_life_of(proposed, present)
    published = publish(proposed=proposed, present=present, expected_version=expected_version)
    before = own_before(present)
    if published.entry.is_retired and not (before and before.is_retired):
        refuse_unnamed(referrers_in_use(catalogue, published.entry), named=())
    return Publication(published=published, present=present, guards=guards)


def require_impact_confirmed(catalogue: Catalogue, publication: Publication[Entry], *, digest: str) -> None:
    """Nobody changes what the tenant sees unseen: raises ImpactNotConfirmedError and ImpactChangedError.

    Free are drafts, what nobody but the admins has seen, and what stays as everybody sees it.
    """
    entry = publication.published.entry
    seen = catalogue.seen(type(entry), [entry.id]).get(entry.id)
    if seen is not None and not entry.is_draft and not _same(seen.entry, entry):
        require_confirmed(impact_on(catalogue, seen), digest=digest)


def _same(before: Entry, after: Entry) -> bool:
    return replace(before, version=0) == replace(after, version=0)


def _retired_among(catalogue: Catalogue, proposal: Proposal[Entry]) -> set[Named]:
    kinds = {each.kind for each in proposal.references}
    return {
        Named(kind, entry_id)
        for kind in kinds
        for entry_id, seen in catalogue.seen(
            kind, {each.id for each in proposal.references if each.kind is kind}
        ).items()
        if seen.entry.is_retired
    }


def _names_from(catalogue: Catalogue, proposal: Proposal[Entry], present: Seen[Entry] | None) -> Catalogue:
    """What the entry may name: other drafts too, as long as it is one itself."""
    stays = proposal.keeps_life and present is not None and present.entry.is_draft
    becomes = not proposal.keeps_life and proposal.entry is not None and proposal.entry.is_draft
    return catalogue.with_drafts() if stays or becomes else catalogue
