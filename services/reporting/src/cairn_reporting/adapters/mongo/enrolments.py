"""The enrolments of one tenant and what eases them, read from the read models."""

from collections.abc import Collection, Sequence
from datetime import datetime

from cairn_platform.mongo.projection import ReadModels
from cairn_reporting.adapters.mongo import documents
from cairn_reporting.adapters.mongo.reading import documents_of
from cairn_reporting.domain.allowances import Allowance
from cairn_reporting.domain.plans import Enrolment


class MongoEnrolments:
    """Built for one tenant and one call; with `known_at` it knows what was known then."""

    def __init__(self, read_models: ReadModels, *, tenant_id: str, known_at: datetime | None = None) -> None:
        self._reader = documents_of(read_models, tenant_id=tenant_id, known_at=known_at)

    def of_people(self, person_ids: Collection[str]) -> Sequence[Enrolment]:
        """Every enrolment of these people, taken back or not, by id."""
        found = self._reader.find(
            documents.ENROLMENTS, {"person_id": {"$in": sorted(person_ids)}}, sort="enrolment_id"
        )
        return [documents.to_enrolment(each) for each in found]

    def allowances(self, person_ids: Collection[str]) -> Sequence[Allowance]:
        """What was granted to these people, taken back or not, by id."""
        found = self._reader.find(
            documents.ALLOWANCES, {"person_id": {"$in": sorted(person_ids)}}, sort="allowance_id"
        )
        return [documents.to_allowance(each) for each in found]
