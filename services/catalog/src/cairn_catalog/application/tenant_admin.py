"""Who looks after a tenant's catalogue."""

from cairn_catalog.domain.view import PUBLIC_TENANT
from cairn_platform.errors import RoleRequiredError
from cairn_platform.identity import Principal, require_any_role

TENANT_ADMIN = "tenant-admin"


def require_tenant_admin(principal: Principal) -> None:
    """Raises RoleRequiredError for everybody but the tenant's admins; the public catalogue is the operator's alone."""
    require_any_role(principal, TENANT_ADMIN)
    if principal.tenant_id == PUBLIC_TENANT:
        raise RoleRequiredError("operator")
