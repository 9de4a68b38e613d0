"""Clerks write through the REST API, one thing after the other, and never let go of one before it is acknowledged.

What goes wrong is tried again under the same idempotency key. Afterwards it is looked at whether everything acknowledged is there, once.
"""

import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from cairn_platform.mongo.projection import ReadModels
from cairn_platform.mongo.tenant import TenantCollection
from cairn_reporting.adapters.kafka.projections import PROJECTIONS
from cairn_reporting.adapters.mongo.documents import SKILLS
from drills.figures import Figure, exactly, told
from drills.stand import Stand
from drills.threads import meanwhile
from tests.support.waiting import wait_until

# The gateway's deadline is 3 s; an answer that takes longer than this counts as hanging.
HANGS_AFTER_SECONDS = 8.0
_PAUSE_SECONDS = 0.1
_PATIENCE_SECONDS = 90.0
_EXPLICIT = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Acknowledged:
    """A skill that was answered with 201: when the answered request was sent, and when its answer came."""

    skill_id: str
    sent_at: float
    answered_at: float


@dataclass
class Ledger:
    """What all clerks saw."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    unexpected: Counter[str] = field(default_factory=Counter)
    longest_seconds: float = 0.0

    def first_since(self, moment: float) -> Acknowledged | None:
        """The first acknowledgement of a request that was sent after the moment."""
        since = [each for each in self.acknowledged if each.sent_at >= moment]
        return min(since, key=lambda each: each.answered_at, default=None)


class Clerks:
    """A few clerks, each in a thread of its own."""

    def __init__(self, stand: Stand) -> None:
        self.ledger = Ledger()
        self._stand = stand

    @contextmanager
    def writing(self, *, clerks: int = 2) -> Iterator[Ledger]:
        """They write until the end of the block, and finish then what they had begun."""
        with meanwhile(self._write, times=clerks):
            yield self.ledger

    def await_recovery(self, since: float) -> tuple[float, float]:
        """Waits for the first write that is sent after a moment; seconds until it is acknowledged, and until it is in the reports."""
        wait_until(
            lambda: self.ledger.first_since(since) is not None, seconds=_PATIENCE_SECONDS, what="a write"
        )
        first = self.ledger.first_since(since)
        assert first is not None
        wait_until(lambda: self._is_reported(first.skill_id), seconds=_PATIENCE_SECONDS, what="its event")
        return first.answered_at - since, time.monotonic() - since

    def await_reports(self, *, seconds: float) -> None:
        """Waits until reporting has everything acknowledged, or the time is over."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._missing(self._in_reports()):
            time.sleep(0.5)

    def figures(self) -> list[Figure]:
        """What was acknowledged is there once, in the catalogue and in the reports; nothing hung."""
        alias = self._stand.testbed.alias
        facts = self._stand.database("catalog")["skills"].find({"tenant_id": alias})
        in_catalogue = Counter(str(each["entry_id"]) for each in facts if each["version"] == 1)
        return [
            told("acknowledged writes", len(self.ledger.acknowledged)),
            told("refused and tried again", sum(self.ledger.refused.values()), _counted(self.ledger.refused)),
            exactly(
                "unexpected answers",
                sum(self.ledger.unexpected.values()),
                0,
                _counted(self.ledger.unexpected),
            ),
            exactly("acknowledged, not in the catalogue once", self._missing(in_catalogue), 0),
            exactly("acknowledged, not in the reports", self._missing(self._in_reports()), 0),
        ]

    def _read_model(self) -> TenantCollection:
        models = ReadModels(self._stand.database("reporting"), PROJECTIONS)
        return models.view(SKILLS, tenant_id=self._stand.testbed.alias)

    def _is_reported(self, skill_id: str) -> bool:
        return self._read_model().find_one({"_id": f"{self._stand.testbed.alias}:{skill_id}"}) is not None

    def _in_reports(self) -> Counter[str]:
        return Counter(str(each["skill_id"]) for each in self._read_model().find({}))

    def _missing(self, found: Counter[str]) -> int:
        return sum(found[each.skill_id] != 1 for each in self.ledger.acknowledged)

    def _write(self, stop: threading.Event) -> None:
        with httpx.Client(timeout=HANGS_AFTER_SECONDS, trust_env=False) as client:
            while not stop.is_set():
                self._until_acknowledged(client, f"skill-{uuid.uuid4().hex}")
                stop.wait(_PAUSE_SECONDS)

    def _until_acknowledged(self, client: httpx.Client, skill_id: str) -> None:
        testbed = self._stand.testbed
        while True:
            token = testbed.token("admin-client")
            sent_at = time.monotonic()
            try:
                answer = client.post(
                    f"{testbed.gateway_url}/api/v1/skills",
                    json={"skill_id": skill_id, "name": f"Skill {skill_id}"},
                    headers={
                        "Authorization": f"Bearer {token}",
                        "Idempotency-Key": skill_id,
                    },
                )
                outcome, status = str(answer.status_code), answer.status_code
            except httpx.TimeoutException:
                outcome, status = "hangs", 0
                self.ledger.unexpected[outcome] += 1
            except httpx.TransportError as error:
                outcome, status = type(error).__name__, 503
            answered_at = time.monotonic()
            self.ledger.longest_seconds = max(self.ledger.longest_seconds, answered_at - sent_at)
            if status == httpx.codes.CREATED:
                self.ledger.acknowledged.append(Acknowledged(skill_id, sent_at, answered_at))
                return
            self.ledger.refused[outcome] += 1
            if status not in _EXPLICIT and status:
                self.ledger.unexpected[outcome] += 1
                return
            time.sleep(_PAUSE_SECONDS)


def _counted(outcomes: Counter[str]) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
