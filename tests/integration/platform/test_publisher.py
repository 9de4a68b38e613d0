"""A publisher that could not send everything leaves nothing behind."""

from typing import NoReturn

import pytest
from kafka.errors import KafkaTimeoutError

from cairn_platform.kafka.codec import Record
from cairn_platform.kafka.publisher import KafkaPublisher
from tests.integration.platform.conftest import Stones
from tests.support.waiting import wait_until


def test_a_publisher_closes_also_when_kafka_does_not_take_what_is_left(
    stones: Stones, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher = KafkaPublisher(stones.kafka)
    publisher.publish([Record(topic=stones.topic, key="acme:x", headers=(), value=b"x")])
    producer = publisher._producer

    def away(timeout: float | None = None) -> NoReturn:
        del timeout
        monkeypatch.undo()
        raise KafkaTimeoutError

    monkeypatch.setattr(producer, "flush", away)
    publisher.close()
    wait_until(lambda: not producer._sender.is_alive(), what="the end of the producer's thread")
    publisher.publish([Record(topic=stones.topic, key="acme:x", headers=(), value=b"y")])
    publisher.close()
