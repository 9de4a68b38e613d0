"""Which ID tokens and logout tokens are taken for the issuer's."""

import asyncio
import time
from typing import Any

import jwt
import pytest

from cairn_gateway.adapters.oidc.tokens import IssuerTokens, TokenNotAcceptedError
from cairn_platform.auth.keyset import KeySet
from tests.support.tokens import ISSUER, Mint

EVENT: dict[str, object] = {"http://schemas.openid.net/event/backchannel-logout": {}}


@pytest.fixture(scope="module")
def mint() -> Mint:
    return Mint()


@pytest.fixture
def tokens(mint: Mint) -> IssuerTokens:
    return IssuerTokens(keys=KeySet(mint.jwks), issuer=ISSUER, client_id="cairn-portal")


def signed(mint: Mint, claims: dict[str, Any], changed: dict[str, Any]) -> str:
    """Claims with changes; one that is changed to None is left out."""
    now = int(time.time())
    common = {"iss": ISSUER, "aud": "cairn-portal", "sub": "ann", "sid": "s1", "iat": now, "exp": now + 120}
    payload = {name: value for name, value in {**common, **claims, **changed}.items() if value is not None}
    return jwt.encode(payload, mint.key, algorithm="RS256", headers={"kid": mint.key_id})


def logout_token(mint: Mint, **changed: Any) -> str:
    return signed(mint, {"jti": "j1", "events": EVENT}, changed)


def id_token(mint: Mint, **changed: Any) -> str:
    return signed(mint, {"nonce": "n1", "azp": "cairn-portal"}, changed)


def test_a_logout_token_says_what_is_over(mint: Mint, tokens: IssuerTokens) -> None:
    logout = asyncio.run(tokens.logout(logout_token(mint)))
    assert (logout.token_id, logout.subject, logout.issuer_session_id) == ("j1", "ann", "s1")


def test_a_logout_token_names_a_session_or_an_account(mint: Mint, tokens: IssuerTokens) -> None:
    assert asyncio.run(tokens.logout(logout_token(mint, sid=None))).subject == "ann"
    assert asyncio.run(tokens.logout(logout_token(mint, sub=None))).issuer_session_id == "s1"


WRONG: list[dict[str, Any]] = [
    {"iss": "https://elsewhere.example"},
    {"aud": "another-client"},
    {"exp": 1_700_000_000},
    {"iat": None},
    {"exp": None},
    {"iat": int(time.time()) + 3600},
]


@pytest.mark.parametrize(
    "changed",
    [
        *WRONG,
        {"jti": None},
        {"events": None},
        {"events": {}},
        {"events": ["http://schemas.openid.net/event/backchannel-logout"]},
        {"events": {"http://schemas.openid.net/event/backchannel-logout": "yes"}},
        {"nonce": "n1"},
        {"sub": None, "sid": None},
    ],
    ids=str,
)
def test_another_logout_token_is_refused(mint: Mint, tokens: IssuerTokens, changed: dict[str, Any]) -> None:
    with pytest.raises(TokenNotAcceptedError):
        asyncio.run(tokens.logout(logout_token(mint, **changed)))


def test_an_id_token_belongs_to_its_sign_in(mint: Mint, tokens: IssuerTokens) -> None:
    assert asyncio.run(tokens.id_token(id_token(mint), nonce="n1"))["sid"] == "s1"
    with pytest.raises(TokenNotAcceptedError):
        asyncio.run(tokens.id_token(id_token(mint), nonce="n2"))


@pytest.mark.parametrize(
    "changed", [*WRONG, {"nonce": None}, {"sid": None}, {"sub": None}, {"azp": "x"}], ids=str
)
def test_another_id_token_is_refused(mint: Mint, tokens: IssuerTokens, changed: dict[str, Any]) -> None:
    with pytest.raises(TokenNotAcceptedError):
        asyncio.run(tokens.id_token(id_token(mint, **changed), nonce="n1"))


def test_what_somebody_else_signed_is_refused(mint: Mint, tokens: IssuerTokens) -> None:
    stranger = Mint(key_id=mint.key_id)
    unknown = Mint(key_id="k2")
    unsigned = jwt.encode({"sub": "ann"}, "", algorithm="none", headers={"kid": mint.key_id})
    confused = jwt.encode({"sub": "ann"}, "x" * 32, algorithm="HS256", headers={"kid": mint.key_id})
    for token in (logout_token(stranger), logout_token(unknown), unsigned, confused, "", "x", "a.b.c"):
        with pytest.raises(TokenNotAcceptedError):
            asyncio.run(tokens.logout(token))
