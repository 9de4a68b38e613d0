"""`work --rebuild`: builds a new generation of the read models from the topics while the old one serves, then lets the new one serve.

One batch is read while the one before it is written.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from typing import Any

import structlog

from cairn_platform.garbage import garbage_looked_for_rarely
from cairn_platform.kafka.codec import Record, decode
from cairn_platform.kafka.faults import is_transient
from cairn_platform.kafka.whole_topics import WholeTopics
from cairn_platform.mongo.new_generation import NewGeneration
from cairn_platform.mongo.projection import Projected, ReadModels
from cairn_platform.settings import KafkaSettings
from cairn_platform.turns import Turn

log = structlog.get_logger()

_AT_A_TIME = 5000
_TAIL = 500
_ROUNDS_AT_MOST = 20
_SECONDS_BETWEEN_TURNS = 5.0


class RebuildRunningError(Exception):
    """Another rebuild of the same read models is under way."""


def rebuild(
    settings: KafkaSettings, read_models: ReadModels, *, turn: Turn, on_progress: Callable[[int, int], None]
) -> int:
    """Reads every topic from its start to its end, and switches; returns how many events were applied.

    The workers notice the switch and follow from there. `on_progress` gets how many records were read and how many there are. What
    was refused when it first came is refused again, and counted in the log; it is in the dead letters already. A rebuild that ends before
    it switched leaves the old generation serving, and the next one begins anew. Raises RebuildRunningError while somebody else has the
    `turn`.
    """
    if not turn.hold():
        raise RebuildRunningError
    try:
        topics = WholeTopics(settings, list(read_models.contracts))
        try:
            with garbage_looked_for_rarely(), ThreadPoolExecutor(max_workers=1) as beside:
                return _Rebuilding(topics, read_models, turn, on_progress, beside).run()
        finally:
            topics.close()
    finally:
        turn.release()


class _Rebuilding:
    """One rebuild under way."""

    def __init__(
        self,
        topics: WholeTopics,
        read_models: ReadModels,
        turn: Turn,
        on_progress: Callable[[int, int], None],
        beside: Executor,
    ) -> None:
        self._topics = topics
        self._read_models = read_models
        self._contracts = read_models.contracts
        self._turn = turn
        self._on_progress = on_progress
        self._beside = beside
        self._writing: Future[int] | None = None
        self._read = self._applied = 0
        self._new = NewGeneration(read_models)

    def run(self) -> int:
        """All of it; returns how many events were applied."""
        self._catch_up()
        self._await(self._beside.submit(self._new.index))
        for _ in range(_ROUNDS_AT_MOST):
            # What arrived meanwhile is read in rounds, until little is left for the workers to catch up with.
            if self._catch_up() < _TAIL:
                break
        self._new.serve(offsets=self._topics.reached())
        log.info(
            "rebuilt",
            generation=self._new.number,
            events=self._applied,
            refused=self._read - self._applied,
        )
        return self._applied

    def _catch_up(self) -> int:
        """Reads up to where the topics end now; returns how much that was."""
        before, ends, reached = self._read, self._topics.ends(), self._topics.reached()
        total = before + sum(end - reached[place] for place, end in ends.items())
        for records in self._topics.read_up_to(ends, at_a_time=_AT_A_TIME):
            batch = self._projected(records)
            self._end_of_writing()
            self._writing = self._beside.submit(self._write, batch)
            self._read += len(records)
            self._on_progress(self._read, max(self._read, total))
        self._end_of_writing()
        return self._read - before

    def _projected(self, records: Sequence[Record]) -> Sequence[Projected]:
        """What becomes of the records; without those that are refused."""
        batch = []
        for record in records:
            try:
                batch.append(self._read_models.projected(decode(record, self._contracts)))
            except Exception as error:  # noqa: BLE001 (whatever is wrong with it, the others go on)
                _log_refused(record.topic, error)
        return batch

    def _end_of_writing(self) -> None:
        if self._writing:
            self._applied += self._await(self._writing)
            self._writing = None

    def _await(self, done: "Future[Any]") -> Any:
        """Waits, and keeps the turn meanwhile."""
        while True:
            if not self._turn.hold():
                raise RebuildRunningError
            if wait([done], timeout=_SECONDS_BETWEEN_TURNS).done:
                return done.result()

    def _write(self, batch: Sequence[Projected]) -> int:
        """Writes what can be stored, and says how many that were: a batch with something else in it is halved until that stands alone."""
        try:
            if batch:
                self._new.keep(batch)
        except Exception as error:
            if is_transient(error):
                raise
            if len(batch) == 1:
                _log_refused(batch[0].projection.collection, error)
                return 0
            half = len(batch) // 2
            return self._write(batch[:half]) + self._write(batch[half:])
        return len(batch)


def _log_refused(where: str, error: Exception) -> None:
    log.warning("refused_again", where=where, cause=f"{type(error).__name__}: {error}")
