"""demo.json has exactly the form that scripts rely on, and identity learns only what it needs."""

import json
from pathlib import Path

import pytest

from cairn_local.credentials import Credentials
from cairn_local.demo_tenants import TenantFile, demo_access, provisioning_spec, read_tenants
from cairn_local.endpoints import Endpoints
from cairn_local.errors import Reason, StackError
from cairn_local.settings import StackSettings

TENANT = """\
alias: acme
name: Acme
accounts:
  - {username: ann.lee, password: a long password, email: ann@acme.example, first_name: Ann, last_name: Lee,
     roles: [employee, manager], person_id: p-1}
  - {username: bob.ray, password: a long password, email: bob@acme.example, first_name: Bob, last_name: Ray,
     roles: [employee], person_id: p-2, manager_username: ann.lee}
api_clients:
  - {client_id: acme-hr, client_secret: s3cret, roles: [hr]}
people_file: people.csv
"""


def tenant(folder: Path, text: str = TENANT) -> tuple[TenantFile, ...]:
    (folder / "acme").mkdir()
    (folder / "acme" / "tenant.yaml").write_text(text, encoding="utf-8")
    return read_tenants(folder)


def test_demo_json_has_the_form_that_scripts_rely_on(tmp_path: Path) -> None:
    endpoints = Endpoints.native(StackSettings.model_construct(), Credentials.of(tmp_path / "state"))
    access = demo_access(tenant(tmp_path), endpoints=endpoints, organization_ids={"acme": "o-1"})
    access.write(tmp_path / "demo.json")
    assert json.loads((tmp_path / "demo.json").read_text(encoding="utf-8")) == {
        "gateway_url": "http://localhost:8000",
        "issuer": "http://localhost:8080/realms/cairn",
        "token_url": "http://localhost:8080/realms/cairn/protocol/openid-connect/token",
        "cli_client_id": "demo-cli",
        "tenants": [
            {
                "alias": "acme",
                "name": "Acme",
                "organization_id": "o-1",
                "user_scope": "openid organization:acme",
                "accounts": [
                    {
                        "username": "ann.lee",
                        "password": "a long password",
                        "roles": ["employee", "manager"],
                        "person_id": "p-1",
                        "manager_username": None,
                    },
                    {
                        "username": "bob.ray",
                        "password": "a long password",
                        "roles": ["employee"],
                        "person_id": "p-2",
                        "manager_username": "ann.lee",
                    },
                ],
                "api_clients": [
                    {
                        "client_id": "acme-hr",
                        "client_secret": "s3cret",
                        "scope": "openid organization:acme",
                        "roles": ["hr"],
                    }
                ],
            }
        ],
    }


def test_identity_is_not_told_who_reports_to_whom(tmp_path: Path) -> None:
    (listed,) = json.loads(provisioning_spec(tenant(tmp_path)))["tenants"]
    assert listed["accounts"][1].keys() == {
        "username",
        "password",
        "email",
        "first_name",
        "last_name",
        "roles",
    }


def test_a_tenant_file_that_is_wrong_is_named(tmp_path: Path) -> None:
    with pytest.raises(StackError, match=r"acme/tenant.yaml") as wrong:
        tenant(tmp_path, "alias: acme\naccounts: []\n")
    assert wrong.value.reason is Reason.BAD_DEMO_DATA
