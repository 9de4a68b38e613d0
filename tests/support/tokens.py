"""Access tokens of Keycloak's form, signed with keys of the tests' own."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER = "http://localhost:8080/realms/cairn"


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Mint:
    """A signing key and its public side."""

    key_id: str = "k1"
    key: rsa.RSAPrivateKey = field(default_factory=_new_key)

    def jwks(self) -> bytes:
        """The JWKS document that an issuer would publish."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return json.dumps({"keys": [{**public, "kid": self.key_id, "use": "sig", "alg": "RS256"}]}).encode()

    def public_pem(self) -> bytes:
        """The public key as PEM."""
        return self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def token(self, *, header: dict[str, Any] | None = None, without: str = "", **claims: Any) -> str:
        """A token that is good unless `claims` or `without` spoil it."""
        now = int(time.time())
        good = {
            "iss": ISSUER,
            "aud": ["cairn-learners", "cairn-catalog"],
            "sub": "sub-1",
            "azp": "demo-cli",
            "typ": "Bearer",
            "iat": now,
            "exp": now + 3600,
            "organization": {"acme": {"id": "1"}},
            "realm_access": {"roles": ["employee"]},
            "email": "ann@acme.example",
            "email_verified": True,
        }
        payload = {name: value for name, value in {**good, **claims}.items() if name != without}
        return jwt.encode(
            payload, self.key, algorithm="RS256", headers={"kid": self.key_id, **(header or {})}
        )
