"""The RPCs of AudienceService and AssignmentJobService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from typing import Protocol

import grpc

from cairn.learners.v1 import assignment_jobs_pb2, assignment_jobs_pb2_grpc, audiences_pb2, audiences_pb2_grpc
from cairn_learners.adapters.grpc import answers as common
from cairn_learners.adapters.grpc import audience_answers as answers
from cairn_learners.adapters.grpc import audience_requests as requests
from cairn_learners.adapters.grpc.requests import fields_of, page
from cairn_learners.adapters.grpc.tenant_calls import CallsOf
from cairn_learners.application import assignment_jobs, audiences
from cairn_learners.application.audience_ports import AudienceScope, AudienceStore
from cairn_learners.domain.assignment_jobs import AssignmentJob
from cairn_learners.domain.reach import check_leads_somebody
from cairn_platform.grpc.call import Answers, answered_once

AUDIENCE_SERVICE_NAME = audiences_pb2.DESCRIPTOR.services_by_name["AudienceService"].full_name
JOB_SERVICE_NAME = assignment_jobs_pb2.DESCRIPTOR.services_by_name["AssignmentJobService"].full_name
_MEMBERS_SHOWN = 50


class AnsweringAudienceStore(AudienceStore, Answers, Protocol):
    """A store that keeps the first answers to repeated requests too."""


class _AudienceCalls(CallsOf[AnsweringAudienceStore, AudienceScope]):
    """Answers for the tenant of the caller's token."""

    scope_type = AudienceScope


class AudienceServicer(_AudienceCalls, audiences_pb2_grpc.AudienceServiceServicer):
    """Dynamic audiences."""

    def ListAudienceAttributes(
        self, request: audiences_pb2.ListAudienceAttributesRequest, context: grpc.ServicerContext
    ) -> audiences_pb2.ListAudienceAttributesResponse:
        """What rules may ask about people."""
        check_leads_somebody(self._scope().reach())
        return audiences_pb2.ListAudienceAttributesResponse(attributes=answers.attributes())

    def ListAudiences(
        self, request: audiences_pb2.ListAudiencesRequest, context: grpc.ServicerContext
    ) -> audiences_pb2.ListAudiencesResponse:
        """The audiences, by name."""
        found = audiences.list_audiences(self._scope(), page=page(request.page))
        return audiences_pb2.ListAudiencesResponse(
            audiences=[answers.audience(each) for each in found.items], page=common.page_info(found)
        )

    def GetAudience(
        self, request: audiences_pb2.GetAudienceRequest, context: grpc.ServicerContext
    ) -> audiences_pb2.GetAudienceResponse:
        """An audience."""
        found = audiences.get_audience(self._scope(), audience_id=request.audience_id)
        return audiences_pb2.GetAudienceResponse(audience=answers.audience(found))

    def SaveAudience(
        self, request: audiences_pb2.SaveAudienceRequest, context: grpc.ServicerContext
    ) -> audiences_pb2.SaveAudienceResponse:
        """Saves an audience."""
        scope, store = self._called()
        with fields_of("audience"):
            return answered_once(
                request,
                answers=store,
                response=audiences_pb2.SaveAudienceResponse,
                respond=lambda seen: audiences_pb2.SaveAudienceResponse(audience=answers.audience(seen)),
                perform=lambda once: audiences.save_audience(
                    scope,
                    draft=requests.dynamic_audience(request.audience),
                    expected_version=request.expected_version,
                    once=once,
                ),
            )

    def PreviewAudience(
        self, request: audiences_pb2.PreviewAudienceRequest, context: grpc.ServicerContext
    ) -> audiences_pb2.PreviewAudienceResponse:
        """What a rule says, and of whom it is true."""
        draft = requests.rule(request.rule)
        return answers.preview(audiences.preview_rule(self._scope(), draft=draft, at_most=_MEMBERS_SHOWN))

    def ListAudienceMembers(
        self, request: audiences_pb2.ListAudienceMembersRequest, context: grpc.ServicerContext
    ) -> audiences_pb2.ListAudienceMembersResponse:
        """Who is in an audience."""
        found = audiences.list_members(
            self._scope(), audience_id=request.audience_id, page=page(request.page)
        )
        return audiences_pb2.ListAudienceMembersResponse(
            members=answers.members(found.items), page=common.page_info(found)
        )

    def ExplainMembership(
        self, request: audiences_pb2.ExplainMembershipRequest, context: grpc.ServicerContext
    ) -> audiences_pb2.ExplainMembershipResponse:
        """Why somebody is in or out."""
        return answers.explained(
            audiences.explain_membership(
                self._scope(), audience_id=request.audience_id, person_id=request.person_id
            )
        )


class AssignmentJobServicer(_AudienceCalls, assignment_jobs_pb2_grpc.AssignmentJobServiceServicer):
    """Assignments to audiences of any size."""

    def PlanAssignment(
        self, request: assignment_jobs_pb2.PlanAssignmentRequest, context: grpc.ServicerContext
    ) -> assignment_jobs_pb2.PlanAssignmentResponse:
        """What assigning would do."""
        return answers.plan(
            assignment_jobs.plan_assignment(self._scope(), request=requests.assignment(request))
        )

    def RequestAssignment(
        self, request: assignment_jobs_pb2.RequestAssignmentRequest, context: grpc.ServicerContext
    ) -> assignment_jobs_pb2.RequestAssignmentResponse:
        """Accepts an assignment that was confirmed."""
        scope, store = self._called()
        return answered_once(
            request,
            answers=store,
            response=assignment_jobs_pb2.RequestAssignmentResponse,
            respond=lambda job: assignment_jobs_pb2.RequestAssignmentResponse(job=answers.job(job)),
            perform=lambda once: assignment_jobs.request_assignment(
                scope,
                request=requests.assignment(request),
                confirmed=request.confirmed_plan,
                once=once,
            ),
        )

    def WithdrawAssignment(
        self, request: assignment_jobs_pb2.WithdrawAssignmentRequest, context: grpc.ServicerContext
    ) -> assignment_jobs_pb2.WithdrawAssignmentResponse:
        """Takes an assignment back."""
        scope, store = self._called()
        return answered_once(
            request,
            answers=store,
            response=assignment_jobs_pb2.WithdrawAssignmentResponse,
            respond=lambda job: assignment_jobs_pb2.WithdrawAssignmentResponse(job=answers.job(job)),
            perform=lambda once: assignment_jobs.withdraw_assignment(
                scope, assignment_id=request.assignment_id, once=once
            ),
        )

    def GetAssignmentJob(
        self, request: assignment_jobs_pb2.GetAssignmentJobRequest, context: grpc.ServicerContext
    ) -> assignment_jobs_pb2.GetAssignmentJobResponse:
        """A job."""
        found: AssignmentJob = assignment_jobs.get_job(self._scope(), job_id=request.job_id)
        return assignment_jobs_pb2.GetAssignmentJobResponse(job=answers.job(found))

    def CancelAssignmentJob(
        self, request: assignment_jobs_pb2.CancelAssignmentJobRequest, context: grpc.ServicerContext
    ) -> assignment_jobs_pb2.CancelAssignmentJobResponse:
        """Ends the giving of an assignment."""
        found = assignment_jobs.cancel_job(self._scope(), job_id=request.job_id)
        return assignment_jobs_pb2.CancelAssignmentJobResponse(job=answers.job(found))
