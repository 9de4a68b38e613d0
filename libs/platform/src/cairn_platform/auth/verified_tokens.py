"""Tokens that were verified lately, so that the signature of one that comes with every call is not checked anew each time."""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from jwt import PyJWK

from cairn_platform.identity import Principal

AT_MOST = 10_000


@dataclass(frozen=True, kw_only=True)
class VerifiedToken:
    """What a token said, under which key it was verified, and until when it is good, in seconds since 1970."""

    principal: Principal
    key: PyJWK
    good_until: float


class VerifiedTokens:
    """At most so many tokens, each until it expires; the one that was added first makes room. Holds digests only. Thread-safe."""

    def __init__(self, *, at_most: int = AT_MOST, clock: Callable[[], float] = time.time) -> None:
        self._at_most = at_most
        self._clock = clock
        self._tokens: dict[bytes, VerifiedToken] = {}
        self._changing = threading.Lock()

    def __len__(self) -> int:
        return len(self._tokens)

    def find(self, token: str) -> VerifiedToken | None:
        """The token, if it was verified and is good still."""
        digest = _digest(token)
        found = self._tokens.get(digest)
        if found is None or self._clock() < found.good_until:
            return found
        self._tokens.pop(digest, None)
        return None

    def add(self, token: str, verified: VerifiedToken) -> None:
        """Remembers a token that has just been verified."""
        digest = _digest(token)
        with self._changing:
            while len(self._tokens) >= self._at_most and digest not in self._tokens:
                self._tokens.pop(next(iter(self._tokens)), None)
            self._tokens[digest] = verified


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()
