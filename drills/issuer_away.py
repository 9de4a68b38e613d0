"""Keycloak is away for a quarter of an hour, and somebody forges key ids meanwhile.

Promised: valid tokens are accepted on and on, also long after the age at which keys are fetched again; a thousand tokens with forged key
ids slow nobody more than a thousand others that are refused; and when Keycloak is back, it is asked again.

The quarter of an hour passes twice: on a clock that is moved, through every fetch that fails; and on the real processes, which are told to
fetch keys every two seconds instead of every five minutes, so that a minute holds more of these ages than a quarter of an hour does.
"""

import base64
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import grpc
import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from cairn.learners.v1 import learners_service_pb2, learners_service_pb2_grpc
from cairn_platform.auth.keyset import REFRESH_SECONDS, KeySet
from cairn_platform.auth.verifier import TokenVerifier
from cairn_platform.errors import RefusedError
from drills.figures import Figure, at_least, at_most, exactly, percentile, told
from drills.stand import Stand, frozen
from drills.threads import meanwhile
from tests.support.tokens import ISSUER, Mint

_AWAY_SECONDS = 900.0
_AWAY_FOR_REAL_SECONDS = 45.0
_FORGED = 1_000
_FORGERS = 16
_CALL_SECONDS = 10.0
_SLOWER_BY_SECONDS = 0.25
_RETRY_SECONDS = 2.0

Ask = Callable[[str], bool]
"""Whether a call with this token is answered; AssertionError when it is neither answered nor refused as unauthenticated."""


def run(stand: Stand, *, scale: float) -> Sequence[Figure]:
    """First on the moved clock, then for real."""
    testbed = replace(stand.testbed, _tokens={})
    token = testbed.token("hr-client")
    figures = list(_on_a_moved_clock())
    with _doors(stand) as doors:
        figures += _for_real(stand, doors, token, scale)
    return figures


def _for_real(stand: Stand, doors: Mapping[str, Ask], token: str, scale: float) -> Iterator[Figure]:
    forged = int(_FORGED * scale)
    # Refused as well, at the same cost, but never by asking Keycloak: what the forged ones are compared with.
    signed_wrongly = _with_key_ids(token, lambda: str(jwt.get_unverified_header(token)["kid"]))
    unheard_of = _with_key_ids(token, lambda: f"forged-{uuid.uuid4().hex}")
    with frozen(stand.stack.pid("keycloak")):
        for kind, ask in doors.items():
            yield from _storms(
                stand,
                kind,
                ask,
                token=token,
                count=forged,
                signed_wrongly=signed_wrongly,
                unheard_of=unheard_of,
            )
        begun, refused = time.monotonic(), 0
        while time.monotonic() - begun < _AWAY_FOR_REAL_SECONDS * scale:
            refused += sum(not ask(token) for ask in doors.values())
            time.sleep(0.5)
    stand.kill("keycloak")
    refused += sum(not ask(token) for ask in doors.values())
    stand.stack.await_ready("keycloak")
    fresh = replace(stand.testbed, _tokens={}).token("hr-client")
    yield exactly("valid tokens refused while Keycloak hung, and when it was killed", refused, 0)
    yield exactly("a token of the new Keycloak is accepted", all(ask(fresh) for ask in doors.values()), True)


def _on_a_moved_clock() -> Iterator[Figure]:
    now, mint, away = [0.0], Mint(), [False]

    def fetch() -> bytes:
        if away[0]:
            raise ConnectionRefusedError
        return mint.jwks()

    keys = KeySet(fetch, clock=lambda: now[0])
    keys.refresh()
    verifier = TokenVerifier(keys=keys, issuer=ISSUER, audience="cairn-learners")
    token, accepted, looks = mint.token(), 0, 0
    away[0] = True
    while now[0] < _AWAY_SECONDS:
        now[0] += REFRESH_SECONDS if not looks else _RETRY_SECONDS
        assert not keys.refresh()
        looks += 1
        try:
            verifier.verify(token)
        except RefusedError:
            continue
        accepted += 1
    yield exactly("moved clock: valid tokens accepted in 15 minutes away", accepted, looks, f"of {looks}")


def _storms(
    stand: Stand,
    kind: str,
    ask: Ask,
    *,
    token: str,
    count: int,
    signed_wrongly: Callable[[], str],
    unheard_of: Callable[[], str],
) -> Iterator[Figure]:
    quiet = _good_calls_during(ask, token, lambda: time.sleep(3))
    compared = _good_calls_during(ask, token, lambda: _send(ask, signed_wrongly, count))
    begun = time.monotonic()
    stormed = _good_calls_during(ask, token, lambda: _send(ask, unheard_of, count))
    seconds = time.monotonic() - begun
    stand.say(f"{kind}: {count} forged key ids in {seconds:.1f} s")
    for what, calls in (("quiet", quiet), ("others refused", compared), ("forged key ids", stormed)):
        taken = [seconds for seconds, _ in calls]
        yield told(
            f"{kind}, {what}: good calls p50 / p99 / longest",
            " / ".join(f"{percentile(taken, share) * 1000:.0f}" for share in (0.5, 0.99, 1.0)),
            "ms",
        )
    yield exactly(f"{kind}: good calls refused", sum(not good for _, good in (*compared, *stormed)), 0)
    yield at_least(f"{kind}: good calls during the storm", len(stormed), 1)
    limit = percentile([each for each, _ in compared], 0.99) + _SLOWER_BY_SECONDS
    yield at_most(
        f"{kind}: p99 of good calls with forged key ids",
        percentile([each for each, _ in stormed], 0.99),
        round(limit, 3),
        "s",
    )


def _send(ask: Ask, forge: Callable[[], str], count: int) -> None:
    """As many forged tokens as fast as they go; none may be accepted."""
    with ThreadPoolExecutor(_FORGERS) as forgers:
        assert not any(forgers.map(lambda _: ask(forge()), range(count)))


def _good_calls_during(ask: Ask, token: str, what: Callable[[], None]) -> list[tuple[float, bool]]:
    """Seconds and outcome of each good call while something goes on."""
    calls: list[tuple[float, bool]] = []

    def ask_on(stop: threading.Event) -> None:
        while not stop.is_set():
            begun = time.monotonic()
            accepted = ask(token)
            calls.append((time.monotonic() - begun, accepted))
            stop.wait(0.02)

    with meanwhile(ask_on, times=2):
        what()
    return calls


def _with_key_ids(token: str, key_id: Callable[[], str]) -> Callable[[], str]:
    """The token's claims under a key id, with a signature that is not the issuer's."""
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claims = jwt.decode(token, options={"verify_signature": False})
    signed = jwt.encode(claims, stranger, algorithm="RS256", headers={"kid": "x"})
    _, payload, signature = signed.split(".")

    def forge() -> str:
        header = json.dumps({"alg": "RS256", "kid": key_id()}).encode()
        return f"{base64.urlsafe_b64encode(header).decode().rstrip('=')}.{payload}.{signature}"

    return forge


@contextmanager
def _doors(stand: Stand) -> Iterator[Mapping[str, Ask]]:
    """The REST API and learners' own gRPC."""
    with (
        httpx.Client(base_url=stand.testbed.gateway_url, timeout=_CALL_SECONDS, trust_env=False) as client,
        grpc.insecure_channel(stand.stack.endpoints.learners_target) as channel,
    ):
        stub = learners_service_pb2_grpc.LearnersServiceStub(channel)

        def by_rest(token: str) -> bool:
            answer = client.get("/api/v1/departments", headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code in {httpx.codes.OK, httpx.codes.UNAUTHORIZED}, answer.text
            return answer.status_code == httpx.codes.OK

        def by_grpc(token: str) -> bool:
            metadata = (("authorization", f"Bearer {token}"),)
            request = learners_service_pb2.ListDepartmentsRequest()
            try:
                stub.ListDepartments(request, timeout=_CALL_SECONDS, metadata=metadata)
            except grpc.RpcError as error:
                assert error.code() is grpc.StatusCode.UNAUTHENTICATED, error
                return False
            return True

        yield {"REST": by_rest, "gRPC": by_grpc}
