"""What provisioning is told by the environment: where Keycloak is, and where the portal is."""

from typing import Self

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from cairn_gateway.adapters.keycloak.errors import ProvisioningError, ProvisioningReason


class ProvisioningSettings(BaseSettings):
    """Keycloak's administrator, and the portal as Keycloak has to know it."""

    model_config = SettingsConfigDict(frozen=True, populate_by_name=True)

    keycloak_url: str = Field(validation_alias="CAIRN_PROVISION_KEYCLOAK_URL")
    admin_username: str = Field(validation_alias="CAIRN_PROVISION_ADMIN_USERNAME")
    admin_password: SecretStr = Field(validation_alias="CAIRN_PROVISION_ADMIN_PASSWORD")
    public_url: str = Field(validation_alias="CAIRN_GATEWAY_PUBLIC_URL")
    portal_client_id: str = Field(validation_alias="CAIRN_GATEWAY_OIDC_CLIENT_ID", default="cairn-portal")
    portal_client_secret: SecretStr = Field(validation_alias="CAIRN_GATEWAY_OIDC_CLIENT_SECRET")
    timeout_seconds: int = Field(validation_alias="CAIRN_PROVISION_TIMEOUT_SECONDS", default=60, gt=0)
    """How long one request to Keycloak may take; making a realm makes its keys, which can take a while."""

    @classmethod
    def from_environment(cls) -> Self:
        """Read them; what is missing is named in the error."""
        try:
            return cls()  # type: ignore[call-arg]  # pydantic-settings fills the fields from the environment
        except ValidationError as error:
            names = ", ".join(str(problem["loc"][0]) for problem in error.errors())
            raise ProvisioningError(
                ProvisioningReason.SETTING_MISSING, f"Provisioning needs {names} in the environment."
            ) from error
