"""`work --replay`: applies a service's dead letters again, once the cause is mended."""

from collections.abc import Callable, Mapping, Sequence

import structlog
from kafka.structs import OffsetAndMetadata

from cairn_platform.events import Contract
from cairn_platform.kafka.codec import decode
from cairn_platform.kafka.connection import kafka_consumer
from cairn_platform.kafka.consumer import (
    COMMIT_MILLISECONDS,
    EventHandler,
    Received,
)
from cairn_platform.kafka.dead_letters import DeadLetters, original
from cairn_platform.kafka.faults import is_transient
from cairn_platform.kafka.positions import partitions_of, read_up_to
from cairn_platform.settings import KafkaSettings

log = structlog.get_logger()


def replay(
    settings: KafkaSettings,
    *,
    service: str,
    contracts: Mapping[str, Contract],
    handler: EventHandler,
    dead_letters: DeadLetters,
    on_progress: Callable[[int, int], None],
) -> tuple[int, int]:
    """Applies the dead letters that were not replayed yet; returns how many were applied and how many refused again.

    Each has its effect once, however often it is replayed, since an event applies only if it is newer. What is refused again is a new
    dead letter, for the next replay; this one ends where the topic ended when it began.
    """
    consumer = kafka_consumer(settings, group=f"{service}-replay")
    counts = {"applied": 0, "refused": 0}
    try:
        partitions = partitions_of(consumer, [dead_letters.topic])
        consumer.assign(partitions)
        for partition in partitions:
            consumer.seek(partition, consumer.committed(partition, timeout_ms=COMMIT_MILLISECONDS) or 0)
        ends = consumer.end_offsets(partitions)
        total = sum(end - consumer.position(partition) for partition, end in ends.items())

        def take(batch: Sequence[Received]) -> None:
            for each in batch:
                outcome = "applied" if _applies(each, contracts, handler, dead_letters) else "refused"
                counts[outcome] += 1
                consumer.commit(
                    {each.partition: OffsetAndMetadata(each.offset + 1, "", -1)},
                    timeout_ms=COMMIT_MILLISECONDS,
                )
            on_progress(sum(counts.values()), total)

        read_up_to(consumer, ends, take=take)
    finally:
        consumer.close(autocommit=False, timeout_ms=3000)
    log.info("replayed", service=service, **counts)
    return counts["applied"], counts["refused"]


def _applies(
    letter: Received, contracts: Mapping[str, Contract], handler: EventHandler, dead_letters: DeadLetters
) -> bool:
    record = original(letter.record)
    try:
        handler.apply([decode(record, contracts)])
    except Exception as error:
        if is_transient(error):
            raise
        cause = f"{type(error).__name__}: {error}"
        dead_letters.add(record, partition=letter.partition.partition, offset=letter.offset, cause=cause)
        return False
    return True
