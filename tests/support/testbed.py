"""A tenant of the tests' own in the running Cairn: a small company, its accounts and its API clients.

boss ─ lead ─ worker, colleague, spare          (lead and boss have accounts and the role manager)
     └ other ─ outsider                         (another line; other has an account and the role manager)
"""

import json
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from cairn_local.stack import Stack

PASSWORD = "Cairn-tests-2026!"
PEOPLE = {
    "boss": (None, "employee,manager"),
    "lead": ("boss", "employee,manager"),
    "other": ("boss", "employee,manager"),
    "worker": ("lead", "employee"),
    "colleague": ("lead", "employee"),
    "spare": ("lead", None),
    "outsider": ("other", "employee"),
    "newcomer": ("other", "employee"),
    "latecomer": ("boss", "employee,manager"),
    "late": ("latecomer", None),
}
# Accounts that belong to no person, and their roles.
WITHOUT_PERSON = {"keeper": "tenant-admin"}
# Their accounts have not been used yet.
NOT_SIGNED_IN_YET = {"newcomer", "latecomer"}
_TOKEN_SECONDS = 240
_NOT_YET_SECONDS = 20


@dataclass
class Api:
    """The REST API as one caller sees it."""

    base_url: str
    token: str

    def request(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """Any request; `path` is below /api/v1."""
        headers = {"Authorization": f"Bearer {self.token}", **arguments.pop("headers", {})}
        return httpx.request(
            method, f"{self.base_url}/api/v1{path}", headers=headers, timeout=20, **arguments
        )

    def get(self, path: str, **params: Any) -> Any:
        """The body of a GET that is answered with 200."""
        response = self.request("GET", path, params=params)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, path: str, body: object, *, expect: int = 201, **headers: str) -> Any:
        """The body of a POST that is answered as expected; what is not known yet is asked for again, as every client should."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        until = time.monotonic() + _NOT_YET_SECONDS
        while True:
            response = self.request("POST", path, json=body, headers=sent)
            not_yet = response.status_code == httpx.codes.CONFLICT and "retry-after" in response.headers
            if response.status_code == expect or not not_yet or time.monotonic() > until:
                break
            time.sleep(0.2)
        assert response.status_code == expect, response.text
        return response.json()


@dataclass
class Testbed:
    """The tenant: who is in it and how to call as each of them."""

    __test__ = False

    alias: str
    gateway_url: str
    token_url: str
    client_secret: str
    run: str
    _tokens: dict[str, tuple[float, str]] = field(default_factory=dict)

    def username(self, name: str) -> str:
        """The account of a person of the tenant."""
        return f"{name}-{self.run}"

    def email(self, name: str) -> str:
        """The mail address of a person of the tenant."""
        return f"{name}.{self.run}@tests.example"

    def token(self, name: str) -> str:
        """An access token of an account (`worker`) or an API client (`hr-client`, `admin-client`); fetched once."""
        issued_at, token = self._tokens.get(name, (0.0, ""))
        if time.monotonic() - issued_at < _TOKEN_SECONDS and token:
            return token
        if name.endswith("-client"):
            form = {
                "grant_type": "client_credentials",
                "client_id": f"{self.alias}-{name}",
                "client_secret": self.client_secret,
            }
        else:
            form = {
                "grant_type": "password",
                "client_id": "demo-cli",
                "username": self.username(name),
                "password": PASSWORD,
                "scope": f"openid organization:{self.alias}",
            }
        response = httpx.post(self.token_url, data=form, timeout=20)
        assert response.status_code == 200, response.text
        token = str(response.json()["access_token"])
        self._tokens[name] = (time.monotonic(), token)
        return token

    def api(self, name: str) -> Api:
        """The REST API as one of them sees it."""
        return Api(self.gateway_url, self.token(name))

    @property
    def admin(self) -> Api:
        """The API as the tenant's admin client sees it."""
        return self.api("admin-client")

    @property
    def hr(self) -> Api:
        """The API as the tenant's HR client sees it."""
        return self.api("hr-client")


def make_testbed(stack: Stack, folder: Path) -> Testbed:
    """Provisions the tenant in Keycloak and registers its people, as an operator and a tenant's admin would."""
    run = uuid.uuid4().hex[:8]
    endpoints = stack.endpoints
    testbed = Testbed(
        alias=f"tests-{run}",
        gateway_url=endpoints.gateway_url,
        token_url=endpoints.token_url,
        client_secret=uuid.uuid4().hex,
        run=run,
    )
    _provision(testbed, stack, folder)
    testbed.admin.post("/departments", {"department_id": "yard", "name": "Yard"})
    people = [
        {
            "person_id": name,
            "given_name": name.capitalize(),
            "family_name": "Tester",
            "email": testbed.email(name) if roles else None,
            "position": {"title": "Mason", "department_id": "yard", "manager_id": manager, "role_id": None},
        }
        for name, (manager, roles) in PEOPLE.items()
    ]
    results = testbed.admin.post("/people/import", {"people": people}, expect=200)["results"]
    assert {each["outcome"] for each in results} == {"created"}, results
    for name, (_, roles) in PEOPLE.items():
        if roles and name not in NOT_SIGNED_IN_YET:
            assert testbed.api(name).get("/me")["person"]["person_id"] == name
    return testbed


def _provision(testbed: Testbed, stack: Stack, folder: Path) -> None:
    accounts = [
        {
            "username": testbed.username(name),
            "password": PASSWORD,
            "email": testbed.email(name),
            "first_name": name.capitalize(),
            "last_name": "Tester",
            "roles": roles.split(","),
        }
        for name, roles in [(name, roles) for name, (_, roles) in PEOPLE.items()] + [*WITHOUT_PERSON.items()]
        if roles
    ]
    clients = [
        {
            "client_id": f"{testbed.alias}-{kind}-client",
            "client_secret": testbed.client_secret,
            "roles": [role],
        }
        for kind, role in (("hr", "hr"), ("admin", "tenant-admin"))
    ]
    tenant = {"alias": testbed.alias, "name": testbed.alias, "accounts": accounts, "api_clients": clients}
    spec = folder / "spec.json"
    spec.write_text(json.dumps({"realm": "cairn", "script_client": "demo-cli", "tenants": [tenant]}))
    subprocess.run(
        [
            sys.executable,
            "-m",
            "cairn_gateway",
            "provision",
            "--spec",
            str(spec),
            "--result",
            str(folder / "result.json"),
        ],
        env={"PATH": "/usr/bin:/bin", **stack.endpoints.provisioning_environment()},
        check=True,
        timeout=120,
    )
