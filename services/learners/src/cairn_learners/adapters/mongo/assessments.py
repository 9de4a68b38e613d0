"""Assessments of skills in MongoDB, as one tenant sees them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from pymongo.database import Database

from cairn_learners.adapters.kafka import projections
from cairn_learners.adapters.mongo.assessment_documents import ASSESSMENTS
from cairn_learners.adapters.mongo.store import PUBLIC_TENANT, SOURCE
from cairn_learners.domain.assessments import Assessment
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.mongo.store import TenantStore
from cairn_platform.mongo.tenant import document_id

_NEWEST_FIRST = [("assessed_on", -1), ("given_at", -1), ("_id", 1)]


class MongoAssessments:
    """Implements `Assessments`. What is written is written through `LearnersStore.commit`."""

    def __init__(
        self,
        database: Database[Document],
        *,
        tenant_id: str,
        read_models: ReadModels,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = TenantStore(
            database, tenant_id=tenant_id, kinds=[ASSESSMENTS], source=SOURCE, clock=clock
        )
        self._read_models = read_models
        self._tenant_id = tenant_id

    def known_skills(self, skill_ids: Iterable[str]) -> frozenset[str]:
        """The known ones of these skills, public ones and the tenant's own."""
        tenants = (PUBLIC_TENANT, self._tenant_id)
        wanted = [document_id(tenant, each) for each in set(skill_ids) for tenant in tenants]
        view = self._read_models.view(
            projections.SKILLS, tenant_id=self._tenant_id, also_reads=(PUBLIC_TENANT,)
        )
        return frozenset(each["skill_id"] for each in view.find({"_id": {"$in": wanted}}))

    def assessment(self, assessment_id: str) -> Assessment | None:
        """The assessment with this id."""
        return self._store.get(Assessment, assessment_id)

    def assessments_of(self, person_id: str) -> Sequence[Assessment]:
        """All assessments of a person, the newest day first."""
        return self._store.find(Assessment, {"person_id": person_id}, sort=_NEWEST_FIRST)
