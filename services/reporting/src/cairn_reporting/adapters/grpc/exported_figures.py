"""Exports of reports that tell nothing but figures, in one part: trends, the promotion pipeline, worth."""

from datetime import datetime

from cairn.reporting.v1 import pipeline_pb2, report_exports_pb2, trends_pb2, worth_pb2
from cairn_platform.identity import Principal
from cairn_reporting.adapters.grpc import requests
from cairn_reporting.adapters.grpc.asking import asking_as
from cairn_reporting.adapters.grpc.pipeline_servicer import pipeline_answer
from cairn_reporting.adapters.grpc.trends_servicer import months_asked, trends_answer
from cairn_reporting.adapters.grpc.worth_servicer import worth_answer, worth_question
from cairn_reporting.application.pipeline import USUAL_MONTHS, check_months
from cairn_reporting.application.ports import EnrolmentsOf, FactsOf
from cairn_reporting.application.workforce.tenants import WorkforceOf

FiguresRequest = (
    trends_pb2.ReportTrendsRequest | pipeline_pb2.ReportPipelineRequest | worth_pb2.ReportWorthRequest
)


def date_figures(request: FiguresRequest, *, now: datetime) -> None:
    """Names the instant that it is asked for, where the request has one. Raises InvalidFieldsError with what is wrong in it."""
    match request:
        case trends_pb2.ReportTrendsRequest():
            months_asked(request).within(now=now)
            requests.dimension(request.group_by)
            requests.role_choice(request.role_choice)
        case pipeline_pb2.ReportPipelineRequest():
            if not request.HasField("as_of"):
                request.as_of.FromDatetime(now)
            requests.instant("as_of", request.as_of)
            requests.role_choice(request.role_choice)
            check_months(request.months or USUAL_MONTHS)
        case worth_pb2.ReportWorthRequest():
            worth_question(request).days(now=now)


def figures_part(
    request: FiguresRequest,
    *,
    principal: Principal,
    asked_at: datetime,
    facts_of: FactsOf,
    enrolments_of: EnrolmentsOf,
    workforces: WorkforceOf,
) -> tuple[report_exports_pb2.ExportedPart, int]:
    """What is told to whoever asked at that instant, by the rights of now, without the people in it; and how many rows it has."""
    known_at = request.known_at if request.HasField("known_at") else None
    asked = asking_as(principal, known_at=known_at, facts_of=facts_of, now=asked_at)
    match request:
        case trends_pb2.ReportTrendsRequest():
            trends = trends_answer(request, asked=asked, workforces=workforces)
            each_has = len(trends.months)
            rows = each_has * len(trends.groups) if request.group_by else each_has
            return report_exports_pb2.ExportedPart(trends=trends), rows
        case pipeline_pb2.ReportPipelineRequest():
            pipeline = pipeline_answer(
                request,
                asked=asked,
                enrolments_of=enrolments_of,
                workforces=workforces,
                names_persons=False,
            )
            return report_exports_pb2.ExportedPart(pipeline=pipeline), len(pipeline.roles)
        case worth_pb2.ReportWorthRequest():
            worth = worth_answer(request, asked=asked, workforces=workforces)
            return report_exports_pb2.ExportedPart(worth=worth), len(worth.lines)
