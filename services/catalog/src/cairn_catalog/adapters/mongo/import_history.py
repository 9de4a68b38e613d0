"""Which taxonomies were brought into a tenant's catalogue, in MongoDB."""

from collections.abc import Callable, Sequence
from datetime import datetime

from pymongo.database import Database

from cairn_catalog.adapters.contract.taxonomy import import_state
from cairn_catalog.adapters.mongo.catalogue import SOURCE
from cairn_catalog.adapters.mongo.documents import TaxonomyImportDocument
from cairn_catalog.domain.taxonomy.versions import TaxonomyImport, TaxonomyKind, TaxonomySource
from cairn_catalog.domain.view import PUBLIC_TENANT
from cairn_platform.changes import Change
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Kind, TenantStore

COMPLETED = "completed"
IMPORTS_AT_MOST = 200


class MongoImportHistory:
    """Implements `ImportHistory`: reads the public imports too, writes the tenant's own."""

    def __init__(
        self, database: Database[Document], *, tenant_id: str, clock: Callable[[], datetime]
    ) -> None:
        self._store = TenantStore(
            database,
            tenant_id=tenant_id,
            kinds=(TAXONOMY_IMPORT,),
            source=SOURCE,
            clock=clock,
            also_reads=(PUBLIC_TENANT,),
        )

    def add(self, done: TaxonomyImport) -> None:
        """Writes down that one was, with its event."""
        self._store.commit([Change(aggregate=done, happened=COMPLETED, happened_at=done.imported_at)])

    def imports(self) -> Sequence[TaxonomyImport]:
        """The latest 200, the latest first."""
        return self._store.find(
            TaxonomyImport, {}, sort=[("imported_at", -1), ("_id", 1)], limit=IMPORTS_AT_MOST
        )


def _document(done: TaxonomyImport) -> Document:
    return {
        "import_id": done.import_id,
        "kind": done.source.kind.value,
        "title": done.source.title,
        "taxonomy_version": done.source.version,
        "sha256": done.source.sha256,
        "entry_count": done.entry_count,
        "imported_at": done.imported_at,
    }


def _import_of(document: Document) -> TaxonomyImport:
    return TaxonomyImport(
        import_id=document["import_id"],
        version=document["version"],
        source=TaxonomySource(
            kind=TaxonomyKind(document["kind"]),
            title=document["title"],
            version=document["taxonomy_version"],
            sha256=document["sha256"],
        ),
        imported_at=document["imported_at"],
        entry_count=document["entry_count"],
    )


TAXONOMY_IMPORT = Kind(
    aggregate=TaxonomyImport,
    document=TaxonomyImportDocument,
    identify=lambda done: done.import_id,
    to_document=_document,
    from_document=_import_of,
    to_event=import_state,
    event_key=lambda done: done.import_id,
)
