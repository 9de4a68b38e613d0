"""How fast a rebuild takes events, against the worker that follows and is behind.

Both begin at the start of the same topics, each in a process of its own, and end with the same read models. The worker takes them as it
does when it has fallen behind, so at its best: up to 2,000 at a time, with the journal, the freshness and the offsets after each batch.
Of six events four are new, one is a second version, and one is that again.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil
from pymongo import MongoClient

from bench.ingesting import NOW, PARTITIONS, TENANT, achievement
from bench.measuring import ROUNDS, Variant, interleaved, ratio, summed_up
from bench.processes import REPOSITORY
from cairn.learners.v1 import events_pb2
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.projection import FRESHNESS, history_name
from cairn_platform.settings import KafkaSettings, MongoSettings
from cairn_reporting.adapters.mongo.documents import ACHIEVEMENTS
from tests.support.backing import Backing, backing
from tests.support.reporting.events import event
from tests.support.reporting.running import ReportingRun

EVENTS = int(os.environ.get("CAIRN_BENCH_EVENTS", "48000"))
GOAL = 2.0
_TURNS = ROUNDS + 1
_LIVE, _REBUILD = "the worker that is behind", "rebuild"


def measured() -> Mapping[str, object]:
    """Runs the bench."""
    with backing(whole=False, keycloak=False) as stores, ExitStack() as running:
        name = uuid.uuid4().hex[:10]
        live = [running.enter_context(_reporting(stores, name, f"live{turn}")) for turn in range(_TURNS)]
        rebuilt = running.enter_context(_reporting(stores, name, "rebuilt"))
        running.callback(rebuilt.clear)
        rebuilt.publish(event(each, tenant_id=TENANT, version=each.version, at=NOW) for each in _told())
        processes = {
            part: running.enter_context(_Turns.of(stores, part, name, [run.database.name for run in runs]))
            for part, runs in (("follow", live), ("rebuild", [rebuilt]))
        }
        samples = interleaved(
            [
                Variant(name=_LIVE, pids=[processes["follow"].pid], run=processes["follow"].take),
                Variant(name=_REBUILD, pids=[processes["rebuild"].pid], run=processes["rebuild"].take),
            ]
        )
        compared = _compare(live, rebuilt)
        mebibytes = {
            _LIVE: processes["follow"].mebibytes(),
            _REBUILD: processes["rebuild"].mebibytes(),
            "MongoDB, which both write to": _mebibytes_of_mongodb(rebuilt),
        }
    return {
        "events_a_turn": EVENTS,
        "documents_compared": compared,
        "variants": {name: summed_up(each) for name, each in samples.items()},
        "mebibytes": mebibytes,
        "goal": GOAL,
        "rebuild_to_live_per_cpu_second": ratio(
            samples[_REBUILD], to=samples[_LIVE], of=lambda each: each.per_cpu_second
        ),
        "rebuild_to_live_per_second": ratio(
            samples[_REBUILD], to=samples[_LIVE], of=lambda each: each.per_second
        ),
    }


class _Turns:
    """A process that takes all the events at each turn."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.pid = process.pid

    @classmethod
    @contextmanager
    def of(cls, stores: Backing, part: str, run: str, databases: Sequence[str]) -> Iterator["_Turns"]:
        """Until the end of the block."""
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.servers.backlog", part, run, *databases],
            cwd=REPOSITORY,
            env={**os.environ, "MONGO_URL": stores.mongo_url, "KAFKA_BOOTSTRAP": stores.kafka_bootstrap},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        turns = cls(process)
        try:
            turns._require("ready")
            yield turns
        finally:
            process.kill()
            process.wait()

    def take(self) -> int:
        """One turn."""
        if self._process.stdin is None:
            raise RuntimeError("the process was started without pipes")
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        self._require(str(EVENTS))
        return EVENTS

    def mebibytes(self) -> int:
        """The most that the process has had in memory so far."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
        return round(int(peak) / 1024)

    def _require(self, word: str) -> None:
        said = self._process.stdout.readline().strip() if self._process.stdout else ""
        if said != word:
            raise RuntimeError(f"the process said {said!r} instead of {word!r}")


def _told() -> Iterator[events_pb2.AchievementState]:
    for number in range(EVENTS // 3):
        yield achievement(2 * number)
        yield achievement(2 * number + 1)
        # Told of twice, by two events.
        yield achievement(number // 2, version=2)


@contextmanager
def _reporting(stores: Backing, name: str, database: str) -> Iterator[ReportingRun]:
    """Read models in a database of their own, fed from topics that all of them share."""
    mongo = MongoSettings(url=stores.mongo_url, database=f"cairn_bench_{name}_{database}")
    kafka = KafkaSettings(bootstrap_servers=stores.kafka_bootstrap, partitions=PARTITIONS)
    run = ReportingRun(run=name, mongo=mongo, kafka=kafka, database=connect(mongo))
    run.prepare()
    try:
        yield run
    finally:
        with MongoClient[Document](mongo.url) as client:
            client.drop_database(mongo.database)


def _compare(live: Sequence[ReportingRun], rebuilt: ReportingRun) -> int:
    """Each turn of the worker and the last rebuild made the same read models; returns how many documents that is."""
    expected = _stored(rebuilt)
    for run in live:
        if _stored(run) != expected:
            raise RuntimeError("the rebuild made something else than the worker")
    return len(expected["states"]) + len(expected["versions"])


def _stored(run: ReportingRun) -> Mapping[str, Mapping[str, Any]]:
    models = run.read_models()
    name = models.collection_name(ACHIEVEMENTS, models.serving())
    (fresh,) = models.view(FRESHNESS, tenant_id=TENANT).find({})
    return {
        "states": {each["_id"]: each for each in run.database[name].find({"tenant_id": TENANT})},
        "versions": {
            each["_id"]: each for each in run.database[history_name(name)].find({"tenant_id": TENANT})
        },
        "latest event": fresh["latest_event"],
    }


def _mebibytes_of_mongodb(run: ReportingRun) -> int:
    return round(psutil.Process(run.database.command("serverStatus")["pid"]).memory_info().rss / 2**20)
