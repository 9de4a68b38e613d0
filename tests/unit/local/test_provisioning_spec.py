"""A provisioning spec that cannot be meant is refused before Keycloak is asked for anything."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from cairn_gateway.adapters.keycloak import (
    ProvisioningError,
    ProvisioningReason,
    ProvisioningSpec,
    Role,
    load_spec,
)
from cairn_gateway.adapters.keycloak.representations import difference, password_mark

ANN: dict[str, Any] = {
    "username": "ann.lee",
    "password": "a long password",
    "email": "Ann@Acme.example",
    "first_name": "Ann",
    "last_name": "Lee",
    "roles": ["employee"],
}


def load(folder: Path, spec: object) -> ProvisioningSpec:
    path = folder / "spec.yaml"
    path.write_text(yaml.safe_dump(spec), encoding="utf-8")
    return load_spec(path)


def two_tenants(*accounts: dict[str, Any]) -> dict[str, Any]:
    aliases = ("acme", "zenith")
    return {
        "tenants": [
            {"alias": a, "name": a, "accounts": [ann]} for a, ann in zip(aliases, accounts, strict=True)
        ]
    }


def test_production_lists_tenants_and_no_accounts(tmp_path: Path) -> None:
    spec = load(tmp_path, {"tenants": [{"alias": "acme", "name": "Acme"}]})
    assert spec.realm == "cairn"
    assert spec.script_client is None
    assert spec.accounts() == {}


def test_an_account_of_two_tenants_is_one_person(tmp_path: Path) -> None:
    spec = load(tmp_path, two_tenants(ANN, ANN))
    assert list(spec.accounts()) == ["ann.lee"]
    assert spec.tenants_of("ann.lee") == {"acme", "zenith"}
    assert spec.accounts()["ann.lee"].roles == {Role.EMPLOYEE}


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"tenants": [{"alias": "public", "name": "All"}]}, "'public' is reserved"),
        (
            {"tenants": [{"alias": "a", "name": "A"}, {"alias": "a", "name": "B"}]},
            "tenant 'a' is listed twice",
        ),
        (
            {"tenants": [{"alias": "a", "name": "A"}, {"alias": "b", "name": "A"}]},
            "tenant name 'A' is listed twice",
        ),
        ({"tenants": [{"alias": "Not An Alias", "name": "A"}]}, "tenants.0.alias"),
        ({"tennants": []}, "tennants: Extra inputs"),
        ({"access_token_lifespan_seconds": 3600}, "less than or equal to 300"),
        (two_tenants(ANN, {**ANN, "roles": ["hr"]}), "'ann.lee' differs between two tenants"),
        (two_tenants(ANN, {**ANN, "username": "ann.two"}), "mail address 'ann@acme.example' is listed twice"),
        (two_tenants(ANN, {**ANN, "roles": ["boss"]}), "roles"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(tmp_path: Path, spec: object, words: str) -> None:
    with pytest.raises(ProvisioningError) as refused:
        load(tmp_path, spec)
    assert refused.value.reason is ProvisioningReason.SPEC_INVALID
    assert words in str(refused.value)


def test_a_refused_spec_does_not_print_passwords(tmp_path: Path) -> None:
    with pytest.raises(ProvisioningError) as refused:
        load(tmp_path, two_tenants(ANN, {**ANN, "first_name": ""}))
    assert "a long password" not in str(refused.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProvisioningError, match="cannot be read"):
        load_spec(tmp_path / "none.yaml")


def test_only_what_differs_is_changed() -> None:
    present = {
        "enabled": True,
        "redirectUris": ["b", "a"],
        "attributes": {"x": "1", "own": "kept"},
        "other": 1,
    }
    assert difference(present, {"enabled": True, "redirectUris": ["a", "b"], "attributes": {"x": "1"}}) == {}
    assert difference(present, {"enabled": False, "attributes": {"x": "2"}}) == {
        "enabled": False,
        "attributes": {"x": "2", "own": "kept"},
    }


def test_a_changed_password_shows_without_being_told(tmp_path: Path) -> None:
    before = load(tmp_path, two_tenants(ANN, ANN)).accounts()["ann.lee"]
    after = load(tmp_path, two_tenants(*[{**ANN, "password": "another password"}] * 2)).accounts()["ann.lee"]
    assert password_mark(before) != password_mark(after)
    assert len(password_mark(before)) == 4
