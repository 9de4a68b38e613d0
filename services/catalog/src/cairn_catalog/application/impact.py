"""What a change of an entry touches, for a tenant's admins."""

from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.read import get_entry
from cairn_catalog.application.soundness import contained_stacks
from cairn_catalog.application.tenant_admin import require_tenant_admin
from cairn_catalog.domain.entry import E, Entry
from cairn_catalog.domain.impact import Impact
from cairn_catalog.domain.naming import Named
from cairn_catalog.domain.stack import Stack, find_cycle
from cairn_catalog.domain.view import Seen
from cairn_platform.identity import Principal


def impact_of(catalogue: Catalogue, *, principal: Principal, kind: type[E], entry_id: str) -> Impact:
    """What a change of the entry touches in the principal's tenant; raises RoleRequiredError and NotFoundError.

    A draft touches nothing yet: where one is to take the place of what is published, it is the impact of that.
    """
    require_tenant_admin(principal)
    published = catalogue.seen(kind, [entry_id]).get(entry_id)
    return impact_on(catalogue, published or get_entry(catalogue.with_drafts(), kind, entry_id))


def impact_on(catalogue: Catalogue, seen: Seen[Entry]) -> Impact:
    """What a change of the entry touches in the catalogue's tenant."""
    cycle: tuple[str, ...] = ()
    if isinstance(seen.entry, Stack):
        cycle = find_cycle(seen.entry.id, contained_stacks(catalogue, seen.entry))
    return Impact(of=seen, referrers=referrers_in_use(catalogue, seen.entry), cycle=cycle)


def referrers_in_use(catalogue: Catalogue, entry: Entry) -> tuple[Entry, ...]:
    """The entries of the tenant's view that name this one and are neither drafts nor retired."""
    naming = catalogue.naming(Named(type(entry), entry.id))
    return tuple(seen.entry for seen in naming if not seen.entry.is_retired)
