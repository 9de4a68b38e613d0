"""The workforces that one process has in memory: loaded on demand, the least recently asked for let go where they take too much."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

import structlog

from cairn_reporting.application.errors import WorkforceLoadingError
from cairn_reporting.application.workforce.loading import Loading
from cairn_reporting.application.workforce.readings import Readings
from cairn_reporting.application.workforce.tenant import TenantWorkforce, TooLargeError

log = structlog.get_logger()

ASK_AGAIN = timedelta(seconds=5)


def always() -> bool:
    """Whoever asks, all of the tenant is worth loading."""
    return True


class WorkforceOf(Protocol):
    """Where a tenant's workforce for one question comes from."""

    def __call__(
        self, tenant_id: str, /, *, worth_loading: Callable[[], bool] = always
    ) -> AbstractContextManager[TenantWorkforce | None]:
        """The tenant's workforce; None where there is none, or it is not in memory and this question is not worth loading it."""


def nobodys(_tenant_id: str, /, **_: object) -> AbstractContextManager[TenantWorkforce | None]:
    """No tenant has one: everything is answered person by person."""
    return nullcontext()


@dataclass(frozen=True, slots=True)
class _Kept:
    workforce: TenantWorkforce
    readings: Readings
    turn: threading.Lock = field(default_factory=threading.Lock)


class Workforces:
    """Each tenant's workforce, for one question at a time. Questions share a look at what changed, which began after they came or at most
    `look_good_for_seconds` before.

    A tenant's is loaded once, however many ask. Where it is still being loaded after `patience_seconds`, the question is refused with
    WorkforceLoadingError; about few people, or where others ask for so long, it goes without: it is answered from the read models, slower
    and the same. So is every question about a tenant that alone takes more than there is memory, which 0 bytes make all of them.
    """

    def __init__(
        self, loading: Loading, *, patience_seconds: float, look_good_for_seconds: float = 0.0
    ) -> None:
        self._how = loading
        self._patience_seconds = patience_seconds
        self._look_good_for_seconds = look_good_for_seconds
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
    def of(
        self, tenant_id: str, /, *, worth_loading: Callable[[], bool] = always
    ) -> Iterator[TenantWorkforce | None]:
        """The tenant's workforce as it is now; None where the question goes without. Raises WorkforceLoadingError."""
        kept = self._ready(tenant_id, worth_loading=worth_loading) if self._how.at_most_bytes else None
        if kept is None:
            yield None
            return
        try:
            yield kept.workforce
        finally:
            kept.turn.release()

    def look_again(self, tenant_id: str, /) -> None:
        """Whoever asks from now on sees what has just changed."""
        with self._lock:
            kept = self._kept.get(tenant_id)
        if kept:
            kept.readings.outdate()

    def _ready(self, tenant_id: str, *, worth_loading: Callable[[], bool]) -> _Kept | None:
        """Up to date, and this thread's turn; a second time where the first had to be loaded anew."""
        for _ in range(2):
            kept = self._found(tenant_id, worth_loading=worth_loading)
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
            kept.workforce.let_time_pass(now=self._how.clock())
            return True
        number = kept.readings.begin()
        log = self._how.log_of(tenant_id)
        facts = self._how.facts_of(tenant_id)
        followed = kept.workforce.follow(log=log, facts=facts, now=self._how.clock())
        if followed:
            kept.readings.succeeded(number)
        return followed

    def _found(self, tenant_id: str, *, worth_loading: Callable[[], bool]) -> _Kept | None:
        kept = self._in_memory(tenant_id)
        if kept or tenant_id in self._too_large or not worth_loading():
            return kept
        loading = self._begun(tenant_id)
        loaded = loading is None or loading.wait(timeout=self._patience_seconds)
        if not loaded and not self._how.has_few_people(tenant_id):
            raise WorkforceLoadingError(wait=ASK_AGAIN)
        return self._in_memory(tenant_id)

    def _in_memory(self, tenant_id: str) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(tenant_id)
            if kept:
                self._kept.move_to_end(tenant_id)
            return kept

    def _begun(self, tenant_id: str) -> threading.Event | None:
        """What tells the end of loading it, which is begun where nobody has yet; None where it is there."""
        with self._lock:
            if tenant_id in self._kept:
                return None
            ended = self._loading.get(tenant_id)
            if ended is None:
                ended = self._loading[tenant_id] = threading.Event()
                threading.Thread(target=self._load, args=(tenant_id, ended), daemon=True).start()
            return ended

    def _load(self, tenant_id: str, ended: threading.Event) -> None:
        """Whoever waits is told when it ends; where it failed, whoever asks next tries again."""
        try:
            with self._one_at_a_time:
                workforce = self._how.load(tenant_id)
            with self._lock:
                readings = Readings(good_for_seconds=self._look_good_for_seconds)
                self._kept[tenant_id] = _Kept(workforce, readings)
                self._make_room()
        except TooLargeError:
            most = self._how.at_most_bytes
            log.warning("too_large_for_memory", tenant_id=tenant_id, at_most_bytes=most)
            with self._lock:
                self._too_large.add(tenant_id)
        finally:
            with self._lock:
                del self._loading[tenant_id]
            ended.set()

    def _make_room(self) -> None:
        """The last one, which takes no more than there is, stays."""
        taken = sum(each.workforce.bytes_taken() for each in self._kept.values())
        while taken > self._how.at_most_bytes and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            taken -= oldest.workforce.bytes_taken()

    def _let_go(self, tenant_id: str, kept: _Kept) -> None:
        with self._lock:
            if self._kept.get(tenant_id) is kept:
                del self._kept[tenant_id]
