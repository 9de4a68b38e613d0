"""The issuer's public keys: refreshed in the background, kept while the issuer is away, and not fetched for whoever asks.

PyJWKClient forgets its keys after five minutes and then refuses valid tokens while Keycloak is away, and every unknown key id makes it
fetch; so this is our own. A fetch that fails leaves the keys as they were.
"""

import json
import threading
import time
import urllib.request
from collections.abc import Callable

import structlog
from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError

log = structlog.get_logger()

REFRESH_SECONDS = 300.0
UNKNOWN_KEY_COOLDOWN_SECONDS = 10.0
FETCH_TIMEOUT_SECONDS = 2.0
_JOIN_SECONDS = 0.25
# Whoever waits for a fetch holds a thread: with more of them, forged key ids would take all of a server's while the issuer hangs.
_WAITING_AT_MOST = 2
_RETRY_SECONDS = 2.0

Fetch = Callable[[], bytes]


class KeySet:
    """Keys by their ids. Thread-safe."""

    def __init__(
        self,
        fetch: Fetch,
        *,
        clock: Callable[[], float] = time.monotonic,
        refresh_seconds: float = REFRESH_SECONDS,
    ) -> None:
        self._fetch = fetch
        self._refresh_seconds = refresh_seconds
        self._clock = clock
        self._keys: dict[str, PyJWK] = {}
        self._asked_at: float | None = None
        self._fetched_at = clock()
        self._fetching = threading.Lock()
        self._waiting = threading.BoundedSemaphore(_WAITING_AT_MOST)

    def key(self, key_id: str) -> PyJWK | None:
        """The key, or None. An unknown one is looked for at the issuer, but not more often than every ten seconds in all."""
        found = self._keys.get(key_id)
        if found is not None:
            return found
        now = self._clock()
        if self._asked_at is not None and now - self._asked_at < UNKNOWN_KEY_COOLDOWN_SECONDS:
            self._join()
        else:
            self._asked_at = now
            self.refresh()
        return self._keys.get(key_id)

    def knows(self, key_id: str) -> bool:
        """Whether `key` would answer without asking the issuer."""
        return key_id in self._keys

    def holds(self, key: PyJWK) -> bool:
        """Whether the issuer still published this very key when it was last asked."""
        held = self._keys.get(key.key_id or "")
        return held is key or (held is not None and held.key == key.key)

    @property
    def is_empty(self) -> bool:
        """No key was ever fetched, so no token can be verified."""
        return not self._keys

    @property
    def age_seconds(self) -> float:
        """How long ago the keys were fetched, or how long they have been waited for."""
        return self._clock() - self._fetched_at

    def refresh(self) -> bool:
        """Fetches the keys; False, with the old keys kept, when the issuer does not answer with keys."""
        if not self._fetching.acquire(blocking=False):
            return self._join()
        try:
            keys = PyJWKSet.from_dict(json.loads(self._fetch())).keys
        except (OSError, ValueError, KeyError, TypeError, PyJWTError) as error:
            log.warning("keys_not_fetched", error=type(error).__name__)
            return False
        else:
            self._keys = {
                key.key_id: key for key in keys if key.key_id and key.public_key_use in {"sig", None}
            }
            self._fetched_at = self._clock()
            return True
        finally:
            self._fetching.release()

    def keep_fresh(self, stop: threading.Event) -> None:
        """Refreshes every `refresh_seconds` until `stop` is set, and every two seconds while that fails."""
        while not stop.is_set():
            stop.wait(self._refresh_seconds if self.refresh() else _RETRY_SECONDS)

    def start(self) -> None:
        """Keeps fresh in a daemon thread."""
        threading.Thread(target=self.keep_fresh, args=(threading.Event(),), name="keys", daemon=True).start()

    def _join(self) -> bool:
        """Waits a moment for a fetch that is under way, unless others wait already; True if there was none or it ended."""
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            if not self._fetching.acquire(timeout=_JOIN_SECONDS):
                return False
            self._fetching.release()
            return True
        finally:
            self._waiting.release()


def fetch_over_http(url: str) -> Fetch:
    """Fetches the JWKS document at an http or https URL."""
    if not url.startswith(("http://", "https://")):
        raise ValueError("the address of the keys must begin with http:// or https://")

    def fetch() -> bytes:
        with urllib.request.urlopen(url, timeout=FETCH_TIMEOUT_SECONDS) as response:  # noqa: S310 (checked above)
            return bytes(response.read())

    return fetch
