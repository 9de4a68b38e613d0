"""The demo's recertification policies: about real entries, taken by the service, and as publicly known."""

from typing import Any

import pytest

from cairn.learners.v1 import certification_pb2
from cairn_learners.adapters.grpc import renewal_requests
from cairn_learners.domain.policy_versions import check_version
from tests.unit.demo.catalogue_files import TENANTS, as_message, by_id, entries

FILES = {alias: entries(f"tenants/{alias}/recertification-policies") for alias in TENANTS}
POLICIES = {each["credential_id"]: each for policies in FILES.values() for each in policies}


@pytest.mark.parametrize("alias", TENANTS)
def test_every_policy_is_about_a_credential_of_the_catalogue_and_is_taken(alias: str) -> None:
    public = by_id("catalogue/credentials", "credential_id")
    for policy in FILES[alias]:
        assert policy["credential_id"] in public
        stated = {name: value for name, value in policy.items() if name != "credential_id"}
        message = as_message({"applies": "forward", **stated}, certification_pb2.PolicyVersion)
        assert isinstance(message, certification_pb2.PolicyVersion)
        check_version(renewal_requests.version(message))
        for option in message.renewal:
            assert set(option.credential_ids) <= set(public)


@pytest.mark.parametrize("alias", TENANTS)
def test_every_policy_says_where_it_is_from_and_agrees_with_the_catalogue(alias: str) -> None:
    public = by_id("catalogue/credentials", "credential_id")
    for policy in FILES[alias]:
        assert len(policy["source_note"]) > 40
        assert ("guess" not in policy["source_note"]) or policy["illustrative"]
        assert policy["policy"].get("validity", "") == public[policy["credential_id"]]["validity"]


@pytest.mark.parametrize(
    ("credential_id", "unit", "amount"),
    [
        ("pmi-pmp", "pdu", "60"),
        ("isc2-cissp", "cpe", "120"),
        ("comptia-a-plus", "ceu", "20"),
        ("comptia-security-plus", "ceu", "50"),
        ("shrm-cp", "pdc", "60"),
    ],
)
def test_cycles_take_what_the_issuers_publish(credential_id: str, unit: str, amount: str) -> None:
    found: dict[str, Any] = POLICIES[credential_id]["renewal"][0]["credits"]
    assert (found["unit"], found["amount"]) == (unit, amount)
    assert POLICIES[credential_id]["policy"]["validity"] == "P3Y"


def test_categories_are_those_of_pmi_and_isc2() -> None:
    assert POLICIES["pmi-pmp"]["renewal"][0]["credits"]["categories"] == [
        {"category": "education", "minimum": "35"},
        {"category": "giving back", "cap": "25"},
    ]
    assert POLICIES["isc2-cissp"]["renewal"][0]["credits"]["categories"][0] == {
        "category": "group A",
        "minimum": "90",
    }


def test_after_the_expiry_nothing_renews_what_comptia_issues() -> None:
    for credential_id in ("comptia-a-plus", "comptia-security-plus"):
        assert "grace" not in POLICIES[credential_id]["policy"]
        assert all(each["refused_when_late"] for each in POLICIES[credential_id]["renewal"])
