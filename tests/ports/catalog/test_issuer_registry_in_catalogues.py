"""Trust in issuers and duplicates made one: the same in memory and in MongoDB."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pymongo.database import Database

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.mongo.issuer_trusts import MongoIssuerTrusts
from cairn_catalog.application.issuer_registry import IssuerTrusts, Merged, merge_issuer, state_trust
from cairn_catalog.application.merge_public_issuer import merge_public_issuer
from cairn_catalog.application.publish import publish_entry
from cairn_catalog.application.read import get_entry
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.issuer_trust import IssuerTrust, TrustVerdict
from cairn_catalog.domain.view import PUBLIC_TENANT
from cairn_platform.changes import Change, ConflictError
from cairn_platform.errors import StaleVersionError
from cairn_platform.mongo.connection import Document
from tests.support.catalog import samples
from tests.support.catalog.fake_catalogue import FakeCatalogues
from tests.support.catalog.samples import NOW, changed, furnish, principal, proposal, shown_impact
from tests.support.catalog.stored import StoredCatalogues, migrated_database
from tests.support.catalog.trusts import MemoryTrusts
from tests.support.clearing import clear


@dataclass
class Registry:
    """The catalogues of all tenants, and what each thinks of issuers."""

    catalogues: FakeCatalogues | StoredCatalogues
    trusts_of: Callable[[str], IssuerTrusts]

    def publish(self, message: Any, *, tenant_id: str = "acme") -> None:
        """An entry of a tenant's own."""
        catalogue: Any = self.catalogues.of(tenant_id)
        publish_entry(
            catalogue,
            principal=principal(tenant_id),
            proposal=proposal(message),
            expected_version=0,
            confirmed_impact=shown_impact(catalogue, message),
            once=None,
            new_id=str,
            now=NOW,
        )

    def merge(self, issuer_id: str, into: str, *, expected: int = 1, tenant_id: str = "acme") -> Merged:
        """Makes a duplicate one with another."""
        return merge_issuer(
            self.catalogues.of(tenant_id),
            principal=principal(tenant_id),
            issuer_id=issuer_id,
            into_issuer_id=into,
            expected_version=expected,
            now=NOW,
        )

    def state(self, verdict: TrustVerdict, reason: str = "", *, tenant_id: str = "acme") -> IssuerTrust:
        """Says what a tenant thinks of PMI."""
        return state_trust(
            self.trusts_of(tenant_id),
            self.catalogues.of(tenant_id),
            principal=principal(tenant_id),
            issuer_id="pmi",
            verdict=verdict,
            reason=reason,
            now=NOW,
        )

    def told(self) -> list[str]:
        """The types of acme's events, oldest first, in their last words."""
        if isinstance(self.catalogues, FakeCatalogues):
            return [happened for tenant, happened, _ in self.catalogues.happened if tenant == "acme"]
        found = self.catalogues.database["outbox"].find({"tenant_id": "acme"}, sort=[("created_at", 1)])
        types = [dict(each["headers"])["ce_type"].decode() for each in found]
        return [each.split(".")[-2] for each in types if ".issuer_trust." not in each]


@pytest.fixture(scope="module")
def migrated(mongo_url: str) -> Iterator[Database[Document]]:
    """A database for all tests of this suite."""
    with migrated_database(mongo_url) as database:
        yield database


@pytest.fixture(params=["fake", "mongo"])
def registry(request: pytest.FixtureRequest) -> Registry:
    """The public catalogue has the samples."""
    if request.param == "fake":
        said: dict[str, MemoryTrusts] = {}
        found = Registry(FakeCatalogues(), lambda tenant_id: said.setdefault(tenant_id, MemoryTrusts()))
    else:
        database: Database[Document] = request.getfixturevalue("migrated")
        clear(request.getfixturevalue("mongo_url"), database.name)
        found = Registry(
            StoredCatalogues(database),
            lambda tenant_id: MongoIssuerTrusts(database, tenant_id=tenant_id, clock=lambda: NOW),
        )
    furnish(found.catalogues.of(PUBLIC_TENANT))
    return found


# Trust


def test_what_is_said_is_kept_said_anew_and_taken_back(registry: Registry) -> None:
    assert registry.state(TrustVerdict.NOT_TRUSTED, "Sold us air.").version == 1
    assert registry.state(TrustVerdict.TRUSTED, "They made good.").version == 2
    kept = registry.trusts_of("acme").of(["pmi", "unknown"])
    assert {key: (each.verdict, each.reason) for key, each in kept.items()} == {
        "pmi": (TrustVerdict.TRUSTED, "They made good.")
    }
    assert registry.state(TrustVerdict.UNSET).version == 3
    assert registry.trusts_of("acme").of(["pmi"])["pmi"].verdict is TrustVerdict.UNSET


def test_what_one_tenant_thinks_no_other_sees(registry: Registry) -> None:
    registry.state(TrustVerdict.NOT_TRUSTED, "Sold us air.")
    assert registry.trusts_of("globex").of(["pmi"]) == {}
    registry.state(TrustVerdict.TRUSTED, "We know them.", tenant_id="globex")
    assert registry.trusts_of("acme").of(["pmi"])["pmi"].verdict is TrustVerdict.NOT_TRUSTED


def test_of_two_who_speak_at_once_the_second_looks_again(registry: Registry) -> None:
    said = registry.state(TrustVerdict.TRUSTED, "We know them.")
    with pytest.raises(ConflictError):
        registry.trusts_of("acme").commit(Change(aggregate=said, happened="stated", happened_at=NOW))


# Merging


def test_a_merge_moves_the_tenants_own_credentials_and_what_was_merged_before(registry: Registry) -> None:
    for issuer_id in ("older", "duplicate"):
        registry.publish(pb.Issuer(issuer_id=issuer_id, name=issuer_id))
    registry.merge("older", "duplicate")
    registry.publish(changed(samples.CREDENTIAL, credential_id="own", issuer_id="duplicate"))
    merged = registry.merge("duplicate", "pmi")
    assert (merged.issuer.version, merged.credential_ids) == (2, ("own",))
    acme = registry.catalogues.of("acme")
    assert get_entry(acme, Credential, "own").entry.issuer_id == "pmi"
    stands_for = {each: get_entry(acme, Issuer, each).entry.merged_into for each in ("older", "duplicate")}
    assert stands_for == {"older": "pmi", "duplicate": "pmi"}
    # Merged, its credential and the older duplicate revised: all with the merge.
    assert sorted(registry.told()[-3:]) == ["retired", "revised", "revised"]


def test_a_merge_is_of_the_version_that_was_read_and_changes_nothing_otherwise(registry: Registry) -> None:
    registry.publish(pb.Issuer(issuer_id="duplicate", name="PMI again"))
    with pytest.raises(StaleVersionError):
        registry.merge("duplicate", "pmi", expected=7)
    assert not get_entry(registry.catalogues.of("acme"), Issuer, "duplicate").entry.is_retired


def test_the_operator_merges_for_everybody_but_leaves_the_tenants_own_as_they_are(registry: Registry) -> None:
    public: Any = registry.catalogues.of(PUBLIC_TENANT)
    duplicate = pb.Issuer(issuer_id="pmi-inc", name="PMI Inc")
    furnish(public, duplicate, changed(samples.CREDENTIAL, credential_id="capm", issuer_id="pmi-inc"))
    registry.publish(changed(samples.CREDENTIAL, credential_id="own", issuer_id="pmi-inc"))
    planned = merge_public_issuer(public, issuer_id="pmi-inc", into_issuer_id="pmi", dry_run=True, now=NOW)
    assert get_entry(public, Credential, "capm").entry.issuer_id == "pmi-inc"
    done = merge_public_issuer(public, issuer_id="pmi-inc", into_issuer_id="pmi", dry_run=False, now=NOW)
    assert done == planned
    acme = registry.catalogues.of("acme")
    assert get_entry(acme, Credential, "capm").entry.issuer_id == "pmi"
    assert get_entry(acme, Credential, "own").entry.issuer_id == "pmi-inc"
    assert get_entry(acme, Issuer, "pmi-inc").entry.merged_into == "pmi"
    again = merge_public_issuer(public, issuer_id="pmi-inc", into_issuer_id="pmi", dry_run=False, now=NOW)
    assert again == []
