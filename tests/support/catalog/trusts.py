"""Trust in issuers, in memory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cairn_catalog.domain.issuer_trust import IssuerTrust
from cairn_platform.changes import Change, ConflictError


@dataclass
class MemoryTrusts:
    """What one tenant thinks of issuers."""

    said: dict[str, IssuerTrust] = field(default_factory=dict)

    def of(self, issuer_ids: Iterable[str]) -> Mapping[str, IssuerTrust]:
        """What was said of these issuers."""
        return {each: self.said[each] for each in issuer_ids if each in self.said}

    def commit(self, change: Change[IssuerTrust]) -> None:
        """Keeps what is said next."""
        before = self.said.get(change.aggregate.issuer_id)
        if change.aggregate.version != (before.version if before else 0) + 1:
            raise ConflictError
        self.said[change.aggregate.issuer_id] = change.aggregate
