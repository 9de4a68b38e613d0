"""A worker gets its partitions however long joining takes beside a poll."""

import uuid

import pytest

from cairn_platform.kafka.joining import JoiningConsumer, NotJoinedError
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


def test_who_is_kept_out_of_its_group_gives_up_and_says_so(stones: Stones) -> None:
    group = f"group-{uuid.uuid4().hex[:8]}"
    # It sends heartbeats and does not poll, so the broker waits for it for five minutes.
    idle = JoiningConsumer(stones.kafka, group=group)
    idle.subscribe([stones.topic])
    wait_until(lambda: not idle.poll(timeout_ms=100) and bool(idle.assignment()), what="the idle member")
    kept_out = JoiningConsumer(stones.kafka, group=group, patience_seconds=1.0)
    kept_out.subscribe([stones.topic])
    with pytest.raises(NotJoinedError, match="not joined after 1 s"):
        while True:
            kept_out.poll(timeout_ms=100)
    for consumer in (kept_out, idle):
        consumer.close(autocommit=False, timeout_ms=3000)
