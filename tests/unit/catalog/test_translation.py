"""Entries become messages and documents, and the same entries again. Every value of the domain has its place in the contract."""

from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract import enums
from cairn_catalog.adapters.contract.forms import FORMS, Form
from cairn_catalog.adapters.mongo.documents import DOCUMENTS
from cairn_catalog.adapters.mongo.kinds import KINDS
from cairn_catalog.domain.cost import CostBasis, Payer
from cairn_catalog.domain.credential import CredentialKind, StudyLoad
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.issuer import RecognitionExtent
from cairn_catalog.domain.issuer_trust import TrustVerdict
from cairn_catalog.domain.ladder import LadderKind
from cairn_catalog.domain.lifecycle import EntryState
from cairn_catalog.domain.skill import ProficiencyLevel
from cairn_catalog.domain.stack import StackRule
from cairn_catalog.domain.view import Origin, Seen
from cairn_platform.events import contract_of
from tests.support.catalog import samples
from tests.support.catalog.strategies import entries


def _form(entry: Entry) -> Form[Any, Any]:
    return next(form for form in FORMS if form.kind is type(entry))


@given(entries(versions=st.just(0)))
def test_an_entry_survives_the_way_through_the_contract(entry: Entry) -> None:
    form = _form(entry)
    assert form.propose(form.state(entry)).sound_entry(also_wrong=()) == entry


@given(entries(versions=st.integers(min_value=1, max_value=99)))
def test_an_entry_survives_the_way_through_its_document(entry: Entry) -> None:
    kind = KINDS[type(entry)]
    state = {
        "_id": f"acme:{entry.id}",
        "tenant_id": "acme",
        "version": entry.version,
        **kind.to_document(entry),
    }
    kind.document._from_son(state, created=True).validate()
    assert kind.from_document(state) == entry


@given(entries(versions=st.integers(min_value=1, max_value=99)))
def test_an_event_has_the_id_and_version_and_leaves_open_who_looks(entry: Entry) -> None:
    state = _form(entry).state(entry)
    assert (samples.entry_id(state), state.version, state.origin) == (
        entry.id,
        entry.version,
        pb.ORIGIN_UNSPECIFIED,
    )


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.field)
def test_an_answer_says_where_the_entry_comes_from(form: Form[Any, Any]) -> None:
    entry = samples.sound(samples.sample(form))
    assert (
        form.seen(Seen(entry=entry, origin=Origin.OVERRIDE), revision_due_on=None).origin
        == pb.ORIGIN_OVERRIDE
    )


@pytest.mark.parametrize(
    ("numbers", "domain", "contract"),
    [
        (enums.ORIGINS, Origin, pb.Origin),
        (enums.KINDS, CredentialKind, pb.CredentialKind),
        (enums.LEVELS, ProficiencyLevel, pb.ProficiencyLevel),
        (enums.BASES, CostBasis, pb.CostBasis),
        (enums.RULES, StackRule, pb.StackRule),
        (enums.STATES, EntryState, pb.EntryState),
        (enums.EXTENTS, RecognitionExtent, pb.RecognitionExtent),
        (enums.PAYERS, Payer, pb.Payer),
        (enums.VERDICTS, TrustVerdict, pb.TrustVerdict),
        (enums.LOADS, StudyLoad, pb.StudyLoad),
        (enums.LADDER_KINDS, LadderKind, pb.LadderKind),
    ],
)
def test_every_value_has_its_place_in_the_contract(
    numbers: dict[Any, int], domain: type[Enum], contract: Any
) -> None:
    assert set(numbers) == set(domain)
    assert set(numbers.values()) | {0} == set(contract.values())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.field)
def test_every_kind_has_an_event_contract_keyed_by_its_id(form: Form[Any, Any]) -> None:
    contract = contract_of(form.message)
    assert contract.topic == f"cairn.catalog.{form.field}.v1"
    assert contract.key == f"tenant_id:{form.kind.id_field}"
    assert set(contract.types) == {"published", "revised", "retired"}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_index_begins_with_the_tenant(document: Any) -> None:
    indexes = [spec["fields"] for spec in document._meta["index_specs"]]
    assert indexes
    assert all(fields[0] == ("tenant_id", 1) for fields in indexes)
