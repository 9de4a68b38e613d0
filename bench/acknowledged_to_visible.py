"""How long after its acknowledgement a fact is in the report: on the whole native stack, at half of the top ingest rate.

The top rate is measured before and after: facts imported over REST as fast as they are acknowledged, until the report has the last of
them. What a fact costs grows a little with what is known of its person already.
"""

import os
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from tests.support.backing import backing
from tests.support.quarry import Quarry, open_quarry
from tests.support.testbed import Testbed, make_testbed

# So many people and credentials that nobody collects one credential twice: what a fact costs grows with the person's facts of its kind.
_PEOPLE = 30_000
_QUARRIES = 12
_PEOPLE_AT_ONCE = 500
_PROBES = int(os.environ.get("CAIRN_BENCH_PROBES", "100"))
_SECONDS_BETWEEN_PROBES = 1.0
_TOP_FOR_SECONDS = 20.0
# As many in an import at the top rate as at half of it: fewer cost more each, and the half would be one of another kind of work.
_ROWS_AT_ONCE = 500
_POLL_SECONDS = 0.02
_LONGEST_SECONDS = 120.0


class _Ingest:
    """Imports achievements of the past, each a new one, as HR would: everybody's first credential, then everybody's second."""

    def __init__(self, testbed: Testbed, credential_ids: Sequence[str]) -> None:
        self._testbed = testbed
        self._credential_ids = credential_ids
        self._numbers = count()
        self._today = datetime.now(UTC).date()

    def send(self, rows: int) -> None:
        """Imports so many; returns once all are acknowledged."""
        numbers = [next(self._numbers) for _ in range(rows)]
        body = [
            {
                "person_id": f"filler-{number % _PEOPLE}",
                "credential_id": self._credential_ids[number // _PEOPLE],
                "issued_on": str(self._today - timedelta(days=1)),
                "decision": "verified",
            }
            for number in numbers
        ]
        done = self._testbed.hr.post("/achievements/import", {"achievements": body}, expect=200)["results"]
        if {each["outcome"] for each in done} != {"created"}:
            raise RuntimeError(f"not every row was new: {done[:3]}")


def measured() -> Mapping[str, object]:
    """Runs the bench."""
    with (
        backing(whole=True, keycloak=True) as running,
        tempfile.TemporaryDirectory() as folder,
    ):
        if running.stack is None:
            raise RuntimeError("this needs a whole stack: unset CAIRN_TEST_MONGO_URL")
        testbed = make_testbed(running.stack, Path(folder))
        quarry, *others = [open_quarry(testbed) for _ in range(1 + _QUARRIES)]
        _hire(testbed, [f"filler-{number}" for number in range(_PEOPLE)])
        _hire(testbed, [f"probe-{number}" for number in range(_PROBES + 1)])
        ingest = _Ingest(
            testbed, [each for one in others for each in (one.credential_id, one.second_credential_id)]
        )
        _seconds_until_visible(testbed, quarry, person_id=f"probe-{_PROBES}")
        top = _top_rate(testbed, quarry, ingest)
        with _ingesting(ingest, per_second=top["facts_per_second"] / 2) as sent:
            seconds = list(_probed(testbed, quarry))
        return {
            "top_ingest": top,
            "top_ingest_after_the_probes": _top_rate(testbed, quarry, ingest),
            "ingest_during_the_probes_per_second": round(sent["facts"] / sent["seconds"], 1),
            "probes": _PROBES,
            "seconds_from_acknowledged_to_visible": {
                "p50": round(median(seconds), 3),
                "p99": round(quantiles(seconds, n=100)[98], 3),
                "longest": round(max(seconds), 3),
                "shortest": round(min(seconds), 3),
            },
            "poll_seconds": _POLL_SECONDS,
        }


def _hire(testbed: Testbed, person_ids: Sequence[str]) -> None:
    people = [
        {
            "person_id": person_id,
            "given_name": person_id,
            "family_name": "Bench",
            "email": None,
            "position": {"title": "Mason", "department_id": "yard", "manager_id": "boss", "role_id": None},
        }
        for person_id in person_ids
    ]
    for first in range(0, len(people), _PEOPLE_AT_ONCE):
        testbed.admin.post("/people/import", {"people": people[first : first + _PEOPLE_AT_ONCE]}, expect=200)


def _probed(testbed: Testbed, quarry: Quarry) -> Iterator[float]:
    for number in range(_PROBES):
        time.sleep(_SECONDS_BETWEEN_PROBES)
        yield _seconds_until_visible(testbed, quarry, person_id=f"probe-{number}")


def _seconds_until_visible(testbed: Testbed, quarry: Quarry, *, person_id: str) -> float:
    """Gives somebody a credential, and waits from the acknowledgement until the skill is in the person's profile."""
    row = {
        "person_id": person_id,
        "credential_id": quarry.second_credential_id,
        "issued_on": str(datetime.now(UTC).date() - timedelta(days=1)),
        "decision": "verified",
    }
    testbed.hr.post("/achievements/import", {"achievements": [row]}, expect=200)
    acknowledged = time.perf_counter()
    return _wait_for(testbed, person_id, quarry.skill_id) - acknowledged


def _wait_for(testbed: Testbed, person_id: str, skill_id: str) -> float:
    """The moment at which the first answer came that shows the skill."""
    until = time.perf_counter() + _LONGEST_SECONDS
    while (now := time.perf_counter()) < until:
        response = testbed.hr.request("GET", f"/people/{person_id}/skill-profile")
        if response.is_success and any(each["skill_id"] == skill_id for each in response.json()["skills"]):
            return time.perf_counter()
        time.sleep(max(0.0, _POLL_SECONDS - (time.perf_counter() - now)))
    raise TimeoutError(f"{person_id} has no skill in the report after {_LONGEST_SECONDS:.0f} s")


def _top_rate(testbed: Testbed, quarry: Quarry, ingest: _Ingest) -> dict[str, float]:
    """Imports as fast as they are acknowledged; the rate counts until the report has the one after the last."""
    began, facts = time.perf_counter(), 0
    while time.perf_counter() - began < _TOP_FOR_SECONDS:
        ingest.send(_ROWS_AT_ONCE)
        facts += _ROWS_AT_ONCE
    acknowledged = time.perf_counter() - began
    last = f"after-{uuid.uuid4().hex}"
    _hire(testbed, [last])
    visible = acknowledged + _seconds_until_visible(testbed, quarry, person_id=last)
    return {
        "facts": facts,
        "acknowledged_in_seconds": round(acknowledged, 2),
        "visible_in_seconds": round(visible, 2),
        "facts_per_second": round(facts / visible, 1),
    }


@contextmanager
def _ingesting(ingest: _Ingest, *, per_second: float) -> Iterator[dict[str, float]]:
    """Imports at a steady pace in the background; what was sent is known after the block."""
    stop, sent = threading.Event(), {"facts": 0.0, "seconds": 0.0}
    began = time.perf_counter()

    def run() -> None:
        for turn in count(1):
            ingest.send(_ROWS_AT_ONCE)
            sent["facts"] += _ROWS_AT_ONCE
            if stop.wait(max(0.0, began + turn * _ROWS_AT_ONCE / per_second - time.perf_counter())):
                return

    sender = threading.Thread(target=run)
    sender.start()
    try:
        yield sent
    finally:
        stop.set()
        sender.join(timeout=60)
        sent["seconds"] = time.perf_counter() - began
