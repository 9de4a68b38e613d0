"""A worker that is behind, or a rebuild, before the same topics, turn by turn, each in a process of its own.

    python -m bench.servers.backlog follow RUN DATABASE …
    python -m bench.servers.backlog rebuild RUN DATABASE

A worker takes a database for each turn, made beforehand. It says "ready"; each line on stdin is a turn, after which it says how many events
that was. MONGO_URL and KAFKA_BOOTSTRAP come from the environment.
"""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout

from bench.ingesting import by_batches, taken
from cairn_platform.kafka.connection import kafka_consumer
from cairn_platform.kafka.consumer import COMMIT_MILLISECONDS
from cairn_platform.kafka.positions import partitions_of
from cairn_platform.mongo.connection import connect
from cairn_platform.settings import KafkaSettings, MongoSettings
from tests.support.reporting.running import ReportingRun


def _reporting(run: str, name: str) -> ReportingRun:
    mongo = MongoSettings(url=os.environ["MONGO_URL"], database=name)
    kafka = KafkaSettings(bootstrap_servers=os.environ["KAFKA_BOOTSTRAP"])
    return ReportingRun(run=run, mongo=mongo, kafka=kafka, database=connect(mongo))


def _follow(reporting: ReportingRun) -> int:
    """All that is there, in the worker's batches."""
    consumer = kafka_consumer(reporting.kafka, group=f"bench-{reporting.database.name}")
    try:
        partitions = partitions_of(consumer, reporting.read_models().contracts)
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        events: int = sum(consumer.end_offsets(partitions).values())
        taken(consumer, events, take=by_batches(reporting, consumer))
    finally:
        consumer.close(autocommit=False, timeout_ms=COMMIT_MILLISECONDS)
    return events


def main(arguments: Sequence[str]) -> None:
    """Runs until stdin ends."""
    part, run, *names = arguments
    runs = [_reporting(run, name) for name in names]
    waiting = iter(runs)
    turn: Callable[[], int] = (lambda: _follow(next(waiting))) if part == "follow" else runs[0].rebuild
    answers = sys.stdout
    # Logs go elsewhere: stdout is for the answers.
    with redirect_stdout(sys.stderr):
        print("ready", file=answers, flush=True)
        for _ in sys.stdin:
            print(turn(), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
