"""The RPCs of HrResponsibilitiesService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Sequence

import grpc

from cairn.learners.v1 import hr_responsibilities_pb2 as contract
from cairn.learners.v1 import hr_responsibilities_pb2_grpc as contract_grpc
from cairn_learners.adapters import hr_responsibility_messages as words
from cairn_learners.adapters.grpc import answers, requests
from cairn_learners.adapters.grpc.tenant_calls import TenantCalls
from cairn_learners.application import hr_responsibilities
from cairn_learners.application.scope import Scope
from cairn_learners.domain.hr_responsibilities import HrResponsibility, HrResponsibilityDraft
from cairn_platform.grpc.call import answered_once

SERVICE_NAME = contract.DESCRIPTOR.services_by_name["HrResponsibilitiesService"].full_name


class HrResponsibilitiesServicer(TenantCalls, contract_grpc.HrResponsibilitiesServiceServicer):
    """Answers for the tenant of the call's token."""

    def GiveHrResponsibility(
        self, request: contract.GiveHrResponsibilityRequest, context: grpc.ServicerContext
    ) -> contract.GiveHrResponsibilityResponse:
        """Makes somebody responsible."""
        scope, store = self._called()
        draft = HrResponsibilityDraft(
            person_id=request.person_id,
            department_ids=tuple(request.department_ids),
            from_on=request.from_on,
            until_on=request.until_on,
        )
        return answered_once(
            request,
            answers=store,
            response=contract.GiveHrResponsibilityResponse,
            respond=lambda found: contract.GiveHrResponsibilityResponse(
                responsibility=_named(scope, [found])[0]
            ),
            perform=lambda once: hr_responsibilities.give_responsibility(scope, draft=draft, once=once),
        )

    def TakeBackHrResponsibility(
        self, request: contract.TakeBackHrResponsibilityRequest, context: grpc.ServicerContext
    ) -> contract.TakeBackHrResponsibilityResponse:
        """Ends a responsibility."""
        scope = self._scope()
        found = hr_responsibilities.take_responsibility_back(
            scope, responsibility_id=request.responsibility_id, reason=request.reason
        )
        return contract.TakeBackHrResponsibilityResponse(responsibility=_named(scope, [found])[0])

    def GetHrResponsibility(
        self, request: contract.GetHrResponsibilityRequest, context: grpc.ServicerContext
    ) -> contract.GetHrResponsibilityResponse:
        """A responsibility."""
        scope = self._scope()
        found = hr_responsibilities.get_responsibility(scope, responsibility_id=request.responsibility_id)
        return contract.GetHrResponsibilityResponse(responsibility=_named(scope, [found])[0])

    def ListHrResponsibilities(
        self, request: contract.ListHrResponsibilitiesRequest, context: grpc.ServicerContext
    ) -> contract.ListHrResponsibilitiesResponse:
        """Responsibilities, the newest first."""
        scope = self._scope()
        page = hr_responsibilities.list_responsibilities(
            scope, person_id=request.person_id, page=requests.page(request.page)
        )
        return contract.ListHrResponsibilitiesResponse(
            responsibilities=_named(scope, page.items), page=answers.page_info(page)
        )


def _named(scope: Scope, found: Sequence[HrResponsibility]) -> list[contract.HrResponsibility]:
    people = scope.store.people({each.person_id for each in found})
    return [words.hr_responsibility(each, people=people, today=scope.today) for each in found]
