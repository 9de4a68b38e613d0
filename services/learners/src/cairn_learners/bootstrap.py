"""The only place where learners is put together."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import grpc
from pymongo.database import Database

from cairn.learners.v1 import learners_service_pb2_grpc as contract_grpc
from cairn_learners.adapters.grpc.servicer import SERVICE_NAME, LearnersServicer
from cairn_learners.adapters.kafka.events import MESSAGES
from cairn_learners.adapters.kafka.projections import PROJECTIONS
from cairn_learners.adapters.mongo.documents import DOCUMENTS
from cairn_learners.adapters.mongo.store import MongoLearners
from cairn_learners.settings import (
    AUDIENCE,
    CONSUMER_GROUP,
    SERVICE,
    LearnersGrpcSettings,
    LearnersMongoSettings,
    LearnersWorkSettings,
)
from cairn_platform.auth.verifier import token_verifier
from cairn_platform.clock import utc_now
from cairn_platform.events import contracts_by_topic, dead_letter_topic
from cairn_platform.grpc.server import build_server, serve_until_stopped
from cairn_platform.kafka.consumer import ConsumerLoop, State
from cairn_platform.kafka.dead_letters import DeadLetters
from cairn_platform.kafka.publisher import KafkaPublisher
from cairn_platform.kafka.read_model_handler import ReadModelHandler
from cairn_platform.kafka.rebuild import rebuild
from cairn_platform.kafka.relay import Relay
from cairn_platform.kafka.replay import replay
from cairn_platform.kafka.topics import ensure_topics
from cairn_platform.mongo.connection import Document, answers, connect
from cairn_platform.mongo.indexes import ensure_indexes
from cairn_platform.mongo.leases import Lease
from cairn_platform.mongo.outbox import Outbox
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.mongo.store import ensure_store_indexes
from cairn_platform.process import work
from cairn_platform.settings import IdentitySettings, KafkaSettings

Progress = Callable[[int, int], None]
"""Gets how many records were read and how many there are."""

_RELAY_TERM = timedelta(seconds=10)
# Longer than a rebuild waits for Kafka between two batches: the turn must not lapse under it.
_REBUILD_TERM = timedelta(seconds=60)


def serve() -> int:
    """Answers LearnersService until it is told to stop."""
    settings = LearnersGrpcSettings()
    database = connect(LearnersMongoSettings())
    verifier, keys = token_verifier(IdentitySettings(), audience=AUDIENCE)
    servicer = learners_servicer(database)

    def register(server: grpc.Server) -> None:
        contract_grpc.add_LearnersServiceServicer_to_server(servicer, server)

    server, readiness = build_server(
        settings,
        verifier=verifier,
        register=register,
        service_names=(SERVICE_NAME,),
        ready=lambda: not keys.is_empty and answers(database),
    )
    keys.start()
    serve_until_stopped(server, readiness, drain_seconds=settings.drain_seconds)
    return 0


def learners_servicer(database: Database[Document]) -> LearnersServicer:
    """The servicer over the facts and the copies in a database."""
    read_models = ReadModels(database, PROJECTIONS)
    return LearnersServicer(
        store_of=lambda tenant_id: MongoLearners(
            database, tenant_id=tenant_id, read_models=read_models, clock=utc_now
        ),
        clock=utc_now,
        new_id=lambda: str(uuid.uuid4()),
    )


def work_until_stopped() -> int:
    """Carries own events to Kafka and the catalogue's here until it is told to stop; 1 where it has to be started afresh."""
    settings = LearnersWorkSettings()
    kafka = KafkaSettings()
    database = connect(LearnersMongoSettings())
    read_models = ReadModels(database, PROJECTIONS)
    # A publisher each: the loops are threads of their own, and the relay closes its producer after a fault.
    relaying, refusing = KafkaPublisher(kafka), KafkaPublisher(kafka)
    lease = _lease(database, "relay", _RELAY_TERM)
    relay = Relay(outbox=Outbox(database), publisher=relaying, turn=lease)
    consumer = ConsumerLoop(
        settings=kafka,
        group=CONSUMER_GROUP,
        contracts=read_models.contracts,
        handler=ReadModelHandler(read_models),
        dead_letters=DeadLetters(service=SERVICE, publisher=refusing),
        refusals_in_a_row=settings.refusals_in_a_row,
    )
    try:
        return work(
            {"relay": relay.run, "events": consumer.run},
            settings=settings,
            ready=lambda: consumer.state is State.RUNNING and answers(database),
        )
    finally:
        relaying.close()
        refusing.close()
        lease.release()


def rebuild_copies(*, on_progress: Progress) -> int:
    """Builds the copies of the catalogue afresh from the topics while the old ones serve; returns how many events were applied."""
    database = connect(LearnersMongoSettings())
    return rebuild(
        KafkaSettings(),
        ReadModels(database, PROJECTIONS),
        turn=_lease(database, "rebuild", _REBUILD_TERM),
        on_progress=on_progress,
    )


def replay_dead_letters(*, on_progress: Progress) -> tuple[int, int]:
    """Applies the events that were refused again; returns how many were applied and how many refused once more."""
    kafka = KafkaSettings()
    read_models = ReadModels(connect(LearnersMongoSettings()), PROJECTIONS)
    publisher = KafkaPublisher(kafka)
    try:
        return replay(
            kafka,
            service=SERVICE,
            contracts=read_models.contracts,
            handler=ReadModelHandler(read_models),
            dead_letters=DeadLetters(service=SERVICE, publisher=publisher),
            on_progress=on_progress,
        )
    finally:
        publisher.close()


def migrate() -> None:
    """Makes the collections, indexes and topics that are missing; may be repeated."""
    database = connect(LearnersMongoSettings())
    migrate_database(database)
    followed = ReadModels(database, PROJECTIONS).contracts
    ensure_topics(KafkaSettings(), [*contracts_by_topic(MESSAGES), *followed, dead_letter_topic(SERVICE)])


def migrate_database(database: Database[Document]) -> None:
    """Makes the collections and indexes that are missing."""
    ensure_store_indexes(database)
    ensure_indexes(database, DOCUMENTS)
    read_models = ReadModels(database, PROJECTIONS)
    read_models.ensure(generation=read_models.serving())


def _lease(database: Database[Document], name: str, term: timedelta) -> Lease:
    return Lease(database, name=name, holder=uuid.uuid4().hex, term=term, clock=utc_now)
