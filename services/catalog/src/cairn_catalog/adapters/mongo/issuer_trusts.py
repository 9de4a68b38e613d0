"""What one tenant thinks of issuers, in MongoDB."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from pymongo.database import Database

from cairn_catalog.adapters.contract.trust import trust_state
from cairn_catalog.adapters.mongo.catalogue import SOURCE
from cairn_catalog.adapters.mongo.documents import IssuerTrustDocument
from cairn_catalog.domain.issuer_trust import IssuerTrust, TrustVerdict
from cairn_platform.changes import Change
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Kind, TenantStore


def _of_document(document: Document) -> IssuerTrust:
    return IssuerTrust(
        issuer_id=document["issuer_id"],
        version=document["version"],
        verdict=TrustVerdict(document["verdict"]),
        reason=document["reason"],
    )


TRUST_KIND: Kind[IssuerTrust] = Kind(
    aggregate=IssuerTrust,
    document=IssuerTrustDocument,
    identify=lambda trust: trust.issuer_id,
    to_document=lambda trust: {
        "issuer_id": trust.issuer_id,
        "verdict": trust.verdict.value,
        "reason": trust.reason,
    },
    from_document=_of_document,
    to_event=trust_state,
    event_key=lambda trust: trust.issuer_id,
)


class MongoIssuerTrusts:
    """Implements `IssuerTrusts`."""

    def __init__(
        self, database: Database[Document], *, tenant_id: str, clock: Callable[[], datetime]
    ) -> None:
        self._store = TenantStore(
            database, tenant_id=tenant_id, kinds=(TRUST_KIND,), source=SOURCE, clock=clock
        )

    def of(self, issuer_ids: Iterable[str]) -> Mapping[str, IssuerTrust]:
        """What was said of these issuers, by id."""
        return self._store.get_many(IssuerTrust, issuer_ids)

    def commit(self, change: Change[IssuerTrust]) -> None:
        """Saves what is said, with its event."""
        self._store.commit([change])
