"""The catalogues of all tenants in MongoDB, as `bootstrap` makes them."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from google.protobuf.message import Message
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.monitoring import CommandListener

from cairn.catalog.v1 import entries_pb2
from cairn_catalog.adapters.contract.forms import FORMS
from cairn_catalog.adapters.mongo.catalogue import MongoCatalogue
from cairn_catalog.adapters.mongo.revisions import MongoRevisions
from cairn_catalog.bootstrap import migrate_database
from cairn_platform.events import Event, contracts_by_topic
from cairn_platform.kafka.codec import decode
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.outbox import Outbox
from cairn_platform.settings import MongoSettings
from tests.support.catalog.samples import NOW

_CONTRACTS = contracts_by_topic(form.message for form in FORMS)


@dataclass(frozen=True)
class StoredCatalogues:
    """What the tests ask of the catalogues in a migrated database."""

    database: Database[Document]

    def of(self, tenant_id: str) -> MongoCatalogue:
        """One tenant's catalogue."""
        return MongoCatalogue(self.database, tenant_id=tenant_id, clock=lambda: NOW)

    def revisions_of(self, tenant_id: str) -> MongoRevisions:
        """One tenant's scheduled revisions."""
        return MongoRevisions(self.database, tenant_id=tenant_id, clock=lambda: NOW)

    def events(self) -> list[Event]:
        """The events that wait for the relay, oldest first, as a consumer would read them."""
        return [decode(entry.record, _CONTRACTS) for entry in Outbox(self.database).pending(limit=10_000)]


@contextmanager
def migrated_database(mongo_url: str, *listeners: CommandListener) -> Iterator[Database[Document]]:
    """A database of one's own, migrated, that is dropped at the end: made once for many tests, since indexes take a second."""
    settings = MongoSettings(url=mongo_url, database=f"cairn_test_{uuid.uuid4().hex[:12]}")
    database = connect(settings, listeners=listeners)
    try:
        migrate_database(database)
        yield database
    finally:
        database.client.close()
        with MongoClient[Document](mongo_url) as client:
            client.drop_database(settings.database)


def told(event: Event) -> tuple[str, str, int, Message]:
    """Tenant, what happened, version and state of an event."""
    assert event.data.DESCRIPTOR.file is entries_pb2.DESCRIPTOR
    return event.tenant_id, event.type.split(".")[-2], event.aggregate_version, event.data
