"""The RPCs of DelegationsService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Sequence

import grpc

from cairn.learners.v1 import delegations_pb2 as contract
from cairn.learners.v1 import delegations_pb2_grpc as contract_grpc
from cairn_learners.adapters import delegation_messages as words
from cairn_learners.adapters.grpc import answers, requests
from cairn_learners.adapters.grpc.tenant_calls import TenantCalls
from cairn_learners.application import delegations
from cairn_learners.application.scope import Scope
from cairn_learners.domain.delegations import Delegation, DelegationDraft
from cairn_platform.grpc.call import answered_once

SERVICE_NAME = contract.DESCRIPTOR.services_by_name["DelegationsService"].full_name


class DelegationsServicer(TenantCalls, contract_grpc.DelegationsServiceServicer):
    """Answers for the tenant of the call's token."""

    def HandOverLine(
        self, request: contract.HandOverLineRequest, context: grpc.ServicerContext
    ) -> contract.HandOverLineResponse:
        """Hands a line over."""
        scope, store = self._called()
        draft = DelegationDraft(
            manager_id=request.manager_id,
            delegate_id=request.delegate_id,
            from_on=request.from_on,
            until_on=request.until_on,
            reason=request.reason,
        )
        return answered_once(
            request,
            answers=store,
            response=contract.HandOverLineResponse,
            respond=lambda found: contract.HandOverLineResponse(delegation=_named(scope, [found])[0]),
            perform=lambda once: delegations.hand_over(scope, draft=draft, once=once),
        )

    def TakeBackLine(
        self, request: contract.TakeBackLineRequest, context: grpc.ServicerContext
    ) -> contract.TakeBackLineResponse:
        """Ends a delegation."""
        scope = self._scope()
        found = delegations.take_back(scope, delegation_id=request.delegation_id, reason=request.reason)
        return contract.TakeBackLineResponse(delegation=_named(scope, [found])[0])

    def ListDelegations(
        self, request: contract.ListDelegationsRequest, context: grpc.ServicerContext
    ) -> contract.ListDelegationsResponse:
        """Delegations, the newest first."""
        scope = self._scope()
        page = delegations.list_delegations(
            scope, person_id=request.person_id, page=requests.page(request.page)
        )
        return contract.ListDelegationsResponse(
            delegations=_named(scope, page.items), page=answers.page_info(page)
        )

    def ListDelegatedActs(
        self, request: contract.ListDelegatedActsRequest, context: grpc.ServicerContext
    ) -> contract.ListDelegatedActsResponse:
        """What was done on behalf of the manager."""
        page = delegations.list_acts(
            self._scope(), delegation_id=request.delegation_id, page=requests.page(request.page)
        )
        return contract.ListDelegatedActsResponse(
            acts=[words.act(each) for each in page.items], page=answers.page_info(page)
        )

    def ListDelegationCandidates(
        self, request: contract.ListDelegationCandidatesRequest, context: grpc.ServicerContext
    ) -> contract.ListDelegationCandidatesResponse:
        """To whom the caller can hand the own line."""
        page = delegations.list_candidates(
            self._scope(), query=request.query, page=requests.page(request.page)
        )
        found = [
            contract.DelegationCandidate(person_id=each.person_id, name=each.name) for each in page.items
        ]
        return contract.ListDelegationCandidatesResponse(candidates=found, page=answers.page_info(page))


def _named(scope: Scope, found: Sequence[Delegation]) -> list[contract.Delegation]:
    people = scope.store.people({each for one in found for each in (one.manager_id, one.delegate_id)})
    return [words.delegation(each, people=people, today=scope.today) for each in found]
