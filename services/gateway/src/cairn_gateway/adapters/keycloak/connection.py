"""The administrator's connection to Keycloak, and what its refusals mean."""

from collections.abc import Iterator
from contextlib import contextmanager

import requests
from keycloak import KeycloakAdmin, KeycloakOpenIDConnection
from keycloak.exceptions import KeycloakConnectionError, KeycloakError

from cairn_gateway.adapters.keycloak.errors import ProvisioningError, ProvisioningReason
from cairn_gateway.adapters.keycloak.settings import ProvisioningSettings

_REFUSED = (requests.codes.bad_request, requests.codes.unauthorized)
"""What the token endpoint answers to wrong credentials: either, depending on what is wrong."""


def connect(settings: ProvisioningSettings, *, realm: str) -> KeycloakAdmin:
    """Sign in as the administrator of the master realm, to work on `realm`."""
    connection = KeycloakOpenIDConnection(
        server_url=settings.keycloak_url,
        username=settings.admin_username,
        password=settings.admin_password.get_secret_value(),
        realm_name=realm,
        user_realm_name="master",
        timeout=settings.timeout_seconds,
        max_retries=0,  # its default sends a POST again when the answer is late: "already exists"
    )
    try:
        connection.get_token()
    except KeycloakError as error:
        if error.response_code not in _REFUSED:
            raise
        raise ProvisioningError(
            ProvisioningReason.ADMIN_REFUSED,
            f"Keycloak at {settings.keycloak_url} refuses the administrator {settings.admin_username}.",
        ) from error
    return KeycloakAdmin(connection=connection)


@contextmanager
def refusals_explained(settings: ProvisioningSettings) -> Iterator[None]:
    """Turn what Keycloak answers into a ProvisioningError that an operator understands."""
    try:
        yield
    except (KeycloakConnectionError, requests.ConnectionError, requests.Timeout) as error:
        raise ProvisioningError(
            ProvisioningReason.KEYCLOAK_UNREACHABLE, f"Keycloak at {settings.keycloak_url} does not answer."
        ) from error
    except KeycloakError as error:
        raise ProvisioningError(
            ProvisioningReason.KEYCLOAK_REFUSED, f"Keycloak refuses a change: {error}."
        ) from error
