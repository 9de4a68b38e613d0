"""Topics: made from the contracts at installation, kept for ever, all with the same number of partitions."""

from collections.abc import Iterable

from kafka import KafkaAdminClient
from kafka.errors import TopicAlreadyExistsError

from cairn_platform.settings import KafkaSettings

_KEPT_FOR_EVER = {"retention.ms": "-1", "cleanup.policy": "delete"}


def ensure_topics(settings: KafkaSettings, topics: Iterable[str]) -> None:
    """Makes the topics that are missing, and waits until each has its leaders."""
    admin = KafkaAdminClient(**settings.connection(), request_timeout_ms=10_000)
    try:
        missing = sorted(set(topics) - set(admin.list_topics()))
        wanted = {
            topic: {
                "num_partitions": settings.partitions,
                "replication_factor": settings.replication_factor,
                "configs": _KEPT_FOR_EVER,
            }
            for topic in missing
        }
        if wanted:
            try:
                admin.create_topics(wanted, wait_for_metadata=True)
            except TopicAlreadyExistsError:
                # Two services make each other's dead-letter or subscribed topics at the same moment: one is enough.
                admin.wait_for_topics(missing)
    finally:
        admin.close()
