"""The only place where reporting is put together."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import grpc
from pymongo.database import Database

from cairn.reporting.v1 import reporting_service_pb2_grpc as contract_grpc
from cairn_platform.auth.verifier import token_verifier
from cairn_platform.clock import utc_now
from cairn_platform.events import dead_letter_topic
from cairn_platform.grpc.server import build_server, serve_until_stopped
from cairn_platform.kafka.consumer import ConsumerLoop, State
from cairn_platform.kafka.dead_letters import DeadLetters
from cairn_platform.kafka.publisher import KafkaPublisher
from cairn_platform.kafka.read_model_handler import ReadModelHandler
from cairn_platform.kafka.rebuild import rebuild
from cairn_platform.kafka.replay import replay
from cairn_platform.kafka.topics import ensure_topics
from cairn_platform.mongo.connection import Document, answers, connect
from cairn_platform.mongo.leases import Lease
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.process import work
from cairn_platform.settings import IdentitySettings, KafkaSettings
from cairn_reporting.adapters.grpc.servicer import SERVICE_NAME, ReportingServicer
from cairn_reporting.adapters.kafka.projections import PROJECTIONS
from cairn_reporting.adapters.mongo.facts import MongoFacts
from cairn_reporting.settings import (
    AUDIENCE,
    CONSUMER_GROUP,
    SERVICE,
    ReportingGrpcSettings,
    ReportingMongoSettings,
    ReportingWorkSettings,
)

Progress = Callable[[int, int], None]
"""Gets how many records were read and how many there are."""

_REBUILD_TERM = timedelta(seconds=60)


def serve() -> int:
    """Answers ReportingService until it is told to stop."""
    settings = ReportingGrpcSettings()
    database = connect(ReportingMongoSettings())
    verifier, keys = token_verifier(IdentitySettings(), audience=AUDIENCE)
    servicer = reporting_servicer(database)

    def register(server: grpc.Server) -> None:
        contract_grpc.add_ReportingServiceServicer_to_server(servicer, server)

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


def reporting_servicer(database: Database[Document]) -> ReportingServicer:
    """The servicer over the read models in a database."""
    read_models = ReadModels(database, PROJECTIONS)
    return ReportingServicer(
        facts_of=lambda tenant_id: MongoFacts(read_models, tenant_id=tenant_id), clock=utc_now
    )


def work_until_stopped() -> int:
    """Brings events into the read models until it is told to stop; 1 where it has to be started afresh."""
    settings = ReportingWorkSettings()
    kafka = KafkaSettings()
    database = connect(ReportingMongoSettings())
    read_models = ReadModels(database, PROJECTIONS)
    publisher = KafkaPublisher(kafka)
    consumer = ConsumerLoop(
        settings=kafka,
        group=CONSUMER_GROUP,
        contracts=read_models.contracts,
        handler=ReadModelHandler(read_models),
        dead_letters=DeadLetters(service=SERVICE, publisher=publisher),
        refusals_in_a_row=settings.refusals_in_a_row,
    )
    try:
        return work(
            {"events": consumer.run},
            settings=settings,
            ready=lambda: consumer.state is State.RUNNING and answers(database),
        )
    finally:
        publisher.close()


def rebuild_read_models(*, on_progress: Progress) -> int:
    """Builds the read models afresh from the topics while the old ones serve, then lets the new ones serve.

    Returns how many events were applied. Raises RebuildRunningError while another rebuild is under way.
    """
    database = connect(ReportingMongoSettings())
    turn = Lease(database, name="rebuild", holder=uuid.uuid4().hex, term=_REBUILD_TERM, clock=utc_now)
    return rebuild(KafkaSettings(), ReadModels(database, PROJECTIONS), turn=turn, on_progress=on_progress)


def replay_dead_letters(*, on_progress: Progress) -> tuple[int, int]:
    """Applies the events that were refused again; returns how many were applied and how many refused once more."""
    kafka = KafkaSettings()
    read_models = ReadModels(connect(ReportingMongoSettings()), PROJECTIONS)
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
    read_models = ReadModels(connect(ReportingMongoSettings()), PROJECTIONS)
    read_models.ensure(generation=read_models.serving())
    ensure_topics(KafkaSettings(), [*read_models.contracts, dead_letter_topic(SERVICE)])
