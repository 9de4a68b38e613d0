"""Where one learns."""

from dataclasses import dataclass
from typing import ClassVar

from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import FieldChecks, Proposal
from cairn_catalog.domain.proposed_lifecycle import ProposedLifecycle, check_lifecycle


@dataclass(frozen=True, kw_only=True)
class Platform(Entry):
    """Where one learns, such as Coursera or edX; it need not be who vouches."""

    called: ClassVar[str] = "platform"
    id_field: ClassVar[str] = "platform_id"

    website: str


def propose_platform(
    *, platform_id: str, name: str, website: str, lifecycle: ProposedLifecycle
) -> Proposal[Platform]:
    """A platform has a name; its site, if given, is a web address."""
    check = FieldChecks()
    platform = Platform(
        id=check.identifier("platform_id", platform_id),
        version=0,
        name=check.name("name", name),
        website=check.url("website", website),
        lifecycle=check_lifecycle(check, lifecycle),
    )
    return check.proposal(Platform, platform_id, platform)
