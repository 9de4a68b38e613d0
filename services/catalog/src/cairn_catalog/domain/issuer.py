"""Who vouches for a credential."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import FieldChecks, Proposal


@dataclass(frozen=True, kw_only=True)
class Issuer(Entry):
    """Who vouches for a credential, such as Google or PMI; `aliases` are other names that mean the same issuer."""

    called: ClassVar[str] = "issuer"
    id_field: ClassVar[str] = "issuer_id"

    aliases: tuple[str, ...]
    website: str

    @property
    def other_names(self) -> tuple[str, ...]:
        """The aliases."""
        return self.aliases


def propose_issuer(*, issuer_id: str, name: str, aliases: Sequence[str], website: str) -> Proposal[Issuer]:
    """An issuer has a name; its site, if given, is a web address."""
    check = FieldChecks()
    issuer = Issuer(
        id=check.identifier("issuer_id", issuer_id),
        version=0,
        name=check.name("name", name),
        aliases=check.names("aliases", aliases, beside=name),
        website=check.url("website", website),
    )
    return check.proposal(Issuer, issuer_id, issuer)
