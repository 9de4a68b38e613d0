"""The demo's tenants as `demo/tenants/<alias>/tenant.yaml` describe them, and what identity needs of them."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from cairn_local.demo_access import DemoAccess, DemoAccount, DemoApiClient, DemoTenant
from cairn_local.endpoints import REALM, Endpoints
from cairn_local.errors import Reason, StackError
from cairn_local.settings import REPOSITORY

CLI_CLIENT_ID = "demo-cli"
DEMO = REPOSITORY / "demo"
DEMO_TENANTS = DEMO / "tenants"


class AccountFile(BaseModel):
    """One account of tenant.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    username: str
    password: str
    email: str
    first_name: str
    last_name: str
    roles: tuple[str, ...]
    person_id: str
    manager_username: str | None = None


class ApiClientFile(BaseModel):
    """One API client of tenant.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    client_id: str
    client_secret: str
    roles: tuple[str, ...]


class TenantFile(BaseModel):
    """The part of tenant.yaml that concerns identity; what else stands in it belongs to the seeding."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    alias: str
    name: str
    accounts: tuple[AccountFile, ...] = ()
    api_clients: tuple[ApiClientFile, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read one; what is wrong with it is said with its path."""
        try:
            return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (ValidationError, yaml.YAMLError) as error:
            raise StackError(Reason.BAD_DEMO_DATA, f"{path} is not a demo tenant: {error}") from error


def read_tenants(folder: Path = DEMO_TENANTS) -> tuple[TenantFile, ...]:
    """Every tenant of the demo, by alias."""
    return tuple(TenantFile.read(path) for path in sorted(folder.glob("*/tenant.yaml")))


def digest(folder: Path = DEMO) -> str:
    """Changes with any file of the demo."""
    sha256 = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        sha256.update(f"{path.relative_to(folder)}\0".encode())
        sha256.update(hashlib.sha256(path.read_bytes()).digest())
    return sha256.hexdigest()


def provisioning_spec(tenants: tuple[TenantFile, ...]) -> str:
    """The spec that `python -m cairn_gateway provision` reads, as JSON."""
    return json.dumps(
        {
            "realm": REALM,
            "script_client": CLI_CLIENT_ID,
            "tenants": [
                {
                    "alias": tenant.alias,
                    "name": tenant.name,
                    "accounts": [
                        account.model_dump(exclude={"person_id", "manager_username"})
                        for account in tenant.accounts
                    ],
                    "api_clients": [client.model_dump() for client in tenant.api_clients],
                }
                for tenant in tenants
            ],
        },
        indent=2,
    )


def demo_access(
    tenants: tuple[TenantFile, ...], *, endpoints: Endpoints, organization_ids: Mapping[str, str]
) -> DemoAccess:
    """What a script needs to use these tenants; `organization_ids` are by alias."""
    return DemoAccess(
        gateway_url=endpoints.gateway_url,
        issuer=endpoints.issuer,
        token_url=endpoints.token_url,
        cli_client_id=CLI_CLIENT_ID,
        tenants=tuple(
            DemoTenant(
                alias=tenant.alias,
                name=tenant.name,
                organization_id=organization_ids[tenant.alias],
                user_scope=f"openid organization:{tenant.alias}",
                accounts=tuple(
                    DemoAccount(
                        username=account.username,
                        password=account.password,
                        roles=account.roles,
                        person_id=account.person_id,
                        manager_username=account.manager_username,
                    )
                    for account in tenant.accounts
                ),
                api_clients=tuple(
                    DemoApiClient(
                        client_id=client.client_id,
                        client_secret=client.client_secret,
                        scope=f"openid organization:{tenant.alias}",
                        roles=client.roles,
                    )
                    for client in tenant.api_clients
                ),
            )
            for tenant in tenants
        ),
    )
