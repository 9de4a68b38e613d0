"""The catalogue on a real MongoDB, with the fence between tenants watching."""

from collections.abc import Iterator

import pytest
from pymongo.database import Database

from cairn_catalog.bootstrap import catalog_servicer, curation_servicer
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.fence import TenantFence
from tests.support.catalog.calling import CatalogEndpoint, catalog_endpoint
from tests.support.catalog.samples import furnish
from tests.support.catalog.stored import StoredCatalogues, migrated_database
from tests.support.clearing import clear


@pytest.fixture(scope="module")
def fence() -> TenantFence:
    """Notices whatever crosses between tenants."""
    return TenantFence()


@pytest.fixture(scope="module")
def fenced_database(mongo_url: str, fence: TenantFence) -> Iterator[Database[Document]]:
    """A migrated database behind the fence."""
    with migrated_database(mongo_url, fence) as database:
        yield database


@pytest.fixture
def catalogues(
    mongo_url: str, fenced_database: Database[Document], fence: TenantFence
) -> Iterator[StoredCatalogues]:
    """The samples as the public catalogue; whatever crosses between tenants fails the test."""
    clear(mongo_url, fenced_database.name)
    fence.breaches.clear()
    found = StoredCatalogues(fenced_database)
    furnish(found.of("public"))
    yield found
    assert fence.breaches == []


@pytest.fixture
def endpoint(catalogues: StoredCatalogues) -> Iterator[CatalogEndpoint]:
    """CatalogService over that database."""
    with catalog_endpoint(
        catalog_servicer(catalogues.database), curation_servicer(catalogues.database)
    ) as found:
        yield found
