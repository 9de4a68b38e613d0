"""The RPC of PipelineService."""

from collections.abc import Callable
from datetime import datetime

import grpc

from cairn.reporting.v1 import pipeline_pb2 as contract
from cairn.reporting.v1 import pipeline_pb2_grpc as contract_grpc
from cairn_reporting.adapters.grpc import requests
from cairn_reporting.adapters.grpc.answers import ROLE_CHOICES, freshness_message, instant_message
from cairn_reporting.adapters.grpc.asking import Asking, asking, workforce_for
from cairn_reporting.application.pipeline import USUAL_MONTHS, PipelineReport, report_pipeline
from cairn_reporting.application.ports import EnrolmentsOf, FactsOf
from cairn_reporting.application.workforce.tenants import WorkforceOf, nobodys
from cairn_reporting.domain.pipeline import Candidate, PipelineRole, Stage

PIPELINE_SERVICE_NAME = contract.DESCRIPTOR.services_by_name["PipelineService"].full_name

MOST_NOT_YET_LISTED = 1_000

STAGES = {
    Stage.READY: contract.PIPELINE_STAGE_READY,
    Stage.READY_BY_PLAN: contract.PIPELINE_STAGE_READY_BY_PLAN,
    Stage.NEARLY: contract.PIPELINE_STAGE_NEARLY,
    Stage.NOT_YET: contract.PIPELINE_STAGE_NOT_YET,
    Stage.BLOCKED: contract.PIPELINE_STAGE_BLOCKED,
}


class PipelineServicer(contract_grpc.PipelineServiceServicer):
    """Answers for the tenant of the caller's token, which the platform verified."""

    def __init__(
        self,
        *,
        facts_of: FactsOf,
        enrolments_of: EnrolmentsOf,
        clock: Callable[[], datetime],
        workforces: WorkforceOf = nobodys,
    ) -> None:
        self._workforces = workforces
        self._facts_of = facts_of
        self._enrolments_of = enrolments_of
        self._clock = clock

    def ReportPipeline(  # noqa: N802 (the contract's name)
        self, request: contract.ReportPipelineRequest, _context: grpc.ServicerContext
    ) -> contract.ReportPipelineResponse:
        """Role by role who is on the way to it, and how far."""
        known_at = request.known_at if request.HasField("known_at") else None
        asked = asking(known_at=known_at, facts_of=self._facts_of, clock=self._clock)
        return pipeline_answer(
            request,
            asked=asked,
            enrolments_of=self._enrolments_of,
            workforces=self._workforces,
            names_persons=True,
        )


def pipeline_answer(
    request: contract.ReportPipelineRequest,
    *,
    asked: Asking,
    enrolments_of: EnrolmentsOf,
    workforces: WorkforceOf,
    names_persons: bool,
) -> contract.ReportPipelineResponse:
    """What is asked, as it is told to whoever asks it; the people only to who may see them, and where they are wanted."""
    report = report_pipeline(
        principal=asked.principal,
        asked=requests.people_filter(request.people),
        role_id=request.role_id or None,
        choice=requests.role_choice(request.role_choice),
        months=request.months or USUAL_MONTHS,
        as_of=requests.instant("as_of", request.as_of) if request.HasField("as_of") else asked.now,
        facts=asked.facts,
        enrolments=enrolments_of(asked.principal.tenant_id, known_at=asked.known_at),
        rights=asked.rights,
        workforce=lambda: workforce_for(
            request, principal=asked.principal, rights=asked.rights, workforces=workforces
        ),
    )
    listed = _listed(report) if names_persons else frozenset[Stage]()
    return contract.ReportPipelineResponse(
        roles=[_role(each, listing=listed) for each in report.roles],
        hidden_count=report.hidden_count,
        people_count=report.people_count,
        without_role_count=report.without_role_count,
        until=instant_message(report.until),
        freshness=freshness_message(report.freshness),
    )


def _listed(report: PipelineReport) -> frozenset[Stage]:
    """Who of each role is listed: those not yet ready can be nearly everybody, and too many for an answer."""
    if not report.sees_persons:
        return frozenset()
    not_yet = sum(each.count(Stage.NOT_YET) for each in report.roles)
    return frozenset(Stage) - ({Stage.NOT_YET} if not_yet > MOST_NOT_YET_LISTED else frozenset())


def _role(role: PipelineRole, *, listing: frozenset[Stage]) -> contract.PipelineRole:
    return contract.PipelineRole(
        role_id=role.role.role_id,
        role_name=role.role.name,
        people_count=len(role.candidates),
        ready=role.count(Stage.READY),
        ready_by_plan=role.count(Stage.READY_BY_PLAN),
        nearly=role.count(Stage.NEARLY),
        not_yet=role.count(Stage.NOT_YET),
        blocked=role.count(Stage.BLOCKED),
        candidates=[_candidate(each) for each in role.candidates if each.stage in listing],
    )


def _candidate(candidate: Candidate) -> contract.PipelineCandidate:
    return contract.PipelineCandidate(
        person_id=candidate.person_id,
        role_choice=ROLE_CHOICES[candidate.choice],
        stage=STAGES[candidate.stage],
        ready_at=instant_message(candidate.ready_at),
    )
