"""Which tokens are accepted, and what is read from them."""

import base64
import json
import time

import jwt
import pytest

from cairn_platform.auth.keyset import KeySet
from cairn_platform.auth.verifier import (
    TenantNotNamedError,
    TokenExpiredError,
    TokenInvalidError,
    TokenVerifier,
)
from cairn_platform.errors import UnavailableError
from tests.support.tokens import ISSUER, Mint

MINT = Mint()
STRANGER = Mint()
VERIFIER = TokenVerifier(keys=KeySet(MINT.jwks), issuer=ISSUER, audience="cairn-learners")


def _unsigned(token: str) -> str:
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": "k1"}).encode()).decode().rstrip("=")
    return f"{header}.{token.split('.')[1]}."


def _hs256_with_the_public_key() -> str:
    claims = jwt.decode(MINT.token(), options={"verify_signature": False})
    head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": "k1"}).encode()).rstrip(b"=")
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=")
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        head + b"." + body, MINT.public_pem()
    )
    return b".".join([head, body, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


def test_a_good_token_names_the_principal() -> None:
    principal = VERIFIER.verify(MINT.token())
    assert principal.tenant_id == "acme"
    assert principal.subject == "sub-1"
    assert principal.roles == {"employee"}
    assert principal.client_id == "demo-cli"
    assert (principal.email, principal.email_verified) == ("ann@acme.example", True)


def test_both_forms_of_the_organization_claim_are_read() -> None:
    assert VERIFIER.verify(MINT.token(organization=["acme"])).tenant_id == "acme"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b.c",
        "Bearer",
        _unsigned(MINT.token()),
        _hs256_with_the_public_key(),
        STRANGER.token(),
        MINT.token(header={"kid": "../../etc/passwd"}),
        MINT.token(header={"kid": "k2"}),
        MINT.token(iss="http://evil.example/realms/cairn"),
        MINT.token(aud="account"),
        MINT.token(aud=["cairn-catalog"]),
        MINT.token(typ="ID"),
        MINT.token(typ="Refresh"),
        MINT.token(typ="Logout"),
        MINT.token(sub=""),
        MINT.token(iat=int(time.time()) + 86_400),
        MINT.token(nbf=int(time.time()) + 86_400),
        *(MINT.token(without=claim) for claim in ("exp", "iat", "iss", "aud", "sub", "azp", "typ")),
    ],
)
def test_a_token_that_is_not_for_us_is_refused(token: str) -> None:
    with pytest.raises(TokenInvalidError):
        VERIFIER.verify(token)


def test_an_expired_token_is_refused_as_expired() -> None:
    with pytest.raises(TokenExpiredError):
        VERIFIER.verify(MINT.token(exp=int(time.time()) - 60))


@pytest.mark.parametrize(
    "organization",
    [None, [], {}, ["acme", "globex"], {"acme": {}, "globex": {}}, "acme", [""], ["public"], [1]],
)
def test_a_token_must_name_exactly_one_organization(organization: object) -> None:
    with pytest.raises(TenantNotNamedError):
        VERIFIER.verify(MINT.token(organization=organization))


def test_an_unverified_mail_address_is_told_apart() -> None:
    assert not VERIFIER.verify(MINT.token(email_verified="true")).email_verified


def test_without_any_key_nothing_is_said_of_a_token() -> None:
    def away() -> bytes:
        raise ConnectionRefusedError

    verifier = TokenVerifier(keys=KeySet(away), issuer=ISSUER, audience="cairn-learners")
    with pytest.raises(UnavailableError):
        verifier.verify(MINT.token())
