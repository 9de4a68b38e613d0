"""The registry of issuers: names that people write, duplicates, and a tenant's own trust."""

from typing import Any

import pytest

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.application.issuer_registry import merge_issuer, resolve_issuer, state_trust
from cairn_catalog.application.publish import publish_entry
from cairn_catalog.application.read import get_entry
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.issuer_names import likeness
from cairn_catalog.domain.issuer_trust import IssuerTrust, TrustVerdict
from cairn_catalog.domain.view import PUBLIC_TENANT
from cairn_platform.errors import (
    InvalidFieldsError,
    NotFoundError,
    RoleRequiredError,
    StaleVersionError,
)
from tests.support.catalog import samples
from tests.support.catalog.fake_catalogue import FakeCatalogue, FakeCatalogues
from tests.support.catalog.samples import NOW, changed, furnish, principal, proposal, shown_impact
from tests.support.catalog.trusts import MemoryTrusts

_LINKEDIN = pb.Issuer(issuer_id="linkedin", name="LinkedIn Learning", aliases=["Lynda"])
_GOOGLE = pb.Issuer(issuer_id="google", name="Google", aliases=["Grow with Google"])
_GOOGLE_CLOUD = pb.Issuer(issuer_id="google-cloud", name="Google Cloud", aliases=["GCP"])


@pytest.fixture
def world() -> FakeCatalogues:
    world = FakeCatalogues()
    furnish(world.of(PUBLIC_TENANT), *samples.SAMPLES, _LINKEDIN, _GOOGLE, _GOOGLE_CLOUD)
    return world


@pytest.fixture
def acme(world: FakeCatalogues) -> FakeCatalogue:
    return world.of("acme")


def _publish(catalogue: FakeCatalogue, message: Any) -> None:
    publish_entry(
        catalogue, principal=principal(), proposal=proposal(message), expected_version=0,
        confirmed_impact=shown_impact(catalogue, message), once=None,
        new_id=lambda: "new", now=NOW,
    )  # fmt: skip


def _merge(catalogue: FakeCatalogue, issuer_id: str, into: str, *, expected: int = 1) -> Any:
    return merge_issuer(
        catalogue,
        principal=principal(),
        issuer_id=issuer_id,
        into_issuer_id=into,
        expected_version=expected,
        now=NOW,
    )


@pytest.mark.parametrize(
    ("name", "issuer_id"),
    [
        ("linked in learning", "linkedin"),
        ("LinkedIn-Learning", "linkedin"),
        ("LINKEDIN  LEARNING!", "linkedin"),
        ("Linkedin Lerning", "linkedin"),
        ("Google Career Certs", "google"),
        ("google certificates", "google"),
        ("gcp", "google-cloud"),
        ("google  cloud", "google-cloud"),
        ("Project Management Institut", "pmi"),
    ],
)
def test_a_name_as_people_write_it_means_an_issuer(acme: FakeCatalogue, name: str, issuer_id: str) -> None:
    assert resolve_issuer(acme, name).candidates[0].issuer.id == issuer_id


@pytest.mark.parametrize("name", ["linked in learning", "LinkedIn-Learning", "Google Career Certs"])
def test_what_differs_in_signs_and_idle_words_only_is_certain(acme: FakeCatalogue, name: str) -> None:
    assert resolve_issuer(acme, name).certain


@pytest.mark.parametrize("name", ["Oxford", "???", "certificate", "x"])
def test_what_is_like_nothing_means_nobody(acme: FakeCatalogue, name: str) -> None:
    found = resolve_issuer(acme, name)
    assert (found.candidates, found.certain) == ((), False)


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_name_is_asked_for(acme: FakeCatalogue, name: str) -> None:
    with pytest.raises(InvalidFieldsError):
        resolve_issuer(acme, name)


def test_likeness_knows_no_accents_and_no_order_of_arguments() -> None:
    assert likeness("École Polytechnique", "ecole-polytechnique") == 100
    assert likeness("Udacity", "Udacety") == likeness("Udacety", "Udacity")


# Merging


def test_what_names_a_duplicate_names_the_other_issuer_after_the_merge(acme: FakeCatalogue) -> None:
    _publish(acme, pb.Issuer(issuer_id="pmi-2", name="PMI Institute Inc", aliases=["P-M-I Germany"]))
    _publish(acme, changed(samples.CREDENTIAL, credential_id="own", issuer_id="pmi-2"))
    assert _merge(acme, "pmi-2", "pmi").credential_ids == ("own",)
    assert get_entry(acme, Credential, "own").entry.issuer_id == "pmi"
    assert get_entry(acme, Credential, "own").entry.version == 2
    duplicate = get_entry(acme, Issuer, "pmi-2").entry
    assert (duplicate.merged_into, duplicate.is_retired) == ("pmi", True)
    assert resolve_issuer(acme, "p m i germany").candidates[0].issuer.id == "pmi"


def test_a_merge_is_one_tenants_own(world: FakeCatalogues, acme: FakeCatalogue) -> None:
    with pytest.raises(InvalidFieldsError):
        _merge(acme, "google", "pmi")
    _publish(acme, pb.Issuer(issuer_id="own", name="Own"))
    with pytest.raises(NotFoundError):
        _merge(world.of("globex"), "own", "pmi")


def test_nothing_is_merged_into_itself_or_into_what_was_merged(acme: FakeCatalogue) -> None:
    for issuer_id in ("a", "b"):
        _publish(acme, pb.Issuer(issuer_id=issuer_id, name=issuer_id))
    _merge(acme, "a", "b")
    for duplicate, into in (("b", "b"), ("b", "a")):
        with pytest.raises(InvalidFieldsError):
            _merge(acme, duplicate, into)


def test_a_merge_is_of_the_version_that_was_read_and_by_an_admin(acme: FakeCatalogue) -> None:
    _publish(acme, pb.Issuer(issuer_id="own", name="Own"))
    with pytest.raises(StaleVersionError):
        _merge(acme, "own", "pmi", expected=2)
    with pytest.raises(RoleRequiredError):
        merge_issuer(
            acme,
            principal=principal("acme", "hr"),
            issuer_id="own",
            into_issuer_id="pmi",
            expected_version=1,
            now=NOW,
        )


# Trust


def _state(
    trusts: MemoryTrusts, catalogue: FakeCatalogue, verdict: TrustVerdict, reason: str = ""
) -> IssuerTrust:
    return state_trust(
        trusts, catalogue, principal=principal(), issuer_id="pmi", verdict=verdict, reason=reason, now=NOW
    )


def test_a_tenant_says_whom_it_trusts_and_takes_it_back(acme: FakeCatalogue) -> None:
    trusts = MemoryTrusts()
    assert _state(trusts, acme, TrustVerdict.NOT_TRUSTED, " Sold us air. ").reason == "Sold us air."
    back = _state(trusts, acme, TrustVerdict.UNSET)
    assert (back.verdict, back.version, back.reason) == (TrustVerdict.UNSET, 2, "")


def test_a_verdict_has_a_reason_an_issuer_and_an_admin(acme: FakeCatalogue) -> None:
    with pytest.raises(InvalidFieldsError):
        _state(MemoryTrusts(), acme, TrustVerdict.TRUSTED)
    for who, issuer_id, error in (
        (principal("acme", "hr"), "pmi", RoleRequiredError),
        (principal(), "unknown", NotFoundError),
    ):
        with pytest.raises(error):
            state_trust(
                MemoryTrusts(),
                acme,
                principal=who,
                issuer_id=issuer_id,
                verdict=TrustVerdict.TRUSTED,
                reason="x",
                now=NOW,
            )
