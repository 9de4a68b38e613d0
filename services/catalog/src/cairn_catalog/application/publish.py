"""Publishing one entry, for a tenant's admins."""

from collections.abc import Callable
from datetime import datetime

from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.soundness import guards_of, misfits
from cairn_catalog.domain.entry import E
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.publication import happened, publish
from cairn_catalog.domain.view import PUBLIC_TENANT, Seen
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import RoleRequiredError
from cairn_platform.idempotency import Once
from cairn_platform.identity import Principal, require_any_role

TENANT_ADMIN = "tenant-admin"


def publish_entry(
    catalogue: Catalogue,
    *,
    principal: Principal,
    proposal: Proposal[E],
    expected_version: int,
    once: Once | None,
    new_id: Callable[[], str],
    now: datetime,
) -> Seen[E]:
    """Publishes a new entry of the principal's tenant (`expected_version` 0), or a revision of one.

    An entry without an id gets a new one. Raises RoleRequiredError for everybody but the tenant's admins, InvalidFieldsError with
    everything that is wrong with the fields, unknown references and a cycle of stacks included, and what the domain's `publish` raises.
    """
    require_any_role(principal, TENANT_ADMIN)
    if principal.tenant_id == PUBLIC_TENANT:
        raise RoleRequiredError("operator")
    identified = proposal.identified(new_id)

    def decide() -> Seen[E]:
        guards = guards_of(catalogue, [identified])
        [misfit] = misfits(catalogue, [identified])
        proposed = identified.sound_entry(also_wrong=misfit)
        present = catalogue.seen(identified.kind, [identified.id]).get(identified.id)
        published = publish(proposed=proposed, present=present, expected_version=expected_version)
        change = Change(aggregate=published.entry, happened=happened(published.entry), happened_at=now)
        catalogue.commit([change], guards=guards, once=once, result=published)
        return published

    return decide_again(decide)
