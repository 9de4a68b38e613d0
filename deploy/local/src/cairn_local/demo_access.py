"""What `.local/demo.json` holds: everything a script needs to use the running demo."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from cairn_local.credentials import write_private


class DemoAccount(BaseModel):
    """A person of the demo who can sign in."""

    model_config = ConfigDict(frozen=True)

    username: str
    password: str
    roles: tuple[str, ...]
    person_id: str
    manager_username: str | None


class DemoApiClient(BaseModel):
    """A program of the demo's tenant that gets its tokens by client credentials."""

    model_config = ConfigDict(frozen=True)

    client_id: str
    client_secret: str
    scope: str
    roles: tuple[str, ...]


class DemoTenant(BaseModel):
    """One employer of the demo."""

    model_config = ConfigDict(frozen=True)

    alias: str
    name: str
    organization_id: str
    user_scope: str
    accounts: tuple[DemoAccount, ...]
    api_clients: tuple[DemoApiClient, ...]


class DemoAccess(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True)

    gateway_url: str
    issuer: str
    token_url: str
    cli_client_id: str
    tenants: tuple[DemoTenant, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a demo.json."""
        return cls.model_validate_json(path.read_text(encoding="utf-8"))

    def write(self, path: Path) -> None:
        """Write it where only its owner can read it."""
        write_private(path, self.model_dump_json(indent=2) + "\n")
