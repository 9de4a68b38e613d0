"""ReportingService: requests to use cases, results to answers."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime

import grpc

from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn.reporting.v1 import reporting_service_pb2_grpc as contract_grpc
from cairn_platform.grpc import call as calls
from cairn_platform.identity import Principal
from cairn_platform.paging import page_request
from cairn_reporting.adapters.grpc import answers, requests
from cairn_reporting.adapters.grpc.asking import workforce_for
from cairn_reporting.adapters.grpc.gap_columns import skill_gap_columns
from cairn_reporting.application.ports import Facts, FactsOf
from cairn_reporting.application.readiness import FiguresAsked, page_key_length, report_readiness
from cairn_reporting.application.recertification import report_recertification
from cairn_reporting.application.skill_gaps import report_skill_gaps
from cairn_reporting.application.skill_profile import get_skill_profile
from cairn_reporting.application.workforce.tenant import TenantWorkforce
from cairn_reporting.application.workforce.tenants import WorkforceOf, nobodys

SERVICE_NAME = contract.DESCRIPTOR.services_by_name["ReportingService"].full_name


class ReportingServicer(contract_grpc.ReportingServiceServicer):
    """Answers for the tenant of the caller's token, which the platform verified."""

    def __init__(
        self, *, facts_of: FactsOf, clock: Callable[[], datetime], workforces: WorkforceOf = nobodys
    ) -> None:
        self._facts_of = facts_of
        self._workforces = workforces
        self._clock = clock

    def GetSkillProfile(  # noqa: N802 (the contract's name)
        self, request: contract.GetSkillProfileRequest, _context: grpc.ServicerContext
    ) -> contract.GetSkillProfileResponse:
        """What somebody can do, by what the person has proven, and until when."""
        principal, facts = self._caller()
        return answers.skill_profile(
            get_skill_profile(
                principal=principal, person_id=request.person_id or None, facts=facts, now=self._clock()
            )
        )

    def ReportReadiness(  # noqa: N802
        self, request: contract.ReportReadinessRequest, _context: grpc.ServicerContext
    ) -> contract.ReportReadinessResponse:
        """How ready people are for a role, requirement by requirement."""
        principal, rights, facts = self._asking(request)
        question = requests.readiness_question(request, principal=principal, now=self._clock())
        return answers.readiness_report(
            report_readiness(
                question,
                figures=FiguresAsked(
                    group_by=requests.dimension(request.group_by), alone=request.figures_only
                ),
                page=page_request(
                    page_size=request.page.page_size,
                    page_token=request.page.page_token,
                    key_length=page_key_length(question.states),
                ),
                facts=facts,
                rights=rights,
                workforce=lambda: self._workforce(request, principal, rights=rights),
            )
        )

    def ReportSkillGaps(  # noqa: N802
        self, request: contract.ReportSkillGapsRequest, _context: grpc.ServicerContext
    ) -> contract.ReportSkillGapsResponse:
        """Which skills people lack against what their roles demand, skill by skill."""
        principal, rights, facts = self._asking(request)
        with self._workforce(request, principal, rights=rights) as workforce:
            report = report_skill_gaps(
                principal=principal,
                asked=requests.people_filter(request.people),
                question=requests.gap_question(request),
                group_by=requests.dimension(request.group_by),
                as_of=requests.as_of(request, now=self._clock()),
                figures_only=request.figures_only or request.as_columns,
                facts=facts,
                rights=rights,
                workforce=workforce,
            )
        return skill_gap_columns(report) if request.as_columns else answers.skill_gap_report(report)

    def ReportRecertification(  # noqa: N802
        self, request: contract.ReportRecertificationRequest, _context: grpc.ServicerContext
    ) -> contract.ReportRecertificationResponse:
        """Which credentials people hold, and which lapse when."""
        principal, rights, facts = self._asking(request)
        with self._workforce_for_figures(request, principal, rights=rights) as workforce:
            report = report_recertification(
                principal=principal,
                asked=requests.people_filter(request.people),
                credential_id=request.credential_id or None,
                group_by=requests.dimension(request.group_by),
                as_of=requests.as_of(request, now=self._clock()),
                figures_only=request.figures_only,
                in_one_answer=True,
                facts=facts,
                rights=rights,
                workforce=workforce,
            )
        return answers.recertification_report(report)

    def _workforce_for_figures(
        self, request: contract.ReportRecertificationRequest, principal: Principal, *, rights: Facts
    ) -> AbstractContextManager[TenantWorkforce | None]:
        """It does not know by which achievement each person's hold ends."""
        return self._workforce(request, principal, rights=rights) if request.figures_only else nullcontext()

    def _workforce(
        self,
        request: requests.DatedRequest,
        principal: Principal,
        *,
        rights: Facts,
    ) -> AbstractContextManager[TenantWorkforce | None]:
        return workforce_for(request, principal=principal, rights=rights, workforces=self._workforces)

    def _caller(self) -> tuple[Principal, Facts]:
        principal = calls.current.get().principal
        return principal, self._facts_of(principal.tenant_id)

    def _asking(self, request: requests.DatedRequest) -> tuple[Principal, Facts, Facts]:
        """The caller, the facts of today that give rights, and those to answer by."""
        principal, today = self._caller()
        known_at = requests.known_at(request, now=self._clock())
        if known_at is None:
            return principal, today, today
        return principal, today, self._facts_of(principal.tenant_id, known_at=known_at)
