"""Identity, provisioned into a real Keycloak: once, again, and with a changed spec."""

import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import jwt
import pytest

from cairn_gateway.adapters.keycloak import (
    AccountSpec,
    ApiClientSpec,
    ProvisioningError,
    ProvisioningReason,
    ProvisioningSettings,
    ProvisioningSpec,
    Role,
    TenantSpec,
    provision,
)
from cairn_gateway.adapters.keycloak.connection import connect
from tests.support.backing import Identity

AUDIENCES = {"cairn-gateway", "cairn-catalog", "cairn-learners", "cairn-reporting"}
PASSWORD = "a stone upon a stone"


def person(username: str, *roles: Role, password: str = PASSWORD) -> AccountSpec:
    return AccountSpec.model_validate(
        {
            "username": username,
            "password": password,
            "email": f"{username}@example.org",
            "first_name": username.title(),
            "last_name": "Stone",
            "roles": roles,
        }
    )


def acme(*accounts: AccountSpec, name: str = "Acme") -> TenantSpec:
    clients = (ApiClientSpec(client_id="acme-hr", roles=frozenset({Role.HR})),)
    return TenantSpec(alias="acme", name=name, accounts=accounts, api_clients=clients)


def zenith(*accounts: AccountSpec) -> TenantSpec:
    return TenantSpec(alias="zenith", name="Zenith", accounts=accounts)


class Realm:
    """A realm of one test."""

    def __init__(self, settings: ProvisioningSettings) -> None:
        self.name = f"cairn-test-{uuid.uuid4().hex[:8]}"
        self.settings = settings

    def spec(self, *tenants: TenantSpec, script_client: str | None = "demo-cli") -> ProvisioningSpec:
        return ProvisioningSpec(realm=self.name, tenants=tenants, script_client=script_client)

    def token(self, **form: str) -> dict[str, Any]:
        """The claims of an access token, or Keycloak's refusal."""
        url = f"{self.settings.keycloak_url}/realms/{self.name}/protocol/openid-connect/token"
        answer: dict[str, Any] = httpx.post(url, data=form, timeout=10).json()
        if "access_token" not in answer:
            return answer
        claims: dict[str, Any] = jwt.decode(answer["access_token"], options={"verify_signature": False})
        return claims

    def persons_token(self, username: str, scope: str, *, password: str = PASSWORD) -> dict[str, Any]:
        return self.token(
            grant_type="password", client_id="demo-cli", username=username, password=password, scope=scope
        )


def settings_of(identity: Identity, **changed: str) -> ProvisioningSettings:
    right = {
        "keycloak_url": identity.keycloak_url,
        "admin_username": identity.keycloak_admin_username,
        "admin_password": identity.keycloak_admin_password,
        "public_url": "http://localhost:8000",
        "portal_client_secret": "the portal's own secret",
    }
    return ProvisioningSettings.model_validate({**right, **changed})


@pytest.fixture
def realm(identity: Identity) -> Iterator[Realm]:
    made = Realm(settings_of(identity))
    yield made
    connect(made.settings, realm=made.name).delete_realm(made.name)


def test_tokens_name_person_roles_audiences_and_one_tenant(realm: Realm) -> None:
    both = person("both", Role.EMPLOYEE)
    manager = person("mia", Role.EMPLOYEE, Role.MANAGER)
    provisioned = provision(settings=realm.settings, spec=realm.spec(acme(manager, both), zenith(both)))

    claims = realm.persons_token("mia", "openid organization:acme")
    assert set(claims["aud"]) == AUDIENCES
    assert claims["organization"] == {"acme": {"id": provisioned.organizations["acme"]}}
    assert set(claims["realm_access"]["roles"]) == {"employee", "manager"}
    assert claims["email"] == "mia@example.org"
    assert claims["email_verified"] is True
    assert claims["exp"] - claims["iat"] <= 300
    for alias in ("acme", "zenith"):
        assert set(realm.persons_token("both", f"openid organization:{alias}")["organization"]) == {alias}
    for scope in ("openid", "openid organization"):
        assert "organization" not in realm.persons_token("both", scope)
    assert "organization" not in realm.persons_token("mia", "openid organization:zenith")

    claims = realm.token(
        grant_type="client_credentials",
        client_id="acme-hr",
        client_secret=provisioned.client_secrets["acme-hr"],
    )
    assert set(claims["aud"]) == AUDIENCES
    assert set(claims["organization"]) == {"acme"}
    assert claims["realm_access"]["roles"] == ["hr"]


def test_again_changes_nothing_and_a_changed_spec_changes_just_that(realm: Realm) -> None:
    ann, bob = person("ann", Role.EMPLOYEE), person("bob", Role.EMPLOYEE, Role.HR)
    first = provision(settings=realm.settings, spec=realm.spec(acme(ann, bob), zenith()))
    again = provision(settings=realm.settings, spec=realm.spec(acme(ann, bob), zenith()))
    assert again.changes == ()
    assert again.organizations == first.organizations
    assert again.client_secrets == first.client_secrets

    ann = person("ann", Role.EMPLOYEE, password="another stone upon it")
    bob = person("bob", Role.EMPLOYEE)
    changed = provision(settings=realm.settings, spec=realm.spec(acme(ann, name="Acme Ltd"), zenith(bob)))
    assert sorted(changed.changes) == [
        "bob belongs to zenith",
        "bob has the roles employee",
        "bob no longer belongs to acme",
        "changed the account ann: attributes",
        "renamed the tenant acme",
        "set the password of ann",
    ]
    assert realm.persons_token("ann", "openid")["error"] == "invalid_grant"
    assert "sub" in realm.persons_token("ann", "openid", password="another stone upon it")


def test_production_has_no_script_client_and_loses_one_that_was_there(realm: Realm) -> None:
    ann = person("ann", Role.EMPLOYEE)
    provision(settings=realm.settings, spec=realm.spec(acme(ann)))
    assert "sub" in realm.persons_token("ann", "openid")
    production = provision(settings=realm.settings, spec=realm.spec(acme(), script_client=None))
    assert production.changes == ("removed the script client demo-cli",)
    assert realm.persons_token("ann", "openid")["error"] == "invalid_client"


def test_what_somebody_changed_by_hand_is_put_right(realm: Realm) -> None:
    spec = realm.spec(acme())
    provision(settings=realm.settings, spec=spec)
    admin = connect(realm.settings, realm=realm.name)
    portal = next(client for client in admin.get_clients() if client["clientId"] == "cairn-portal")
    admin.update_client(portal["id"], {**portal, "redirectUris": ["*"], "directAccessGrantsEnabled": True})
    admin.update_realm(realm.name, {"registrationAllowed": True})
    repaired = provision(settings=realm.settings, spec=spec)
    assert sorted(repaired.changes) == [
        "changed the client cairn-portal: directAccessGrantsEnabled, redirectUris",
        f"changed the realm {realm.name}: registrationAllowed",
    ]
    assert provision(settings=realm.settings, spec=spec).changes == ()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"admin_password": "wrong"}, ProvisioningReason.ADMIN_REFUSED),
        ({"keycloak_url": "http://127.0.0.1:1"}, ProvisioningReason.KEYCLOAK_UNREACHABLE),
    ],
)
def test_a_refused_administrator_and_a_silent_keycloak_are_told_apart(
    identity: Identity, changed: dict[str, str], reason: ProvisioningReason
) -> None:
    with pytest.raises(ProvisioningError) as refused:
        provision(settings=settings_of(identity, **changed), spec=ProvisioningSpec())
    assert refused.value.reason is reason
