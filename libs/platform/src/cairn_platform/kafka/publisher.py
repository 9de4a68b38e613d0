"""Sends records and waits until Kafka has them."""

from collections.abc import Sequence
from typing import Any, Protocol

from kafka import KafkaProducer
from kafka.errors import KafkaError

from cairn_platform.kafka.codec import Record
from cairn_platform.settings import KafkaSettings

# kafka-python 3.0.12 can get stuck after its connection was reset: then this is how long it takes until a new producer is made.
_DELIVERY_TIMEOUT_SECONDS = 10
_CLOSE_SECONDS = 3


class PublishError(Exception):
    """Kafka did not acknowledge every record; some may have arrived all the same, so send them again."""


class Publisher(Protocol):
    """Whatever can send records."""

    def publish(self, records: Sequence[Record]) -> None:
        """Returns when every record is acknowledged by all replicas; raises PublishError otherwise."""


class KafkaPublisher:
    """An idempotent producer. Connects on first use, so that a service starts while Kafka is away."""

    def __init__(self, settings: KafkaSettings) -> None:
        self._settings = settings
        self._producer: Any = None

    def publish(self, records: Sequence[Record]) -> None:
        """Returns when every record is acknowledged by all replicas; raises PublishError otherwise."""
        try:
            producer = self._connected()
            futures = [
                producer.send(
                    record.topic, key=record.key.encode(), value=record.value, headers=list(record.headers)
                )
                for record in records
            ]
            for future in futures:
                future.get(timeout=_DELIVERY_TIMEOUT_SECONDS + 5)
        except KafkaError as error:
            # A producer that gave up on a record may hold sequence numbers that the broker does not expect: begin afresh.
            self.close()
            raise PublishError(str(error)) from error

    def close(self) -> None:
        """Lets go of the connection, and of what could not be sent."""
        producer, self._producer = self._producer, None
        if producer is None:
            return
        try:
            producer.close(timeout=_CLOSE_SECONDS)
        except KafkaError:
            # kafka-python 3.0.12 does not end its thread when something is left to send: with Kafka away, threads would pile up.
            producer._sender.force_close()
            producer._sender.join(_CLOSE_SECONDS)
            producer.close(timeout=_CLOSE_SECONDS)

    def _connected(self) -> Any:
        if self._producer is None:
            self._producer = KafkaProducer(
                **self._settings.connection(),
                enable_idempotence=True,
                acks="all",
                linger_ms=5,
                delivery_timeout_ms=_DELIVERY_TIMEOUT_SECONDS * 1000,
                request_timeout_ms=5000,
                max_block_ms=3000,
            )
        return self._producer
