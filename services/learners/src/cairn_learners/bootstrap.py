"""The only place where learners is put together."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TypeVar

from pymongo.database import Database

from cairn.learners.v1 import (
    assessments_pb2_grpc,
    assignment_jobs_pb2_grpc,
    audiences_pb2_grpc,
    delegations_pb2_grpc,
    entry_usage_pb2_grpc,
    evidence_pb2_grpc,
    exceptions_pb2_grpc,
    hr_responsibilities_pb2_grpc,
    imports_pb2_grpc,
    reminders_pb2_grpc,
    renewals_pb2_grpc,
    requests_pb2_grpc,
    reviews_pb2_grpc,
)
from cairn.learners.v1 import learners_service_pb2_grpc as contract_grpc
from cairn_learners.adapters.files.gridfs import GridFsContents
from cairn_learners.adapters.files.s3 import S3Contents, s3_client
from cairn_learners.adapters.grpc.assessment_servicer import SERVICE_NAME as ASSESSMENT_SERVICE_NAME
from cairn_learners.adapters.grpc.assessment_servicer import AssessmentServicer
from cairn_learners.adapters.grpc.audience_servicer import (
    AUDIENCE_SERVICE_NAME,
    JOB_SERVICE_NAME,
    AssignmentJobServicer,
    AudienceServicer,
)
from cairn_learners.adapters.grpc.delegations_servicer import SERVICE_NAME as DELEGATIONS_SERVICE_NAME
from cairn_learners.adapters.grpc.delegations_servicer import DelegationsServicer
from cairn_learners.adapters.grpc.entry_usage_servicer import SERVICE_NAME as ENTRY_USAGE_SERVICE_NAME
from cairn_learners.adapters.grpc.entry_usage_servicer import EntryUsageServicer
from cairn_learners.adapters.grpc.evidence_servicer import SERVICE_NAME as EVIDENCE_SERVICE_NAME
from cairn_learners.adapters.grpc.evidence_servicer import EvidenceServicer
from cairn_learners.adapters.grpc.exceptions_servicer import SERVICE_NAME as EXCEPTIONS_SERVICE_NAME
from cairn_learners.adapters.grpc.exceptions_servicer import ExceptionsServicer
from cairn_learners.adapters.grpc.hr_responsibilities_servicer import (
    SERVICE_NAME as HR_RESPONSIBILITIES_SERVICE_NAME,
)
from cairn_learners.adapters.grpc.hr_responsibilities_servicer import HrResponsibilitiesServicer
from cairn_learners.adapters.grpc.imports_servicer import SERVICE_NAME as IMPORT_SERVICE_NAME
from cairn_learners.adapters.grpc.imports_servicer import ImportServicer
from cairn_learners.adapters.grpc.reminder_servicer import SERVICE_NAME as REMINDER_SERVICE_NAME
from cairn_learners.adapters.grpc.reminder_servicer import WITHOUT_TOKEN, ReminderServicer
from cairn_learners.adapters.grpc.renewal_servicer import SERVICE_NAME as RENEWAL_SERVICE_NAME
from cairn_learners.adapters.grpc.renewal_servicer import RenewalServicer
from cairn_learners.adapters.grpc.requests_servicer import SERVICE_NAME as REQUESTS_SERVICE_NAME
from cairn_learners.adapters.grpc.requests_servicer import RequestsServicer
from cairn_learners.adapters.grpc.review_servicer import SERVICE_NAME as REVIEW_SERVICE_NAME
from cairn_learners.adapters.grpc.review_servicer import ReviewServicer
from cairn_learners.adapters.grpc.servicer import SERVICE_NAME, LearnersServicer
from cairn_learners.adapters.import_worker import ImportWorker
from cairn_learners.adapters.kafka.events import MESSAGES
from cairn_learners.adapters.kafka.projections import PROJECTIONS
from cairn_learners.adapters.mail.smtp import SmtpMailer
from cairn_learners.adapters.mongo.assessments import MongoAssessments
from cairn_learners.adapters.mongo.audience_documents import JOBS_WORK, STANDING_WORK
from cairn_learners.adapters.mongo.audience_work import AudienceWork
from cairn_learners.adapters.mongo.audiences import MongoAudiences
from cairn_learners.adapters.mongo.documents import DOCUMENTS, EnrolmentDocument
from cairn_learners.adapters.mongo.entry_usage import MongoUsageCounts
from cairn_learners.adapters.mongo.evidence_files import UNATTACHED_WORK
from cairn_learners.adapters.mongo.import_documents import (
    IMPORT_DOCUMENTS,
    IMPORTS_WORK,
    ImportRowDocument,
)
from cairn_learners.adapters.mongo.imports import MongoImports
from cairn_learners.adapters.mongo.kinds import KINDS
from cairn_learners.adapters.mongo.known_catalogues import KnownCatalogues
from cairn_learners.adapters.mongo.reminder_documents import REMINDER_DOCUMENTS
from cairn_learners.adapters.mongo.reminders import MongoReminders, schedule_everybody
from cairn_learners.adapters.mongo.schedules import (
    MAIL_WORK,
    REMINDER_WORK,
    SETTINGS_WORK,
)
from cairn_learners.adapters.mongo.store import SOURCE, MongoLearners
from cairn_learners.application.deliver import deliver
from cairn_learners.application.evidence_files import FileContents, remove_unattached
from cairn_learners.application.remind import remind
from cairn_learners.settings import (
    AUDIENCE,
    CONSUMER_GROUP,
    SERVICE,
    EvidenceSettings,
    LearnersGrpcSettings,
    LearnersMongoSettings,
    LearnersWorkSettings,
    SmtpSettings,
)
from cairn_platform.clock import utc_now
from cairn_platform.due import DueItem
from cairn_platform.due_loops import due_batches, due_loop, due_turn
from cairn_platform.events import contracts_by_topic, dead_letter_topic
from cairn_platform.following import Following
from cairn_platform.kafka.topics import ensure_topics
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.due_schedule import DueSchedule
from cairn_platform.mongo.files import ensure_files
from cairn_platform.mongo.indexes import drop_index, ensure_indexes, forget_after
from cairn_platform.mongo.opaque_links import OpaqueLinks, ensure_link_indexes
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.mongo.store import ensure_store_indexes
from cairn_platform.operating import rebuild_read_models, replay_dead_letters, republish_state
from cairn_platform.serving import serve_service
from cairn_platform.settings import KafkaSettings
from cairn_platform.working import work_service

StoreT = TypeVar("StoreT", bound=MongoLearners)

_CALENDAR_FEED = "calendar-feed"
# Kept people from walking a path once more to renew a credential; the index by cycles has taken its place.
_ONE_ENROLMENT_FOR_EVER = "tenant_id_1_person_id_1_path_id_1"


class Stores:
    """Each tenant's stores over one database. What is known of the catalogue is kept once for all of them."""

    def __init__(self, database: Database[Document]) -> None:
        self.database = database
        self._read_models = ReadModels(database, PROJECTIONS)
        self._catalogues = KnownCatalogues()
        self.contents = file_contents(EvidenceSettings(), database)

    def of(self, store_type: type[StoreT]) -> Callable[[str], StoreT]:
        """The stores of this type, by tenant."""
        return lambda tenant_id: store_type(
            self.database,
            tenant_id=tenant_id,
            read_models=self._read_models,
            catalogues=self._catalogues,
            clock=utc_now,
        )

    def assessments(self, tenant_id: str) -> MongoAssessments:
        """What people say about skills."""
        return MongoAssessments(
            self.database, tenant_id=tenant_id, read_models=self._read_models, clock=utc_now
        )


def serve() -> int:
    """Answers LearnersService until it is told to stop; returns the exit status."""
    database = connect(LearnersMongoSettings())
    stores = Stores(database)
    return serve_service(
        LearnersGrpcSettings(),
        database=database,
        audience=AUDIENCE,
        services={
            SERVICE_NAME: partial(
                contract_grpc.add_LearnersServiceServicer_to_server, learners_servicer(stores)
            ),
            ENTRY_USAGE_SERVICE_NAME: partial(
                entry_usage_pb2_grpc.add_EntryUsageServiceServicer_to_server,
                EntryUsageServicer(
                    counts_of=lambda tenant_id: MongoUsageCounts(database, tenant_id=tenant_id), clock=utc_now
                ),
            ),
            DELEGATIONS_SERVICE_NAME: partial(
                delegations_pb2_grpc.add_DelegationsServiceServicer_to_server,
                DelegationsServicer(store_of=stores.of(MongoLearners), clock=utc_now, new_id=_new_id),
            ),
            HR_RESPONSIBILITIES_SERVICE_NAME: partial(
                hr_responsibilities_pb2_grpc.add_HrResponsibilitiesServiceServicer_to_server,
                HrResponsibilitiesServicer(store_of=stores.of(MongoLearners), clock=utc_now, new_id=_new_id),
            ),
            REQUESTS_SERVICE_NAME: partial(
                requests_pb2_grpc.add_RequestsServiceServicer_to_server,
                RequestsServicer(store_of=stores.of(MongoLearners), clock=utc_now, new_id=_new_id),
            ),
            EXCEPTIONS_SERVICE_NAME: partial(
                exceptions_pb2_grpc.add_ExceptionsServiceServicer_to_server,
                ExceptionsServicer(store_of=stores.of(MongoLearners), clock=utc_now, new_id=_new_id),
            ),
            AUDIENCE_SERVICE_NAME: partial(
                audiences_pb2_grpc.add_AudienceServiceServicer_to_server,
                AudienceServicer(store_of=stores.of(MongoAudiences), clock=utc_now, new_id=_new_id),
            ),
            JOB_SERVICE_NAME: partial(
                assignment_jobs_pb2_grpc.add_AssignmentJobServiceServicer_to_server,
                AssignmentJobServicer(store_of=stores.of(MongoAudiences), clock=utc_now, new_id=_new_id),
            ),
            IMPORT_SERVICE_NAME: partial(
                imports_pb2_grpc.add_ImportServiceServicer_to_server,
                ImportServicer(store_of=stores.of(MongoImports), clock=utc_now, new_id=_new_id),
            ),
            RENEWAL_SERVICE_NAME: partial(
                renewals_pb2_grpc.add_RenewalServiceServicer_to_server,
                RenewalServicer(store_of=stores.of(MongoLearners), clock=utc_now, new_id=_new_id),
            ),
            REMINDER_SERVICE_NAME: partial(
                reminders_pb2_grpc.add_ReminderServiceServicer_to_server,
                ReminderServicer(
                    store_of=stores.of(MongoLearners),
                    reminders_of=stores.of(MongoReminders),
                    links=OpaqueLinks(database, purpose=_CALENDAR_FEED),
                    clock=utc_now,
                    new_id=_new_id,
                ),
            ),
            ASSESSMENT_SERVICE_NAME: partial(
                assessments_pb2_grpc.add_AssessmentServiceServicer_to_server,
                AssessmentServicer(
                    store_of=stores.of(MongoLearners),
                    assessments_of=stores.assessments,
                    clock=utc_now,
                    new_id=_new_id,
                ),
            ),
            REVIEW_SERVICE_NAME: partial(
                reviews_pb2_grpc.add_ReviewServiceServicer_to_server,
                ReviewServicer(store_of=stores.of(MongoLearners), clock=utc_now, new_id=_new_id),
            ),
            EVIDENCE_SERVICE_NAME: partial(
                evidence_pb2_grpc.add_EvidenceServiceServicer_to_server,
                EvidenceServicer(
                    store_of=stores.of(MongoLearners),
                    contents_of=stores.contents,
                    clock=utc_now,
                    new_id=_new_id,
                ),
            ),
        },
        without_token=WITHOUT_TOKEN,
    )


def learners_servicer(stores: Stores) -> LearnersServicer:
    """The servicer over the facts and the copies in a database."""
    return LearnersServicer(
        store_of=stores.of(MongoLearners), contents_of=stores.contents, clock=utc_now, new_id=_new_id
    )


def file_contents(settings: EvidenceSettings, database: Database[Document]) -> Callable[[str], FileContents]:
    """Where the contents of each tenant's files are, as the settings say."""
    if settings.store == "gridfs":
        return lambda tenant_id: GridFsContents(database, tenant_id=tenant_id)
    client = s3_client(settings)
    return lambda tenant_id: S3Contents(client, bucket=settings.s3_bucket, tenant_id=tenant_id)


def _new_id() -> str:
    return str(uuid.uuid4())


def work() -> int:
    """Carries own events to Kafka and the catalogue's here, and does what is due, until it is told to stop; returns the exit status."""
    database = connect(LearnersMongoSettings())
    stores = Stores(database)
    giving_up = {JOBS_WORK: audience_work(stores).give_up}
    with ExitStack() as ending:
        loops = {
            work: ending.enter_context(
                due_loop(database, work=work, perform=perform, give_up=giving_up.get(work))
            )
            for work, perform in due_work(stores, SmtpSettings()).items()
        }
        together = {
            STANDING_WORK: audience_work(stores).keep_up,
            REMINDER_WORK: reminder_work(stores, SmtpSettings()),
        }
        loops |= {
            work: ending.enter_context(due_batches(database, work=work, perform=perform))
            for work, perform in together.items()
        }
        return work_service(
            LearnersWorkSettings(),
            kafka=KafkaSettings(),
            database=database,
            relays=True,
            follows=_catalogue(database),
            further={
                **{work: loop.run for work, loop in loops.items()},
                IMPORTS_WORK: ending.enter_context(importing(stores)).run,
            },
        )


@contextmanager
def importing(stores: Stores) -> Iterator[ImportWorker]:
    """The loop that looks at, applies and takes back the imports in a database."""
    with due_turn(stores.database, work=IMPORTS_WORK) as lease:
        yield ImportWorker(
            schedule=DueSchedule(stores.database, work=IMPORTS_WORK),
            turn=lease,
            store_of=stores.of(MongoImports),
            clock=utc_now,
            new_id=_new_id,
        )


def audience_work(stores: Stores) -> AudienceWork:
    """What is due of audiences: the jobs of assignments, and standing assignments for whoever joins."""
    return AudienceWork(
        store_of=stores.of(MongoAudiences),
        standing=DueSchedule(stores.database, work=STANDING_WORK),
        clock=utc_now,
        new_id=_new_id,
    )


def due_work(stores: Stores, smtp: SmtpSettings) -> Mapping[str, Callable[[DueItem], object]]:
    """What the worker does with what is due, by the kind of work. Without a mail server nothing goes by mail."""
    reminders = stores.of(MongoReminders)

    def look_at_everybody(due: DueItem) -> None:
        DueSchedule(stores.database, work=REMINDER_WORK).mark_all(due.tenant_id)
        DueSchedule(stores.database, work=SETTINGS_WORK).settle({due: None})

    found: dict[str, Callable[[DueItem], object]] = {
        SETTINGS_WORK: look_at_everybody,
        JOBS_WORK: audience_work(stores).go_on,
        UNATTACHED_WORK: lambda due: remove_unattached(
            reminders(due.tenant_id), stores.contents(due.tenant_id), file_id=due.aggregate_id, now=utc_now()
        ),
    }
    if smtp.host:
        mailer = SmtpMailer(smtp)
        found[MAIL_WORK] = lambda due: deliver(
            reminders(due.tenant_id), due=due, mailer=mailer, now=utc_now()
        )
    return found


def reminder_work(stores: Stores, smtp: SmtpSettings) -> Callable[[str, Sequence[DueItem]], None]:
    """What the worker does with a tenant's people for whom there is something to tell or to assign."""
    reminders = stores.of(MongoReminders)
    return lambda tenant_id, due: remind(
        reminders(tenant_id), due=due, by_mail=bool(smtp.host), now=utc_now()
    )


def rebuild() -> int:
    """Builds the copies of the catalogue afresh from the topics while the old ones serve; returns the exit status."""
    database = connect(LearnersMongoSettings())
    return rebuild_read_models(_catalogue(database), kafka=KafkaSettings(), database=database)


def replay() -> int:
    """Applies the catalogue's events that were refused again; returns the exit status."""
    return replay_dead_letters(_catalogue(connect(LearnersMongoSettings())), kafka=KafkaSettings())


def republish() -> int:
    """Writes the present state of all facts to Kafka again; returns the exit status."""
    database = connect(LearnersMongoSettings())
    return republish_state(KINDS, source=SOURCE, kafka=KafkaSettings(), database=database)


def migrate() -> int:
    """Makes the collections, indexes and topics that are missing; may be repeated."""
    database = connect(LearnersMongoSettings())
    migrate_database(database)
    followed = ReadModels(database, PROJECTIONS).contracts
    ensure_topics(KafkaSettings(), [*contracts_by_topic(MESSAGES), *followed, dead_letter_topic(SERVICE)])
    return 0


def migrate_database(database: Database[Document]) -> None:
    """Makes the collections and indexes that are missing."""
    ensure_store_indexes(database)
    ensure_indexes(database, (*DOCUMENTS, *REMINDER_DOCUMENTS, *IMPORT_DOCUMENTS))
    forget_after(database, ImportRowDocument, "kept_until")
    ensure_link_indexes(database)
    ensure_files(database)
    schedule_everybody(database)
    drop_index(database, EnrolmentDocument, _ONE_ENROLMENT_FOR_EVER)
    read_models = ReadModels(database, PROJECTIONS)
    read_models.ensure(generation=read_models.serving())


def _catalogue(database: Database[Document]) -> Following:
    return Following(service=SERVICE, group=CONSUMER_GROUP, read_models=ReadModels(database, PROJECTIONS))
