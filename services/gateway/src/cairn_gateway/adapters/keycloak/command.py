"""The command that an operator, a deployment job or the local stack runs."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from cairn_gateway.adapters.keycloak.provisioning import ProvisionedRealm, provision
from cairn_gateway.adapters.keycloak.settings import ProvisioningSettings
from cairn_gateway.adapters.keycloak.spec import load_spec


def run(spec_path: Path, result_path: Path | None) -> ProvisionedRealm:
    """Provision as the file says, with Keycloak and the portal as the environment says.

    The result, which holds the API clients' secrets, goes to `result_path`, readable by its owner only.
    """
    realm = provision(settings=ProvisioningSettings.from_environment(), spec=load_spec(spec_path))
    if result_path is not None:
        result_path.unlink(missing_ok=True)
        descriptor = os.open(result_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(realm), file, indent=2)
    return realm
