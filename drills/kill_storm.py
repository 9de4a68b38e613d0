"""Every process is killed again and again while 100,000 numbered events run from outbox to read model.

Promised: each relay, consumer, service and the gateway dies by `kill -9` twenty times at random moments, also while it starts;
afterwards no event is lost, none has had its effect twice, the read models are those of a sequential oracle, and what the REST API
acknowledged is there once.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Sequence

from drills.clerks import Clerks
from drills.figures import Figure, at_most, exactly, told
from drills.numbered import NumberedEvents
from drills.stand import SERVES, WORKERS, Stand
from drills.streams import Streams

_EVENTS = 100_000
_KILLS_EACH = 20
_PAUSES_SECONDS = (1.0, 15.0)
_DRAIN_SECONDS = 240.0


def run(stand: Stand, *, scale: float) -> Sequence[Figure]:
    """The storm, and the look at what is left."""
    events, kills_each = int(_EVENTS * scale), max(1, round(_KILLS_EACH * scale))
    numbered, clerks, streams = NumberedEvents(stand, events=events), Clerks(stand), Streams(stand.kafka)
    names = (*SERVES, *WORKERS, "gateway")
    killed: Counter[str] = Counter()
    records_before, begun = streams.records(), time.monotonic()
    storm_seconds = kills_each * sum(_PAUSES_SECONDS) / 2
    producer = threading.Thread(
        target=numbered.commit_all,
        args=(threading.Event(),),
        kwargs={"per_second": events / storm_seconds},
    )
    killers = [threading.Thread(target=_kill, args=(stand, name, kills_each, killed)) for name in names]
    with clerks.writing() as ledger:
        for thread in (producer, *killers):
            thread.start()
        for thread in (producer, *killers):
            thread.join()
        stormed_seconds = time.monotonic() - begun
        stand.say(f"{sum(killed.values())} kills in {stormed_seconds:.0f} s; wait for what is under way")
        for name in names:
            stand.stack.await_ready(name)
    drained_seconds = numbered.await_equality(seconds=_DRAIN_SECONDS)
    clerks.await_reports(seconds=30)
    written = len(ledger.acknowledged)
    records = streams.records() - records_before
    streams.close()
    return [
        exactly("kills of each process", min(killed[name] for name in names), kills_each),
        told("kills", sum(killed.values())),
        exactly("numbered events committed", numbered.committed, events),
        *numbered.differences().figures(),
        told("records that relays sent twice", records - events - written, "harmless"),
        told("storm", stormed_seconds, "s"),
        at_most("drained after the storm", drained_seconds, _DRAIN_SECONDS - 1, "s"),
        *clerks.figures(),
    ]


def _kill(stand: Stand, name: str, times: int, killed: Counter[str]) -> None:
    moments = random.Random(name)
    for _ in range(times):
        time.sleep(moments.uniform(*_PAUSES_SECONDS))
        stand.kill(name)
        killed[name] += 1
