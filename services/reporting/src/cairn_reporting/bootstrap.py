"""The only place where reporting is put together."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from pymongo.database import Database

from cairn.reporting.v1 import (
    explanations_pb2_grpc,
    focus_pb2_grpc,
    pipeline_pb2_grpc,
    report_exports_pb2_grpc,
    report_settings_pb2_grpc,
    trends_pb2_grpc,
    what_if_pb2_grpc,
    worth_pb2_grpc,
)
from cairn.reporting.v1 import reporting_service_pb2_grpc as contract_grpc
from cairn_platform.clock import utc_now
from cairn_platform.due import DueItem
from cairn_platform.due_loops import due_loop
from cairn_platform.events import dead_letter_topic
from cairn_platform.following import Following
from cairn_platform.kafka.topics import ensure_topics
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.files import ensure_files
from cairn_platform.mongo.indexes import ensure_indexes
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.mongo.store import TenantStore, ensure_store_indexes
from cairn_platform.operating import is_rebuilding, rebuild_read_models, replay_dead_letters
from cairn_platform.serving import serve_service
from cairn_platform.settings import KafkaSettings
from cairn_platform.working import work_service
from cairn_reporting.adapters.grpc.explanations_servicer import (
    EXPLANATIONS_SERVICE_NAME,
    ReportExplanationsServicer,
)
from cairn_reporting.adapters.grpc.exported_reports import ExportedReports
from cairn_reporting.adapters.grpc.exports_servicer import (
    EXPORTS_SERVICE_NAME,
    Exporting,
    ReportExportsServicer,
)
from cairn_reporting.adapters.grpc.focus_servicer import FOCUS_SERVICE_NAME, FocusServicer
from cairn_reporting.adapters.grpc.pipeline_servicer import PIPELINE_SERVICE_NAME, PipelineServicer
from cairn_reporting.adapters.grpc.servicer import SERVICE_NAME, ReportingServicer
from cairn_reporting.adapters.grpc.settings_servicer import SETTINGS_SERVICE_NAME, ReportSettingsServicer
from cairn_reporting.adapters.grpc.trends_servicer import TRENDS_SERVICE_NAME, TrendsServicer
from cairn_reporting.adapters.grpc.what_if_servicer import WHAT_IF_SERVICE_NAME, WhatIfServicer
from cairn_reporting.adapters.grpc.worth_servicer import WORTH_SERVICE_NAME, WorthServicer
from cairn_reporting.adapters.kafka.projections import PROJECTIONS
from cairn_reporting.adapters.mongo.changes import MongoLog
from cairn_reporting.adapters.mongo.enrolments import MongoEnrolments
from cairn_reporting.adapters.mongo.exports import (
    EXPORTS_WORK,
    REPORT_EXPORTS,
    MongoExportParts,
    MongoExports,
)
from cairn_reporting.adapters.mongo.facts import MongoFacts
from cairn_reporting.adapters.mongo.kept_documents import ReportExportDocument
from cairn_reporting.adapters.mongo.settings_store import MongoSettingsStore
from cairn_reporting.application.ports import FactsOf
from cairn_reporting.application.run_export import Surroundings, run_export
from cairn_reporting.application.workforce.tenants import Workforces
from cairn_reporting.settings import (
    AUDIENCE,
    CONSUMER_GROUP,
    SERVICE,
    EngineSettings,
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
            TRENDS_SERVICE_NAME: partial(
                trends_pb2_grpc.add_TrendsServiceServicer_to_server, trends_servicer(database)
            ),
            PIPELINE_SERVICE_NAME: partial(
                pipeline_pb2_grpc.add_PipelineServiceServicer_to_server, pipeline_servicer(database)
            ),
            WORTH_SERVICE_NAME: partial(
                worth_pb2_grpc.add_WorthServiceServicer_to_server, worth_servicer(database)
            ),
            SETTINGS_SERVICE_NAME: partial(
                report_settings_pb2_grpc.add_ReportSettingsServiceServicer_to_server,
                settings_servicer(database),
            ),
            EXPLANATIONS_SERVICE_NAME: partial(
                explanations_pb2_grpc.add_ReportExplanationsServiceServicer_to_server,
                explanations_servicer(database),
            ),
            EXPORTS_SERVICE_NAME: partial(
                report_exports_pb2_grpc.add_ReportExportsServiceServicer_to_server, exports_servicer(database)
            ),
        },
    )


def reporting_servicer(database: Database[Document]) -> ReportingServicer:
    """The servicer over the read models in a database."""
    read_models = ReadModels(database, PROJECTIONS)
    return ReportingServicer(
        facts_of=_facts_of(read_models), clock=utc_now, workforces=workforces(read_models).of
    )


def workforces(read_models: ReadModels) -> Workforces:
    """The tenants' workforces that this process keeps in memory."""
    settings = EngineSettings()
    return Workforces(
        facts_of=_facts_of(read_models),
        log_of=lambda tenant_id: MongoLog(read_models, tenant_id=tenant_id),
        clock=utc_now,
        at_most_bytes=settings.mebibytes * 2**20,
        patience_seconds=settings.patience_seconds,
    )


def trends_servicer(database: Database[Document]) -> TrendsServicer:
    """The servicer of months, over the read models in a database."""
    return TrendsServicer(facts_of=_facts_of(ReadModels(database, PROJECTIONS)), clock=utc_now)


def pipeline_servicer(database: Database[Document]) -> PipelineServicer:
    """The servicer of who is on the way to which role, over the read models in a database."""
    read_models = ReadModels(database, PROJECTIONS)
    return PipelineServicer(
        facts_of=_facts_of(read_models),
        enrolments_of=lambda tenant_id, *, known_at=None: MongoEnrolments(
            read_models, tenant_id=tenant_id, known_at=known_at
        ),
        clock=utc_now,
    )


def worth_servicer(database: Database[Document]) -> WorthServicer:
    """The servicer of what credentials were worth, over the read models in a database."""
    return WorthServicer(facts_of=_facts_of(ReadModels(database, PROJECTIONS)), clock=utc_now)


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


def explanations_servicer(database: Database[Document]) -> ReportExplanationsServicer:
    """The servicer of what is behind figures."""
    return ReportExplanationsServicer(facts_of=_facts_of(ReadModels(database, PROJECTIONS)), clock=utc_now)


def exports_servicer(database: Database[Document]) -> ReportExportsServicer:
    """The servicer of reports that a job makes."""
    return ReportExportsServicer(
        exporting=_exporting(database), rebuilding=lambda: is_rebuilding(database), clock=utc_now
    )


def export_work(database: Database[Document]) -> Callable[[DueItem], None]:
    """Goes on with one export of a tenant."""
    exporting, facts_of = _exporting(database), _facts_of(ReadModels(database, PROJECTIONS))

    def perform(item: DueItem) -> None:
        own = exporting(item.tenant_id)
        around = Surroundings(
            tenant_id=item.tenant_id,
            store=own.store,
            parts=own.parts,
            maker=own.maker,
            facts=facts_of(item.tenant_id),
            clock=utc_now,
        )
        run_export(around, export_id=item.aggregate_id)

    return perform


def _exporting(database: Database[Document]) -> Callable[[str], Exporting]:
    facts_of = _facts_of(ReadModels(database, PROJECTIONS))
    return lambda tenant_id: Exporting(
        store=MongoExports(
            TenantStore(database, tenant_id=tenant_id, kinds=[REPORT_EXPORTS], source=SERVICE, clock=utc_now),
            clock=utc_now,
        ),
        parts=MongoExportParts(database, tenant_id=tenant_id),
        maker=ExportedReports(facts_of, tenant_id=tenant_id, clock=utc_now),
    )


def _facts_of(read_models: ReadModels) -> FactsOf:
    return lambda tenant_id, *, known_at=None: MongoFacts(read_models, tenant_id=tenant_id, known_at=known_at)


def work() -> int:
    """Brings events into the read models and makes exports until it is told to stop; returns the exit status."""
    database = connect(ReportingMongoSettings())
    with ExitStack() as ending:
        exports = due_loop(database, work=EXPORTS_WORK, perform=export_work(database))
        return work_service(
            ReportingWorkSettings(),
            kafka=KafkaSettings(),
            database=database,
            relays=False,
            follows=_everything(database),
            further={EXPORTS_WORK: ending.enter_context(exports).run},
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
    database = connect(ReportingMongoSettings())
    read_models = ReadModels(database, PROJECTIONS)
    read_models.ensure(generation=read_models.serving())
    ensure_kept(database)
    ensure_topics(KafkaSettings(), [*read_models.contracts, dead_letter_topic(SERVICE)])
    return 0


def ensure_kept(database: Database[Document]) -> None:
    """Makes the collections and indexes of what reporting keeps beside the read models."""
    ensure_store_indexes(database)
    ensure_files(database)
    ensure_indexes(database, [ReportExportDocument])


def _everything(database: Database[Document]) -> Following:
    return Following(service=SERVICE, group=CONSUMER_GROUP, read_models=ReadModels(database, PROJECTIONS))
