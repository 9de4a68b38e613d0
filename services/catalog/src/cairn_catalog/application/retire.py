"""Taking one entry out of use, for a tenant's admins."""

from collections.abc import Collection
from datetime import datetime

from cairn_catalog.application.impact import referrers_in_use
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.read import get_entry
from cairn_catalog.application.tenant_admin import require_tenant_admin
from cairn_catalog.domain.entry import E
from cairn_catalog.domain.naming import Named
from cairn_catalog.domain.publication import happened, own_before, publish
from cairn_catalog.domain.retirement import refuse_unnamed, retired
from cairn_catalog.domain.revision import day_of
from cairn_catalog.domain.view import Seen
from cairn_platform.changes import Change, decide_again
from cairn_platform.identity import Principal


def retire_entry(
    catalogue: Catalogue,
    *,
    principal: Principal,
    kind: type[E],
    entry_id: str,
    expected_version: int,
    reason: str,
    named: Collection[Named],
    now: datetime,
) -> Seen[E]:
    """Takes the entry out of use; a public one for this tenant only, by its own retired version (`expected_version` 0).

    Raises InvalidFieldsError unless `named` holds every entry in use that names it, and what `publish` raises.
    """
    require_tenant_admin(principal)

    def decide() -> Seen[E]:
        present = get_entry(catalogue.with_drafts(), kind, entry_id)
        proposed = retired(present.entry, on=day_of(now), reason=reason)
        published = publish(proposed=proposed, present=present, expected_version=expected_version)
        refuse_unnamed(referrers_in_use(catalogue, present.entry), named=named)
        told = happened(published.entry, before=own_before(present))
        catalogue.commit([Change(aggregate=published.entry, happened=told, happened_at=now)])
        return published

    return decide_again(decide)
