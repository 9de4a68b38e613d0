"""A worker gets its partitions however long joining takes beside a poll."""

import uuid

from cairn_reporting.adapters.kafka.joining import JoiningConsumer
from tests.support.reporting.running import ReportingRun
from tests.support.waiting import wait_until


def test_a_join_that_takes_longer_than_a_poll_is_finished(running: ReportingRun) -> None:
    topics = list(running.read_models().contracts)
    for _ in range(4):
        consumer = JoiningConsumer(running.kafka, group=f"group-{uuid.uuid4().hex[:8]}")
        consumer.subscribe(topics)

        def joined(consumer: JoiningConsumer = consumer) -> bool:
            consumer.poll(timeout_ms=20)
            return len(consumer.assignment()) == len(topics) * running.kafka.partitions

        wait_until(joined, seconds=20, what="the whole assignment")
        consumer.close(autocommit=False, timeout_ms=3000)
