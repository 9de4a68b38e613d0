"""The only place where learners is put together."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from pymongo.database import Database

from cairn.learners.v1 import (
    assessments_pb2_grpc,
    assignment_jobs_pb2_grpc,
    audiences_pb2_grpc,
    delegations_pb2_grpc,
    entry_usage_pb2_grpc,
    evidence_pb2_grpc,
    exceptions_pb2_grpc,
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

_CALENDAR_FEED = "calendar-feed"
# Kept people from walking a path once more to renew a credential; the index by cycles has taken its place.
_ONE_ENROLMENT_FOR_EVER = "tenant_id_1_person_id_1_path_id_1"


def serve() -> int:
    """Answers LearnersService until it is told to stop; returns the exit status."""
    database = connect(LearnersMongoSettings())
    servicer = learners_servicer(database)
    return serve_service(
        LearnersGrpcSettings(),
        database=database,
        audience=AUDIENCE,
        services={
            SERVICE_NAME: partial(contract_grpc.add_LearnersServiceServicer_to_server, servicer),
            ENTRY_USAGE_SERVICE_NAME: partial(
                entry_usage_pb2_grpc.add_EntryUsageServiceServicer_to_server, entry_usage_servicer(database)
            ),
            DELEGATIONS_SERVICE_NAME: partial(
                delegations_pb2_grpc.add_DelegationsServiceServicer_to_server, delegations_servicer(database)
            ),
            REQUESTS_SERVICE_NAME: partial(
                requests_pb2_grpc.add_RequestsServiceServicer_to_server, requests_servicer(database)
            ),
            EXCEPTIONS_SERVICE_NAME: partial(
                exceptions_pb2_grpc.add_ExceptionsServiceServicer_to_server, exceptions_servicer(database)
            ),
            AUDIENCE_SERVICE_NAME: partial(
                audiences_pb2_grpc.add_AudienceServiceServicer_to_server, audience_servicer(database)
            ),
            JOB_SERVICE_NAME: partial(
                assignment_jobs_pb2_grpc.add_AssignmentJobServiceServicer_to_server, job_servicer(database)
            ),
            IMPORT_SERVICE_NAME: partial(
                imports_pb2_grpc.add_ImportServiceServicer_to_server, imports_servicer(database)
            ),
            RENEWAL_SERVICE_NAME: partial(
                renewals_pb2_grpc.add_RenewalServiceServicer_to_server, renewal_servicer(database)
            ),
            REMINDER_SERVICE_NAME: partial(
                reminders_pb2_grpc.add_ReminderServiceServicer_to_server, reminder_servicer(database)
            ),
            ASSESSMENT_SERVICE_NAME: partial(
                assessments_pb2_grpc.add_AssessmentServiceServicer_to_server, assessment_servicer(database)
            ),
            REVIEW_SERVICE_NAME: partial(
                reviews_pb2_grpc.add_ReviewServiceServicer_to_server, review_servicer(database)
            ),
            EVIDENCE_SERVICE_NAME: partial(
                evidence_pb2_grpc.add_EvidenceServiceServicer_to_server, evidence_servicer(database)
            ),
        },
        without_token=WITHOUT_TOKEN,
    )


def entry_usage_servicer(database: Database[Document]) -> EntryUsageServicer:
    """The servicer that counts whom a change of the catalogue touches."""
    return EntryUsageServicer(
        counts_of=lambda tenant_id: MongoUsageCounts(database, tenant_id=tenant_id), clock=utc_now
    )


def learners_servicer(database: Database[Document]) -> LearnersServicer:
    """The servicer over the facts and the copies in a database."""
    return LearnersServicer(
        store_of=_stores(database),
        contents_of=file_contents(EvidenceSettings(), database),
        clock=utc_now,
        new_id=_new_id,
    )


def review_servicer(database: Database[Document]) -> ReviewServicer:
    """The servicer of reviews and rubrics, over the same."""
    return ReviewServicer(store_of=_stores(database), clock=utc_now, new_id=_new_id)


def evidence_servicer(database: Database[Document]) -> EvidenceServicer:
    """The servicer of files as evidence, over the same."""
    return EvidenceServicer(
        store_of=_stores(database),
        contents_of=file_contents(EvidenceSettings(), database),
        clock=utc_now,
        new_id=_new_id,
    )


def file_contents(settings: EvidenceSettings, database: Database[Document]) -> Callable[[str], FileContents]:
    """Where the contents of each tenant's files are, as the settings say."""
    if settings.store == "gridfs":
        return lambda tenant_id: GridFsContents(database, tenant_id=tenant_id)
    client = s3_client(settings)
    return lambda tenant_id: S3Contents(client, bucket=settings.s3_bucket, tenant_id=tenant_id)


def delegations_servicer(database: Database[Document]) -> DelegationsServicer:
    """The servicer of delegations, over the same."""
    return DelegationsServicer(store_of=_stores(database), clock=utc_now, new_id=_new_id)


def requests_servicer(database: Database[Document]) -> RequestsServicer:
    """The servicer of requests, over the same."""
    return RequestsServicer(store_of=_stores(database), clock=utc_now, new_id=_new_id)


def exceptions_servicer(database: Database[Document]) -> ExceptionsServicer:
    """The servicer of exceptions, over the same."""
    return ExceptionsServicer(store_of=_stores(database), clock=utc_now, new_id=_new_id)


def renewal_servicer(database: Database[Document]) -> RenewalServicer:
    """The servicer of how credentials live on, over the same."""
    return RenewalServicer(store_of=_stores(database), clock=utc_now, new_id=_new_id)


def assessment_servicer(database: Database[Document]) -> AssessmentServicer:
    """The servicer of what people say about skills, over the same."""
    read_models = ReadModels(database, PROJECTIONS)
    return AssessmentServicer(
        store_of=_stores(database),
        assessments_of=lambda tenant_id: MongoAssessments(
            database, tenant_id=tenant_id, read_models=read_models, clock=utc_now
        ),
        clock=utc_now,
        new_id=_new_id,
    )


def audience_servicer(database: Database[Document]) -> AudienceServicer:
    """The servicer of dynamic audiences, over the same."""
    return AudienceServicer(store_of=_audience_stores(database), clock=utc_now, new_id=_new_id)


def job_servicer(database: Database[Document]) -> AssignmentJobServicer:
    """The servicer of assignments to audiences of any size, over the same."""
    return AssignmentJobServicer(store_of=_audience_stores(database), clock=utc_now, new_id=_new_id)


def _audience_stores(database: Database[Document]) -> Callable[[str], MongoAudiences]:
    read_models, catalogues = ReadModels(database, PROJECTIONS), KnownCatalogues()
    return lambda tenant_id: MongoAudiences(
        database, tenant_id=tenant_id, read_models=read_models, catalogues=catalogues, clock=utc_now
    )


def audience_work(database: Database[Document]) -> AudienceWork:
    """What is due of audiences: the jobs of assignments, and standing assignments for whoever joins."""
    return AudienceWork(
        store_of=_audience_stores(database),
        standing=DueSchedule(database, work=STANDING_WORK),
        clock=utc_now,
        new_id=_new_id,
    )


def reminder_servicer(database: Database[Document]) -> ReminderServicer:
    """The servicer of what people are told, over the same."""
    return ReminderServicer(
        store_of=_stores(database),
        reminders_of=reminder_stores(database),
        links=OpaqueLinks(database, purpose=_CALENDAR_FEED),
        clock=utc_now,
        new_id=_new_id,
    )


def _stores(database: Database[Document]) -> Callable[[str], MongoLearners]:
    read_models, catalogues = ReadModels(database, PROJECTIONS), KnownCatalogues()
    return lambda tenant_id: MongoLearners(
        database, tenant_id=tenant_id, read_models=read_models, catalogues=catalogues, clock=utc_now
    )


def _new_id() -> str:
    return str(uuid.uuid4())


def work() -> int:
    """Carries own events to Kafka and the catalogue's here, and does what is due, until it is told to stop; returns the exit status."""
    database = connect(LearnersMongoSettings())
    with ExitStack() as ending:
        loops = {
            work: ending.enter_context(due_loop(database, work=work, perform=perform))
            for work, perform in due_work(database, SmtpSettings()).items()
        }
        together = {
            STANDING_WORK: audience_work(database).keep_up,
            REMINDER_WORK: reminder_work(database, SmtpSettings()),
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
                IMPORTS_WORK: ending.enter_context(importing(database)).run,
            },
        )


@contextmanager
def importing(database: Database[Document]) -> Iterator[ImportWorker]:
    """The loop that looks at, applies and takes back the imports in a database."""
    with due_turn(database, work=IMPORTS_WORK) as lease:
        yield ImportWorker(
            schedule=DueSchedule(database, work=IMPORTS_WORK),
            turn=lease,
            store_of=_import_stores(database),
            clock=utc_now,
            new_id=_new_id,
        )


def imports_servicer(database: Database[Document]) -> ImportServicer:
    """The servicer of imports."""
    return ImportServicer(store_of=_import_stores(database), clock=utc_now, new_id=_new_id)


def _import_stores(database: Database[Document]) -> Callable[[str], MongoImports]:
    read_models, catalogues = ReadModels(database, PROJECTIONS), KnownCatalogues()
    return lambda tenant_id: MongoImports(
        database, tenant_id=tenant_id, read_models=read_models, catalogues=catalogues, clock=utc_now
    )


def due_work(database: Database[Document], smtp: SmtpSettings) -> Mapping[str, Callable[[DueItem], object]]:
    """What the worker does with what is due, by the kind of work. Without a mail server nothing goes by mail."""
    stores = reminder_stores(database)
    contents = file_contents(EvidenceSettings(), database)

    def look_at_everybody(due: DueItem) -> None:
        DueSchedule(database, work=REMINDER_WORK).mark_all(due.tenant_id)
        DueSchedule(database, work=SETTINGS_WORK).settle({due: None})

    found: dict[str, Callable[[DueItem], object]] = {
        SETTINGS_WORK: look_at_everybody,
        JOBS_WORK: audience_work(database).go_on,
        UNATTACHED_WORK: lambda due: remove_unattached(
            stores(due.tenant_id), contents(due.tenant_id), file_id=due.aggregate_id, now=utc_now()
        ),
    }
    if smtp.host:
        mailer = SmtpMailer(smtp)
        found[MAIL_WORK] = lambda due: deliver(stores(due.tenant_id), due=due, mailer=mailer, now=utc_now())
    return found


def reminder_work(
    database: Database[Document], smtp: SmtpSettings
) -> Callable[[str, Sequence[DueItem]], None]:
    """What the worker does with a tenant's people for whom there is something to tell or to assign."""
    stores = reminder_stores(database)
    return lambda tenant_id, due: remind(stores(tenant_id), due=due, by_mail=bool(smtp.host), now=utc_now())


def reminder_stores(database: Database[Document]) -> Callable[[str], MongoReminders]:
    """The facts and what people were told of them, by tenant."""
    read_models, catalogues = ReadModels(database, PROJECTIONS), KnownCatalogues()
    return lambda tenant_id: MongoReminders(
        database, tenant_id=tenant_id, read_models=read_models, catalogues=catalogues, clock=utc_now
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
