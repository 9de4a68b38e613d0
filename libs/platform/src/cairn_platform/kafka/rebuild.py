"""`work --rebuild`: builds a new generation of the read models from the topics while the old one serves, then lets the new one serve."""

from collections.abc import Callable, Mapping, Sequence

import structlog

from cairn_platform.events import Contract, Event
from cairn_platform.kafka.codec import UndecodableRecordError, decode
from cairn_platform.kafka.connection import kafka_consumer
from cairn_platform.kafka.consumer import Received
from cairn_platform.kafka.faults import is_transient
from cairn_platform.kafka.positions import partitions_of, read_up_to
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.settings import KafkaSettings
from cairn_platform.turns import Turn

log = structlog.get_logger()

_TAIL = 500
_ROUNDS_AT_MOST = 20


class RebuildRunningError(Exception):
    """Another rebuild of the same read models is under way."""


def rebuild(
    settings: KafkaSettings, read_models: ReadModels, *, turn: Turn, on_progress: Callable[[int, int], None]
) -> int:
    """Reads every topic from its start to its end, and switches; returns how many events were applied.

    The workers notice the switch and follow from there. `on_progress` gets how many records were read and how many there are. What
    was refused when it first came is refused again, and counted in the log; it is in the dead letters already. Raises
    RebuildRunningError while somebody else has the `turn`.
    """
    if not turn.hold():
        raise RebuildRunningError
    consumer = kafka_consumer(settings, group=None)
    contracts = read_models.contracts
    counts = {"read": 0, "applied": 0}
    try:
        partitions = partitions_of(consumer, contracts)
        consumer.assign(partitions)
        starts = consumer.beginning_offsets(partitions)
        consumer.seek_to_beginning(*partitions)
        generation = read_models.begin()
        for _ in range(_ROUNDS_AT_MOST):
            # What arrived while the round before was read is read in another, until little is left for the workers to catch up with.
            ends = consumer.end_offsets(partitions)
            total = sum(ends[partition] - starts[partition] for partition in partitions)

            def take(batch: Sequence[Received], total: int = total) -> None:
                turn.hold()
                counts["applied"] += _apply(_decoded(batch, contracts), read_models, generation)
                counts["read"] += len(batch)
                on_progress(counts["read"], total)

            before = counts["read"]
            read_up_to(consumer, ends, take=take)
            if counts["read"] - before < _TAIL:
                break
        read_models.switch_to(
            generation, offsets={(each.topic, each.partition): end for each, end in ends.items()}
        )
    finally:
        consumer.close(autocommit=False, timeout_ms=3000)
        turn.release()
    log.info(
        "rebuilt", generation=generation, events=counts["applied"], refused=counts["read"] - counts["applied"]
    )
    return counts["applied"]


def _decoded(batch: Sequence[Received], contracts: Mapping[str, Contract]) -> list[Event]:
    events = []
    for each in batch:
        try:
            events.append(decode(each.record, contracts))
        except UndecodableRecordError as error:
            log.warning("refused_again", topic=each.partition.topic, offset=each.offset, cause=str(error))
    return events


def _apply(events: Sequence[Event], read_models: ReadModels, generation: int) -> int:
    try:
        read_models.apply(events, generation=generation)
    except Exception as error:
        if is_transient(error):
            raise
        return sum(_applies(event, read_models, generation) for event in events)
    return len(events)


def _applies(event: Event, read_models: ReadModels, generation: int) -> bool:
    try:
        read_models.apply([event], generation=generation)
    except Exception as error:
        if is_transient(error):
            raise
        log.warning("refused_again", type=event.type, event_id=event.id, cause=str(error))
        return False
    return True
