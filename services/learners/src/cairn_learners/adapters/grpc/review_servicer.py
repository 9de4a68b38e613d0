"""The RPCs of ReviewService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

import grpc

from cairn.learners.v1 import reviews_pb2 as contract
from cairn.learners.v1 import reviews_pb2_grpc as contract_grpc
from cairn_learners.adapters import review_messages as words
from cairn_learners.adapters.grpc import answers
from cairn_learners.adapters.grpc.tenant_calls import TenantCalls
from cairn_learners.application import reviews
from cairn_learners.domain.rubrics import RubricDraft

SERVICE_NAME = contract.DESCRIPTOR.services_by_name["ReviewService"].full_name


class ReviewServicer(TenantCalls, contract_grpc.ReviewServiceServicer):
    """Answers for the tenant of the call's token."""

    def TakeForReview(
        self, request: contract.TakeForReviewRequest, context: grpc.ServicerContext
    ) -> contract.TakeForReviewResponse:
        """Takes a claim to look at it."""
        scope = self._scope()
        found = reviews.take_for_review(scope, achievement_id=request.achievement_id)
        return contract.TakeForReviewResponse(achievement=answers.achievement(found, now=scope.now))

    def HandBack(
        self, request: contract.HandBackRequest, context: grpc.ServicerContext
    ) -> contract.HandBackResponse:
        """Hands a claim back undecided."""
        scope = self._scope()
        found = reviews.hand_back(scope, achievement_id=request.achievement_id)
        return contract.HandBackResponse(achievement=answers.achievement(found, now=scope.now))

    def StateRubric(
        self, request: contract.StateRubricRequest, context: grpc.ServicerContext
    ) -> contract.StateRubricResponse:
        """Adds a version to a rubric."""
        stated = reviews.state_rubric(
            self._scope(),
            credential_id=request.credential_id,
            draft=RubricDraft(
                criteria=words.sent_criteria(request.criteria), passing_points=request.passing_points
            ),
            expected_version=request.expected_version,
        )
        return contract.StateRubricResponse(rubric=words.rubric(stated))

    def GetRubric(
        self, request: contract.GetRubricRequest, context: grpc.ServicerContext
    ) -> contract.GetRubricResponse:
        """The rubric of a credential."""
        found = reviews.get_rubric(self._scope(), credential_id=request.credential_id)
        return contract.GetRubricResponse(rubric=words.rubric(found))

    def ListRubrics(
        self, request: contract.ListRubricsRequest, context: grpc.ServicerContext
    ) -> contract.ListRubricsResponse:
        """The tenant's rubrics."""
        found = reviews.list_rubrics(self._scope())
        return contract.ListRubricsResponse(rubrics=[words.rubric(each) for each in found])

    def NamePeople(
        self, request: contract.NamePeopleRequest, context: grpc.ServicerContext
    ) -> contract.NamePeopleResponse:
        """What people are called."""
        found = reviews.named_people(self._scope(), person_ids=request.person_ids)
        names = [contract.PersonName(person_id=each.person_id, name=each.name) for each in found]
        return contract.NamePeopleResponse(names=names)
