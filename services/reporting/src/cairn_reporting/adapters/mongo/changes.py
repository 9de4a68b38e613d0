"""What changes in one tenant's read models, for copies of them in memory."""

from collections.abc import Sequence

from cairn_platform.mongo.journal import named_since
from cairn_platform.mongo.projection import FRESHNESS, JOURNAL, ReadModels
from cairn_platform.mongo.tenant import TenantCollection
from cairn_reporting.adapters.mongo import documents
from cairn_reporting.adapters.mongo.facts import PUBLIC_TENANT
from cairn_reporting.adapters.mongo.reading import lag_of, to_latest_event
from cairn_reporting.adapters.mongo.settings_store import settings_collection
from cairn_reporting.application.workforce.ports import Changes, Position

_ABOUT_PEOPLE = {documents.PEOPLE, documents.ACHIEVEMENTS, documents.ASSESSMENTS}


class MongoLog:
    """Built for one tenant and one question, before the facts that it is asked about: these are then of no older generation."""

    def __init__(self, read_models: ReadModels, *, tenant_id: str) -> None:
        self._read_models = read_models
        self._tenant_id = tenant_id
        self._generation = read_models.serving()

    def position(self) -> Position:
        """How far the read models are now."""
        settings = settings_collection(self._read_models.database, tenant_id=self._tenant_id)
        found = list(
            self._view(FRESHNESS, also_reads=(PUBLIC_TENANT,)).find_and(
                {"_id": {"$in": [self._tenant_id, PUBLIC_TENANT]}}, beside=(settings, {})
            )
        )
        freshness = {each["tenant_id"]: each for each in found if "latest_event_at" in each}
        own, public = freshness.get(self._tenant_id, {}), freshness.get(PUBLIC_TENANT, {})
        return Position(
            generation=self._generation,
            own=own.get("number", 0),
            public=public.get("number", 0),
            settled=next((each["version"] for each in found if "latest_event_at" not in each), 0),
            latest=to_latest_event(own) if own else None,
            lag=lag_of(self._read_models),
        )

    def changes(self, *, since: Position, until: Position) -> Changes | None:
        """What changed; None where another generation serves, other rules hold, or the journal does not go back that far."""
        if (since.generation, since.settled) != (until.generation, until.settled) or since.own > until.own:
            return None
        named = named_since(self._view(JOURNAL), after=since.own, up_to=until.own)
        if named is None:
            return None
        return Changes(
            person_ids=frozenset(each.about for each in named if each.collection in _ABOUT_PEOPLE),
            others=since.public != until.public
            or any(each.collection not in _ABOUT_PEOPLE for each in named),
        )

    def person_ids(self) -> Sequence[str]:
        """Everybody whom the read models know, by id."""
        found = self._view(documents.PEOPLE).find({}, projection={"person_id": 1, "_id": 0})
        return sorted(each["person_id"] for each in found)

    def people_count(self) -> int:
        """How many people the read models know."""
        return self._view(documents.PEOPLE).count({})

    def _view(self, collection: str, *, also_reads: Sequence[str] = ()) -> TenantCollection:
        return self._read_models.view(
            collection, tenant_id=self._tenant_id, also_reads=also_reads, generation=self._generation
        )
