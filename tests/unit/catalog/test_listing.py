"""Which entries a list has, and in which order."""

import pytest

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.domain.credential import CredentialKind
from cairn_catalog.domain.lifecycle import IN_USE
from cairn_catalog.domain.listing import Criteria, position
from cairn_catalog.domain.platform import Platform
from tests.support.catalog import samples
from tests.support.catalog.samples import changed, sound


def _named(name: str, entry_id: str = "x") -> Platform:
    return Platform(id=entry_id, version=1, name=name, website="", lifecycle=IN_USE)


def test_entries_stand_by_name_regardless_of_case_then_by_id() -> None:
    entries = [
        _named("edX"),
        _named("Coursera", "b"),
        _named("coursera", "a"),
        _named("Äpfel"),
        _named("Zoo"),
    ]
    assert [(each.name, each.id) for each in sorted(entries, key=position)] == [
        ("coursera", "a"),
        ("Coursera", "b"),
        ("edX", "x"),
        ("Zoo", "x"),
        ("Äpfel", "x"),
    ]


@pytest.mark.parametrize("query", ["", "PMI", "pmi", "management INST", "titute"])
def test_a_query_is_found_anywhere_in_name_and_aliases_regardless_of_case(query: str) -> None:
    assert Criteria(query=query).fit(sound(samples.ISSUER))


@pytest.mark.parametrize("query", ["pmp", "P.I", ".*", "pmi.org"])
def test_a_query_is_text_and_looked_for_nowhere_else(query: str) -> None:
    assert not Criteria(query=query).fit(sound(samples.ISSUER))


def test_case_is_folded_as_languages_do() -> None:
    assert Criteria(query="STRASSE").fit(_named("Straße"))
    assert Criteria(query="ﬁnance").fit(_named("FINANCE"))


def test_credentials_are_asked_for_by_kind_issuer_and_skill() -> None:
    pmp = sound(samples.CREDENTIAL)
    licence = sound(
        changed(samples.CREDENTIAL, kind=pb.CREDENTIAL_KIND_LICENCE, issuer_id="aicpa", skills_granted=[])
    )
    kinds = frozenset({CredentialKind.INDUSTRY_CERTIFICATION, CredentialKind.DEGREE})
    for criteria in (
        Criteria(kinds=kinds),
        Criteria(issuer_id="pmi"),
        Criteria(skill_id="project-management"),
    ):
        assert criteria.fit(pmp)
        assert not criteria.fit(licence)


def test_everything_that_is_said_has_to_fit() -> None:
    pmp = sound(samples.CREDENTIAL)
    assert Criteria(ids=frozenset({"pmp", "x"}), query="professional", issuer_id="pmi").fit(pmp)
    assert not Criteria(ids=frozenset({"x"}), query="professional", issuer_id="pmi").fit(pmp)
