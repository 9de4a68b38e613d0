"""The channels to the three services, one each, kept for the life of the process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import grpc

from cairn.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from cairn.catalog.v1.curation_pb2_grpc import CurationServiceStub
from cairn.catalog.v1.holding_cost_pb2_grpc import HoldingCostServiceStub
from cairn.catalog.v1.issuer_registry_pb2_grpc import IssuerRegistryServiceStub
from cairn.catalog.v1.job_ads_pb2_grpc import JobAdsServiceStub
from cairn.catalog.v1.plans_pb2_grpc import PlanningServiceStub
from cairn.catalog.v1.quality_pb2_grpc import QualityServiceStub
from cairn.catalog.v1.revisions_pb2_grpc import RevisionServiceStub
from cairn.catalog.v1.search_pb2_grpc import SearchServiceStub
from cairn.catalog.v1.taxonomy_pb2_grpc import TaxonomyServiceStub
from cairn.learners.v1.assessments_pb2_grpc import AssessmentServiceStub
from cairn.learners.v1.assignment_jobs_pb2_grpc import AssignmentJobServiceStub
from cairn.learners.v1.audiences_pb2_grpc import AudienceServiceStub
from cairn.learners.v1.delegations_pb2_grpc import DelegationsServiceStub
from cairn.learners.v1.entry_usage_pb2_grpc import EntryUsageServiceStub
from cairn.learners.v1.evidence_pb2_grpc import EvidenceServiceStub
from cairn.learners.v1.exceptions_pb2_grpc import ExceptionsServiceStub
from cairn.learners.v1.hr_responsibilities_pb2_grpc import HrResponsibilitiesServiceStub
from cairn.learners.v1.imports_pb2_grpc import ImportServiceStub
from cairn.learners.v1.learners_service_pb2_grpc import LearnersServiceStub
from cairn.learners.v1.reminders_pb2_grpc import ReminderServiceStub
from cairn.learners.v1.renewals_pb2_grpc import RenewalServiceStub
from cairn.learners.v1.requests_pb2_grpc import RequestsServiceStub
from cairn.learners.v1.reviews_pb2_grpc import ReviewServiceStub
from cairn.reporting.v1.explanations_pb2_grpc import ReportExplanationsServiceStub
from cairn.reporting.v1.focus_pb2_grpc import FocusServiceStub
from cairn.reporting.v1.pipeline_pb2_grpc import PipelineServiceStub
from cairn.reporting.v1.report_exports_pb2_grpc import ReportExportsServiceStub
from cairn.reporting.v1.report_settings_pb2_grpc import ReportSettingsServiceStub
from cairn.reporting.v1.reporting_service_pb2_grpc import ReportingServiceStub
from cairn.reporting.v1.saved_reports_pb2_grpc import SavedReportsServiceStub
from cairn.reporting.v1.trends_pb2_grpc import TrendsServiceStub
from cairn.reporting.v1.webhooks_pb2_grpc import WebhooksServiceStub
from cairn.reporting.v1.what_if_pb2_grpc import WhatIfServiceStub
from cairn.reporting.v1.worth_pb2_grpc import WorthServiceStub
from cairn_gateway.settings import UpstreamSettings

if TYPE_CHECKING:
    # These exist for the type checker only: at work an asynchronous stub is a stub on an asynchronous channel.
    from cairn.catalog.v1.catalog_service_pb2_grpc import CatalogServiceAsyncStub
    from cairn.catalog.v1.curation_pb2_grpc import CurationServiceAsyncStub
    from cairn.catalog.v1.holding_cost_pb2_grpc import HoldingCostServiceAsyncStub
    from cairn.catalog.v1.issuer_registry_pb2_grpc import IssuerRegistryServiceAsyncStub
    from cairn.catalog.v1.job_ads_pb2_grpc import JobAdsServiceAsyncStub
    from cairn.catalog.v1.plans_pb2_grpc import PlanningServiceAsyncStub
    from cairn.catalog.v1.quality_pb2_grpc import QualityServiceAsyncStub
    from cairn.catalog.v1.revisions_pb2_grpc import RevisionServiceAsyncStub
    from cairn.catalog.v1.search_pb2_grpc import SearchServiceAsyncStub
    from cairn.catalog.v1.taxonomy_pb2_grpc import TaxonomyServiceAsyncStub
    from cairn.learners.v1.assessments_pb2_grpc import AssessmentServiceAsyncStub
    from cairn.learners.v1.assignment_jobs_pb2_grpc import AssignmentJobServiceAsyncStub
    from cairn.learners.v1.audiences_pb2_grpc import AudienceServiceAsyncStub
    from cairn.learners.v1.delegations_pb2_grpc import DelegationsServiceAsyncStub
    from cairn.learners.v1.entry_usage_pb2_grpc import EntryUsageServiceAsyncStub
    from cairn.learners.v1.evidence_pb2_grpc import EvidenceServiceAsyncStub
    from cairn.learners.v1.exceptions_pb2_grpc import ExceptionsServiceAsyncStub
    from cairn.learners.v1.hr_responsibilities_pb2_grpc import HrResponsibilitiesServiceAsyncStub
    from cairn.learners.v1.imports_pb2_grpc import ImportServiceAsyncStub
    from cairn.learners.v1.learners_service_pb2_grpc import LearnersServiceAsyncStub
    from cairn.learners.v1.reminders_pb2_grpc import ReminderServiceAsyncStub
    from cairn.learners.v1.renewals_pb2_grpc import RenewalServiceAsyncStub
    from cairn.learners.v1.requests_pb2_grpc import RequestsServiceAsyncStub
    from cairn.learners.v1.reviews_pb2_grpc import ReviewServiceAsyncStub
    from cairn.reporting.v1.explanations_pb2_grpc import ReportExplanationsServiceAsyncStub
    from cairn.reporting.v1.focus_pb2_grpc import FocusServiceAsyncStub
    from cairn.reporting.v1.pipeline_pb2_grpc import PipelineServiceAsyncStub
    from cairn.reporting.v1.report_exports_pb2_grpc import ReportExportsServiceAsyncStub
    from cairn.reporting.v1.report_settings_pb2_grpc import ReportSettingsServiceAsyncStub
    from cairn.reporting.v1.reporting_service_pb2_grpc import ReportingServiceAsyncStub
    from cairn.reporting.v1.saved_reports_pb2_grpc import SavedReportsServiceAsyncStub
    from cairn.reporting.v1.trends_pb2_grpc import TrendsServiceAsyncStub
    from cairn.reporting.v1.webhooks_pb2_grpc import WebhooksServiceAsyncStub
    from cairn.reporting.v1.what_if_pb2_grpc import WhatIfServiceAsyncStub
    from cairn.reporting.v1.worth_pb2_grpc import WorthServiceAsyncStub

_SERVICE_CONFIG = {
    # Spreads calls over every address that the name resolves to; the default would stay with the first.
    "loadBalancingConfig": [{"round_robin": {}}],
    # Leaves out who says not to be ready, above all who is about to stop: a call sent to it could end unanswered.
    "healthCheckConfig": {"serviceName": ""},
}
_OPTIONS = [
    ("grpc.service_config", json.dumps(_SERVICE_CONFIG)),
    # When a service's pods are replaced one after the other, their new addresses are asked for each time; the default is 30 s.
    ("grpc.dns_min_time_between_resolutions_ms", 1000),
    # Retries are ours: only reads, only when the service does not answer.
    ("grpc.enable_retries", 0),
    # A service that comes back is found within seconds, not within the default two minutes.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 2000),
    # A connection whose other end is gone without a word is given up after 5 s, not after the kernel's quarter of an hour.
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    # A page of 500 people with all their steps is larger than the default of 4 MiB allows.
    ("grpc.max_receive_message_length", 32 * 1024 * 1024),
]


@dataclass(frozen=True)
class Services:
    """The services as the gateway sees them."""

    catalog: CatalogServiceAsyncStub
    curation: CurationServiceAsyncStub
    holding_cost: HoldingCostServiceAsyncStub
    issuer_registry: IssuerRegistryServiceAsyncStub
    revisions: RevisionServiceAsyncStub
    search: SearchServiceAsyncStub
    quality: QualityServiceAsyncStub
    taxonomies: TaxonomyServiceAsyncStub
    planning: PlanningServiceAsyncStub
    job_ads: JobAdsServiceAsyncStub
    learners: LearnersServiceAsyncStub
    assessments: AssessmentServiceAsyncStub
    entry_usage: EntryUsageServiceAsyncStub
    evidence: EvidenceServiceAsyncStub
    reminders: ReminderServiceAsyncStub
    renewals: RenewalServiceAsyncStub
    delegations: DelegationsServiceAsyncStub
    hr_responsibilities: HrResponsibilitiesServiceAsyncStub
    reviews: ReviewServiceAsyncStub
    requests: RequestsServiceAsyncStub
    exceptions: ExceptionsServiceAsyncStub
    audiences: AudienceServiceAsyncStub
    assignment_jobs: AssignmentJobServiceAsyncStub
    imports: ImportServiceAsyncStub
    reporting: ReportingServiceAsyncStub
    focus: FocusServiceAsyncStub
    report_settings: ReportSettingsServiceAsyncStub
    report_exports: ReportExportsServiceAsyncStub
    saved_reports: SavedReportsServiceAsyncStub
    explanations: ReportExplanationsServiceAsyncStub
    webhooks: WebhooksServiceAsyncStub
    what_if: WhatIfServiceAsyncStub
    trends: TrendsServiceAsyncStub
    pipeline: PipelineServiceAsyncStub
    worth: WorthServiceAsyncStub
    channels: tuple[grpc.aio.Channel, ...]

    async def close(self) -> None:
        """Ends the channels, after at most 5 s for the calls under way."""
        for channel in self.channels:
            await channel.close(grace=5.0)


def open_services(settings: UpstreamSettings) -> Services:
    """Opens the channels; no connection is made before the first call. Needs a running event loop."""
    catalog, learners, reporting = (
        grpc.aio.insecure_channel(target, options=_OPTIONS)
        for target in (settings.catalog_target, settings.learners_target, settings.reporting_target)
    )
    return Services(
        catalog=CatalogServiceStub(catalog),
        curation=CurationServiceStub(catalog),
        holding_cost=HoldingCostServiceStub(catalog),
        issuer_registry=IssuerRegistryServiceStub(catalog),
        revisions=RevisionServiceStub(catalog),
        search=SearchServiceStub(catalog),
        quality=QualityServiceStub(catalog),
        taxonomies=TaxonomyServiceStub(catalog),
        planning=PlanningServiceStub(catalog),
        job_ads=JobAdsServiceStub(catalog),
        learners=LearnersServiceStub(learners),
        assessments=AssessmentServiceStub(learners),
        entry_usage=EntryUsageServiceStub(learners),
        evidence=EvidenceServiceStub(learners),
        reminders=ReminderServiceStub(learners),
        renewals=RenewalServiceStub(learners),
        delegations=DelegationsServiceStub(learners),
        hr_responsibilities=HrResponsibilitiesServiceStub(learners),
        reviews=ReviewServiceStub(learners),
        requests=RequestsServiceStub(learners),
        exceptions=ExceptionsServiceStub(learners),
        audiences=AudienceServiceStub(learners),
        assignment_jobs=AssignmentJobServiceStub(learners),
        imports=ImportServiceStub(learners),
        reporting=ReportingServiceStub(reporting),
        focus=FocusServiceStub(reporting),
        report_settings=ReportSettingsServiceStub(reporting),
        report_exports=ReportExportsServiceStub(reporting),
        saved_reports=SavedReportsServiceStub(reporting),
        explanations=ReportExplanationsServiceStub(reporting),
        webhooks=WebhooksServiceStub(reporting),
        what_if=WhatIfServiceStub(reporting),
        trends=TrendsServiceStub(reporting),
        pipeline=PipelineServiceStub(reporting),
        worth=WorthServiceStub(reporting),
        channels=(catalog, learners, reporting),
    )
