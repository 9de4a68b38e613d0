"""Provisioning of identity: the realm, its clients, tenants, accounts and API clients, the same everywhere.

`run` is the command behind `python -m cairn_gateway provision --spec FILE [--result FILE]`.
"""

from cairn_gateway.adapters.keycloak.command import run
from cairn_gateway.adapters.keycloak.errors import ProvisioningError, ProvisioningReason
from cairn_gateway.adapters.keycloak.provisioning import ProvisionedRealm, provision
from cairn_gateway.adapters.keycloak.settings import ProvisioningSettings
from cairn_gateway.adapters.keycloak.spec import (
    AccountSpec,
    ApiClientSpec,
    ProvisioningSpec,
    Role,
    TenantSpec,
    load_spec,
)

__all__ = [
    "AccountSpec",
    "ApiClientSpec",
    "ProvisionedRealm",
    "ProvisioningError",
    "ProvisioningReason",
    "ProvisioningSettings",
    "ProvisioningSpec",
    "Role",
    "TenantSpec",
    "load_spec",
    "provision",
    "run",
]
