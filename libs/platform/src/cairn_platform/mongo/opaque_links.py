"""Opaque links: who has one may see one thing, without a session. Random, kept as a hash, for one purpose, revocable."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from pymongo.database import Database

from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.tenant import document_id

COLLECTION = "opaque_links"
_SECRET_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class OpaqueLink:
    """What a link stands for: a subject of a tenant, since `made_at`."""

    tenant_id: str
    subject: str
    made_at: datetime


class OpaqueLinks:
    """The links of one purpose. A subject has at most one: a new one takes the place of the one before, which leads nowhere then."""

    def __init__(self, database: Database[Document], *, purpose: str) -> None:
        self._links = database[COLLECTION]
        self._purpose = purpose

    def make(self, *, tenant_id: str, subject: str, now: datetime) -> str:
        """A new link's secret, which is told this once and kept nowhere."""
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        self._links.replace_one(
            {"_id": self._id(tenant_id, subject)},
            {
                "tenant_id": tenant_id,
                "purpose": self._purpose,
                "subject": subject,
                "secret_hash": _hashed(secret),
                "made_at": now,
            },
            upsert=True,
        )
        return secret

    def of(self, *, tenant_id: str, subject: str) -> OpaqueLink | None:
        """The subject's link, without its secret; None where there is none."""
        return _link(self._links.find_one({"_id": self._id(tenant_id, subject)}))

    def found(self, secret: str) -> OpaqueLink | None:
        """What a secret leads to; None for what was revoked, replaced or never made."""
        return _link(self._links.find_one({"secret_hash": _hashed(secret), "purpose": self._purpose}))

    def revoke(self, *, tenant_id: str, subject: str) -> None:
        """From now on the subject's link leads nowhere; nothing where there is none."""
        self._links.delete_one({"_id": self._id(tenant_id, subject)})

    def _id(self, tenant_id: str, subject: str) -> str:
        return f"{self._purpose}:{document_id(tenant_id, subject)}"


def ensure_link_indexes(database: Database[Document]) -> None:
    """Makes the index by which a link is found."""
    database[COLLECTION].create_index([("secret_hash", 1)], unique=True)


def _link(found: Document | None) -> OpaqueLink | None:
    if found is None:
        return None
    return OpaqueLink(tenant_id=found["tenant_id"], subject=found["subject"], made_at=found["made_at"])


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
