"""The RPCs of RequestsService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

import grpc

from cairn.learners.v1 import requests_pb2 as contract
from cairn.learners.v1 import requests_pb2_grpc as contract_grpc
from cairn_learners.adapters import messages
from cairn_learners.adapters import request_messages as words
from cairn_learners.adapters.grpc import answers, requests
from cairn_learners.adapters.grpc.tenant_calls import TenantCalls
from cairn_learners.application import learning_requests
from cairn_learners.application.learning_requests import RequestSeen
from cairn_learners.domain.learning_requests import Money, RequestDraft, RequestState
from cairn_learners.domain.progress import last_day_of
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.grpc.call import answered_once

SERVICE_NAME = contract.DESCRIPTOR.services_by_name["RequestsService"].full_name
_KINDS = {number: kind for kind, number in words.KINDS.items()}
_STATES = {number: state for state, number in words.STATES.items()}


class RequestsServicer(TenantCalls, contract_grpc.RequestsServiceServicer):
    """Answers for the tenant of the call's token."""

    def SubmitRequest(
        self, request: contract.SubmitRequestRequest, context: grpc.ServicerContext
    ) -> contract.SubmitRequestResponse:
        """Asks for something."""
        scope, store = self._called()
        return answered_once(
            request,
            answers=store,
            response=contract.SubmitRequestResponse,
            respond=lambda seen: contract.SubmitRequestResponse(request=_seen(seen)),
            perform=lambda once: learning_requests.submit_request(scope, draft=_draft(request), once=once),
        )

    def DecideRequest(
        self, request: contract.DecideRequestRequest, context: grpc.ServicerContext
    ) -> contract.DecideRequestResponse:
        """Approves, refuses or withdraws a request."""
        seen = learning_requests.decide_request(
            self._scope(),
            request_id=request.request_id,
            state=_STATES.get(request.state, RequestState.SUBMITTED),
            reason=request.reason,
            due_on=request.due_on,
            expected_version=request.expected_version,
        )
        return contract.DecideRequestResponse(request=_seen(seen))

    def GetRequest(
        self, request: contract.GetRequestRequest, context: grpc.ServicerContext
    ) -> contract.GetRequestResponse:
        """A request."""
        seen = learning_requests.get_request(self._scope(), request_id=request.request_id)
        return contract.GetRequestResponse(request=_seen(seen))

    def ListRequests(
        self, request: contract.ListRequestsRequest, context: grpc.ServicerContext
    ) -> contract.ListRequestsResponse:
        """Requests, the newest first."""
        page = learning_requests.list_requests(
            self._scope(),
            person_id=request.person_id,
            state=_state(request.state),
            page=requests.page(request.page),
        )
        return contract.ListRequestsResponse(
            requests=[_seen(each) for each in page.items], page=answers.page_info(page)
        )


def _draft(request: contract.SubmitRequestRequest) -> RequestDraft:
    amount = request.amount
    return RequestDraft(
        kind=_KINDS.get(request.kind),
        path_id=request.path_id,
        credential_ids=tuple(request.credential_ids),
        amount=Money(currency=amount.currency, minor_units=amount.minor_units)
        if request.HasField("amount")
        else None,
        note=request.note,
    )


def _state(number: contract.RequestState.ValueType) -> RequestState | None:
    if number == contract.REQUEST_STATE_UNSPECIFIED:
        return None
    if number not in _STATES:
        raise InvalidFieldsError([FieldViolation("state", "OUT_OF_RANGE", "There is no such state.")])
    return _STATES[number]


def _seen(seen: RequestSeen) -> contract.LearningRequest:
    message = words.request(seen.request)
    for credential_id, progress in seen.progress.items():
        message.credentials.add(
            credential_id=credential_id,
            state=answers.STEP_STATES[progress.state],
            last_valid_on=messages.day(last_day_of(progress.coverage)),
        )
    return message
