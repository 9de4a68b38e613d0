"""The three services as gRPC servers that say what a test wants them to say, and remember what they were asked."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import grpc
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from cairn.catalog.v1 import catalog_service_pb2 as catalog
from cairn.catalog.v1 import curation_pb2 as curation
from cairn.catalog.v1 import holding_cost_pb2 as holding_cost
from cairn.catalog.v1 import issuer_registry_pb2 as issuer_registry
from cairn.catalog.v1 import job_ads_pb2 as job_ads
from cairn.catalog.v1 import plans_pb2 as planning
from cairn.catalog.v1 import quality_pb2 as quality
from cairn.catalog.v1 import revisions_pb2 as revising
from cairn.catalog.v1 import search_pb2 as searching
from cairn.catalog.v1 import taxonomy_pb2 as taxonomy
from cairn.learners.v1 import assessments_pb2 as assessing
from cairn.learners.v1 import assignment_jobs_pb2 as assigning
from cairn.learners.v1 import audiences_pb2 as audiences
from cairn.learners.v1 import delegations_pb2 as delegating
from cairn.learners.v1 import entry_usage_pb2 as entry_usage
from cairn.learners.v1 import evidence_pb2 as evidence
from cairn.learners.v1 import exceptions_pb2 as excepting
from cairn.learners.v1 import hr_responsibilities_pb2 as responsibilities
from cairn.learners.v1 import imports_pb2 as importing
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import reminders_pb2 as reminding
from cairn.learners.v1 import renewals_pb2 as renewing
from cairn.learners.v1 import requests_pb2 as requesting
from cairn.learners.v1 import reviews_pb2 as reviewing
from cairn.reporting.v1 import explanations_pb2 as explaining
from cairn.reporting.v1 import focus_pb2 as focusing
from cairn.reporting.v1 import pipeline_pb2 as pipelining
from cairn.reporting.v1 import report_exports_pb2 as exporting
from cairn.reporting.v1 import report_settings_pb2 as settling
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn.reporting.v1 import saved_reports_pb2 as saving
from cairn.reporting.v1 import trends_pb2 as trending
from cairn.reporting.v1 import webhooks_pb2 as hooking
from cairn.reporting.v1 import what_if_pb2 as supposing
from cairn.reporting.v1 import worth_pb2 as worthing
from cairn_platform.errors import RefusedError
from cairn_platform.grpc.errors import abort
from tests.support.gateway.samples import sample

SERVICES: tuple[ServiceDescriptor, ...] = tuple(
    module.DESCRIPTOR.services_by_name[name]
    for module, name in (
        (catalog, "CatalogService"),
        (curation, "CurationService"),
        (assessing, "AssessmentService"),
        (entry_usage, "EntryUsageService"),
        (evidence, "EvidenceService"),
        (holding_cost, "HoldingCostService"),
        (issuer_registry, "IssuerRegistryService"),
        (revising, "RevisionService"),
        (searching, "SearchService"),
        (quality, "QualityService"),
        (taxonomy, "TaxonomyService"),
        (planning, "PlanningService"),
        (job_ads, "JobAdsService"),
        (learners, "LearnersService"),
        (reminding, "ReminderService"),
        (renewing, "RenewalService"),
        (reviewing, "ReviewService"),
        (excepting, "ExceptionsService"),
        (delegating, "DelegationsService"),
        (responsibilities, "HrResponsibilitiesService"),
        (audiences, "AudienceService"),
        (assigning, "AssignmentJobService"),
        (importing, "ImportService"),
        (requesting, "RequestsService"),
        (reporting, "ReportingService"),
        (focusing, "FocusService"),
        (settling, "ReportSettingsService"),
        (supposing, "WhatIfService"),
        (exporting, "ReportExportsService"),
        (saving, "SavedReportsService"),
        (hooking, "WebhooksService"),
        (explaining, "ReportExplanationsService"),
        (trending, "TrendsService"),
        (pipelining, "PipelineService"),
        (worthing, "WorthService"),
    )
)
Reply = Callable[[Any], Message] | RefusedError


@dataclass(frozen=True)
class Asked:
    """One call that came in."""

    method: str
    request: Any
    metadata: Mapping[str, str]
    seconds_left: float | None


@dataclass
class FakeServices:
    """All three services behind one port. Without a reply of the test's own, a method answers with a sample of its answer."""

    target: str = ""
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def requests(self, method: str) -> list[Any]:
        """What the method was asked, in order."""
        return [each.request for each in self.asked if each.method == method]

    def only(self, method: str) -> Asked:
        """The one call of the method."""
        (found,) = [each for each in self.asked if each.method == method]
        return found

    def forget(self) -> None:
        """Begins anew."""
        self.asked.clear()
        self.replies.clear()
        self.replies["ListPeople"] = people_asked_for
        self.replies["NamePeople"] = names_asked_for
        self.replies["ReportSkillGaps"] = gaps_in_lines

    def answer(self, method: MethodDescriptor, request: Any, context: grpc.ServicerContext) -> Message:
        """One call."""
        metadata = {key: str(value) for key, value in context.invocation_metadata()}
        self.asked.append(Asked(method.name, request, metadata, context.time_remaining()))
        reply = self.replies.get(method.name)
        if isinstance(reply, RefusedError):
            abort(context, reply)
        return reply(request) if reply else sample(GetMessageClass(method.output_type))


def people_asked_for(request: learners.ListPeopleRequest) -> learners.ListPeopleResponse:
    """Everybody who is asked for by id has a name that says so; a list without ids is a sample."""
    if not request.person_ids:
        return sample(learners.ListPeopleResponse)
    answer = learners.ListPeopleResponse()
    for person_id in request.person_ids:
        answer.people.add(person_id=person_id, given_name="Name of", family_name=person_id)
    return answer


def names_asked_for(request: reviewing.NamePeopleRequest) -> reviewing.NamePeopleResponse:
    """Everybody who is asked for has a name that says so."""
    names = [reviewing.PersonName(person_id=each, name=f"Name of {each}") for each in request.person_ids]
    return reviewing.NamePeopleResponse(names=names)


def gaps_in_lines(_: reporting.ReportSkillGapsRequest) -> reporting.ReportSkillGapsResponse:
    """A sample in lines: in the columns of a sample the places would be made up."""
    answer = sample(reporting.ReportSkillGapsResponse)
    answer.ClearField("columns")
    return answer


@contextmanager
def fake_services() -> Iterator[FakeServices]:
    """The services on a port of their own, until the end of the block."""
    fake = FakeServices()
    server = grpc.server(ThreadPoolExecutor(max_workers=8))
    server.add_generic_rpc_handlers(tuple(_handler(fake, service) for service in SERVICES))
    port = server.add_insecure_port("127.0.0.1:0")
    fake.target = f"127.0.0.1:{port}"
    fake.forget()
    server.start()
    try:
        yield fake
    finally:
        server.stop(grace=None).wait()


def _handler(fake: FakeServices, service: ServiceDescriptor) -> grpc.GenericRpcHandler:
    def behaviour(method: MethodDescriptor) -> Callable[[Any, grpc.ServicerContext], Message]:
        return lambda request, context: fake.answer(method, request, context)

    def in_parts(method: MethodDescriptor) -> Callable[[Any, grpc.ServicerContext], Message]:
        return lambda parts, context: fake.answer(method, list(parts), context)

    def of_parts(method: MethodDescriptor) -> Callable[[Any, grpc.ServicerContext], Iterator[Any]]:
        return lambda request, context: iter(cast(Any, fake.answer(method, request, context)))

    def handler(method: MethodDescriptor) -> "grpc.RpcMethodHandler[Any, Any]":
        messages: dict[str, Any] = {
            "request_deserializer": GetMessageClass(method.input_type).FromString,
            "response_serializer": GetMessageClass(method.output_type).SerializeToString,
        }
        if method.client_streaming:
            return grpc.stream_unary_rpc_method_handler(in_parts(method), **messages)
        if method.server_streaming:
            return grpc.unary_stream_rpc_method_handler(of_parts(method), **messages)
        return grpc.unary_unary_rpc_method_handler(behaviour(method), **messages)

    return grpc.method_handlers_generic_handler(
        service.full_name, {method.name: handler(method) for method in service.methods}
    )
