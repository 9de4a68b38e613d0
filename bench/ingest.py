"""Events that are in Kafka, into the read models, their history and journal, and the offsets.

The worker's batches, against one `update_one` at a time, and against the consumer of Open edX's event bus, whose receiver does nothing.
"""

import os
from collections.abc import Mapping
from contextlib import ExitStack

from bench.ingesting import PARTITIONS, achievement, ingesting, told
from bench.measuring import Variant, interleaved, ratio, summed_up
from bench.one_by_one import one_by_one
from bench.openedx.bus import openedx_consumer
from cairn_platform.settings import KafkaSettings
from tests.support.backing import backing

EVENTS = int(os.environ.get("CAIRN_BENCH_EVENTS", "5000"))
GOALS = {"to_one_update_one_at_a_time": 10.0, "to_the_consumer_of_open_edx": 1.2}
_SLOW_EVENTS = max(1, EVENTS // 10)
_BATCHES, _ONE_BY_ONE, _OPEN_EDX = "batches", "one update_one at a time", "Open edX with an empty receiver"


def measured() -> Mapping[str, object]:
    """Runs the bench."""
    states = [achievement(number) for number in range(told(EVENTS))]
    with backing(whole=False, keycloak=False) as stores, ExitStack() as running:
        kafka = KafkaSettings(bootstrap_servers=stores.kafka_bootstrap, partitions=PARTITIONS)
        batches = running.enter_context(ingesting(stores, states=states))
        singly = running.enter_context(
            ingesting(stores, states=states[: told(_SLOW_EVENTS)], taking=one_by_one)
        )
        openedx = running.enter_context(openedx_consumer(kafka, events=told(EVENTS)))
        own = [os.getpid()]
        samples = interleaved(
            [
                Variant(name=_BATCHES, pids=own, run=batches.round),
                Variant(name=_ONE_BY_ONE, pids=own, run=singly.round),
                Variant(name=_OPEN_EDX, pids=[openedx.process.pid], run=lambda: openedx.take(EVENTS)),
            ]
        )
        for each in (batches, singly):
            each.check()
    ours = samples[_BATCHES]
    return {
        "events_a_round": {_BATCHES: EVENTS, _OPEN_EDX: EVENTS, _ONE_BY_ONE: _SLOW_EVENTS},
        "states_compared": told(EVENTS) + told(_SLOW_EVENTS),
        "variants": {name: summed_up(each) for name, each in samples.items()},
        "goals": GOALS,
    } | {
        goal: {
            "per_second": ratio(ours, to=samples[other], of=lambda each: each.per_second),
            "per_cpu_second": ratio(ours, to=samples[other], of=lambda each: each.per_cpu_second),
        }
        for goal, other in zip(GOALS, (_ONE_BY_ONE, _OPEN_EDX), strict=True)
    }
