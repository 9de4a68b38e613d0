"""A consumer that always finishes joining its group: a way around faults of kafka-python 3.0.12.

A join that changed metadata began is forgotten when it takes longer than one poll: the coordinator's snapshot of the metadata has
caught up by then, so nothing seems to be needed. The member gets no partitions and sends no heartbeats, for ever, without a word.
Whatever else may keep a member outside of its group, a new connection is the way out of it.
"""

import time
from typing import Any

from kafka.coordinator.base import MemberState
from kafka.errors import KafkaError

from cairn_platform.kafka.connection import kafka_consumer
from cairn_platform.settings import KafkaSettings

# Members that died are given up by the broker after six seconds, those that do not poll after five minutes.
_PATIENCE_SECONDS = 60.0


class NotJoinedError(KafkaError):  # type: ignore[misc]
    """The group was not joined in time: connect afresh."""


class JoiningConsumer:
    """KafkaConsumer, reminded before each poll of a join that it has not finished."""

    def __init__(
        self, settings: KafkaSettings, *, group: str, patience_seconds: float = _PATIENCE_SECONDS
    ) -> None:
        self._consumer = kafka_consumer(settings, group=group)
        self._patience_seconds = patience_seconds
        self._joined_at = time.monotonic()

    def poll(self, *, timeout_ms: int) -> Any:
        """Records by partition, as KafkaConsumer gives them. Raises NotJoinedError after a minute outside of the group."""
        coordinator = self._consumer._coordinator
        if coordinator.rejoining:
            coordinator.request_rejoin()
        records = self._consumer.poll(timeout_ms=timeout_ms)
        if coordinator.state == MemberState.STABLE:
            self._joined_at = time.monotonic()
        elif time.monotonic() - self._joined_at > self._patience_seconds:
            raise NotJoinedError(f"not joined after {self._patience_seconds:.0f} s: {coordinator.state}")
        return records

    def __getattr__(self, name: str) -> Any:
        return getattr(self._consumer, name)
