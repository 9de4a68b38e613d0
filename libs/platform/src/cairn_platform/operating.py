"""The operator's commands, alike in every service: each shows on standard error how far it is and returns an exit status."""

import sys
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pymongo.database import Database

from cairn_platform import correlation
from cairn_platform.clock import utc_now
from cairn_platform.following import Following
from cairn_platform.kafka.dead_letters import DeadLetters
from cairn_platform.kafka.publisher import KafkaPublisher, PublishError
from cairn_platform.kafka.read_model_handler import ReadModelHandler
from cairn_platform.kafka.rebuild import RebuildRunningError, rebuild
from cairn_platform.kafka.replay import replay
from cairn_platform.kafka.republish import republish
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.leases import Lease, is_taken
from cairn_platform.mongo.store import Kind
from cairn_platform.settings import KafkaSettings

# Longer than a rebuild waits for Kafka between two batches: the turn must not lapse under it.
_REBUILD_TERM = timedelta(seconds=60)
_REBUILD = "rebuild"


def rebuild_read_models(follows: Following, *, kafka: KafkaSettings, database: Database[Document]) -> int:
    """`work --rebuild`: builds the read models afresh from the topics while the old ones serve, then lets the new ones serve."""
    turn = Lease(database, name=_REBUILD, holder=uuid.uuid4().hex, term=_REBUILD_TERM, clock=utc_now)
    try:
        rebuild(kafka, follows.read_models, turn=turn, on_progress=_show)
    except RebuildRunningError:
        sys.stderr.write("Another rebuild of the read models is under way; wait for its end.\n")
        return 1
    return 0


def is_rebuilding(database: Database[Document]) -> bool:
    """The read models in this database are being built afresh, while the old ones serve."""
    return is_taken(database, name=_REBUILD, now=utc_now())


def replay_dead_letters(follows: Following, *, kafka: KafkaSettings) -> int:
    """`work --replay`: applies the events that were refused again; 1 when some were refused once more."""
    publisher = KafkaPublisher(kafka)
    try:
        _, refused = replay(
            kafka,
            service=follows.service,
            contracts=follows.read_models.contracts,
            handler=ReadModelHandler(follows.read_models),
            dead_letters=DeadLetters(service=follows.service, publisher=publisher),
            on_progress=_show,
        )
    finally:
        publisher.close()
    return 1 if refused else 0


def republish_state(
    kinds: Sequence[Kind[Any]], *, source: str, kafka: KafkaSettings, database: Database[Document]
) -> int:
    """`work --republish`: writes the present state of all aggregates to Kafka again; 1 where Kafka did not take all of it."""
    correlation.begin(None)
    publisher = KafkaPublisher(kafka)
    try:
        republish(database, kinds, source=source, publisher=publisher, now=utc_now(), on_progress=_show)
    except PublishError:
        sys.stderr.write("\nKafka did not take everything; it does no harm to begin again.\n")
        return 1
    finally:
        publisher.close()
    return 0


def _show(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done} of {total} events")
    if done >= total:
        sys.stderr.write("\n")
    sys.stderr.flush()
