"""What is kept of tenants' indexes: the bytes as a file, and which one it is in a document."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from pymongo.database import Database
from pymongo.errors import PyMongoError

from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.files import FileLostError, TenantFiles
from cairn_platform.mongo.tenant import TenantCollection, document_id
from cairn_reporting.application.workforce.ports import Position, Snapshot

log = structlog.get_logger()

WORKFORCE_SNAPSHOTS = "workforce_snapshots"
_ID = "index"
_PREFIX = "workforce-"
_LONGEST_WRITING = timedelta(hours=1)


class MongoSnapshots:
    """Built for one tenant."""

    def __init__(
        self, database: Database[Document], *, tenant_id: str, clock: Callable[[], datetime]
    ) -> None:
        self._collection = TenantCollection(database, WORKFORCE_SNAPSHOTS, tenant_id=tenant_id)
        self._own = {"_id": document_id(tenant_id, _ID)}
        self._files = TenantFiles(database, tenant_id=tenant_id)
        self._clock = clock

    def latest(self) -> Snapshot | None:
        """What was kept last; None where nothing is, or not as a whole."""
        found = self._collection.find_one(self._own)
        if found is None:
            return None
        try:
            content = b"".join(self._files.read(found["file_id"]))
        except FileLostError:
            return None
        return Snapshot(content=content, position=_position(found), made_by=found["made_by"])

    def is_kept(self, position: Position, *, made_by: str) -> bool:
        """There is one of this code that is true up to this position."""
        return self._collection.find_one({**self._own, **_fields(position), "made_by": made_by}) is not None

    def keep(self, snapshot: Snapshot) -> None:
        """Keeps it in the place of what was kept; where somebody else does so at the same time, one of the two stays."""
        try:
            self._keep(snapshot)
        except PyMongoError as error:
            # It is there to save time alone: who finds none reads everything.
            log.warning("workforce_not_kept", error=type(error).__name__)

    def _keep(self, snapshot: Snapshot) -> None:
        before = self._collection.find_one(self._own)
        file_id = f"{_PREFIX}{uuid.uuid4().hex}"
        self._files.write(file_id, [snapshot.content])
        fields = {
            **_fields(snapshot.position),
            "made_by": snapshot.made_by,
            "file_id": file_id,
            "kept_at": self._clock(),
        }
        if not self._collection.put_version(_ID, fields, version=before["version"] + 1 if before else 1):
            self._files.remove(file_id)
            return
        if before:
            self._files.remove(before["file_id"])
        self._remove_what_nobody_wrote_to_its_end(keeps=file_id)

    def _remove_what_nobody_wrote_to_its_end(self, *, keeps: str) -> None:
        """Whoever is killed between writing a file and naming it leaves it behind; what is young may still be named."""
        long_ago = self._clock() - _LONGEST_WRITING
        for file_id, began_at in list(self._files.begun(_PREFIX)):
            if file_id != keeps and began_at < long_ago:
                self._files.remove(file_id)


def _fields(position: Position) -> Document:
    """Of a position what decides whether changes since then are known."""
    return {
        "generation": position.generation,
        "own": position.own,
        "public": position.public,
        "settled": position.settled,
    }


def _position(document: Document) -> Position:
    return Position(
        generation=document["generation"],
        own=document["own"],
        public=document["public"],
        settled=document["settled"],
        latest=None,
    )
