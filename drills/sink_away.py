"""Reporting's MongoDB is away for minutes while events come as fast as they can be committed.

Promised: the memory of relay and consumer stays flat meanwhile; when the database is back the lag falls to nothing, and the read models are
those of a sequential oracle.
"""

import threading
import time
from collections.abc import Sequence

from drills.figures import Figure, at_least, at_most, exactly, told
from drills.numbered import NumberedEvents
from drills.stand import Stand
from drills.streams import Streams
from tests.support.waiting import wait_until

_AWAY_SECONDS = 150.0
_EVENTS_AT_MOST = 150_000
_SETTLED_SECONDS = 15.0
_FLAT_MIB = 40.0
_LAG_GONE_SECONDS = 240.0
_WATCHED = ("learners-work", "catalog-work", "reporting-work")


def run(stand: Stand, *, scale: float) -> Sequence[Figure]:
    """Away, and back."""
    away_seconds = max(30.0, _AWAY_SECONDS * scale)
    numbered = NumberedEvents(stand, events=int(_EVENTS_AT_MOST * max(scale, 0.02)))
    streams, stop = Streams(stand.kafka), threading.Event()
    memory: dict[str, list[float]] = {name: [] for name in _WATCHED}
    lag: list[int] = []
    begun = time.monotonic()
    with stand.links.cut("sink-mongo"):
        producer = threading.Thread(target=numbered.commit_all, args=(stop,))
        producer.start()
        while time.monotonic() - begun < away_seconds:
            time.sleep(1)
            if time.monotonic() - begun > _SETTLED_SECONDS:
                for name in _WATCHED:
                    memory[name].append(stand.memory_mib(name))
                lag.append(streams.lag())
        stop.set()
        producer.join()
        wait_until(lambda: not numbered.waiting_in_outboxes(), seconds=120, what="the relays' end")
        highest = streams.lag()
    back_at = time.monotonic()
    stand.say(f"{numbered.committed} events committed, lag {highest}; the sink is back")
    wait_until(lambda: streams.lag() < highest, seconds=60, what="a smaller lag")
    falls_after = time.monotonic() - back_at
    wait_until(lambda: streams.lag() == 0, seconds=_LAG_GONE_SECONDS, what="the end of the lag")
    gone_after = time.monotonic() - back_at
    streams.close()
    numbered.await_equality(seconds=60)
    return [
        told("sink away", away_seconds, "s"),
        told("events committed meanwhile", numbered.committed),
        at_least("lag when the sink came back", highest, numbered.committed // 2),
        *(
            at_most(f"{name}: memory grew by", memory[name][-1] - memory[name][0], _FLAT_MIB, "MiB")
            for name in _WATCHED
        ),
        *(told(f"{name}: memory at most", max(memory[name]), "MiB") for name in _WATCHED),
        at_most("the lag falls after", falls_after, 30, "s"),
        at_most("the lag is gone after", gone_after, _LAG_GONE_SECONDS - 1, "s"),
        told("events applied per second then", highest / gone_after),
        exactly("lag afterwards", 0, 0),
        *numbered.differences().figures(),
    ]
