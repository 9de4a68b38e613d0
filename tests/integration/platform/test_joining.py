"""A worker gets its partitions however long joining takes beside a poll."""

import uuid

from cairn_platform.kafka.joining import JoiningConsumer
from tests.integration.platform.conftest import Stones
from tests.support.waiting import wait_until


def test_a_join_that_takes_longer_than_a_poll_is_finished(stones: Stones) -> None:
    topics = [stones.topic, stones.dead_letter_topic]
    for _ in range(4):
        consumer = JoiningConsumer(stones.kafka, group=f"group-{uuid.uuid4().hex[:8]}")
        consumer.subscribe(topics)

        def joined(consumer: JoiningConsumer = consumer) -> bool:
            consumer.poll(timeout_ms=20)
            return len(consumer.assignment()) == len(topics) * stones.kafka.partitions

        wait_until(joined, seconds=20, what="the whole assignment")
        consumer.close(autocommit=False, timeout_ms=3000)
