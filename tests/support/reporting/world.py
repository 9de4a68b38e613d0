"""A place that events go into and facts come out of: in memory, or in MongoDB through the real projections."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from pymongo.database import Database

from cairn_platform.clock import utc_now
from cairn_platform.events import Event
from cairn_platform.kafka.read_model_handler import ReadModelHandler
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import ReadModels
from cairn_reporting.adapters.kafka.projections import PROJECTIONS
from cairn_reporting.adapters.mongo.changes import MongoLog
from cairn_reporting.adapters.mongo.enrolments import MongoEnrolments
from cairn_reporting.adapters.mongo.facts import MongoFacts
from cairn_reporting.adapters.mongo.settings_store import MongoSettingsStore
from cairn_reporting.adapters.mongo.snapshots import MongoSnapshots
from cairn_reporting.application.ports import Enrolments, Facts, SettingsStore
from cairn_reporting.application.workforce.loading import FEW_PEOPLE, Loading
from cairn_reporting.application.workforce.ports import Log, Snapshots
from cairn_reporting.application.workforce.tenants import Workforces


class World(Protocol):
    """Events in, facts out."""

    def apply(self, events: Sequence[Event]) -> None:
        """Takes events in as the worker does."""

    def facts(self, tenant_id: str, *, known_at: datetime | None = None) -> Facts:
        """One tenant's facts, for one call."""

    def enrolments(self, tenant_id: str, *, known_at: datetime | None = None) -> Enrolments:
        """One tenant's enrolments, for one call."""

    def settings(self, tenant_id: str) -> SettingsStore:
        """What one tenant settled."""

    def log(self, tenant_id: str) -> Log:
        """What changes in one tenant's facts."""

    def snapshots(self, tenant_id: str) -> Snapshots:
        """What is kept of one tenant's index."""


def loading(
    world: World, *, clock: Callable[[], datetime], at_most_bytes: int = 2**30, few_people: int = 0
) -> Loading:
    """How the engine loads from a world."""
    return Loading(
        facts_of=world.facts,
        log_of=world.log,
        snapshots_of=world.snapshots,
        clock=clock,
        at_most_bytes=at_most_bytes,
        few_people=few_people,
    )


def workforces(world: World, *, clock: Callable[[], datetime], at_most_bytes: int = 2**30) -> Workforces:
    """The engine over a world; a question waits until it is there, and all is read again whenever one is made."""
    how = loading(world, clock=clock, at_most_bytes=at_most_bytes, few_people=FEW_PEOPLE)
    return Workforces(how, patience_seconds=60)


class MongoWorld:
    """The read models in MongoDB, filled by the handler that the worker's consumer loop calls."""

    def __init__(self, database: Database[Document]) -> None:
        self.database = database
        self.read_models = ReadModels(database, PROJECTIONS)
        self.read_models.ensure(generation=1)
        self._handler = ReadModelHandler(self.read_models)

    def apply(self, events: Sequence[Event]) -> None:
        """One batch."""
        self._handler.apply(events)

    def facts(self, tenant_id: str, *, known_at: datetime | None = None) -> Facts:
        """One tenant's facts."""
        return MongoFacts(self.read_models, tenant_id=tenant_id, known_at=known_at)

    def enrolments(self, tenant_id: str, *, known_at: datetime | None = None) -> Enrolments:
        """One tenant's enrolments."""
        return MongoEnrolments(self.read_models, tenant_id=tenant_id, known_at=known_at)

    def settings(self, tenant_id: str) -> SettingsStore:
        """What one tenant settled."""
        return MongoSettingsStore(self.database, tenant_id=tenant_id)

    def log(self, tenant_id: str) -> Log:
        """What changes in one tenant's facts."""
        return MongoLog(self.read_models, tenant_id=tenant_id)

    def snapshots(self, tenant_id: str) -> Snapshots:
        """What is kept of one tenant's index."""
        return MongoSnapshots(self.database, tenant_id=tenant_id, clock=utc_now)

    def forget(self, tenant_ids: Sequence[str]) -> None:
        """Empties every collection of these tenants, for the next example of a property."""
        for name in self.database.list_collection_names():
            self.database[name].delete_many({"tenant_id": {"$in": list(tenant_ids)}})
