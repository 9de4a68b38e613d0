"""mongod and the broker are killed under writes.

Promised: ten times `kill -9` each, and no acknowledged write is lost, no worker dies of it; thirty seconds after a kill at the latest a new
write is acknowledged and in the reports. While the broker is away, writes are acknowledged all the same.
"""

import random
import time
from collections.abc import Sequence

from drills.clerks import Clerks
from drills.figures import Figure, at_most, exactly, told
from drills.stand import WORKERS, Stand
from tests.support.waiting import wait_until

_KILLS_EACH = 10
_WITHIN = 30.0
_PAUSES_SECONDS = (0.5, 3.0)


def run(stand: Stand, *, scale: float) -> Sequence[Figure]:
    """The kills, one store after the other."""
    kills = max(1, round(_KILLS_EACH * scale))
    clerks = Clerks(stand)
    figures: list[Figure] = []
    with clerks.writing() as ledger:
        wait_until(lambda: bool(ledger.acknowledged), seconds=30, what="a first write")
        for store in ("mongo", "kafka"):
            refused_before = sum(ledger.refused.values())
            pids_before = [stand.pid(name) for name in WORKERS]
            recoveries = [_recovered_after_kill(stand, clerks, store) for _ in range(kills)]
            refused = sum(ledger.refused.values()) - refused_before
            what = f"{store}, longest of {kills}: until"
            figures += [
                at_most(f"{what} a write is acknowledged", max(each[0] for each in recoveries), _WITHIN, "s"),
                at_most(f"{what} it is in the reports", max(each[1] for each in recoveries), _WITHIN, "s"),
                told(f"{store}: requests refused meanwhile", refused)
                if store == "mongo"
                else exactly(f"{store}: requests refused meanwhile", refused, 0),
                exactly(
                    f"{store}: workers lived on", [stand.pid(name) for name in WORKERS] == pids_before, True
                ),
            ]
    clerks.await_reports(seconds=30)
    return [*figures, *clerks.figures()]


def _recovered_after_kill(stand: Stand, clerks: Clerks, store: str) -> tuple[float, float]:
    """Seconds from a kill until a write is acknowledged, and until it is in the reports."""
    time.sleep(random.uniform(*_PAUSES_SECONDS))
    stand.kill(store)
    killed_at = time.monotonic()
    recovered = clerks.await_recovery(killed_at)
    stand.say(f"{store}: written after {recovered[0]:.1f} s, reported after {recovered[1]:.1f} s")
    return recovered
