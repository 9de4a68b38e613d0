"""Publishing one entry, for a tenant's admins."""

from collections.abc import Callable
from datetime import datetime

from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.publication import publication_of, require_impact_confirmed
from cairn_catalog.application.tenant_admin import require_tenant_admin
from cairn_catalog.domain.entry import E
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.view import Seen
from cairn_platform.changes import decide_again
from cairn_platform.idempotency import Once
from cairn_platform.identity import Principal


def publish_entry(
    catalogue: Catalogue,
    *,
    principal: Principal,
    proposal: Proposal[E],
    expected_version: int,
    confirmed_impact: str,
    once: Once | None,
    new_id: Callable[[], str],
    now: datetime,
) -> Seen[E]:
    """Publishes a new entry of the principal's tenant (`expected_version` 0), or a revision of one, at once.

    An entry without an id gets a new one; a revision that changes nothing is none. Raises RoleRequiredError for everybody but the
    tenant's admins, what `publication_of` raises, and ImpactNotConfirmedError or ImpactChangedError unless `confirmed_impact` is the
    digest of what the edit of a published entry touches.
    """
    require_tenant_admin(principal)
    identified = proposal.identified(new_id)

    def decide() -> Seen[E]:
        publication = publication_of(catalogue, identified, expected_version=expected_version)
        if publication.changes_nothing and publication.present is not None:
            return publication.present
        require_impact_confirmed(catalogue, publication, digest=confirmed_impact)
        published = publication.published
        catalogue.commit([publication.change(at=now)], guards=publication.guards, once=once, result=published)
        return published

    return decide_again(decide)
