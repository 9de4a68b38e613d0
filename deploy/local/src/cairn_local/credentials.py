"""Secrets that belong to one local stack alone: made at its first start, readable by their owner only."""

import base64
import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """Keycloak's bootstrap administrator and the portal's client secret."""

    keycloak_admin_username: str
    keycloak_admin_password: str
    portal_client_secret: str

    @property
    def webhook_key(self) -> str:
        """What secrets of webhooks are kept with: follows from another secret, so stacks from before there were webhooks have one too."""
        key = hashlib.sha256(f"webhooks:{self.portal_client_secret}".encode()).digest()
        return base64.urlsafe_b64encode(key).decode()

    @classmethod
    def of(cls, state_dir: Path) -> Self:
        """Read the secrets of this stack, or make them when it is its first start."""
        path = state_dir / "secrets.json"
        if path.exists():
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        made = cls(
            keycloak_admin_username="cairn-admin",
            keycloak_admin_password=secrets.token_urlsafe(24),
            portal_client_secret=secrets.token_urlsafe(32),
        )
        write_private(path, json.dumps(asdict(made), indent=2) + "\n")
        return made


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    new.replace(path)
