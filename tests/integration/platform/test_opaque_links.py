"""Opaque links: found by their secret alone, one for each subject, for one purpose, gone when revoked."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pymongo.database import Database

from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.opaque_links import COLLECTION, OpaqueLink, OpaqueLinks, ensure_link_indexes
from cairn_platform.settings import MongoSettings

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LINK = OpaqueLink(tenant_id="acme", subject="ann", made_at=NOW)


@pytest.fixture
def database(mongo_settings: MongoSettings) -> Iterator[Database[Document]]:
    """A database for links."""
    found = connect(mongo_settings)
    ensure_link_indexes(found)
    yield found
    found.client.close()


def test_a_link_is_found_by_its_secret_which_is_kept_nowhere(database: Database[Document]) -> None:
    links = OpaqueLinks(database, purpose="calendar")
    secret = links.make(tenant_id="acme", subject="ann", now=NOW)
    assert links.found(secret) == links.of(tenant_id="acme", subject="ann") == LINK
    assert secret not in str(list(database[COLLECTION].find({})))
    assert links.found(secret + "x") is None
    assert links.of(tenant_id="other", subject="ann") is None


def test_a_link_is_for_one_purpose_only(database: Database[Document]) -> None:
    secret = OpaqueLinks(database, purpose="calendar").make(tenant_id="acme", subject="ann", now=NOW)
    assert OpaqueLinks(database, purpose="download").found(secret) is None


def test_a_new_link_takes_the_place_of_the_one_before_and_none_is_left_when_revoked(
    database: Database[Document],
) -> None:
    links = OpaqueLinks(database, purpose="calendar")
    first = links.make(tenant_id="acme", subject="ann", now=NOW)
    second = links.make(tenant_id="acme", subject="ann", now=NOW)
    assert (links.found(first), links.found(second)) == (None, LINK)
    links.revoke(tenant_id="acme", subject="ann")
    links.revoke(tenant_id="acme", subject="ann")
    assert links.found(second) is None
