"""The only place where the catalogue is put together."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TextIO

import grpc
from pymongo.database import Database

from cairn.catalog.v1 import (
    catalog_service_pb2,
    catalog_service_pb2_grpc,
    curation_pb2,
    curation_pb2_grpc,
    holding_cost_pb2,
    holding_cost_pb2_grpc,
    issuer_registry_pb2,
    issuer_registry_pb2_grpc,
    job_ads_pb2,
    job_ads_pb2_grpc,
    plans_pb2,
    plans_pb2_grpc,
    quality_pb2,
    quality_pb2_grpc,
    revisions_pb2,
    revisions_pb2_grpc,
    search_pb2,
    search_pb2_grpc,
    taxonomy_pb2,
    taxonomy_pb2_grpc,
)
from cairn_catalog.adapters.commands.issuer_merge import merge_issuers
from cairn_catalog.adapters.contract.entry_kinds import propose_again
from cairn_catalog.adapters.contract.forms import FORMS
from cairn_catalog.adapters.files.job_ads_dictionary_files import dictionary
from cairn_catalog.adapters.files.publication import publish_directory
from cairn_catalog.adapters.files.taxonomy_import import import_public_taxonomy
from cairn_catalog.adapters.grpc.curation_servicer import CurationServicer
from cairn_catalog.adapters.grpc.entry_calls import EntryCalls
from cairn_catalog.adapters.grpc.holding_cost_servicer import HoldingCostServicer
from cairn_catalog.adapters.grpc.issuer_registry_servicer import IssuerRegistryServicer
from cairn_catalog.adapters.grpc.job_ads_servicer import JobAdsServicer
from cairn_catalog.adapters.grpc.planning_servicer import PlanningServicer
from cairn_catalog.adapters.grpc.quality_servicer import QualityServicer
from cairn_catalog.adapters.grpc.revision_servicer import RevisionServicer
from cairn_catalog.adapters.grpc.search_servicer import SearchServicer
from cairn_catalog.adapters.grpc.servicer import CatalogServicer
from cairn_catalog.adapters.grpc.taxonomy_servicer import TaxonomyServicer
from cairn_catalog.adapters.mongo.catalogue import SOURCE, MongoCatalogue
from cairn_catalog.adapters.mongo.documents import DOCUMENTS, IssuerTrustDocument
from cairn_catalog.adapters.mongo.import_history import TAXONOMY_IMPORT, MongoImportHistory
from cairn_catalog.adapters.mongo.issuer_trusts import TRUST_KIND, MongoIssuerTrusts
from cairn_catalog.adapters.mongo.kinds import KINDS
from cairn_catalog.adapters.mongo.revisions import REVISIONS_WORK, MongoRevisions, due_entry
from cairn_catalog.adapters.mongo.search_spaces import MongoSearchSpaces
from cairn_catalog.application.apply_revision import apply_revision
from cairn_catalog.application.job_ads import Lexicons
from cairn_catalog.application.quality import assessments
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.quality import Grade
from cairn_catalog.domain.taxonomy.versions import TaxonomyKind
from cairn_catalog.domain.view import PUBLIC_TENANT
from cairn_catalog.settings import (
    AUDIENCE,
    CatalogGrpcSettings,
    CatalogMongoSettings,
    CatalogWorkSettings,
)
from cairn_platform import correlation
from cairn_platform.clock import utc_now
from cairn_platform.due import DueItem
from cairn_platform.due_loops import due_loop
from cairn_platform.due_work import DueWork
from cairn_platform.events import contracts_by_topic
from cairn_platform.kafka.topics import ensure_topics
from cairn_platform.mongo.completion import complete_documents
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.indexes import ensure_indexes
from cairn_platform.mongo.store import ensure_store_indexes
from cairn_platform.operating import republish_state
from cairn_platform.serving import serve_service
from cairn_platform.settings import KafkaSettings
from cairn_platform.working import work_service

MESSAGES = (
    *(form.message for form in FORMS),
    issuer_registry_pb2.IssuerTrustState,
    taxonomy_pb2.TaxonomyImport,
)
"""Every event that the service tells."""
CURATION_SERVICE_NAME = curation_pb2.DESCRIPTOR.services_by_name["CurationService"].full_name
HOLDING_COST_SERVICE_NAME = holding_cost_pb2.DESCRIPTOR.services_by_name["HoldingCostService"].full_name
PLANNING_SERVICE_NAME = plans_pb2.DESCRIPTOR.services_by_name["PlanningService"].full_name
ISSUER_REGISTRY_SERVICE_NAME = issuer_registry_pb2.DESCRIPTOR.services_by_name[
    "IssuerRegistryService"
].full_name
REVISION_SERVICE_NAME = revisions_pb2.DESCRIPTOR.services_by_name["RevisionService"].full_name
SEARCH_SERVICE_NAME = search_pb2.DESCRIPTOR.services_by_name["SearchService"].full_name
QUALITY_SERVICE_NAME = quality_pb2.DESCRIPTOR.services_by_name["QualityService"].full_name
TAXONOMY_SERVICE_NAME = taxonomy_pb2.DESCRIPTOR.services_by_name["TaxonomyService"].full_name
JOB_ADS_SERVICE_NAME = job_ads_pb2.DESCRIPTOR.services_by_name["JobAdsService"].full_name
SERVICE_NAME = catalog_service_pb2.DESCRIPTOR.services_by_name["CatalogService"].full_name


def serve() -> int:
    """Answers the catalogue's calls until it is told to stop; returns the exit status."""
    database = connect(CatalogMongoSettings())
    return serve_service(
        CatalogGrpcSettings(), database=database, audience=AUDIENCE, services=catalog_services(database)
    )


def catalog_services(database: Database[Document]) -> Mapping[str, Callable[[grpc.Server], None]]:
    """Every service over the catalogue in a database, by its full name, as what adds it to a server."""
    spaces = MongoSearchSpaces(database, clock=utc_now)
    return {
        SERVICE_NAME: partial(
            catalog_service_pb2_grpc.add_CatalogServiceServicer_to_server, catalog_servicer(database)
        ),
        CURATION_SERVICE_NAME: partial(
            curation_pb2_grpc.add_CurationServiceServicer_to_server, curation_servicer(database)
        ),
        HOLDING_COST_SERVICE_NAME: partial(
            holding_cost_pb2_grpc.add_HoldingCostServiceServicer_to_server, holding_cost_servicer(database)
        ),
        ISSUER_REGISTRY_SERVICE_NAME: partial(
            issuer_registry_pb2_grpc.add_IssuerRegistryServiceServicer_to_server,
            issuer_registry_servicer(database),
        ),
        REVISION_SERVICE_NAME: partial(
            revisions_pb2_grpc.add_RevisionServiceServicer_to_server, revision_servicer(database)
        ),
        QUALITY_SERVICE_NAME: partial(
            quality_pb2_grpc.add_QualityServiceServicer_to_server, quality_servicer(database)
        ),
        SEARCH_SERVICE_NAME: partial(
            search_pb2_grpc.add_SearchServiceServicer_to_server, search_servicer(database, spaces)
        ),
        TAXONOMY_SERVICE_NAME: partial(
            taxonomy_pb2_grpc.add_TaxonomyServiceServicer_to_server, taxonomy_servicer(database)
        ),
        PLANNING_SERVICE_NAME: partial(
            plans_pb2_grpc.add_PlanningServiceServicer_to_server, planning_servicer(database)
        ),
        JOB_ADS_SERVICE_NAME: partial(
            job_ads_pb2_grpc.add_JobAdsServiceServicer_to_server, job_ads_servicer(spaces)
        ),
    }


def tenant_catalogue(database: Database[Document], tenant_id: str) -> MongoCatalogue:
    """One tenant's catalogue in a database."""
    return MongoCatalogue(database, tenant_id=tenant_id, clock=utc_now)


def tenant_revisions(database: Database[Document], tenant_id: str) -> MongoRevisions:
    """One tenant's scheduled revisions in a database."""
    return MongoRevisions(database, tenant_id=tenant_id, clock=utc_now)


def _trusts(database: Database[Document], tenant_id: str) -> MongoIssuerTrusts:
    return MongoIssuerTrusts(database, tenant_id=tenant_id, clock=utc_now)


def _history(database: Database[Document], tenant_id: str) -> MongoImportHistory:
    return MongoImportHistory(database, tenant_id=tenant_id, clock=utc_now)


def catalog_servicer(database: Database[Document]) -> CatalogServicer:
    """The servicer over the catalogue in a database."""
    return CatalogServicer(
        EntryCalls(
            catalogue_of=partial(tenant_catalogue, database),
            revisions_of=partial(tenant_revisions, database),
            new_id=lambda: str(uuid.uuid4()),
            clock=utc_now,
        ),
        trusts_of=partial(_trusts, database),
    )


def curation_servicer(database: Database[Document]) -> CurationServicer:
    """The servicer that looks after the catalogue in a database."""
    return CurationServicer(
        catalogue_of=partial(tenant_catalogue, database),
        clock=utc_now,
    )


def revision_servicer(database: Database[Document]) -> RevisionServicer:
    """The servicer of the scheduled revisions in a database."""
    return RevisionServicer(
        catalogue_of=partial(tenant_catalogue, database),
        revisions_of=partial(tenant_revisions, database),
        clock=utc_now,
    )


def holding_cost_servicer(database: Database[Document]) -> HoldingCostServicer:
    """The servicer that computes what a credential of the catalogue in a database costs."""
    return HoldingCostServicer(catalogue_of=partial(tenant_catalogue, database))


def issuer_registry_servicer(database: Database[Document]) -> IssuerRegistryServicer:
    """The servicer of the registry of issuers in a database."""
    return IssuerRegistryServicer(
        catalogue_of=partial(tenant_catalogue, database),
        trusts_of=partial(_trusts, database),
        clock=utc_now,
    )


def search_servicer(database: Database[Document], spaces: MongoSearchSpaces) -> SearchServicer:
    """The servicer that searches the catalogue in a database."""
    return SearchServicer(
        spaces_of=spaces.of,
        catalogue_of=partial(tenant_catalogue, database),
        revisions_of=partial(tenant_revisions, database),
    )


def taxonomy_servicer(database: Database[Document]) -> TaxonomyServicer:
    """The servicer that brings taxonomies into the catalogue in a database."""
    return TaxonomyServicer(
        catalogue_of=partial(tenant_catalogue, database),
        history_of=partial(_history, database),
        new_id=lambda: str(uuid.uuid4()),
        clock=utc_now,
    )


def planning_servicer(database: Database[Document]) -> PlanningServicer:
    """The servicer that plans with the catalogue in a database."""
    return PlanningServicer(
        catalogue_of=partial(tenant_catalogue, database),
        trusts_of=partial(_trusts, database),
        grades_of=partial(_grades, database),
        clock=utc_now,
    )


def quality_servicer(database: Database[Document]) -> QualityServicer:
    """The servicer that says how good credentials in a database are."""
    return QualityServicer(
        catalogue_of=partial(tenant_catalogue, database),
        trusts_of=partial(_trusts, database),
        clock=utc_now,
    )


def _grades(
    database: Database[Document], tenant_id: str, credentials: Iterable[Credential]
) -> Mapping[str, Grade]:
    found = assessments(
        tenant_catalogue(database, tenant_id),
        _trusts(database, tenant_id),
        credentials,
        on=utc_now().date(),
    )
    return {credential_id: each.grade for credential_id, each in found.items()}


def job_ads_servicer(spaces: MongoSearchSpaces) -> JobAdsServicer:
    """The servicer that reads job ads with the skills and credentials of the spaces."""
    return JobAdsServicer(lexicon_of=Lexicons(spaces_of=spaces.of, dictionary=dictionary()).of)


def work() -> int:
    """Applies revisions on their day and carries events from the outbox to Kafka until it is told to stop; returns the exit status."""
    database = connect(CatalogMongoSettings())
    with revising(database) as revisions:
        return work_service(
            CatalogWorkSettings(),
            kafka=KafkaSettings(),
            database=database,
            relays=True,
            follows=None,
            further={REVISIONS_WORK: revisions.run},
        )


def revising(database: Database[Document]) -> AbstractContextManager[DueWork]:
    """The loop that applies the scheduled revisions in a database on their day."""
    return due_loop(database, work=REVISIONS_WORK, perform=partial(_apply, database))


def _apply(database: Database[Document], item: DueItem) -> None:
    kind, entry_id = due_entry(item)
    apply_revision(
        tenant_catalogue(database, item.tenant_id),
        tenant_revisions(database, item.tenant_id),
        kind=kind,
        entry_id=entry_id,
        propose_again=propose_again,
        now=utc_now(),
    )


def republish() -> int:
    """Writes the present state of all entries to Kafka again; returns the exit status."""
    database = connect(CatalogMongoSettings())
    return republish_state(
        (*KINDS.values(), TRUST_KIND, TAXONOMY_IMPORT),
        source=SOURCE,
        kafka=KafkaSettings(),
        database=database,
    )


def migrate() -> int:
    """Makes the collections, indexes and topics that are missing; may be repeated."""
    migrate_database(connect(CatalogMongoSettings()))
    ensure_topics(KafkaSettings(), contracts_by_topic(MESSAGES))
    return 0


def migrate_database(database: Database[Document]) -> None:
    """Makes the collections and indexes that are missing."""
    ensure_store_indexes(database)
    ensure_indexes(database, (*DOCUMENTS, IssuerTrustDocument))
    complete_documents(database, KINDS.values(), field="names")


def publish_public_catalogue(directory: Path, *, out: TextIO, errors: TextIO) -> int:
    """Publishes the files of the directory as the public catalogue; returns the exit status."""
    correlation.begin(None)
    database = connect(CatalogMongoSettings())
    catalogue = tenant_catalogue(database, PUBLIC_TENANT)
    return publish_directory(catalogue, directory, now=utc_now(), out=out, errors=errors)


def import_public(
    kind: TaxonomyKind, path: Path, *, title: str, version: str, dry_run: bool, out: TextIO, errors: TextIO
) -> int:
    """Brings a taxonomy into the public catalogue; returns the exit status."""
    correlation.begin(None)
    database = connect(CatalogMongoSettings())
    return import_public_taxonomy(
        tenant_catalogue(database, PUBLIC_TENANT),
        _history(database, PUBLIC_TENANT),
        kind=kind,
        path=path,
        title=title,
        version=version,
        dry_run=dry_run,
        new_id=lambda: str(uuid.uuid4()),
        now=utc_now(),
        out=out,
        errors=errors,
    )


def merge_public_issuers(
    issuer_id: str, into_issuer_id: str, *, apply: bool, out: TextIO, errors: TextIO
) -> int:
    """Makes two public issuers one, or says what that would change; returns the exit status."""
    correlation.begin(None)
    catalogue = tenant_catalogue(connect(CatalogMongoSettings()), PUBLIC_TENANT)
    return merge_issuers(
        catalogue,
        issuer_id=issuer_id,
        into_issuer_id=into_issuer_id,
        apply=apply,
        now=utc_now(),
        out=out,
        errors=errors,
    )
