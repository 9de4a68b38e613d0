"""What tenants settled about their reports: the one thing that is written here by a call, and not by events."""

from pymongo.database import Database

from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.tenant import TenantCollection
from cairn_reporting.application.ports import Settled
from cairn_reporting.domain.assessments import AssessmentRules, Assessor
from cairn_reporting.domain.settings import DEFAULT_SETTINGS, ReportSettings

REPORT_SETTINGS = "report_settings"


def settings_collection(database: Database[Document], *, tenant_id: str) -> TenantCollection:
    """Where what one tenant settled is kept: one document at the most."""
    return TenantCollection(database, REPORT_SETTINGS, tenant_id=tenant_id)


class MongoSettingsStore:
    """Built for one tenant."""

    def __init__(self, database: Database[Document], *, tenant_id: str) -> None:
        self._collection = settings_collection(database, tenant_id=tenant_id)

    def load(self) -> Settled:
        """What is settled; the defaults, as version 0, where nothing is."""
        found = self._collection.find_one({})
        if found is None:
            return Settled(settings=DEFAULT_SETTINGS, version=0)
        return Settled(settings=_to_settings(found), version=found["version"])

    def save(self, settled: Settled) -> bool:
        """Stores a version in the place of the one before it; False where that is not what is there."""
        return self._collection.put_version(
            "settings", _from_settings(settled.settings), version=settled.version
        )


def _from_settings(settings: ReportSettings) -> Document:
    rules = settings.rules
    return {
        "ranking": [assessor.value for assessor in rules.ranking],
        "self_ratings_count": rules.self_ratings_count,
        "ageing": [
            {"skill_id": skill_id, "months": months} for skill_id, months in rules.ageing_months.items()
        ],
        "smallest_cell": settings.smallest_cell,
    }


def _to_settings(document: Document) -> ReportSettings:
    return ReportSettings(
        rules=AssessmentRules(
            ranking=tuple(Assessor(value) for value in document["ranking"]),
            self_ratings_count=document["self_ratings_count"],
            ageing_months={each["skill_id"]: each["months"] for each in document["ageing"]},
        ),
        smallest_cell=document["smallest_cell"],
    )
