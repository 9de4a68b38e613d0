"""Makes a realm as its spec says: asks what is there, changes what differs, and does nothing when all is well."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from keycloak import KeycloakAdmin

from cairn_gateway.adapters.keycloak import representations as wanted
from cairn_gateway.adapters.keycloak.connection import connect, refusals_explained
from cairn_gateway.adapters.keycloak.representations import Representation, difference
from cairn_gateway.adapters.keycloak.settings import ProvisioningSettings
from cairn_gateway.adapters.keycloak.spec import AccountSpec, ProvisioningSpec, Role, TenantSpec

_ACCOUNTS_AT_ONCE = 4


@dataclass(frozen=True, kw_only=True)
class ProvisionedRealm:
    """What is true after provisioning, and what had to be changed for it."""

    realm: str
    organizations: dict[str, str]
    """Keycloak's organization id of each tenant, by alias."""
    client_secrets: dict[str, str] = field(repr=False)
    """The secret of each API client, by client id."""
    changes: tuple[str, ...]
    """One line for each thing that was created, changed or removed; empty when nothing differed."""


def provision(*, settings: ProvisioningSettings, spec: ProvisioningSpec) -> ProvisionedRealm:
    """Make realm, roles, clients, tenants, accounts and API clients as `spec` says.

    Safe to run again at any time, also after it failed half-way. ProvisioningError says why it could not be done.
    """
    with refusals_explained(settings):
        return _Provisioning(connect(settings, realm=spec.realm), settings=settings, spec=spec).run()


class _Provisioning:
    """One run."""

    def __init__(
        self, admin: KeycloakAdmin, *, settings: ProvisioningSettings, spec: ProvisioningSpec
    ) -> None:
        self._admin = admin
        self._settings = settings
        self._spec = spec
        self._changes: list[str] = []
        self._roles: dict[str, Representation] = {}
        self._scopes: dict[str, str] = {}
        self._clients: dict[str, Representation] = {}
        self._organizations: dict[str, str] = {}

    def run(self) -> ProvisionedRealm:
        self._realm()
        self._realm_roles()
        self._user_profile()
        self._organization_scope()
        self._clients = {client["clientId"]: client for client in self._admin.get_clients()}
        self._client(wanted.portal_client(self._settings))
        self._script_client()
        for tenant in self._spec.tenants:
            self._organizations[tenant.alias] = self._organization(tenant)
        secrets = {
            client.client_id: self._api_client(tenant.alias, wanted.api_client(client), client.roles)
            for tenant in self._spec.tenants
            for client in tenant.api_clients
        }
        # Keycloak spends its time on hashing passwords: several accounts at once use its other cores.
        with ThreadPoolExecutor(max_workers=_ACCOUNTS_AT_ONCE) as pool:
            list(pool.map(self._account, self._spec.accounts().values()))
        return ProvisionedRealm(
            realm=self._spec.realm,
            organizations=self._organizations,
            client_secrets=secrets,
            changes=tuple(self._changes),
        )

    # --- the realm ---------------------------------------------------------------------------------------------

    def _realm(self) -> None:
        name = self._spec.realm
        if all(realm["realm"] != name for realm in self._admin.get_realms()):
            self._admin.create_realm(wanted.realm(self._spec))
            # The administrator's token does not cover a realm that was made after it.
            self._admin.connection.refresh_token()
            self._changes.append(f"created the realm {name}")
            return
        differing = difference(self._admin.get_realm(name), wanted.realm(self._spec))
        if differing:
            self._admin.update_realm(name, differing)
            self._changes.append(f"changed the realm {name}: {', '.join(differing)}")

    def _realm_roles(self) -> None:
        present = {role["name"]: role for role in self._admin.get_realm_roles()}
        for role in Role:
            if role not in present:
                self._admin.create_realm_role({"name": role.value})
                present[role] = self._admin.get_realm_role(role.value)
                self._changes.append(f"created the role {role}")
        self._roles = {role.value: present[role] for role in Role}

    def _user_profile(self) -> None:
        profile = self._admin.get_realm_users_profile()
        attribute = wanted.password_mark_attribute()
        present: Representation = next(
            (a for a in profile["attributes"] if a["name"] == attribute["name"]), {}
        )
        if difference(present, attribute):
            others = [a for a in profile["attributes"] if a["name"] != attribute["name"]]
            self._admin.update_realm_users_profile({**profile, "attributes": [*others, attribute]})
            self._changes.append("changed the user profile")

    def _organization_scope(self) -> None:
        scopes = self._admin.get_client_scopes()
        self._scopes = {scope["name"]: scope["id"] for scope in scopes}
        scope = next(scope for scope in scopes if scope["name"] == wanted.ORGANIZATION_SCOPE)
        for mapper in scope["protocolMappers"]:
            if mapper["protocolMapper"] != "oidc-organization-membership-mapper":
                continue
            differing = difference(mapper, {"config": {"addOrganizationId": "true"}})
            if differing:
                self._admin.update_mapper_in_client_scope(scope["id"], mapper["id"], {**mapper, **differing})
                self._changes.append("organization claims carry the organization's id")

    # --- clients -----------------------------------------------------------------------------------------------

    def _client(self, representation: Representation) -> str:
        client_id = representation["clientId"]
        present = self._clients.get(client_id)
        if present is None:
            made = self._admin.create_client(representation)
            present = self._clients[client_id] = self._admin.get_client(made)
            self._changes.append(f"created the client {client_id}")
        internal_id: str = present["id"]
        by_own_calls = {"defaultClientScopes", "optionalClientScopes"}
        differing = {
            key: value
            for key, value in difference(present, representation).items()
            if key not in by_own_calls
        }
        if differing:
            self._admin.update_client(internal_id, {**present, **differing})
            self._changes.append(f"changed the client {client_id}: {', '.join(differing)}")
        self._client_scopes(present, representation)
        self._audiences(present)
        self._roles_in_tokens(present)
        return internal_id

    def _client_scopes(self, present: Representation, representation: Representation) -> None:
        admin, internal_id = self._admin, present["id"]
        default_now, default = set(present["defaultClientScopes"]), set(representation["defaultClientScopes"])
        optional_now, optional = (
            set(present["optionalClientScopes"]),
            set(representation["optionalClientScopes"]),
        )
        for name in default_now - default:
            admin.delete_client_default_client_scope(internal_id, self._scopes[name])
        for name in optional_now - optional:
            admin.delete_client_optional_client_scope(internal_id, self._scopes[name])
        for name in default - default_now:
            admin.add_client_default_client_scope(internal_id, self._scopes[name], {})
        for name in optional - optional_now:
            admin.add_client_optional_client_scope(internal_id, self._scopes[name], {})
        if (default, optional) != (default_now, optional_now):
            self._changes.append(f"changed the scopes of the client {present['clientId']}")

    def _audiences(self, present: Representation) -> None:
        mappers = {mapper["name"]: mapper for mapper in present.get("protocolMappers", [])}
        for audience in wanted.AUDIENCES:
            mapper = wanted.audience_mapper(audience)
            existing = mappers.get(mapper["name"])
            if existing is None:
                self._admin.add_mapper_to_client(present["id"], mapper)
                self._changes.append(f"tokens of {present['clientId']} are for {audience}")
            elif differing := difference(existing, mapper):
                self._admin.update_client_mapper(present["id"], existing["id"], {**existing, **differing})
                self._changes.append(f"tokens of {present['clientId']} are for {audience} again")

    def _roles_in_tokens(self, present: Representation) -> None:
        mapped = {role["name"] for role in self._admin.get_realm_roles_of_client_scope(present["id"])}
        missing = [role for name, role in self._roles.items() if name not in mapped]
        if missing:
            self._admin.assign_realm_roles_to_client_scope(present["id"], missing)
            self._changes.append(f"tokens of {present['clientId']} carry Cairn's roles")

    def _script_client(self) -> None:
        for client_id, client in self._clients.items():
            is_script = client.get("attributes", {}).get(wanted.KIND) == wanted.SCRIPT_KIND
            if is_script and client_id != self._spec.script_client:
                self._admin.delete_client(client["id"])
                self._changes.append(f"removed the script client {client_id}")
        if self._spec.script_client is not None:
            self._client(wanted.script_client(self._spec.script_client))

    # --- tenants, accounts and API clients -----------------------------------------------------------------------

    def _organization(self, tenant: TenantSpec) -> str:
        found = self._admin.get_organizations({"q": f"alias:{tenant.alias}", "first": 0, "max": 10})
        present = next(
            (organization for organization in found if organization["alias"] == tenant.alias), None
        )
        if present is None:
            self._changes.append(f"created the tenant {tenant.alias}")
            return str(self._admin.create_organization({"name": tenant.name, "alias": tenant.alias}))
        if present["name"] != tenant.name:
            self._admin.update_organization(present["id"], {**present, "name": tenant.name})
            self._changes.append(f"renamed the tenant {tenant.alias}")
        return str(present["id"])

    def _api_client(self, alias: str, representation: Representation, roles: Iterable[Role]) -> str:
        internal_id = self._client(representation)
        service_account: str = self._admin.get_client_service_account_user(internal_id)["id"]
        self._user_roles(service_account, representation["clientId"], roles)
        self._memberships(service_account, representation["clientId"], frozenset({alias}))
        if "secret" in representation:
            return str(representation["secret"])
        return str(self._admin.get_client_secrets(internal_id)["value"])

    def _account(self, spec: AccountSpec) -> None:
        representation = wanted.account(spec)
        found = self._admin.get_users({"username": spec.username, "exact": True, "max": 1})
        if found:
            user_id: str = found[0]["id"]
            differing = difference(found[0], representation)
            if "attributes" in differing:
                self._admin.set_user_password(user_id, spec.password.get_secret_value(), temporary=False)
                self._changes.append(f"set the password of {spec.username}")
            if differing:
                self._admin.update_user(user_id, {**found[0], **differing})
                self._changes.append(f"changed the account {spec.username}: {', '.join(differing)}")
        else:
            password = {"type": "password", "value": spec.password.get_secret_value(), "temporary": False}
            user_id = self._admin.create_user({**representation, "enabled": True, "credentials": [password]})
            self._changes.append(f"created the account {spec.username}")
        self._user_roles(user_id, spec.username, spec.roles)
        self._memberships(user_id, spec.username, self._spec.tenants_of(spec.username))

    def _user_roles(self, user_id: str, name: str, roles: Iterable[Role]) -> None:
        should = {role.value for role in roles}
        has = {role["name"] for role in self._admin.get_realm_roles_of_user(user_id)} & self._roles.keys()
        if should - has:
            self._admin.assign_realm_roles(user_id, [self._roles[role] for role in sorted(should - has)])
        if has - should:
            self._admin.delete_realm_roles_of_user(
                user_id, [self._roles[role] for role in sorted(has - should)]
            )
        if has != should:
            self._changes.append(f"{name} has the roles {', '.join(sorted(should)) or 'none'}")

    def _memberships(self, user_id: str, name: str, tenants: frozenset[str]) -> None:
        """Of the spec's tenants, exactly these; tenants that the spec does not list are none of its business."""
        belongs = {organization["alias"] for organization in self._admin.get_user_organizations(user_id)}
        for alias in sorted(tenants - belongs):
            self._admin.organization_user_add(user_id, self._organizations[alias])
            self._changes.append(f"{name} belongs to {alias}")
        for alias in sorted((belongs & self._organizations.keys()) - tenants):
            self._admin.organization_user_remove(user_id, self._organizations[alias])
            self._changes.append(f"{name} no longer belongs to {alias}")
