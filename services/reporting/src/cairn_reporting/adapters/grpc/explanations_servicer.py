"""The RPCs of ReportExplanationsService."""

from collections.abc import Callable
from datetime import datetime

import grpc

from cairn.common.v1 import paging_pb2
from cairn.reporting.v1 import explanations_pb2 as contract
from cairn.reporting.v1 import explanations_pb2_grpc as contract_grpc
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.grpc import call as calls
from cairn_platform.identity import Principal
from cairn_reporting.adapters.grpc import answers, requests
from cairn_reporting.adapters.grpc.asking import Asking, asking
from cairn_reporting.adapters.grpc.explained_figures import (
    no_such_figure,
    people_page,
    pipeline_explanation,
    trend_explanation,
    worth_explanation,
)
from cairn_reporting.adapters.grpc.exported_figures import FiguresRequest
from cairn_reporting.application.explanations import (
    ExplainedLine,
    GapPerson,
    explain_recertification,
    explain_skill_gap,
)
from cairn_reporting.application.ports import EnrolmentsOf, Facts, FactsOf
from cairn_reporting.domain.gap_people import GapFigure
from cairn_reporting.domain.recertification import Holder, RecertificationFigure

EXPLANATIONS_SERVICE_NAME = contract.DESCRIPTOR.services_by_name["ReportExplanationsService"].full_name

_GAP_FIGURES = {
    contract.GAP_FIGURE_UNSPECIFIED: GapFigure.DEMANDED,
    contract.GAP_FIGURE_DEMANDED: GapFigure.DEMANDED,
    contract.GAP_FIGURE_SUPPLIED: GapFigure.SUPPLIED,
    contract.GAP_FIGURE_SHORT: GapFigure.SHORT,
}
_FIGURES = {
    contract.RECERTIFICATION_FIGURE_UNSPECIFIED: RecertificationFigure.VALID,
    contract.RECERTIFICATION_FIGURE_VALID: RecertificationFigure.VALID,
    contract.RECERTIFICATION_FIGURE_DUE_IN_7_DAYS: RecertificationFigure.DUE_IN_7_DAYS,
    contract.RECERTIFICATION_FIGURE_DUE_IN_30_DAYS: RecertificationFigure.DUE_IN_30_DAYS,
    contract.RECERTIFICATION_FIGURE_DUE_IN_60_DAYS: RecertificationFigure.DUE_IN_60_DAYS,
    contract.RECERTIFICATION_FIGURE_DUE_IN_90_DAYS: RecertificationFigure.DUE_IN_90_DAYS,
    contract.RECERTIFICATION_FIGURE_LAPSED: RecertificationFigure.LAPSED,
    contract.RECERTIFICATION_FIGURE_SUSPENDED: RecertificationFigure.SUSPENDED,
    contract.RECERTIFICATION_FIGURE_IN_GRACE: RecertificationFigure.IN_GRACE,
}


class ReportExplanationsServicer(contract_grpc.ReportExplanationsServiceServicer):
    """Answers for the tenant of the caller's token, which the platform verified."""

    def __init__(
        self, *, facts_of: FactsOf, enrolments_of: EnrolmentsOf, clock: Callable[[], datetime]
    ) -> None:
        self._facts_of = facts_of
        self._enrolments_of = enrolments_of
        self._clock = clock

    def ExplainSkillGap(  # noqa: N802 (the contract's name)
        self, request: contract.ExplainSkillGapRequest, _context: grpc.ServicerContext
    ) -> contract.ExplainSkillGapResponse:
        """The people behind a figure of a line of a gap report."""
        principal, rights, facts = self._asking(request.report)
        if request.figure not in _GAP_FIGURES:
            raise no_such_figure()
        explained = explain_skill_gap(
            principal=principal,
            asked=requests.people_filter(request.report.people),
            question=requests.gap_question(request.report),
            line=ExplainedLine(
                demand=requests.demand("line", request.line),
                figure=_GAP_FIGURES[request.figure],
                group_by=requests.dimension(request.report.group_by),
                group=request.group if request.HasField("group") else None,
            ),
            page=people_page(request.page),
            as_of=requests.as_of(request.report, now=self._clock()),
            facts=facts,
            rights=rights,
        )
        return contract.ExplainSkillGapResponse(
            people=[_gap_person(each) for each in explained.people],
            page=paging_pb2.PageInfo(next_page_token=explained.next_page_token),
            count=explained.count,
            freshness=answers.freshness_message(explained.freshness),
        )

    def ExplainRecertification(  # noqa: N802
        self, request: contract.ExplainRecertificationRequest, _context: grpc.ServicerContext
    ) -> contract.ExplainRecertificationResponse:
        """The people behind a figure of a line of a recertification report."""
        principal, rights, facts = self._asking(request.report)
        if not request.report.credential_id:
            description = "Say which credential's line it is."
            raise InvalidFieldsError([FieldViolation("report.credential_id", "REQUIRED", description)])
        if request.figure not in _FIGURES:
            raise no_such_figure()
        explained = explain_recertification(
            principal=principal,
            asked=requests.people_filter(request.report.people),
            credential_id=request.report.credential_id,
            figure=_FIGURES[request.figure],
            page=people_page(request.page),
            as_of=requests.as_of(request.report, now=self._clock()),
            facts=facts,
            rights=rights,
        )
        return contract.ExplainRecertificationResponse(
            people=[_holder(each) for each in explained.people],
            page=paging_pb2.PageInfo(next_page_token=explained.next_page_token),
            count=explained.count,
            freshness=answers.freshness_message(explained.freshness),
        )

    def ExplainTrend(  # noqa: N802
        self, request: contract.ExplainTrendRequest, _context: grpc.ServicerContext
    ) -> contract.ExplainTrendResponse:
        """The people behind a figure of a month of trends."""
        return trend_explanation(request, asked=self._asking_of(request.report))

    def ExplainPipeline(  # noqa: N802
        self, request: contract.ExplainPipelineRequest, _context: grpc.ServicerContext
    ) -> contract.ExplainPipelineResponse:
        """The people behind a figure of a role's line of the promotion pipeline."""
        asked = self._asking_of(request.report)
        enrolments = self._enrolments_of(asked.principal.tenant_id, known_at=asked.known_at)
        return pipeline_explanation(request, asked=asked, enrolments=enrolments)

    def ExplainWorth(  # noqa: N802
        self, request: contract.ExplainWorthRequest, _context: grpc.ServicerContext
    ) -> contract.ExplainWorthResponse:
        """The people behind a figure of what a credential, or all of them, were worth."""
        return worth_explanation(request, asked=self._asking_of(request.report))

    def _asking_of(self, report: FiguresRequest) -> Asking:
        known_at = report.known_at if report.HasField("known_at") else None
        return asking(known_at=known_at, facts_of=self._facts_of, clock=self._clock)

    def _asking(self, report: requests.DatedRequest) -> tuple[Principal, Facts, Facts]:
        """The caller, the facts of today that give rights, and those to answer by."""
        principal = calls.current.get().principal
        today = self._facts_of(principal.tenant_id)
        known_at = requests.known_at(report, now=self._clock())
        if known_at is None:
            return principal, today, today
        return principal, today, self._facts_of(principal.tenant_id, known_at=known_at)


def _gap_person(person: GapPerson) -> contract.GapPerson:
    return contract.GapPerson(
        person_id=person.person_id,
        role_id=person.role_id,
        role_name=person.role_name,
        has_it=person.has_it,
        standing=answers.standing_message(person.standing),
    )


def _holder(holder: Holder) -> contract.Holder:
    expiry = holder.expiry
    return contract.Holder(
        person_id=holder.person_id,
        achievement_ids=holder.achievement_ids,
        valid_until=answers.instant_message(expiry.valid_until) if expiry else None,
        last_valid_on=expiry.last_valid_on.isoformat() if expiry else "",
    )
