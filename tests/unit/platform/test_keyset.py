"""Keys live on while the issuer is away, and forged key ids slow nobody."""

import threading
import time

import pytest

from cairn_platform.auth import keyset
from cairn_platform.auth.keyset import KeySet
from tests.support.tokens import Mint
from tests.support.waiting import wait_until


class Issuer:
    """An issuer whose answers and outages the test decides."""

    def __init__(self) -> None:
        self.mint = Mint()
        self.away = False
        self.fetches = 0
        self.seconds = 0.0

    def fetch(self) -> bytes:
        """The keys, or an outage."""
        self.fetches += 1
        time.sleep(self.seconds)
        if self.away:
            raise ConnectionRefusedError
        return self.mint.jwks()


class Clock:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_key_is_fetched_once() -> None:
    issuer = Issuer()
    keys = KeySet(issuer.fetch)
    assert keys.is_empty
    for _ in range(3):
        assert keys.key("k1") is not None
    assert issuer.fetches == 1


def test_old_keys_serve_on_while_the_issuer_is_away() -> None:
    issuer = Issuer()
    keys = KeySet(issuer.fetch)
    keys.refresh()
    issuer.away = True
    assert not keys.refresh()
    assert keys.key("k1") is not None


def test_an_answer_that_is_no_key_set_leaves_the_keys_as_they_were() -> None:
    issuer = Issuer()
    keys = KeySet(issuer.fetch)
    keys.refresh()
    for nonsense in (b"", b"<html>", b"{}", b'{"keys": []}', b'{"keys": [{"kty": "oct"}]}'):
        broken = KeySet(lambda answer=nonsense: answer)  # type: ignore[misc]
        assert not broken.refresh()
    assert keys.key("k1") is not None


def test_unknown_key_ids_make_one_fetch_in_ten_seconds_also_when_it_fails() -> None:
    issuer, clock = Issuer(), Clock()
    issuer.away = True
    keys = KeySet(issuer.fetch, clock=clock)
    for number in range(1000):
        assert keys.key(f"forged-{number}") is None
    assert issuer.fetches == 1
    clock.now = 10.0
    assert keys.key("forged") is None
    assert issuer.fetches == 2


def test_a_rotated_key_is_found_at_once() -> None:
    issuer, clock = Issuer(), Clock()
    keys = KeySet(issuer.fetch, clock=clock)
    keys.refresh()
    issuer.mint = Mint(key_id="k2")
    assert keys.key("k2") is not None


def test_known_keys_do_not_wait_for_a_slow_issuer() -> None:
    issuer = Issuer()
    keys = KeySet(issuer.fetch)
    keys.refresh()
    issuer.seconds = 1.0
    fetching = threading.Thread(target=lambda: keys.key("forged"))
    fetching.start()
    begun = time.monotonic()
    assert keys.key("k1") is not None
    assert time.monotonic() - begun < 0.5
    fetching.join()


def test_a_hanging_issuer_holds_up_few_of_those_who_come_with_unknown_key_ids(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keyset, "_JOIN_SECONDS", 60.0)
    answers, asked = threading.Event(), threading.Event()

    def hang() -> bytes:
        asked.set()
        answers.wait(timeout=60)
        raise TimeoutError

    keys = KeySet(hang)
    fetching = threading.Thread(target=keys.refresh)
    fetching.start()
    asked.wait(timeout=10)
    forgers = [threading.Thread(target=keys.key, args=(f"forged-{number}",)) for number in range(16)]
    for forger in forgers:
        forger.start()
    wait_until(lambda: sum(forger.is_alive() for forger in forgers) <= 3, what="an answer to most of them")
    answers.set()
    for thread in (fetching, *forgers):
        thread.join(timeout=10)
