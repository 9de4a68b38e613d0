"""How Kafka is read: nothing is committed unless it is said, and nothing is skipped where nothing was committed."""

from typing import Any

from kafka import KafkaConsumer
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor

from cairn_platform.settings import KafkaSettings

# Who is behind takes large batches: MongoDB is asked and waited for once a batch.
MAX_POLL_RECORDS = 2000
# What is fetched ahead of the polls. By default a consumer that is behind holds up to 50 MiB, several times that as objects.
_FETCHED_BYTES = 4 * 1024 * 1024
_FETCHED_BYTES_OF_PARTITION = 256 * 1024


def kafka_consumer(settings: KafkaSettings, *, group: str | None) -> Any:
    """A consumer that commits only when told to, and reads from the start where nothing was committed."""
    return KafkaConsumer(
        **settings.connection(),
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        partition_assignment_strategy=[CooperativeStickyAssignor],
        session_timeout_ms=6_000,
        heartbeat_interval_ms=500,
        max_poll_records=MAX_POLL_RECORDS,
        fetch_max_bytes=_FETCHED_BYTES,
        max_partition_fetch_bytes=_FETCHED_BYTES_OF_PARTITION,
    )
