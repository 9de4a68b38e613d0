"""A gateway before a realm and a database of its own, on real Keycloak and MongoDB; the services say what a test wants."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from keycloak import KeycloakAdmin
from pymongo import MongoClient

from cairn_gateway.adapters.keycloak import ProvisioningSettings, ProvisioningSpec, provision
from cairn_gateway.adapters.keycloak.connection import connect
from cairn_gateway.adapters.mongo.documents import DOCUMENTS
from cairn_platform.mongo.connection import connect as connect_mongo
from cairn_platform.mongo.indexes import ensure_indexes
from cairn_platform.settings import MongoSettings
from tests.support.backing import Identity
from tests.support.gateway.fake_services import FakeServices, fake_services
from tests.support.gateway.running import free_port, running, settings

PASSWORD = "a stone upon a stone"
_SECRET = "the portal's own secret"


@dataclass(frozen=True)
class Portal:
    """A gateway that people can sign in to."""

    url: str
    realm: KeycloakAdmin
    sessions: Any
    known: dict[str, dict[tuple[str, str], str]]
    """Whom Keycloak knows already, by the cookies that it gave them."""

    def only_session(self) -> dict[str, Any]:
        """The one session there is."""
        (found,) = list(self.sessions.find())
        assert isinstance(found, dict)
        return found

    def user_id(self, username: str) -> str:
        """An account's id."""
        found = self.realm.get_user_id(username)
        assert found is not None
        return str(found)


def account(name: str) -> dict[str, Any]:
    return {
        "username": name,
        "password": PASSWORD,
        "email": f"{name}@acme.example",
        "first_name": name.title(),
        "last_name": "Stone",
        "roles": ["employee"],
    }


@pytest.fixture(scope="session")
def _portal(identity: Identity, mongo_url: str, _services: FakeServices) -> Iterator[Portal]:
    port = free_port()
    realm = f"cairn-test-{uuid.uuid4().hex[:8]}"
    told = ProvisioningSettings.model_validate(
        {
            "keycloak_url": identity.keycloak_url,
            "admin_username": identity.keycloak_admin_username,
            "admin_password": identity.keycloak_admin_password,
            "public_url": f"http://localhost:{port}",
            "portal_client_secret": _SECRET,
        }
    )
    tenants = [
        {"alias": "acme", "name": "Acme", "accounts": [account("ann"), account("both"), account("dora")]},
        {"alias": "zenith", "name": "Zenith", "accounts": [account("both")]},
    ]
    provision(settings=told, spec=ProvisioningSpec.model_validate({"realm": realm, "tenants": tenants}))
    mongo = MongoSettings(url=mongo_url, database=f"cairn_test_{uuid.uuid4().hex[:12]}")
    admin = connect(told, realm=realm)
    database = connect_mongo(mongo)
    ensure_indexes(database, DOCUMENTS)
    chosen = settings(
        target=_services.target,
        issuer=f"{identity.keycloak_url}/realms/{realm}",
        mongo=mongo,
        port=port,
        client_secret=_SECRET,
    )
    try:
        with running(chosen) as gateway:
            yield Portal(url=gateway.url, realm=admin, sessions=database["sessions"], known={})
    finally:
        admin.delete_realm(realm)
        database.client.close()
        with MongoClient[dict[str, Any]](mongo_url) as client:
            client.drop_database(mongo.database)


@pytest.fixture(scope="session")
def _services() -> Iterator[FakeServices]:
    with fake_services() as fake:
        yield fake


@pytest.fixture
def services(_services: FakeServices) -> FakeServices:
    """The services, with nothing asked yet."""
    _services.forget()
    return _services


@pytest.fixture
def portal(_portal: Portal) -> Portal:
    """The portal, with nobody signed in."""
    _portal.sessions.delete_many({})
    return _portal
