"""Which tokens are accepted, and what is read from them."""

import asyncio
import base64
import json
import time
from dataclasses import dataclass, field

import jwt
import pytest
import time_machine

from cairn_platform.auth.keyset import KeySet
from cairn_platform.auth.verified_tokens import VerifiedToken, VerifiedTokens
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


@dataclass
class _Issuer:
    """An issuer whose keys may change, and a verifier of its tokens."""

    published: list[Mint] = field(default_factory=lambda: [MINT])
    verified: VerifiedTokens = field(default_factory=lambda: VerifiedTokens(at_most=3))

    def __post_init__(self) -> None:
        self.keys = KeySet(self._jwks)
        self.verifier = TokenVerifier(
            keys=self.keys, issuer=ISSUER, audience="cairn-learners", verified=self.verified
        )

    def _jwks(self) -> bytes:
        return json.dumps(
            {"keys": [key for mint in self.published for key in json.loads(mint.jwks())["keys"]]}
        ).encode()


def test_a_token_that_is_known_again_names_the_same_principal() -> None:
    issuer, token = _Issuer(), MINT.token()
    first = issuer.verifier.verify(token)
    assert len(issuer.verified) == 1
    assert issuer.verifier.verify(token) is first


def test_a_known_token_is_refused_once_it_has_expired() -> None:
    issuer = _Issuer()
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        token = MINT.token(exp=1_800_000_060, iat=1_800_000_000)
        issuer.verifier.verify(token)
        clock.shift(64)
        issuer.verifier.verify(token)
        clock.shift(1)
        with pytest.raises(TokenExpiredError):
            issuer.verifier.verify(token)
    assert len(issuer.verified) == 0


def test_a_known_token_is_refused_once_the_issuer_drops_its_key() -> None:
    issuer, token = _Issuer(), MINT.token()
    issuer.verifier.verify(token)
    issuer.published = [Mint(key_id="k2")]
    issuer.keys.refresh()
    with pytest.raises(TokenInvalidError):
        issuer.verifier.verify(token)


def test_a_known_token_is_refused_once_its_key_id_means_another_key() -> None:
    issuer, token = _Issuer(), MINT.token()
    issuer.verifier.verify(token)
    issuer.published = [STRANGER]
    issuer.keys.refresh()
    with pytest.raises(TokenInvalidError):
        issuer.verifier.verify(token)


def test_a_known_token_stays_known_when_the_same_key_is_fetched_again() -> None:
    issuer, token = _Issuer(), MINT.token()
    first = issuer.verifier.verify(token)
    issuer.keys.refresh()
    assert issuer.verifier.verify(token) is first


def test_what_was_refused_is_not_remembered_and_no_other_token_passes_for_a_known_one() -> None:
    issuer, token = _Issuer(), MINT.token()
    issuer.verifier.verify(token)
    head, body, signature = token.split(".")
    other_claims = MINT.token(organization=["globex"]).split(".")[1]
    for spoilt in (f"{head}.{other_claims}.{signature}", f"{head}.{body}.", STRANGER.token()):
        with pytest.raises(TokenInvalidError):
            issuer.verifier.verify(spoilt)
    assert len(issuer.verified) == 1


def test_the_oldest_of_the_known_tokens_makes_room() -> None:
    issuer = _Issuer()
    tokens = [MINT.token(sub=f"sub-{number}") for number in range(5)]
    principals = [issuer.verifier.verify(token) for token in tokens]
    assert len(issuer.verified) == 3
    assert issuer.verifier.verify(tokens[4]) is principals[4]
    assert issuer.verifier.verify(tokens[0]) == principals[0]


def test_a_token_may_be_added_twice() -> None:
    issuer, token = _Issuer(), MINT.token()
    principal = issuer.verifier.verify(token)
    key = issuer.keys.key("k1")
    assert key is not None
    for _ in range(4):
        issuer.verified.add(token, VerifiedToken(principal=principal, key=key, good_until=time.time() + 60))
    assert len(issuer.verified) == 1


async def _verified(issuer: _Issuer, token: str) -> str:
    return (await issuer.verifier.verify_async(token)).subject


def test_an_event_loop_knows_tokens_again_too() -> None:
    issuer, token = _Issuer(), MINT.token()
    assert [asyncio.run(_verified(issuer, token)) for _ in range(2)] == ["sub-1", "sub-1"]
    assert len(issuer.verified) == 1
