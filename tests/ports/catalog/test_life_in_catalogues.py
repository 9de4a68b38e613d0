"""Drafts, retirement and who names whom: the same for the catalogue in memory and the one in MongoDB."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from pymongo.database import Database

from cairn_catalog.adapters.mongo.kinds import KINDS
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.lifecycle import IN_USE, EntryState, Lifecycle
from cairn_catalog.domain.listing import Criteria
from cairn_catalog.domain.naming import Named
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.skill import Skill
from cairn_catalog.domain.view import PUBLIC_TENANT, Origin
from cairn_platform.changes import Change
from cairn_platform.mongo.completion import complete_documents
from cairn_platform.mongo.connection import Document
from tests.support.catalog import samples
from tests.support.catalog.fake_catalogue import FakeCatalogues
from tests.support.catalog.samples import NOW, changed, furnish
from tests.support.catalog.stored import StoredCatalogues, migrated_database
from tests.support.clearing import clear

Catalogues = FakeCatalogues | StoredCatalogues

_DRAFT = replace(IN_USE, state=EntryState.DRAFT)
_RETIRED = Lifecycle(state=EntryState.RETIRED, retired_on=date(2026, 11, 22), retirement_reason="Closed.")
_ALL = Criteria()


@pytest.fixture(scope="module")
def migrated(mongo_url: str) -> Iterator[Database[Document]]:
    """A database for all tests of this suite."""
    with migrated_database(mongo_url) as database:
        yield database


@pytest.fixture(params=["fake", "mongo"])
def catalogues(request: pytest.FixtureRequest) -> Catalogues:
    """The catalogues of all tenants: the public one has the samples."""
    found: Catalogues = FakeCatalogues()
    if request.param == "mongo":
        database: Database[Document] = request.getfixturevalue("migrated")
        clear(request.getfixturevalue("mongo_url"), database.name)
        found = StoredCatalogues(database)
    furnish(found.of(PUBLIC_TENANT))
    return found


def _save(catalogues: Catalogues, *entries: Entry, tenant_id: str = "acme") -> None:
    catalogues.of(tenant_id).commit(
        [Change(aggregate=each, happened=None, happened_at=NOW) for each in entries]
    )


def _platform(entry_id: str, lifecycle: Lifecycle) -> Platform:
    return Platform(id=entry_id, version=1, name=f"own {entry_id}", website="", lifecycle=lifecycle)


def _listed(catalogues: Catalogues, criteria: Criteria = _ALL, *, drafts: bool = False) -> list[str]:
    catalogue = catalogues.of("acme").with_drafts() if drafts else catalogues.of("acme")
    return [seen.entry.id for seen in catalogue.listed(Platform, criteria=criteria, after=None, at_most=9)]


def test_a_draft_is_there_only_for_who_sees_drafts(catalogues: Catalogues) -> None:
    _save(catalogues, _platform("draft", _DRAFT))
    assert catalogues.of("acme").seen(Platform, ["draft"]) == {}
    assert list(catalogues.of("acme").with_drafts().seen(Platform, ["draft"])) == ["draft"]
    assert list(catalogues.of("globex").with_drafts().seen(Platform, ["draft"])) == []
    assert (_listed(catalogues), _listed(catalogues, drafts=True)) == (["coursera"], ["coursera", "draft"])


def test_a_draft_takes_the_place_of_a_public_entry_for_who_sees_drafts_only(catalogues: Catalogues) -> None:
    _save(catalogues, _platform("coursera", _DRAFT))
    acme = catalogues.of("acme")
    assert acme.seen(Platform, ["coursera"])["coursera"].origin is Origin.PUBLIC
    assert acme.with_drafts().seen(Platform, ["coursera"])["coursera"].origin is Origin.OVERRIDE
    assert (_listed(catalogues), _listed(catalogues, drafts=True)) == (["coursera"], ["coursera"])


def test_the_operators_drafts_are_nobody_elses(catalogues: Catalogues) -> None:
    _save(catalogues, _platform("draft", _DRAFT), tenant_id=PUBLIC_TENANT)
    assert _listed(catalogues, drafts=True) == ["coursera"]
    assert list(catalogues.of(PUBLIC_TENANT).with_drafts().seen(Platform, ["draft"])) == ["draft"]


def test_what_is_retired_is_listed_on_demand_and_found_by_its_id(catalogues: Catalogues) -> None:
    _save(catalogues, _platform("old", _RETIRED), _platform("coursera", _RETIRED))
    assert _listed(catalogues) == []
    assert _listed(catalogues, Criteria(retired=True)) == ["coursera", "old"]
    assert _listed(catalogues, Criteria(ids=frozenset({"old"}))) == ["old"]


def test_who_names_an_entry_is_found_in_the_tenants_view(catalogues: Catalogues) -> None:
    asked = Named(Skill, "project-management")
    assert [seen.entry.id for seen in catalogues.of("acme").naming(asked)] == ["pmp", "project-manager"]
    _save(catalogues, replace(samples.sound(changed(samples.CREDENTIAL, skills_granted=[])), version=1))
    assert [seen.entry.id for seen in catalogues.of("acme").naming(asked)] == ["project-manager"]
    assert [seen.entry.id for seen in catalogues.of("globex").naming(asked)] == ["pmp", "project-manager"]


def test_older_documents_are_completed_with_what_they_name(mongo_url: str) -> None:
    with migrated_database(mongo_url) as database:
        stored = StoredCatalogues(database)
        furnish(stored.of(PUBLIC_TENANT))
        for kind in KINDS.values():
            database[kind.collection].update_many({"tenant_id": PUBLIC_TENANT}, {"$unset": {"names": ""}})
        asked = Named(Skill, "project-management")
        assert stored.of("acme").naming(asked) == []
        complete_documents(database, KINDS.values(), field="names")
        assert [seen.entry.id for seen in stored.of("acme").naming(asked)] == ["pmp", "project-manager"]
