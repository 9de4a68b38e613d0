"""The workforces that one process has in memory: loaded on demand, the least recently asked for let go where they take too much."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from cairn_reporting.application.ports import FactsOf
from cairn_reporting.application.workforce.ports import LogOf
from cairn_reporting.application.workforce.readings import Readings
from cairn_reporting.application.workforce.tenant import TenantWorkforce, TooLargeError, loaded

log = structlog.get_logger()

WorkforceOf = Callable[[str], AbstractContextManager[TenantWorkforce | None]]
"""A tenant's workforce for one question; None where there is none."""


def nobodys(_tenant_id: str) -> AbstractContextManager[TenantWorkforce | None]:
    """No tenant has one: everything is answered person by person."""
    return nullcontext()


@dataclass(frozen=True, slots=True)
class _Kept:
    workforce: TenantWorkforce
    turn: threading.Lock = field(default_factory=threading.Lock)
    readings: Readings = field(default_factory=Readings)


class Workforces:
    """Each tenant's workforce, for one question at a time. Questions that wait share one look at what changed, begun after they came.

    Where it is not there within `patience_seconds`, since it is being loaded or others ask, the question goes without: it is answered
    from the read models, slower and the same. So is every question about a tenant that alone takes more than `at_most_bytes`, which 0 makes
    all of them.
    """

    def __init__(
        self,
        *,
        facts_of: FactsOf,
        log_of: LogOf,
        clock: Callable[[], datetime],
        at_most_bytes: int,
        patience_seconds: float,
    ) -> None:
        self._facts_of = facts_of
        self._log_of = log_of
        self._clock = clock
        self._at_most_bytes = at_most_bytes
        self._patience_seconds = patience_seconds
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._loading: dict[str, threading.Event] = {}
        self._too_large: set[str] = set()
        self._lock = threading.Lock()
        self._one_at_a_time = threading.Lock()

    @property
    def tenant_ids(self) -> tuple[str, ...]:
        """Whose workforces are in memory, the least recently asked for first."""
        with self._lock:
            return tuple(self._kept)

    @contextmanager
    def of(self, tenant_id: str) -> Iterator[TenantWorkforce | None]:
        """The tenant's workforce as it is now; None where it cannot be had soon."""
        kept = self._ready(tenant_id) if self._at_most_bytes else None
        if kept is None:
            yield None
            return
        try:
            yield kept.workforce
        finally:
            kept.turn.release()

    def _ready(self, tenant_id: str) -> _Kept | None:
        """Up to date, and this thread's turn; a second time where the first had to be loaded anew."""
        for _ in range(2):
            kept = self._found(tenant_id)
            if kept is None:
                return None
            asked = kept.readings.asked()
            if not kept.turn.acquire(timeout=self._patience_seconds):
                return None
            followed = False
            try:
                followed = self._followed(tenant_id, kept, asked=asked)
            finally:
                if not followed:
                    kept.turn.release()
            if followed:
                return kept
            self._let_go(tenant_id, kept)
        return None

    def _followed(self, tenant_id: str, kept: _Kept, *, asked: int) -> bool:
        """It knows what had changed when the question came; False where all has to be loaded again."""
        if kept.readings.answer(asked):
            kept.workforce.let_time_pass(now=self._clock())
            return True
        number = kept.readings.begin()
        log = self._log_of(tenant_id)
        followed = kept.workforce.follow(log=log, facts=self._facts_of(tenant_id), now=self._clock())
        if followed:
            kept.readings.succeeded(number)
        return followed

    def _found(self, tenant_id: str) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(tenant_id)
            if kept:
                self._kept.move_to_end(tenant_id)
                return kept
            if tenant_id in self._too_large:
                return None
            loaded_meanwhile = self._loading.get(tenant_id)
            if loaded_meanwhile is None:
                loaded_meanwhile = self._loading[tenant_id] = threading.Event()
                threading.Thread(target=self._load, args=(tenant_id, loaded_meanwhile), daemon=True).start()
        loaded_meanwhile.wait(timeout=self._patience_seconds)
        with self._lock:
            return self._kept.get(tenant_id)

    def _load(self, tenant_id: str, done: threading.Event) -> None:
        """Whoever waits is told when it ends; where it failed, whoever asks next tries again."""
        try:
            with self._one_at_a_time:
                changes = self._log_of(tenant_id)
                workforce = loaded(
                    log=changes,
                    facts=self._facts_of(tenant_id),
                    now=self._clock(),
                    at_most_bytes=self._at_most_bytes,
                )
            with self._lock:
                self._kept[tenant_id] = _Kept(workforce)
                self._make_room()
        except TooLargeError:
            log.warning("too_large_for_memory", tenant_id=tenant_id, at_most_bytes=self._at_most_bytes)
            with self._lock:
                self._too_large.add(tenant_id)
        finally:
            with self._lock:
                del self._loading[tenant_id]
            done.set()

    def _make_room(self) -> None:
        """The last one, which takes no more than there is, stays."""
        taken = sum(each.workforce.bytes_taken() for each in self._kept.values())
        while taken > self._at_most_bytes and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            taken -= oldest.workforce.bytes_taken()

    def _let_go(self, tenant_id: str, kept: _Kept) -> None:
        with self._lock:
            if self._kept.get(tenant_id) is kept:
                del self._kept[tenant_id]
