"""How many people a change of a catalogue's entry touches, for a tenant's admins."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cairn_learners.domain.reach import TENANT_ADMIN
from cairn_platform.identity import Principal, require_any_role


@dataclass(frozen=True, kw_only=True)
class EntryUsage:
    """How many people hold a credential now or wait for a decision on it, are on a path, are in a role or aim at it."""

    holders: int = 0
    claimants: int = 0
    enrolled: int = 0
    in_role: int = 0
    aiming: int = 0


class UsageCounts(Protocol):
    """Counts one tenant's people."""

    def of_credential(self, credential_id: str, *, now: datetime) -> EntryUsage:
        """Who holds the credential, verified and valid now, and who waits for a decision."""

    def of_path(self, path_id: str) -> EntryUsage:
        """Who is on the path."""

    def of_role(self, role_id: str) -> EntryUsage:
        """Whose position the role is, and who aims at it."""


def count_usage(
    counts: UsageCounts,
    *,
    principal: Principal,
    credential_id: str,
    path_id: str,
    role_id: str,
    now: datetime,
) -> EntryUsage:
    """The people who have to do with the one entry that is named; raises RoleRequiredError for everybody but the tenant's admins."""
    require_any_role(principal, TENANT_ADMIN)
    if credential_id:
        return counts.of_credential(credential_id, now=now)
    if path_id:
        return counts.of_path(path_id)
    return counts.of_role(role_id) if role_id else EntryUsage()
