"""What a change of an entry touches, for a tenant's admins."""

from dataclasses import dataclass

from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.read import get_entry
from cairn_catalog.application.soundness import contained_stacks
from cairn_catalog.application.tenant_admin import require_tenant_admin
from cairn_catalog.domain.entry import E, Entry
from cairn_catalog.domain.naming import Named
from cairn_catalog.domain.stack import Stack, find_cycle
from cairn_platform.identity import Principal


@dataclass(frozen=True, kw_only=True)
class Impact:
    """The entries in use that name an entry, and the way by which a stack contains itself through it, empty where there is none."""

    referrers: tuple[Entry, ...]
    cycle: tuple[str, ...]


def impact_of(catalogue: Catalogue, *, principal: Principal, kind: type[E], entry_id: str) -> Impact:
    """What a change of the entry touches in the principal's tenant; raises RoleRequiredError and NotFoundError."""
    require_tenant_admin(principal)
    entry = get_entry(catalogue.with_drafts(), kind, entry_id).entry
    cycle: tuple[str, ...] = ()
    if isinstance(entry, Stack):
        cycle = find_cycle(entry.id, contained_stacks(catalogue, entry))
    return Impact(referrers=referrers_in_use(catalogue, entry), cycle=cycle)


def referrers_in_use(catalogue: Catalogue, entry: Entry) -> tuple[Entry, ...]:
    """The entries of the tenant's view that name this one and are neither drafts nor retired."""
    naming = catalogue.naming(Named(type(entry), entry.id))
    return tuple(seen.entry for seen in naming if not seen.entry.is_retired)
