"""What should be true of a realm, as an operator writes it down in YAML or JSON.

Production's spec lists tenants and API clients only; accounts and the script client are for demos and tests.
"""

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    model_validator,
)

from cairn_gateway.adapters.keycloak.errors import ProvisioningError, ProvisioningReason

PUBLIC_TENANT = "public"
"""The tenant of the public catalogue: no organization may carry its name."""


class Role(StrEnum):
    """The realm roles of Cairn. A manager also needs somebody in the own reporting line, an hr-partner departments given in Cairn."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    HR = "hr"
    HR_PARTNER = "hr-partner"
    REVIEWER = "reviewer"
    ANALYST = "analyst"
    TENANT_ADMIN = "tenant-admin"


Alias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,126}$")]
Username = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._@-]{2,126}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=255, strip_whitespace=True)]


class _Spec(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AccountSpec(_Spec):
    """A person who can sign in with a password. The mail address counts as verified."""

    username: Username
    password: SecretStr
    """Set when the account is made and again when it changes here; in between it belongs to the person."""
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", to_lower=True)]
    first_name: Name
    last_name: Name
    roles: frozenset[Role]


class ApiClientSpec(_Spec):
    """A program that gets tokens of one tenant by client credentials."""

    client_id: ClientId
    client_secret: SecretStr | None = None
    """Keycloak makes one when none is given."""
    roles: frozenset[Role]


class TenantSpec(_Spec):
    """An employer: one organization. The alias is the tenant's id and can never change."""

    alias: Alias
    name: Name
    accounts: tuple[AccountSpec, ...] = ()
    api_clients: tuple[ApiClientSpec, ...] = ()


class ProvisioningSpec(_Spec):
    """The whole realm. What exists and is not listed is left alone, but for a script client: it is removed."""

    realm: Alias = "cairn"
    tenants: tuple[TenantSpec, ...] = ()
    script_client: ClientId | None = None
    """A public client with direct access grants, by which scripts get a user's token. Never in production."""
    password_policy: str = "length(12) and notUsername(undefined) and notEmail(undefined)"  # noqa: S105
    access_token_lifespan_seconds: int = Field(default=300, ge=30, le=300)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        _refuse_twice("tenant", [tenant.alias for tenant in self.tenants])
        _refuse_twice("tenant name", [tenant.name for tenant in self.tenants])
        _refuse_twice("API client", [c.client_id for tenant in self.tenants for c in tenant.api_clients])
        for tenant in self.tenants:
            if tenant.alias == PUBLIC_TENANT:
                raise ValueError(
                    "the alias 'public' is reserved for the public catalogue; choose another one"
                )
            _refuse_twice(f"account of {tenant.alias}", [account.username for account in tenant.accounts])
        self.accounts()
        return self

    def accounts(self) -> dict[str, AccountSpec]:
        """Every account once, by username; one listed in several tenants has to be the same in each.

        Realm roles hold in every tenant of a person, so that different roles in two tenants cannot be meant.
        """
        merged: dict[str, AccountSpec] = {}
        for tenant in self.tenants:
            for account in tenant.accounts:
                if merged.setdefault(account.username, account) != account:
                    raise ValueError(
                        f"the account {account.username!r} differs between two tenants; "
                        "give it the same password, mail address, name and roles in each"
                    )
        _refuse_twice("mail address", [account.email for account in merged.values()])
        return merged

    def tenants_of(self, username: str) -> frozenset[str]:
        """The aliases of the tenants that list this account."""
        return frozenset(
            tenant.alias
            for tenant in self.tenants
            for account in tenant.accounts
            if account.username == username
        )


def load_spec(path: Path) -> ProvisioningSpec:
    """Read a spec from a YAML or JSON file; what is wrong with it is said with its place."""
    try:
        return ProvisioningSpec.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except OSError as error:
        raise ProvisioningError(
            ProvisioningReason.SPEC_INVALID, f"{path} cannot be read: {error.strerror}."
        ) from error
    except yaml.YAMLError as error:
        raise ProvisioningError(ProvisioningReason.SPEC_INVALID, f"{path} is not YAML: {error}") from error
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, problem['loc'])) or 'spec'}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors(include_input=False)
        )
        raise ProvisioningError(ProvisioningReason.SPEC_INVALID, f"{path}: {problems}.") from error


def _refuse_twice(what: str, values: list[str]) -> None:
    twice = sorted(value for value, count in Counter(values).items() if count > 1)
    if twice:
        raise ValueError(f"the {what} {twice[0]!r} is listed twice")
