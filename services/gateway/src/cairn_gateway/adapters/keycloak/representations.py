"""How realm and clients look in Keycloak's own words: what Cairn depends on, and nothing else."""

import hashlib
from typing import Any

from cairn_gateway.adapters.keycloak.settings import ProvisioningSettings
from cairn_gateway.adapters.keycloak.spec import AccountSpec, ApiClientSpec, ProvisioningSpec

Representation = dict[str, Any]
"""A JSON object of Keycloak's admin API."""

AUDIENCES = ("cairn-gateway", "cairn-catalog", "cairn-learners", "cairn-reporting")
"""Every token may be shown to every service; each looks for its own name in `aud`."""

KIND = "cairn.kind"
"""The client attribute that says what Cairn made a client for."""

SCRIPT_KIND = "script"
ORGANIZATION_SCOPE = "organization"

PASSWORD_MARK = "provisioned_password"  # noqa: S105
"""The user attribute, for administrators only, that tells whether the spec's password has changed."""

_PERSON_SCOPES = ["basic", "email", "profile", "roles"]
_PROGRAM_SCOPES = ["basic", "organization", "roles", "service_account"]


def realm(spec: ProvisioningSpec) -> Representation:
    """Organizations on, short access tokens, no self-registration, verified mail, brute-force protection."""
    return {
        "realm": spec.realm,
        "enabled": True,
        "displayName": "Cairn",
        "organizationsEnabled": True,
        "accessTokenLifespan": spec.access_token_lifespan_seconds,
        "ssoSessionIdleTimeout": 1800,
        "ssoSessionMaxLifespan": 36000,
        "sslRequired": "external",
        "registrationAllowed": False,
        "editUsernameAllowed": False,
        "duplicateEmailsAllowed": False,
        "loginWithEmailAllowed": True,
        "verifyEmail": True,
        "passwordPolicy": spec.password_policy,
        "bruteForceProtected": True,
        "permanentLockout": False,
        "failureFactor": 10,
        "waitIncrementSeconds": 60,
        "maxFailureWaitSeconds": 900,
        "eventsEnabled": True,
        "eventsExpiration": 30 * 24 * 3600,
        "adminEventsEnabled": True,
    }


def portal_client(settings: ProvisioningSettings) -> Representation:
    """The portal: confidential, authorization code with PKCE, signed out by Keycloak's back channel."""
    url = settings.public_url.rstrip("/")
    return {
        **_client(settings.portal_client_id, kind="portal"),
        "name": "Cairn portal",
        "secret": settings.portal_client_secret.get_secret_value(),
        "standardFlowEnabled": True,
        "rootUrl": url,
        "baseUrl": "/",
        "redirectUris": [f"{url}/auth/callback"],
        "attributes": {
            KIND: "portal",
            "pkce.code.challenge.method": "S256",
            "post.logout.redirect.uris": f"{url}/*",
            "backchannel.logout.url": f"{url}/auth/back-channel-logout",
            "backchannel.logout.session.required": "true",
        },
        "defaultClientScopes": _PERSON_SCOPES,
        "optionalClientScopes": [ORGANIZATION_SCOPE],
    }


def script_client(client_id: str) -> Representation:
    """A public client by which scripts of a demo get a user's token for user name and password."""
    return {
        **_client(client_id, kind=SCRIPT_KIND),
        "name": "Scripts of the demo",
        "publicClient": True,
        "directAccessGrantsEnabled": True,
        "defaultClientScopes": _PERSON_SCOPES,
        "optionalClientScopes": [ORGANIZATION_SCOPE],
    }


def api_client(spec: ApiClientSpec) -> Representation:
    """A program of one tenant: client credentials, the tenant in every token without being asked for."""
    secret = {} if spec.client_secret is None else {"secret": spec.client_secret.get_secret_value()}
    return {
        **_client(spec.client_id, kind="api"),
        **secret,
        "serviceAccountsEnabled": True,
        "defaultClientScopes": _PROGRAM_SCOPES,
        "optionalClientScopes": [],
    }


def audience_mapper(audience: str) -> Representation:
    """Puts one service into the `aud` of a client's access tokens."""
    return {
        "name": f"audience {audience}",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-audience-mapper",
        "config": {
            "included.custom.audience": audience,
            "access.token.claim": "true",
            "id.token.claim": "false",
            "introspection.token.claim": "true",
        },
    }


def account(spec: AccountSpec) -> Representation:
    """A person, without password and roles. First and last name are required, or no grant is given."""
    return {
        "username": spec.username,
        "email": spec.email,
        "emailVerified": True,
        "firstName": spec.first_name,
        "lastName": spec.last_name,
        "attributes": {PASSWORD_MARK: [password_mark(spec)]},
    }


def password_mark(spec: AccountSpec) -> str:
    """Changes when the spec's password does; 16 bits, too few to find the password from."""
    text = f"{spec.username}\0{spec.password.get_secret_value()}"
    return hashlib.sha256(text.encode()).hexdigest()[:4]


def password_mark_attribute() -> Representation:
    """Declared in the realm's user profile: Keycloak drops attributes that are not."""
    return {
        "name": PASSWORD_MARK,
        "displayName": "Mark of the provisioned password",
        "permissions": {"view": ["admin"], "edit": ["admin"]},
        "multivalued": False,
    }


def difference(current: Representation, wanted: Representation) -> Representation:
    """The part of `wanted` that `current` does not show yet; objects are compared member by member."""
    differing: Representation = {}
    for key, value in wanted.items():
        present = current.get(key)
        if isinstance(value, dict):
            if difference(present or {}, value):
                differing[key] = {**(present or {}), **value}
        elif isinstance(value, list) and isinstance(present, list):
            if sorted(map(str, value)) != sorted(map(str, present)):
                differing[key] = value
        elif present != value:
            differing[key] = value
    return differing


def _client(client_id: str, *, kind: str) -> Representation:
    return {
        "clientId": client_id,
        "enabled": True,
        "protocol": "openid-connect",
        "clientAuthenticatorType": "client-secret",
        "publicClient": False,
        "standardFlowEnabled": False,
        "implicitFlowEnabled": False,
        "directAccessGrantsEnabled": False,
        "serviceAccountsEnabled": False,
        "frontchannelLogout": False,
        # Only Cairn's own roles go into tokens, not Keycloak's (nor `aud: account` with them).
        "fullScopeAllowed": False,
        "redirectUris": [],
        "webOrigins": [],
        "attributes": {KIND: kind},
    }
