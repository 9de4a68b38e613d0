"""Who vouches for a credential."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import FieldChecks, Proposal
from cairn_catalog.domain.proposed_lifecycle import ProposedLifecycle, check_lifecycle


class RecognitionExtent(Enum):
    """How widely an issuer is recognised by those who hire; unknown is neither good nor bad."""

    UNKNOWN = "unknown"
    LITTLE = "little"
    IN_ITS_FIELD = "in_its_field"
    WIDELY = "widely"


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """A public statement about how widely an issuer is recognised, and where it is from."""

    extent: RecognitionExtent
    source: str


@dataclass(frozen=True, kw_only=True)
class Issuer(Entry):
    """Who vouches for a credential, such as Google or PMI; `aliases` are other names that mean the same issuer.

    `merged_into` is the issuer that it was found to be the same as, empty unless it was merged.
    """

    called: ClassVar[str] = "issuer"
    id_field: ClassVar[str] = "issuer_id"

    aliases: tuple[str, ...]
    website: str
    recognition: Recognition
    merged_into: str

    @property
    def other_names(self) -> tuple[str, ...]:
        """The aliases."""
        return self.aliases


def propose_issuer(
    *,
    issuer_id: str,
    name: str,
    aliases: Sequence[str],
    website: str,
    recognition: Recognition,
    merged_into: str,
    lifecycle: ProposedLifecycle,
) -> Proposal[Issuer]:
    """An issuer has a name; its site, if given, is a web address. Who says how widely it is recognised says where that is from."""
    check = FieldChecks()
    issuer = Issuer(
        id=check.identifier("issuer_id", issuer_id),
        version=0,
        name=check.name("name", name),
        lifecycle=check_lifecycle(check, lifecycle),
        aliases=check.names("aliases", aliases, beside=name),
        website=check.url("website", website),
        recognition=_check_recognition(check, recognition),
        merged_into=check.optional_reference("merged_into", Issuer, merged_into),
    )
    if merged_into and merged_into == issuer_id:
        check.refuse("merged_into", "CYCLE", "An issuer is not merged into itself.")
    return check.proposal(Issuer, issuer_id, issuer)


def _check_recognition(check: FieldChecks, recognition: Recognition) -> Recognition:
    source = check.text("recognition.source", recognition.source)
    if recognition.extent is not RecognitionExtent.UNKNOWN and not source:
        check.refuse("recognition.source", "REQUIRED", "Say where that is known from.")
    return Recognition(extent=recognition.extent, source=source)
