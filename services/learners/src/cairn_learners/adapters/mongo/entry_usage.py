"""Counts of one tenant's people, by indexes that begin with the tenant."""

from datetime import datetime

from pymongo.database import Database

from cairn_learners.adapters.mongo.kinds import KINDS
from cairn_learners.application.entry_usage import EntryUsage
from cairn_learners.domain.achievements import Achievement, Decision
from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.people import Person
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.tenant import TenantCollection

_COLLECTIONS = {kind.aggregate: kind.collection for kind in KINDS}


class MongoUsageCounts:
    """Implements `UsageCounts` for one tenant."""

    def __init__(self, database: Database[Document], *, tenant_id: str) -> None:
        self._database = database
        self._tenant_id = tenant_id

    def of_credential(self, credential_id: str, *, now: datetime) -> EntryUsage:
        """Who holds the credential, verified and valid now, and who waits for a decision."""
        achievements = self._collection(Achievement)
        valid_now = {
            "valid_from": {"$lte": now},
            "$or": [{"valid_until": None}, {"valid_until": {"$gt": now}}],
        }
        claimed = {"credential_id": credential_id, "decision": Decision.CLAIMED.value}
        held = {
            "credential_id": credential_id,
            "decision": Decision.VERIFIED.value,
            "periods": {"$elemMatch": valid_now},
        }
        return EntryUsage(
            holders=len(achievements.distinct("person_id", held)),
            claimants=len(achievements.distinct("person_id", claimed)),
        )

    def of_path(self, path_id: str) -> EntryUsage:
        """Who is on the path."""
        return EntryUsage(enrolled=self._collection(Enrolment).count({"path_id": path_id}))

    def of_role(self, role_id: str) -> EntryUsage:
        """Whose position the role is, and who aims at it."""
        people = self._collection(Person)
        return EntryUsage(
            in_role=people.count({"role_id": role_id}), aiming=people.count({"target_role_id": role_id})
        )

    def _collection(self, aggregate: type[Person | Achievement | Enrolment]) -> TenantCollection:
        return TenantCollection(self._database, _COLLECTIONS[aggregate], tenant_id=self._tenant_id)
