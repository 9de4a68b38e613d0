"""What an event costs the worker among a long history and a short one."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice
from typing import Any

import psutil

from bench.ingesting import NOW, TENANT, Ingest, achievement, ingesting, told
from bench.measuring import Sample, Variant, interleaved, ratio, summed_up
from cairn.learners.v1 import events_pb2
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import history_name
from cairn_platform.mongo.tenant import document_id
from cairn_platform.mongo.versions import keep_newest, keep_versions
from cairn_reporting.adapters.kafka import states
from cairn_reporting.adapters.mongo import documents
from tests.support.backing import backing
from tests.support.reporting.running import ReportingRun

LONG = int(os.environ.get("CAIRN_BENCH_HISTORY", "1000000"))
SHORT = LONG // 100
EVENTS = int(os.environ.get("CAIRN_BENCH_EVENTS", "3000"))
GOALS = {"long_to_short_at_most": 1.2}
_STORED_AT_A_TIME = 5000
_SPREAD = 7919


def measured() -> Mapping[str, object]:
    """Runs the bench."""
    with backing(whole=False, keycloak=False) as stores, ExitStack() as running:
        # The long one first: a consumer fetches ahead while it waits, which is not to happen outside of the turns.
        ingests: dict[int, Ingest] = {
            history: running.enter_context(
                ingesting(stores, states=_told(history), remembered=partial(_remember, history=history))
            )
            for history in (LONG, SHORT)
        }
        own = [os.getpid()]
        samples = interleaved(
            [Variant(name=_name(history), pids=own, run=each.round) for history, each in ingests.items()]
        )
        for each in ingests.values():
            each.check()
        mebibytes = round(psutil.Process().memory_info().rss / 2**20)
    live, among_many = samples[_name(SHORT)], samples[_name(LONG)]
    return {
        "history": {"long": LONG, "short": SHORT},
        "events_a_round": EVENTS,
        "states_compared": 2 * told(EVENTS),
        "variants": {name: summed_up(each) for name, each in samples.items()},
        "mebibytes_of_the_process_that_consumes": mebibytes,
        "goals": GOALS,
        "long_to_short_cpu": ratio(among_many, to=live, of=_cpu),
        "long_to_short_wall": ratio(among_many, to=live, of=_wall),
    }


def _told(history: int) -> Sequence[events_pb2.AchievementState]:
    """Of two events, one is the second version of something all over the history, the other is new."""
    return [
        achievement(number // 2 * _SPREAD % history, version=2)
        if number % 2
        else achievement(history + number)
        for number in range(told(EVENTS))
    ]


def _remember(run: ReportingRun, *, history: int) -> None:
    """Stores the first version of so much as the worker stores it, without going through Kafka."""
    name = run.read_models().collection_name(documents.ACHIEVEMENTS, 1)
    waiting = _stored(history)
    while some := list(islice(waiting, _STORED_AT_A_TIME)):
        keep_newest(run.database[name], some)
        keep_versions(run.database[history_name(name)], some)


def _stored(history: int) -> Iterator[Document]:
    for number in range(history):
        state = achievement(number)
        fields: dict[str, Any] = documents.from_achievement(states.achievement(state))
        yield {
            "_id": document_id(TENANT, state.achievement_id),
            "tenant_id": TENANT,
            "version": 1,
            "happened_at": NOW,
            **fields,
        }


def _name(history: int) -> str:
    return f"among {history} achievements"


def _cpu(sample: Sample) -> float:
    return sample.cpu_seconds / sample.calls


def _wall(sample: Sample) -> float:
    return sample.wall_seconds / sample.calls
