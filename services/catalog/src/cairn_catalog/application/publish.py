"""Publishing one entry, for a tenant's admins."""

from collections.abc import Callable
from datetime import datetime

from cairn_catalog.application.impact import referrers_in_use
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.soundness import guards_of, misfits
from cairn_catalog.application.tenant_admin import require_tenant_admin
from cairn_catalog.domain.entry import E, Entry
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.publication import happened, own_before, publish, with_life_of
from cairn_catalog.domain.retirement import refuse_unnamed
from cairn_catalog.domain.view import Seen
from cairn_platform.changes import Change, decide_again
from cairn_platform.idempotency import Once
from cairn_platform.identity import Principal


def publish_entry(
    catalogue: Catalogue,
    *,
    principal: Principal,
    proposal: Proposal[E],
    expected_version: int,
    once: Once | None,
    new_id: Callable[[], str],
    now: datetime,
) -> Seen[E]:
    """Publishes a new entry of the principal's tenant (`expected_version` 0), or a revision of one.

    An entry without an id gets a new one. Raises RoleRequiredError for everybody but the tenant's admins, InvalidFieldsError with
    everything that is wrong with the fields, unknown references and a cycle of stacks included, and what the domain's `publish` raises.
    What is published names no drafts, and is not retired here while others name it: `retire_entry` does that.
    """
    require_tenant_admin(principal)
    identified = proposal.identified(new_id)

    def decide() -> Seen[E]:
        guards = guards_of(catalogue, [identified])
        present = catalogue.with_drafts().seen(identified.kind, [identified.id]).get(identified.id)
        [misfit] = misfits(_names_from(catalogue, identified, present), [identified])
        proposed = identified.sound_entry(also_wrong=misfit)
        if identified.keeps_life:
            proposed = with_life_of(proposed, present)
        published = publish(proposed=proposed, present=present, expected_version=expected_version)
        before = own_before(present)
        if published.entry.is_retired and not (before and before.is_retired):
            refuse_unnamed(referrers_in_use(catalogue, published.entry), named=())
        told = happened(published.entry, before=before)
        change = Change(aggregate=published.entry, happened=told, happened_at=now)
        catalogue.commit([change], guards=guards, once=once, result=published)
        return published

    return decide_again(decide)


def _names_from(catalogue: Catalogue, proposal: Proposal[Entry], present: Seen[Entry] | None) -> Catalogue:
    """What the entry may name: other drafts too, as long as it is one itself."""
    stays = proposal.keeps_life and present is not None and present.entry.is_draft
    becomes = not proposal.keeps_life and proposal.entry is not None and proposal.entry.is_draft
    return catalogue.with_drafts() if stays or becomes else catalogue
