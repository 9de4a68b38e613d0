"""Which faults of handling an event are waited out; every other one belongs to the event, which is refused."""

from kafka.errors import KafkaError
from pymongo.errors import PyMongoError

from cairn_platform.kafka.publisher import PublishError
from cairn_platform.mongo.faults import can_never_be_stored


def is_transient(error: Exception) -> bool:
    """Whether the same may succeed later: MongoDB or Kafka is away, overloaded or between two primaries."""
    if isinstance(error, PyMongoError):
        return not can_never_be_stored(error)
    return isinstance(error, KafkaError | PublishError)
