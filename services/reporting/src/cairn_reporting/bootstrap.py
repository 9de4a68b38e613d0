"""The only place where reporting is put together."""

from functools import partial

from pymongo.database import Database

from cairn.reporting.v1 import focus_pb2_grpc, report_settings_pb2_grpc, what_if_pb2_grpc
from cairn.reporting.v1 import reporting_service_pb2_grpc as contract_grpc
from cairn_platform.clock import utc_now
from cairn_platform.events import dead_letter_topic
from cairn_platform.following import Following
from cairn_platform.kafka.topics import ensure_topics
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.operating import rebuild_read_models, replay_dead_letters
from cairn_platform.serving import serve_service
from cairn_platform.settings import KafkaSettings
from cairn_platform.working import work_service
from cairn_reporting.adapters.grpc.focus_servicer import FOCUS_SERVICE_NAME, FocusServicer
from cairn_reporting.adapters.grpc.servicer import SERVICE_NAME, ReportingServicer
from cairn_reporting.adapters.grpc.settings_servicer import SETTINGS_SERVICE_NAME, ReportSettingsServicer
from cairn_reporting.adapters.grpc.what_if_servicer import WHAT_IF_SERVICE_NAME, WhatIfServicer
from cairn_reporting.adapters.kafka.projections import PROJECTIONS
from cairn_reporting.adapters.mongo.facts import MongoFacts
from cairn_reporting.adapters.mongo.settings_store import MongoSettingsStore
from cairn_reporting.settings import (
    AUDIENCE,
    CONSUMER_GROUP,
    SERVICE,
    ReportingGrpcSettings,
    ReportingMongoSettings,
    ReportingWorkSettings,
)


def serve() -> int:
    """Answers ReportingService until it is told to stop; returns the exit status."""
    database = connect(ReportingMongoSettings())
    servicer = reporting_servicer(database)
    return serve_service(
        ReportingGrpcSettings(),
        database=database,
        audience=AUDIENCE,
        services={
            SERVICE_NAME: partial(contract_grpc.add_ReportingServiceServicer_to_server, servicer),
            FOCUS_SERVICE_NAME: partial(
                focus_pb2_grpc.add_FocusServiceServicer_to_server, focus_servicer(database)
            ),
            WHAT_IF_SERVICE_NAME: partial(
                what_if_pb2_grpc.add_WhatIfServiceServicer_to_server, what_if_servicer(database)
            ),
            SETTINGS_SERVICE_NAME: partial(
                report_settings_pb2_grpc.add_ReportSettingsServiceServicer_to_server,
                settings_servicer(database),
            ),
        },
    )


def reporting_servicer(database: Database[Document]) -> ReportingServicer:
    """The servicer over the read models in a database."""
    read_models = ReadModels(database, PROJECTIONS)
    return ReportingServicer(
        facts_of=lambda tenant_id, known_at=None: MongoFacts(
            read_models, tenant_id=tenant_id, known_at=known_at
        ),
        clock=utc_now,
    )


def focus_servicer(database: Database[Document]) -> FocusServicer:
    """The servicer that looks at collections, over the read models in a database."""
    read_models = ReadModels(database, PROJECTIONS)
    return FocusServicer(
        facts_of=lambda tenant_id: MongoFacts(read_models, tenant_id=tenant_id), clock=utc_now
    )


def what_if_servicer(database: Database[Document]) -> WhatIfServicer:
    """The servicer of what would be, over the read models in a database."""
    read_models = ReadModels(database, PROJECTIONS)
    return WhatIfServicer(
        facts_of=lambda tenant_id: MongoFacts(read_models, tenant_id=tenant_id), clock=utc_now
    )


def settings_servicer(database: Database[Document]) -> ReportSettingsServicer:
    """The servicer of what tenants settle about their reports."""
    return ReportSettingsServicer(
        store_of=lambda tenant_id: MongoSettingsStore(database, tenant_id=tenant_id)
    )


def work() -> int:
    """Brings events into the read models until it is told to stop; returns the exit status."""
    database = connect(ReportingMongoSettings())
    return work_service(
        ReportingWorkSettings(),
        kafka=KafkaSettings(),
        database=database,
        relays=False,
        follows=_everything(database),
    )


def rebuild() -> int:
    """Builds the read models afresh from the topics while the old ones serve; returns the exit status."""
    database = connect(ReportingMongoSettings())
    return rebuild_read_models(_everything(database), kafka=KafkaSettings(), database=database)


def replay() -> int:
    """Applies the events that were refused again; returns the exit status."""
    return replay_dead_letters(_everything(connect(ReportingMongoSettings())), kafka=KafkaSettings())


def migrate() -> int:
    """Makes the collections, indexes and topics that are missing; may be repeated."""
    read_models = ReadModels(connect(ReportingMongoSettings()), PROJECTIONS)
    read_models.ensure(generation=read_models.serving())
    ensure_topics(KafkaSettings(), [*read_models.contracts, dead_letter_topic(SERVICE)])
    return 0


def _everything(database: Database[Document]) -> Following:
    return Following(service=SERVICE, group=CONSUMER_GROUP, read_models=ReadModels(database, PROJECTIONS))
