"""Who is calling, as a verified token says it."""

from dataclasses import dataclass

from cairn_platform.errors import RoleRequiredError


@dataclass(frozen=True, kw_only=True)
class Principal:
    """The holder of a verified access token.

    `tenant_id` is the alias of the one organization that the token names; `subject` the account's `sub`, unique in the realm;
    `client_id` the client that asked for the token. `email` is set only when the token has one, whether verified or not.
    """

    tenant_id: str
    subject: str
    roles: frozenset[str]
    client_id: str
    email: str | None
    email_verified: bool


def require_any_role(principal: Principal, *roles: str) -> None:
    """Raises RoleRequiredError unless the principal has one of the roles."""
    if principal.roles.isdisjoint(roles):
        raise RoleRequiredError(*roles)
