"""Tokens that nobody may be let in with: forged, misdirected, out of time, or without one tenant.

Each takes the issuer's mint and the audience of the door that it is held against, and would be good if the one thing that its name says
were not so.
"""

import base64
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding

from tests.support.tokens import ISSUER, Mint

AUDIENCES = ("cairn-gateway", "cairn-catalog", "cairn-learners", "cairn-reporting")
# Where a forger would publish keys.
_FORGERS_KEYS = "http://127.0.0.1:9/forged-keys"

Forge = Callable[[Mint, str], str]

_FORGER = Mint(key_id="forged")
_FORGER_UNDER_OUR_ID = Mint()
_DAY = 86_400


def good(mint: Mint, audience: str, *, header: dict[str, Any] | None = None, **claims: Any) -> str:
    """What the issuer gives a manager for all services; `claims` replace what is in it."""
    return mint.token(header=header, **{**_claims(audience), **claims})


def _claims(audience: str) -> dict[str, Any]:
    return {
        "aud": [*_others(audience), audience],
        "realm_access": {"roles": ["employee", "manager", "hr", "tenant-admin"]},
    }


def _others(audience: str) -> list[str]:
    return [each for each in AUDIENCES if each != audience]


def _segment(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _content(segment: str) -> bytes:
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def _reassembled(
    token: str,
    *,
    header: object | None = None,
    payload: object | None = None,
    sign: Callable[[bytes], bytes] | None = None,
) -> str:
    """The token with another header or payload, signed anew by `sign`, or with the signature that it had."""
    head, body, signature = token.split(".")
    if header is not None:
        head = _segment(json.dumps(header).encode())
    if payload is not None:
        body = _segment(json.dumps(payload).encode())
    if sign is not None:
        signature = _segment(sign(f"{head}.{body}".encode()))
    return f"{head}.{body}.{signature}"


def _with_header(**header: object) -> Forge:
    """The issuer's own signature under a header that it would not write."""
    return lambda mint, audience: _reassembled(
        good(mint, audience), header={"alg": "RS256", "typ": "JWT", "kid": mint.key_id, **header}
    )


def _by_the_issuer(**header: object) -> Forge:
    """Signed by the issuer's key, but not as access tokens are signed."""

    def forge(mint: Mint, audience: str) -> str:
        full = {"alg": "RS256", "kid": mint.key_id, **header}
        algorithm = {"RS384": hashes.SHA384(), "RS512": hashes.SHA512()}.get(
            str(full["alg"]), hashes.SHA256()
        )
        pad = (
            padding.PSS(padding.MGF1(algorithm), algorithm.digest_size)
            if str(full["alg"]).startswith("PS")
            else padding.PKCS1v15()
        )
        return _reassembled(
            good(mint, audience), header=full, sign=lambda data: mint.key.sign(data, pad, algorithm)
        )

    return forge


def by_the_forger(mint: Mint = _FORGER, **header: object) -> Forge:
    """Signed by a key of the forger's."""
    return lambda _, audience: good(mint, audience, header=header)


def _hmac(algorithm: str, secret: Callable[[Mint], bytes], **header: object) -> Forge:
    """Signed with a secret that everybody knows, in the hope that it is taken for the issuer's key."""

    def forge(mint: Mint, audience: str) -> str:
        signer = jwt.algorithms.get_default_algorithms()[algorithm]
        return _reassembled(
            good(mint, audience),
            header={"alg": algorithm, "typ": "JWT", "kid": mint.key_id, **header},
            sign=lambda data: signer.sign(data, secret(mint)),
        )

    return forge


def _unsigned(algorithm: object, *, keep_signature: bool = False) -> Forge:
    def forge(mint: Mint, audience: str) -> str:
        token = _reassembled(good(mint, audience), header={"alg": algorithm, "kid": mint.key_id})
        return token if keep_signature else f"{token.rpartition('.')[0]}."

    return forge


def _der(mint: Mint) -> bytes:
    return mint.key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _elliptic(mint: Mint, audience: str) -> str:
    return jwt.encode(
        _decoded(good(mint, audience)),
        ec.generate_private_key(ec.SECP256R1()),
        algorithm="ES256",
        headers={"kid": mint.key_id},
    )


def _edwards(mint: Mint, audience: str) -> str:
    return jwt.encode(
        _decoded(good(mint, audience)),
        ed25519.Ed25519PrivateKey.generate(),
        algorithm="EdDSA",
        headers={"kid": mint.key_id},
    )


def _decoded(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def _altered(**claims: object) -> Forge:
    """The issuer's signature under other claims."""

    def forge(mint: Mint, audience: str) -> str:
        token = good(mint, audience)
        return _reassembled(token, payload={**_decoded(token), **claims})

    return forge


def _cut(change: Callable[[str], str]) -> Forge:
    return lambda mint, audience: change(good(mint, audience))


def _claiming(**claims: Any) -> Forge:
    """Signed by the issuer, as it would sign it for somebody or something else."""
    return lambda mint, audience: good(mint, audience, **claims)


def _without(claim: str) -> Forge:
    return lambda mint, audience: mint.token(without=claim, **_claims(audience))


def _in_seconds(claim: str, seconds: int) -> Forge:
    def forge(mint: Mint, audience: str) -> str:
        spoilt: dict[str, Any] = {claim: int(time.time()) + seconds}
        return good(mint, audience, **spoilt)

    return forge


def _raw(text: str) -> Forge:
    return lambda _mint, _audience: text


def _embedded_key() -> dict[str, Any]:
    return dict(json.loads(_FORGER.jwks())["keys"][0])


_SPOILT: Mapping[str, Forge] = {
    "no token": _raw(""),
    "a word": _raw("abc"),
    "three letters": _raw("a.b.c"),
    "dots": _raw(".."),
    "a password": _raw("YWRtaW46YWRtaW4="),
    "half of it": _cut(lambda token: token[: len(token) // 2]),
    "without its last letters": _cut(lambda token: token[:-8]),
    "without its signature": _cut(lambda token: token.rpartition(".")[0] + "."),
    "without the last dot": _cut(lambda token: token.rpartition(".")[0]),
    "twice": _cut(lambda token: f"{token}.{token}"),
    "five parts": _cut(lambda token: f"{token}.e30.e30"),
    "signature of zeros": _cut(lambda token: f"{token.rpartition('.')[0]}.{_segment(bytes(256))}"),
    "another token's signature": lambda mint, audience: ".".join(
        [*good(mint, audience).split(".")[:2], good(mint, audience, sub="else").rpartition(".")[2]]
    ),
    "header that is no JSON": _cut(lambda token: f"{_segment(b'{')}.{token.partition('.')[2]}"),
    "header that is a list": _cut(lambda token: f"{_segment(b'[]')}.{token.partition('.')[2]}"),
    "payload that is no JSON": lambda mint, audience: _signed_body(mint, audience, b"acme"),
    "payload that is a list": lambda mint, audience: _signed_body(mint, audience, b"[]"),
    "payload with other roles": _altered(realm_access={"roles": ["tenant-admin"]}, sub="sub-2"),
    "payload with another tenant": _altered(organization=["globex"]),
    "payload that lives longer": _altered(exp=int(time.time()) + 10 * _DAY),
}


def _signed_body(mint: Mint, audience: str, body: bytes) -> str:
    head = good(mint, audience).partition(".")[0]
    data = f"{head}.{_segment(body)}"
    return f"{data}.{_segment(mint.key.sign(data.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


_ALGORITHMS: Mapping[str, Forge] = {
    "alg none": _unsigned("none"),
    "alg None": _unsigned("None"),
    "alg nOnE": _unsigned("nOnE"),
    "alg none with a signature": _unsigned("none", keep_signature=True),
    "alg missing": lambda mint, audience: _reassembled(good(mint, audience), header={"kid": mint.key_id}),
    "alg that is a list": _with_header(alg=["RS256"]),
    "alg that is null": _with_header(alg=None),
    "alg with a homoglyph": _with_header(alg="RЅ256"),  # noqa: RUF001 (a Cyrillic letter)
    "HS256 with the public key as PEM": _hmac("HS256", Mint.public_pem),
    "HS384 with the public key as PEM": _hmac("HS384", Mint.public_pem),
    "HS512 with the public key as PEM": _hmac("HS512", Mint.public_pem),
    "HS256 with the public key as DER": _hmac("HS256", _der),
    "HS256 with the published key set": _hmac("HS256", Mint.jwks),
    "HS256 with the key's id": _hmac("HS256", lambda mint: mint.key_id.encode()),
    "HS256 with nothing": _hmac("HS256", lambda _: b""),
    "RS384 by the issuer's key": _by_the_issuer(alg="RS384"),
    "RS512 by the issuer's key": _by_the_issuer(alg="RS512"),
    "PS256 by the issuer's key": _by_the_issuer(alg="PS256"),
    "ES256 by the forger's key": _elliptic,
    "EdDSA by the forger's key": _edwards,
    "a critical header nobody understands": _by_the_issuer(crit=["tenant"], tenant="acme"),
    "an unencoded payload": _by_the_issuer(crit=["b64"], b64=False),
}

_KEYS: Mapping[str, Forge] = {
    "the forger's key under our id": by_the_forger(_FORGER_UNDER_OUR_ID),
    "the forger's key under its own id": by_the_forger(),
    "a key that was rotated away": by_the_forger(Mint(key_id="before-the-rotation")),
    "kid missing": lambda mint, audience: _reassembled(good(mint, audience), header={"alg": "RS256"}),
    "kid empty": _by_the_issuer(kid=""),
    "kid null": _by_the_issuer(kid=None),
    "kid that is a number": _by_the_issuer(kid=1),
    "kid that is a list": _by_the_issuer(kid=["k1"]),
    "kid with a path": by_the_forger(kid="/etc/passwd"),
    "kid with a path to nothing, HS256": _hmac("HS256", lambda _: b"", kid="../../../../dev/null"),
    "kid with a URL": by_the_forger(kid=_FORGERS_KEYS),
    "kid with a query": by_the_forger(kid="' OR '1'='1' --"),
    "kid with an operator": _by_the_issuer(kid={"$ne": ""}),
    "kid with a NUL": _by_the_issuer(kid="k1\x00"),
    "kid with a space": _by_the_issuer(kid="k1 "),
    "kid in other letters": _by_the_issuer(kid="ｋ１"),  # noqa: RUF001 (fullwidth)
    "kid of 4,000 letters": by_the_forger(kid="k" * 4000),
    "jku to the forger's keys": by_the_forger(jku=_FORGERS_KEYS),
    "jku to the forger's keys under our id": by_the_forger(_FORGER_UNDER_OUR_ID, jku=_FORGERS_KEYS),
    "x5u to the forger's certificate": by_the_forger(x5u=_FORGERS_KEYS),
    "x5c with the forger's certificate": by_the_forger(x5c=[_segment(_der(_FORGER))]),
    "jwk with the forger's key": by_the_forger(jwk=_embedded_key()),
    "jwk with the forger's key under our id": by_the_forger(_FORGER_UNDER_OUR_ID, jwk=_embedded_key()),
}

_AUDIENCES: Mapping[str, Forge] = {
    "aud missing": _without("aud"),
    "aud empty": _claiming(aud=[]),
    "aud null": _claiming(aud=None),
    "aud account": _claiming(aud="account"),
    "aud account in a list": _claiming(aud=["account", "realm-management"]),
    "aud of the other services": lambda mint, audience: good(mint, audience, aud=_others(audience)),
    "aud in capitals": lambda mint, audience: good(mint, audience, aud=[audience.upper()]),
    "aud with more behind it": lambda mint, audience: good(mint, audience, aud=[f"{audience}-admin"]),
    "aud that only begins so": lambda mint, audience: good(mint, audience, aud=[audience[:-1]]),
    "aud that is an object": lambda mint, audience: good(mint, audience, aud={audience: True}),
    "aud in a list of lists": lambda mint, audience: good(mint, audience, aud=[[audience]]),
}

_ISSUERS: Mapping[str, Forge] = {
    "iss missing": _without("iss"),
    "iss of another realm": _claiming(iss=ISSUER.replace("/cairn", "/master")),
    "iss of another host": _claiming(iss=ISSUER.replace("localhost", "localhost.evil.example")),
    "iss with a slash": _claiming(iss=f"{ISSUER}/"),
    "iss in a list": lambda mint, audience: _signed_body(
        mint, audience, json.dumps({**_decoded(good(mint, audience)), "iss": [ISSUER]}).encode()
    ),
}

_TIMES: Mapping[str, Forge] = {
    "exp missing": _without("exp"),
    "expired a minute ago": _in_seconds("exp", -60),
    "expired long ago": _in_seconds("exp", -365 * _DAY),
    "exp null": _claiming(exp=None),
    "exp that is a word": _claiming(exp="tomorrow"),
    "exp that is no number": _claiming(exp=float("nan")),
    "exp without end": _claiming(exp=float("inf")),
    "exp that is a list": _claiming(exp=[int(time.time()) + _DAY]),
    "nbf tomorrow": _in_seconds("nbf", _DAY),
    "nbf that is a word": _claiming(nbf="yesterday"),
    "iat missing": _without("iat"),
    "iat tomorrow": _in_seconds("iat", _DAY),
    "iat that is a word": _claiming(iat="yesterday"),
}

_PURPOSES: Mapping[str, Forge] = {
    "an ID token": _claiming(typ="ID"),
    "a refresh token": _claiming(typ="Refresh"),
    "an offline token": _claiming(typ="Offline"),
    "a logout token": _claiming(typ="Logout"),
    "a token without typ": _without("typ"),
    "sub missing": _without("sub"),
    "sub empty": _claiming(sub=""),
    "sub that is a number": _claiming(sub=1),
    "azp missing": _without("azp"),
}

_TENANTS: Mapping[str, Forge] = {
    "no organization": _without("organization"),
    "organization null": _claiming(organization=None),
    "an empty list of organizations": _claiming(organization=[]),
    "an empty object of organizations": _claiming(organization={}),
    "two organizations": _claiming(organization=["acme", "globex"]),
    "two organizations with ids": _claiming(organization={"acme": {"id": "1"}, "globex": {"id": "2"}}),
    "one organization twice": _claiming(organization=["acme", "acme"]),
    "an organization as text": _claiming(organization="acme"),
    "an organization without a name": _claiming(organization=[""]),
    "an organization that is a number": _claiming(organization=[1]),
    "an organization in a list of lists": _claiming(organization=[["acme"]]),
    "the public tenant": _claiming(organization=["public"]),
}

FORGERIES: Mapping[str, Forge] = {
    **_SPOILT,
    **_ALGORITHMS,
    **_KEYS,
    **_AUDIENCES,
    **_ISSUERS,
    **_TIMES,
    **_PURPOSES,
    **_TENANTS,
}
