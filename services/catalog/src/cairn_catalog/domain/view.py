"""What a tenant sees of the catalogue: the public entries and its own, its own in their place."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic

from cairn_catalog.domain.entry import E, E_co

PUBLIC_TENANT = "public"
"""The tenant that holds the public catalogue: everybody reads it, only the operator writes it."""


class Origin(Enum):
    """Where an entry comes from, seen from one tenant; an override is the tenant's own version of a public entry."""

    PUBLIC = "public"
    TENANT = "tenant"
    OVERRIDE = "override"


@dataclass(frozen=True, kw_only=True)
class Seen(Generic[E_co]):
    """An entry as one tenant sees it."""

    entry: E_co
    origin: Origin


def tenant_view(*, own: Mapping[str, E], public: Mapping[str, E]) -> dict[str, Seen[E]]:
    """The public entries and the tenant's own, by id. An own entry with a public one's id stands in its place."""
    seen = {entry_id: Seen(entry=entry, origin=Origin.PUBLIC) for entry_id, entry in public.items()}
    for entry_id, entry in own.items():
        seen[entry_id] = Seen(entry=entry, origin=Origin.OVERRIDE if entry_id in public else Origin.TENANT)
    return seen
