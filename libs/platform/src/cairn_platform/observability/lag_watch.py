"""Measures how far a consumer group is behind its topics."""

import threading
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import OffsetSpec
from kafka.errors import KafkaError
from pymongo.errors import PyMongoError

from cairn_platform.observability import metrics
from cairn_platform.settings import KafkaSettings

_EVERY_SECONDS = 10.0


class LagWatch:
    """Asks Kafka every ten seconds, on a connection of its own: also while the consumer stands still, which is when it matters.

    `tell` hears of how many events of all topics it is.
    """

    def __init__(
        self,
        settings: KafkaSettings,
        *,
        group: str,
        topics: Collection[str],
        tell: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._settings = settings
        self._group = group
        self._topics = topics
        self._tell = tell
        self._admin: Any = None

    def run(self, stop: threading.Event) -> None:
        """Measures until `stop` is set."""
        while not stop.is_set():
            try:
                self.look()
            except (KafkaError, PyMongoError):
                metrics.WAITS.labels("lag_watch").inc()
                self.close()
            stop.wait(_EVERY_SECONDS)
        self.close()

    def lag(self) -> dict[str, int]:
        """Events behind, by topic; raises KafkaError. Where nothing was committed, the whole topic counts."""
        if self._admin is None:
            self._admin = KafkaAdminClient(**self._settings.connection(), request_timeout_ms=5_000)
        partitions = [
            TopicPartition(topic["name"], partition["partition_index"])
            for topic in self._admin.describe_topics(sorted(self._topics))
            for partition in topic["partitions"]
        ]
        ends = self._admin.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.LATEST))
        committed = self._admin.list_group_offsets({self._group: partitions}).get(self._group, {})
        behind = Counter(dict.fromkeys(self._topics, 0))
        for partition, end in ends.items():
            done = committed[partition].offset if partition in committed else 0
            behind[partition.topic] += max(0, end.offset - max(0, done))
        return dict(behind)

    def look(self) -> None:
        """Measures once, and shows and tells it."""
        lag = self.lag()
        self._tell(sum(lag.values()))
        for topic, behind in lag.items():
            metrics.CONSUMER_LAG_EVENTS.labels(self._group, topic).set(behind)

    def close(self) -> None:
        """Lets go of the connection."""
        if self._admin is not None:
            self._admin.close()
            self._admin = None
