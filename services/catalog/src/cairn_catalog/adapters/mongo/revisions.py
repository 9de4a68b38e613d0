"""The scheduled revisions of one tenant in MongoDB, saved together with the entries that they change."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from google.protobuf.message import Message
from pymongo.database import Database

from cairn_catalog.adapters.mongo.catalogue import SOURCE
from cairn_catalog.adapters.mongo.documents import ScheduledRevisionDocument
from cairn_catalog.adapters.mongo.kinds import KINDS
from cairn_catalog.adapters.mongo.order import behind
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.naming import Named
from cairn_catalog.domain.revision import Position, RevisionState, ScheduledRevision
from cairn_platform.changes import Change, Guard
from cairn_platform.due import DueItem
from cairn_platform.errors import FieldViolation
from cairn_platform.idempotency import Once
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Due, Kind, TenantStore
from cairn_platform.mongo.tenant import document_id

REVISIONS_WORK = "revisions"
_ORDER = ("effective_on", "kind", "entry_id")
_BY_CALLED: Mapping[str, type[Entry]] = {kind.called: kind for kind in KINDS}


def _identity(kind: type[Entry], entry_id: str) -> str:
    return f"{kind.id_field}:{entry_id}"


def due_entry(item: DueItem) -> tuple[type[Entry], str]:
    """The kind and id of the entry whose revision is due."""
    id_field, entry_id = item.aggregate_id.split(":", 1)
    return next(kind for kind in KINDS if kind.id_field == id_field), entry_id


def _document(revision: ScheduledRevision) -> Document:
    kind = type(revision.proposed)
    return {
        "kind": kind.called,
        "entry_id": revision.proposed.id,
        "entry": KINDS[kind].to_document(revision.proposed),
        "revises_version": revision.revises_version,
        "effective_on": revision.effective_on.isoformat(),
        "state": revision.state.value,
        "scheduled_at": revision.scheduled_at,
        "settled_at": revision.settled_at,
        "problems": [
            {"field": each.field, "reason": each.reason, "description": each.description}
            for each in revision.problems
        ],
    }


def _revision(document: Document) -> ScheduledRevision:
    kind = _BY_CALLED[document["kind"]]
    return ScheduledRevision(
        version=document["version"],
        proposed=KINDS[kind].from_document({**document["entry"], "version": 0}),
        revises_version=document["revises_version"],
        effective_on=date.fromisoformat(document["effective_on"]),
        state=RevisionState(document["state"]),
        scheduled_at=document["scheduled_at"],
        settled_at=document["settled_at"],
        problems=tuple(
            FieldViolation(each["field"], each["reason"], each["description"])
            for each in document["problems"]
        ),
    )


def _no_event(revision: ScheduledRevision) -> Message:
    raise TypeError(f"nobody is told of the scheduled revision of {revision.proposed.id}")


REVISION_KIND: Kind[ScheduledRevision] = Kind(
    aggregate=ScheduledRevision,
    document=ScheduledRevisionDocument,
    identify=lambda revision: _identity(type(revision.proposed), revision.proposed.id),
    to_document=_document,
    from_document=_revision,
    to_event=_no_event,
    event_key=lambda revision: _identity(type(revision.proposed), revision.proposed.id),
    is_told=lambda _: False,
    due=Due(work=REVISIONS_WORK, at=lambda revision: revision.due_at if revision.waits else None),
)


class MongoRevisions:
    """Implements `Revisions`."""

    def __init__(
        self, database: Database[Document], *, tenant_id: str, clock: Callable[[], datetime]
    ) -> None:
        self._store = TenantStore(
            database, tenant_id=tenant_id, kinds=(*KINDS.values(), REVISION_KIND), source=SOURCE, clock=clock
        )

    def of(self, kind: type[Entry], entry_id: str) -> ScheduledRevision | None:
        """The entry's scheduled revision, whatever became of it."""
        return self._store.get(ScheduledRevision, _identity(kind, entry_id))

    def waiting(self, entries: Iterable[Entry]) -> Mapping[Named, date]:
        """The days for which revisions of these entries wait."""
        tenant_id = self._store.tenant_id
        asked = [document_id(tenant_id, _identity(type(each), each.id)) for each in entries]
        found = self._store.collection(ScheduledRevision).find(
            {"_id": {"$in": asked}, "state": RevisionState.WAITING.value},
            projection={"kind": 1, "entry_id": 1, "effective_on": 1},
        )
        return {
            Named(_BY_CALLED[each["kind"]], each["entry_id"]): date.fromisoformat(each["effective_on"])
            for each in found
        }

    def listed(
        self, *, states: Iterable[RevisionState], after: Position | None, at_most: int
    ) -> list[ScheduledRevision]:
        """The revisions that stand like this, in the order of their positions, from behind `after`."""
        wanted: Document = {"state": {"$in": [state.value for state in states]}}
        if after is not None:
            wanted |= behind(dict(zip(_ORDER, after, strict=True)))
        return self._store.find(
            ScheduledRevision, wanted, sort=[(field, 1) for field in _ORDER], limit=at_most
        )

    def commit(
        self,
        changes: Sequence[Change[Entry | ScheduledRevision]],
        *,
        guards: Sequence[Guard],
        once: Once | None,
        result: object,
    ) -> None:
        """Saves revisions, and the entries that they change with their events, all or nothing."""
        self._store.commit(changes, guards=guards, once=once, result=result)
