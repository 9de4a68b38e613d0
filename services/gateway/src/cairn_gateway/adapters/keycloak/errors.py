"""Why identity could not be provisioned."""

from enum import StrEnum


class ProvisioningReason(StrEnum):
    """What went wrong."""

    SPEC_INVALID = "SPEC_INVALID"
    SETTING_MISSING = "SETTING_MISSING"
    KEYCLOAK_UNREACHABLE = "KEYCLOAK_UNREACHABLE"
    ADMIN_REFUSED = "ADMIN_REFUSED"
    KEYCLOAK_REFUSED = "KEYCLOAK_REFUSED"


class ProvisioningError(Exception):
    """Provisioning ended without doing all of it; running it again goes on where it ended."""

    def __init__(self, reason: ProvisioningReason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
