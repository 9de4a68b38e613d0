"""The RPCs of AssessmentService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Callable
from datetime import datetime

import grpc

from cairn.learners.v1 import assessments_pb2 as contract
from cairn.learners.v1 import assessments_pb2_grpc as contract_grpc
from cairn_learners.adapters import assessment_messages as words
from cairn_learners.adapters.certification_messages import meant
from cairn_learners.adapters.grpc.tenant_calls import AnsweringStore, TenantCalls
from cairn_learners.application import assessments as use_cases
from cairn_learners.application.assessments import Assessments
from cairn_learners.application.scope import Scope
from cairn_learners.domain.assessments import AssessmentDraft
from cairn_platform.grpc.call import answered_once

SERVICE_NAME = contract.DESCRIPTOR.services_by_name["AssessmentService"].full_name


class AssessmentServicer(TenantCalls, contract_grpc.AssessmentServiceServicer):
    """Answers for the tenant of the call's token."""

    def __init__(
        self,
        *,
        store_of: Callable[[str], AnsweringStore],
        assessments_of: Callable[[str], Assessments],
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        super().__init__(store_of=store_of, clock=clock, new_id=new_id)
        self._assessments_of = assessments_of

    def GiveAssessment(
        self, request: contract.GiveAssessmentRequest, context: grpc.ServicerContext
    ) -> contract.GiveAssessmentResponse:
        """Says how well somebody does something."""
        scope, store = self._called()
        return answered_once(
            request,
            answers=store,
            response=contract.GiveAssessmentResponse,
            respond=lambda each: contract.GiveAssessmentResponse(assessment=words.assessment(each)),
            perform=lambda once: use_cases.give_assessment(
                scope, self._assessments(scope), draft=_draft(request), once=once
            ),
        )

    def WithdrawAssessment(
        self, request: contract.WithdrawAssessmentRequest, context: grpc.ServicerContext
    ) -> contract.WithdrawAssessmentResponse:
        """Takes an assessment back."""
        scope = self._scope()
        found = use_cases.withdraw_assessment(
            scope, self._assessments(scope), assessment_id=request.assessment_id, reason=request.reason
        )
        return contract.WithdrawAssessmentResponse(assessment=words.assessment(found))

    def ListAssessments(
        self, request: contract.ListAssessmentsRequest, context: grpc.ServicerContext
    ) -> contract.ListAssessmentsResponse:
        """What was said about a person."""
        scope = self._scope()
        found = use_cases.list_assessments(
            scope, self._assessments(scope), person_id=request.person_id, skill_id=request.skill_id
        )
        return contract.ListAssessmentsResponse(assessments=[words.assessment(each) for each in found])

    def _assessments(self, scope: Scope) -> Assessments:
        return self._assessments_of(scope.principal.tenant_id)


def _draft(request: contract.GiveAssessmentRequest) -> AssessmentDraft:
    return AssessmentDraft(
        person_id=request.person_id,
        skill_id=request.skill_id,
        assessor_kind=meant(request.assessor_kind, words.ASSESSOR_KINDS),
        scale_id=request.scale_id,
        level=request.level if request.HasField("level") else None,
        assessed_on=request.assessed_on,
        reason=request.reason,
    )
