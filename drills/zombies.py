"""A worker is stopped for longer than its group and its lease wait for it, another takes over, and it wakes up.

Promised: while one of two workers is frozen by SIGSTOP the other one does all the work; the one that wakes up has no effect: the read
models stay those of a sequential oracle, and no committed position of the group ever goes back.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from kafka.errors import KafkaError

from drills.figures import Figure, at_most, exactly, told
from drills.numbered import NumberedEvents
from drills.stand import Stand, frozen
from drills.streams import Streams
from drills.threads import meanwhile

_ROUNDS = 4
_EVENTS_PER_SECOND = 400.0
_FLOW_SECONDS = 8.0
# Longer than a session of the consumers' group (6 s) and than the relay's lease (10 s).
_FROZEN_SECONDS = 14.0
_AWAKE_SECONDS = 10.0
_DRAIN_SECONDS = 120.0
_HEALTH_PORT = 12_190


def run(stand: Stand, *, scale: float) -> Sequence[Figure]:
    """Reporting's consumer first, then learners' relay and consumer."""
    rounds = max(1, round(_ROUNDS * scale))
    positions = _Positions(stand)
    figures: list[Figure] = []
    with positions.watched():
        for name in ("reporting-work", "learners-work"):
            with stand.another(name, health_port=_HEALTH_PORT) as other:
                figures += _frozen_in_turn(stand, name, other, rounds)
    return [
        *figures,
        exactly("committed positions that went back", positions.went_back, 0, f"of {positions.looks} looks"),
    ]


def _frozen_in_turn(stand: Stand, name: str, other: int, rounds: int) -> list[Figure]:
    numbered = NumberedEvents(stand, events=10_000_000)
    stop = threading.Event()
    producer = threading.Thread(
        target=numbered.commit_all, args=(stop,), kwargs={"per_second": _EVENTS_PER_SECOND}
    )
    producer.start()
    for number in range(rounds):
        time.sleep(_FLOW_SECONDS)
        stand.say(f"{name}: round {number + 1} of {rounds}")
        with frozen(stand.stack.pid(name) if number % 2 else other):
            time.sleep(_FROZEN_SECONDS)
    time.sleep(_FLOW_SECONDS)
    with frozen(stand.stack.pid(name)):
        time.sleep(1)
        stop.set()
        producer.join()
        alone_seconds = numbered.await_equality(seconds=_DRAIN_SECONDS)
        before = numbered.differences()
    time.sleep(_AWAKE_SECONDS)
    after = numbered.differences()
    return [
        told(f"{name}: events", numbered.committed),
        at_most(f"{name}: the other finishes alone", alone_seconds, _DRAIN_SECONDS - 1, "s"),
        exactly(f"{name}: differences before it wakes up", before.lost + before.doubled + before.wrong, 0),
        exactly(f"{name}: differences after it woke up", after.lost + after.doubled + after.wrong, 0),
    ]


class _Positions:
    """Looks at the committed positions of reporting's group twice a second."""

    def __init__(self, stand: Stand) -> None:
        self.looks = 0
        self.went_back = 0
        self._streams = Streams(stand.kafka)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Looks until the end of the block."""
        with meanwhile(self._watch):
            yield
        self._streams.close()

    def _watch(self, stop: threading.Event) -> None:
        last: dict[object, int] = {}
        while not stop.wait(0.5):
            try:
                committed = self._streams.committed()
            except KafkaError:
                continue
            self.looks += 1
            self.went_back += sum(offset < last.get(partition, 0) for partition, offset in committed.items())
            last.update(committed)
