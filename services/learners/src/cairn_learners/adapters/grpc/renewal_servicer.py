"""The RPCs of RenewalService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

import grpc

from cairn.learners.v1 import renewals_pb2 as contract
from cairn.learners.v1 import renewals_pb2_grpc as contract_grpc
from cairn_learners.adapters.grpc import answers, renewal_answers
from cairn_learners.adapters.grpc import renewal_requests as requests
from cairn_learners.adapters.grpc.requests import fields_of
from cairn_learners.adapters.grpc.tenant_calls import TenantCalls
from cairn_learners.application import certifications, policies
from cairn_platform.grpc.call import answered_once

SERVICE_NAME = contract.DESCRIPTOR.services_by_name["RenewalService"].full_name


class RenewalServicer(TenantCalls, contract_grpc.RenewalServiceServicer):
    """Answers for the tenant of the call's token."""

    def ListPolicies(
        self, request: contract.ListPoliciesRequest, context: grpc.ServicerContext
    ) -> contract.ListPoliciesResponse:
        """The tenant's policies."""
        found = policies.list_policies(self._scope(), credential_id=request.credential_id)
        return contract.ListPoliciesResponse(policies=[renewal_answers.policy(each) for each in found])

    def PreviewPolicyChange(
        self, request: contract.PreviewPolicyChangeRequest, context: grpc.ServicerContext
    ) -> contract.PreviewPolicyChangeResponse:
        """What a new version would do."""
        with fields_of("policy_version"):
            found = policies.preview_policy_change(
                self._scope(),
                credential_id=request.credential_id,
                draft=requests.version(request.policy_version),
            )
        return contract.PreviewPolicyChangeResponse(
            effects=renewal_answers.effects(found.effects), unchanged=found.unchanged
        )

    def ChangePolicy(
        self, request: contract.ChangePolicyRequest, context: grpc.ServicerContext
    ) -> contract.ChangePolicyResponse:
        """Adds a version and does what it does."""
        with fields_of("policy_version"):
            done = policies.change_policy(
                self._scope(),
                credential_id=request.credential_id,
                draft=requests.version(request.policy_version),
                expected_version=request.expected_version,
            )
        return contract.ChangePolicyResponse(
            policy=renewal_answers.policy(done.policy),
            effects=renewal_answers.effects(done.change.effects),
            unchanged=done.change.unchanged,
        )

    def ReckonAnew(
        self, request: contract.ReckonAnewRequest, context: grpc.ServicerContext
    ) -> contract.ReckonAnewResponse:
        """Reckons everybody anew who holds the credential."""
        done = policies.reckon_anew(self._scope(), credential_id=request.credential_id)
        return contract.ReckonAnewResponse(
            effects=renewal_answers.effects(done.effects), unchanged=done.unchanged
        )

    def GetCertification(
        self, request: contract.GetCertificationRequest, context: grpc.ServicerContext
    ) -> contract.GetCertificationResponse:
        """The life of a person's credential."""
        found = certifications.get_certification(
            self._scope(), person_id=request.person_id, credential_id=request.credential_id
        )
        return renewal_answers.certification(found)

    def LogRenewalEntry(
        self, request: contract.LogRenewalEntryRequest, context: grpc.ServicerContext
    ) -> contract.LogRenewalEntryResponse:
        """Logs what helps to renew."""
        scope, store = self._called()
        return answered_once(
            request,
            answers=store,
            response=contract.LogRenewalEntryResponse,
            respond=lambda entry: contract.LogRenewalEntryResponse(entry=renewal_answers.entry(entry)),
            perform=lambda once: certifications.log_entry(scope, draft=requests.entry(request), once=once),
        )

    def DecideRenewalEntry(
        self, request: contract.DecideRenewalEntryRequest, context: grpc.ServicerContext
    ) -> contract.DecideRenewalEntryResponse:
        """Accepts, refuses or withdraws an entry."""
        entry = certifications.decide_entry(
            self._scope(),
            entry_id=request.entry_id,
            state=requests.entry_state(request.state),
            reason=request.reason,
        )
        return contract.DecideRenewalEntryResponse(entry=renewal_answers.entry(entry))

    def ListRenewalEntries(
        self, request: contract.ListRenewalEntriesRequest, context: grpc.ServicerContext
    ) -> contract.ListRenewalEntriesResponse:
        """A person's entries."""
        found = certifications.list_entries(
            self._scope(), person_id=request.person_id, credential_id=request.credential_id
        )
        return contract.ListRenewalEntriesResponse(entries=[renewal_answers.entry(each) for each in found])

    def MarkAchievement(
        self, request: contract.MarkAchievementRequest, context: grpc.ServicerContext
    ) -> contract.MarkAchievementResponse:
        """Revokes, suspends or reinstates."""
        scope = self._scope()
        found = certifications.mark_achievement(
            scope, achievement_id=request.achievement_id, draft=requests.mark(request)
        )
        return contract.MarkAchievementResponse(achievement=answers.achievement(found, now=scope.now))

    def CorrectAchievement(
        self, request: contract.CorrectAchievementRequest, context: grpc.ServicerContext
    ) -> contract.CorrectAchievementResponse:
        """Puts right what was said about an achievement."""
        scope = self._scope()
        found = certifications.correct_achievement(
            scope, achievement_id=request.achievement_id, draft=requests.correction(request)
        )
        return contract.CorrectAchievementResponse(achievement=answers.achievement(found, now=scope.now))
