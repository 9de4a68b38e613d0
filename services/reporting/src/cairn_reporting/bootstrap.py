"""The only place where reporting is put together."""

import random
import secrets
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from pymongo.database import Database

from cairn.reporting.v1 import (
    explanations_pb2_grpc,
    focus_pb2_grpc,
    pipeline_pb2_grpc,
    report_exports_pb2_grpc,
    report_settings_pb2_grpc,
    saved_reports_pb2_grpc,
    trends_pb2_grpc,
    webhooks_pb2_grpc,
    what_if_pb2_grpc,
    worth_pb2_grpc,
)
from cairn.reporting.v1 import reporting_service_pb2_grpc as contract_grpc
from cairn_platform.clock import utc_now
from cairn_platform.due import DueItem
from cairn_platform.due_loops import due_loop, due_side_by_side
from cairn_platform.events import dead_letter_topic
from cairn_platform.following import Following
from cairn_platform.kafka.topics import ensure_topics
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.files import ensure_files
from cairn_platform.mongo.indexes import ensure_indexes, forget_after
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.mongo.store import Kind, TenantStore, ensure_store_indexes
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
from cairn_reporting.adapters.grpc.saved_questions import SavedQuestions
from cairn_reporting.adapters.grpc.saved_reports_servicer import (
    SAVED_REPORTS_SERVICE_NAME,
    SavedReportsServicer,
)
from cairn_reporting.adapters.grpc.servicer import SERVICE_NAME, ReportingServicer
from cairn_reporting.adapters.grpc.settings_servicer import SETTINGS_SERVICE_NAME, ReportSettingsServicer
from cairn_reporting.adapters.grpc.trends_servicer import TRENDS_SERVICE_NAME, TrendsServicer
from cairn_reporting.adapters.grpc.webhooks_servicer import (
    WEBHOOKS_SERVICE_NAME,
    Webhooking,
    WebhooksServicer,
)
from cairn_reporting.adapters.grpc.what_if_servicer import WHAT_IF_SERVICE_NAME, WhatIfServicer
from cairn_reporting.adapters.grpc.worth_servicer import WORTH_SERVICE_NAME, WorthServicer
from cairn_reporting.adapters.http.webhook_receiver import HttpReceiver
from cairn_reporting.adapters.kafka.projections import PROJECTIONS
from cairn_reporting.adapters.mongo.caretaker import WorkforceCaretaker
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
from cairn_reporting.adapters.mongo.saved_report_documents import SAVED_REPORT_DOCUMENTS
from cairn_reporting.adapters.mongo.saved_reports import (
    SAVED_REPORT_RUNS,
    SAVED_REPORTS,
    SAVED_REPORTS_WORK,
    MongoSavedReports,
)
from cairn_reporting.adapters.mongo.settings_store import MongoSettingsStore
from cairn_reporting.adapters.mongo.snapshots import MongoSnapshots
from cairn_reporting.adapters.mongo.webhook_documents import WebhookDeliveryDocument
from cairn_reporting.adapters.mongo.webhooks import (
    WEBHOOK_DOCUMENTS,
    WEBHOOK_KINDS,
    WEBHOOKS_WORK,
    MongoWebhooks,
)
from cairn_reporting.adapters.sealing import FernetSeal
from cairn_reporting.application.announcing import EndpointAnnouncer
from cairn_reporting.application.deliver_webhook import Delivering, deliver_webhook
from cairn_reporting.application.run_export import Surroundings, run_export
from cairn_reporting.application.run_saved_report import Scheduling, run_what_is_due
from cairn_reporting.application.saved_reports import Keeping, is_shared_with
from cairn_reporting.application.workforce.loading import Loading
from cairn_reporting.application.workforce.tenants import Workforces
from cairn_reporting.domain.webhook_signatures import SECRET_BYTES, secret_text
from cairn_reporting.settings import (
    AUDIENCE,
    CONSUMER_GROUP,
    SERVICE,
    EngineSettings,
    ReportingGrpcSettings,
    ReportingMongoSettings,
    ReportingWorkSettings,
    WebhookSettings,
)


class Stores:
    """Each tenant's facts and stores over one database. Workforces are kept in memory once for all who ask of them."""

    def __init__(self, database: Database[Document], *, webhooks: WebhookSettings | None = None) -> None:
        self.database = database
        self.read_models = ReadModels(database, PROJECTIONS)
        self.webhook_settings = webhooks or WebhookSettings()
        engine = EngineSettings()
        loading = Loading(
            facts_of=self.facts,
            log_of=lambda tenant_id: MongoLog(self.read_models, tenant_id=tenant_id),
            snapshots_of=lambda tenant_id: MongoSnapshots(database, tenant_id=tenant_id, clock=utc_now),
            clock=utc_now,
            at_most_bytes=engine.mebibytes * 2**20,
        )
        self.workforces = Workforces(
            loading,
            patience_seconds=engine.patience_seconds,
            look_good_for_seconds=engine.look_good_for_seconds,
        )
        self.caretaker = WorkforceCaretaker(self.workforces, loading)

    def facts(self, tenant_id: str, *, known_at: datetime | None = None) -> MongoFacts:
        """What the read models say of a tenant, or said at an instant."""
        return MongoFacts(self.read_models, tenant_id=tenant_id, known_at=known_at)

    def enrolments(self, tenant_id: str, *, known_at: datetime | None = None) -> MongoEnrolments:
        """The plans that people are on, or were known to be on."""
        return MongoEnrolments(self.read_models, tenant_id=tenant_id, known_at=known_at)

    def settings(self, tenant_id: str) -> MongoSettingsStore:
        """What a tenant settled about its reports."""
        return MongoSettingsStore(self.database, tenant_id=tenant_id)

    def kept(self, tenant_id: str, *kinds: Kind[Any]) -> TenantStore:
        """What of these kinds a tenant keeps, saved together with the messages that tell of it."""
        return TenantStore(
            self.database,
            tenant_id=tenant_id,
            kinds=[*kinds, *WEBHOOK_KINDS],
            source=SERVICE,
            clock=utc_now,
        )

    def webhooks(self, tenant_id: str) -> MongoWebhooks:
        """A tenant's webhook endpoints, and what is on its way to them."""
        return MongoWebhooks(self.kept(tenant_id))

    def announcer(self, tenant_id: str) -> EndpointAnnouncer:
        """What tells a tenant's webhook endpoints of what happened."""
        return EndpointAnnouncer(
            self.webhooks(tenant_id), api_url=self.webhook_settings.api_url, clock=utc_now, new_id=_new_id
        )

    def exporting(self, tenant_id: str) -> Exporting:
        """What an export of a tenant is kept in and made by."""
        return Exporting(
            store=MongoExports(
                self.kept(tenant_id, REPORT_EXPORTS), announcer=self.announcer(tenant_id), clock=utc_now
            ),
            is_shared=partial(is_shared_with, store=self.saved_reports(tenant_id)),
            parts=MongoExportParts(self.database, tenant_id=tenant_id),
            maker=ExportedReports(
                self.facts, self.enrolments, self.workforces.of, tenant_id=tenant_id, clock=utc_now
            ),
            endpoints=self.webhooks(tenant_id),
        )

    def saved_reports(self, tenant_id: str) -> MongoSavedReports:
        """The reports that a tenant keeps by name."""
        kept = self.kept(tenant_id, SAVED_REPORTS, SAVED_REPORT_RUNS, REPORT_EXPORTS)
        return MongoSavedReports(kept, clock=utc_now)

    def keeping(self, tenant_id: str) -> Keeping:
        """What a tenant's saved reports are kept in and made by."""
        return Keeping(
            store=self.saved_reports(tenant_id),
            dates=SavedQuestions(),
            maker=self.exporting(tenant_id).maker,
        )


def serve() -> int:
    """Answers ReportingService until it is told to stop; returns the exit status."""
    stores = Stores(connect(ReportingMongoSettings()))
    threading.Thread(target=stores.caretaker.run, args=(threading.Event(),), daemon=True).start()
    return serve_service(
        ReportingGrpcSettings(),
        database=stores.database,
        audience=AUDIENCE,
        services={
            SERVICE_NAME: partial(
                contract_grpc.add_ReportingServiceServicer_to_server, reporting_servicer(stores)
            ),
            FOCUS_SERVICE_NAME: partial(
                focus_pb2_grpc.add_FocusServiceServicer_to_server,
                FocusServicer(facts_of=stores.facts, clock=utc_now),
            ),
            WHAT_IF_SERVICE_NAME: partial(
                what_if_pb2_grpc.add_WhatIfServiceServicer_to_server,
                WhatIfServicer(facts_of=stores.facts, clock=utc_now, workforces=stores.workforces.of),
            ),
            TRENDS_SERVICE_NAME: partial(
                trends_pb2_grpc.add_TrendsServiceServicer_to_server,
                TrendsServicer(facts_of=stores.facts, clock=utc_now, workforces=stores.workforces.of),
            ),
            PIPELINE_SERVICE_NAME: partial(
                pipeline_pb2_grpc.add_PipelineServiceServicer_to_server,
                PipelineServicer(
                    facts_of=stores.facts,
                    enrolments_of=stores.enrolments,
                    clock=utc_now,
                    workforces=stores.workforces.of,
                ),
            ),
            WORTH_SERVICE_NAME: partial(
                worth_pb2_grpc.add_WorthServiceServicer_to_server,
                WorthServicer(facts_of=stores.facts, clock=utc_now, workforces=stores.workforces.of),
            ),
            SETTINGS_SERVICE_NAME: partial(
                report_settings_pb2_grpc.add_ReportSettingsServiceServicer_to_server,
                ReportSettingsServicer(store_of=stores.settings, tell=stores.workforces.look_again),
            ),
            EXPLANATIONS_SERVICE_NAME: partial(
                explanations_pb2_grpc.add_ReportExplanationsServiceServicer_to_server,
                explanations_servicer(stores),
            ),
            EXPORTS_SERVICE_NAME: partial(
                report_exports_pb2_grpc.add_ReportExportsServiceServicer_to_server, exports_servicer(stores)
            ),
            WEBHOOKS_SERVICE_NAME: partial(
                webhooks_pb2_grpc.add_WebhooksServiceServicer_to_server, webhooks_servicer(stores)
            ),
            SAVED_REPORTS_SERVICE_NAME: partial(
                saved_reports_pb2_grpc.add_SavedReportsServiceServicer_to_server,
                saved_reports_servicer(stores),
            ),
        },
    )


def reporting_servicer(stores: Stores) -> ReportingServicer:
    """The servicer of reports."""
    return ReportingServicer(facts_of=stores.facts, clock=utc_now, workforces=stores.workforces.of)


def explanations_servicer(stores: Stores) -> ReportExplanationsServicer:
    """The servicer of what is behind figures."""
    return ReportExplanationsServicer(facts_of=stores.facts, enrolments_of=stores.enrolments, clock=utc_now)


def exports_servicer(stores: Stores) -> ReportExportsServicer:
    """The servicer of reports that a job makes."""
    return ReportExportsServicer(
        exporting=stores.exporting, rebuilding=lambda: is_rebuilding(stores.database), clock=utc_now
    )


def webhooks_servicer(stores: Stores) -> WebhooksServicer:
    """The servicer of who is told of what happened."""
    return WebhooksServicer(
        webhooking=lambda tenant_id: Webhooking(
            store=stores.webhooks(tenant_id), announcer=stores.announcer(tenant_id)
        ),
        receiver=HttpReceiver(stores.webhook_settings),
        seal=FernetSeal(stores.webhook_settings),
        new_secret=lambda: secret_text(secrets.token_bytes(SECRET_BYTES)),
        clock=utc_now,
    )


def saved_reports_servicer(
    stores: Stores, *, clock: Callable[[], datetime] = utc_now
) -> SavedReportsServicer:
    """The servicer of reports that are kept by name."""
    return SavedReportsServicer(
        store_of=stores.saved_reports,
        keeping=stores.keeping,
        rebuilding=lambda: is_rebuilding(stores.database),
        clock=clock,
    )


def saved_report_work(
    stores: Stores, *, clock: Callable[[], datetime] = utc_now
) -> Callable[[DueItem], None]:
    """Has a report made that its schedule wants by now."""

    def perform(item: DueItem) -> None:
        by = Scheduling(
            tenant_id=item.tenant_id,
            keeping=stores.keeping(item.tenant_id),
            facts=stores.facts(item.tenant_id),
            rebuilding=lambda: is_rebuilding(stores.database),
            clock=clock,
            new_id=_new_id,
        )
        run_what_is_due(by, saved_report_id=item.aggregate_id)

    return perform


def export_work(stores: Stores) -> Callable[[DueItem], None]:
    """Goes on with one export of a tenant."""

    def perform(item: DueItem) -> None:
        own = stores.exporting(item.tenant_id)
        around = Surroundings(
            tenant_id=item.tenant_id,
            store=own.store,
            parts=own.parts,
            maker=own.maker,
            facts=stores.facts(item.tenant_id),
            clock=utc_now,
        )
        run_export(around, export_id=item.aggregate_id)

    return perform


def webhook_work(stores: Stores) -> Callable[[DueItem], object]:
    """Tries to send one message to a tenant's endpoint."""
    receiver, seal = HttpReceiver(stores.webhook_settings), FernetSeal(stores.webhook_settings)

    def perform(item: DueItem) -> None:
        by = Delivering(
            store=stores.webhooks(item.tenant_id),
            receiver=receiver,
            seal=seal,
            clock=utc_now,
            jitter=random.random,
        )
        deliver_webhook(by, due=item)

    return perform


def _new_id() -> str:
    return str(uuid.uuid4())


def work() -> int:
    """Brings events into the read models, makes exports and tells of their ends until it is told to stop; returns the exit status."""
    database = connect(ReportingMongoSettings())
    stores = Stores(database)
    with due_loops(stores) as loops:
        return work_service(
            ReportingWorkSettings(),
            kafka=KafkaSettings(),
            database=database,
            relays=False,
            follows=_everything(database),
            further={**loops, "workforces": stores.caretaker.run},
        )


@contextmanager
def due_loops(stores: Stores) -> Iterator[Mapping[str, Callable[[threading.Event], None]]]:
    """The loops that do what is due, by their names: schedules begin exports, exports are made, and their ends are told."""
    database = stores.database
    with (
        due_loop(database, work=EXPORTS_WORK, perform=export_work(stores)) as exports,
        due_side_by_side(
            database,
            work=WEBHOOKS_WORK,
            perform=webhook_work(stores),
            at_once=stores.webhook_settings.at_once,
        ) as webhooks,
        due_loop(database, work=SAVED_REPORTS_WORK, perform=saved_report_work(stores)) as schedules,
    ):
        yield {EXPORTS_WORK: exports.run, WEBHOOKS_WORK: webhooks.run, SAVED_REPORTS_WORK: schedules.run}


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
    ensure_indexes(database, [ReportExportDocument, *SAVED_REPORT_DOCUMENTS, *WEBHOOK_DOCUMENTS])
    forget_after(database, WebhookDeliveryDocument, "forget_at")


def _everything(database: Database[Document]) -> Following:
    return Following(service=SERVICE, group=CONSUMER_GROUP, read_models=ReadModels(database, PROJECTIONS))
