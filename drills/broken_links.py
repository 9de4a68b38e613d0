"""Every link between the parts goes wrong: slow, reset, half-open (connected, but nothing comes through any more).

Promised: each answer of the REST API is right or an explicit refusal, and none takes longer than the gateway's deadline of 3 s and a
little; nothing hangs; 30 s after the link is whole again everything works, and what was acknowledged is there once.
"""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import httpx

from drills.clerks import HANGS_AFTER_SECONDS, Clerks
from drills.figures import Figure, at_most, exactly, told
from drills.links import TOXICS, Toxic
from drills.stand import Stand
from drills.threads import meanwhile
from tests.support.waiting import wait_until

_SPOILT_SECONDS = 6.0
_RECOVERED_SECONDS = 30.0
_ANSWERED_WITHIN_SECONDS = 5.0
_READS = ("/credentials", "/people", "/reports/skill-gaps", "/reports/recertification")
_PROBLEM = "application/problem+json"


@dataclass
class Read:
    """What readers were answered."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    longest_seconds: float = 0.0


def run(stand: Stand, *, scale: float) -> Sequence[Figure]:
    """Each link with each toxic."""
    seconds = max(2.0, _SPOILT_SECONDS * scale)
    clerks, read = Clerks(stand), Read()
    figures: list[Figure] = []
    with clerks.writing(), _reading(stand, read):
        for link in stand.links.names:
            for toxic in TOXICS:
                before = read.outcomes.copy()
                recovered = _spoilt(stand, clerks, link, toxic, seconds)
                outcomes = read.outcomes - before
                what = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
                figures.append(
                    at_most(
                        f"{link}, {toxic.name}: works again after",
                        recovered,
                        _RECOVERED_SECONDS,
                        f"s ({what})",
                    )
                )
                stand.say(f"{link}, {toxic.name}: works again after {recovered:.1f} s; {what}")
    clerks.await_reports(seconds=30)
    return [
        *figures,
        told("reads", sum(read.outcomes.values())),
        exactly(
            "wrong or unclear answers to reads", sum(read.wrong.values()), 0, str(dict(+read.wrong) or "")
        ),
        at_most("longest answer to a read", read.longest_seconds, _ANSWERED_WITHIN_SECONDS, "s"),
        at_most("longest answer to a write", clerks.ledger.longest_seconds, _ANSWERED_WITHIN_SECONDS, "s"),
        *clerks.figures(),
    ]


def _spoilt(stand: Stand, clerks: Clerks, link: str, toxic: Toxic, seconds: float) -> float:
    """How many seconds after the end of the trouble reads, writes and reports work."""
    with stand.links.spoilt(link, toxic):
        time.sleep(seconds)
    begun = time.monotonic()
    clerks.await_recovery(begun)
    wait_until(
        lambda: all(stand.testbed.hr.request("GET", path).status_code == httpx.codes.OK for path in _READS),
        seconds=90,
        what="every read",
    )
    return time.monotonic() - begun


def _reading(stand: Stand, read: Read) -> AbstractContextManager[None]:
    """Two readers, until the end of the block; they know what the answers look like."""
    expected = {path: set(stand.testbed.hr.get(path)) for path in _READS}

    def ask_on(stop: threading.Event) -> None:
        with httpx.Client(timeout=HANGS_AFTER_SECONDS, trust_env=False) as client:
            while not stop.is_set():
                for path in _READS:
                    _ask(client, stand, path, read, fields=expected[path])
                    stop.wait(0.1)

    return meanwhile(ask_on, times=2)


def _ask(client: httpx.Client, stand: Stand, path: str, read: Read, *, fields: set[str]) -> None:
    headers = {"Authorization": f"Bearer {stand.testbed.token('hr-client')}"}
    begun = time.monotonic()
    try:
        answer = client.get(f"{stand.testbed.gateway_url}/api/v1{path}", headers=headers)
    except httpx.TransportError as error:
        read.wrong[f"{path}: {type(error).__name__}"] += 1
    else:
        read.outcomes[str(answer.status_code)] += 1
        is_problem = answer.headers["content-type"].startswith(_PROBLEM)
        if answer.status_code == httpx.codes.OK:
            read.wrong[f"{path}: another answer"] += answer.json().keys() != fields
        elif answer.status_code not in {503, 504} or not is_problem:
            read.wrong[f"{path}: {answer.status_code}"] += 1
    read.longest_seconds = max(read.longest_seconds, time.monotonic() - begun)
