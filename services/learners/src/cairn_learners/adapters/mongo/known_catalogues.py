"""The catalogue as tenants see it, kept in memory for as long as no event changes it."""

from collections.abc import Callable
from dataclasses import dataclass

from cairn_learners.domain.catalogue import Catalogue

AT_MOST = 200


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Which state of the copies somebody saw: their generation, and the name of the last change by tenant."""

    generation: int
    last_changes: tuple[tuple[str, str], ...]


class KnownCatalogues:
    """The catalogues of at most so many tenants; the one that was read first makes room. Shared by all calls."""

    def __init__(self, *, at_most: int = AT_MOST) -> None:
        self._at_most = at_most
        self._known: dict[str, tuple[Mark, Catalogue]] = {}

    def of(self, tenant_id: str, *, mark: Mark, read: Callable[[], Catalogue]) -> Catalogue:
        """The tenant's catalogue as it was at the mark or later; `read` is called when what is known is not of this mark."""
        known = self._known.get(tenant_id)
        if known is not None and known[0] == mark:
            return known[1]
        catalogue = read()
        self._known.pop(tenant_id, None)
        for oldest in list(self._known)[: max(0, len(self._known) + 1 - self._at_most)]:
            self._known.pop(oldest, None)
        self._known[tenant_id] = (mark, catalogue)
        return catalogue
