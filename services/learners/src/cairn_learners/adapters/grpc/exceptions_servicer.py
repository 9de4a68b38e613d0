"""The RPCs of ExceptionsService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

import grpc

from cairn.learners.v1 import exceptions_pb2 as contract
from cairn.learners.v1 import exceptions_pb2_grpc as contract_grpc
from cairn_learners.adapters import exception_messages as words
from cairn_learners.adapters.grpc.requests import fields_of
from cairn_learners.adapters.grpc.tenant_calls import TenantCalls
from cairn_learners.application import exceptions
from cairn_learners.domain.granted_exceptions import ExceptionDraft
from cairn_platform.grpc.call import answered_once

SERVICE_NAME = contract.DESCRIPTOR.services_by_name["ExceptionsService"].full_name
_KINDS = {number: kind for kind, number in words.KINDS.items()}


class ExceptionsServicer(TenantCalls, contract_grpc.ExceptionsServiceServicer):
    """Answers for the tenant of the call's token."""

    def GrantException(
        self, request: contract.GrantExceptionRequest, context: grpc.ServicerContext
    ) -> contract.GrantExceptionResponse:
        """Grants an exception."""
        scope, store = self._called()
        with fields_of("exception"):
            return answered_once(
                request,
                answers=store,
                response=contract.GrantExceptionResponse,
                respond=lambda granted: contract.GrantExceptionResponse(
                    exception=words.exception(granted, today=scope.today)
                ),
                perform=lambda once: exceptions.grant_exception(scope, draft=_draft(request), once=once),
            )

    def WithdrawException(
        self, request: contract.WithdrawExceptionRequest, context: grpc.ServicerContext
    ) -> contract.WithdrawExceptionResponse:
        """Takes an exception back."""
        scope = self._scope()
        found = exceptions.withdraw_exception(scope, exception_id=request.exception_id, reason=request.reason)
        return contract.WithdrawExceptionResponse(exception=words.exception(found, today=scope.today))

    def GetException(
        self, request: contract.GetExceptionRequest, context: grpc.ServicerContext
    ) -> contract.GetExceptionResponse:
        """An exception."""
        scope = self._scope()
        found = exceptions.get_exception(scope, exception_id=request.exception_id)
        return contract.GetExceptionResponse(exception=words.exception(found, today=scope.today))

    def ListExceptions(
        self, request: contract.ListExceptionsRequest, context: grpc.ServicerContext
    ) -> contract.ListExceptionsResponse:
        """A person's exceptions, or those that hold for everybody."""
        scope = self._scope()
        found = exceptions.list_exceptions(scope, person_id=request.person_id)
        return contract.ListExceptionsResponse(
            exceptions=[words.exception(each, today=scope.today) for each in found]
        )


def _draft(request: contract.GrantExceptionRequest) -> ExceptionDraft:
    said = request.exception
    return ExceptionDraft(
        person_id=said.person_id,
        kind=_KINDS.get(said.kind),
        path_id=said.path_id,
        step_id=said.step_id,
        credential_id=said.credential_id,
        counts_credential_id=said.counts_credential_id,
        achievement_id=said.achievement_id,
        happened_on=said.happened_on,
        look_back_days=said.look_back_days,
        timezone=request.timezone,
        from_on=said.from_on,
        until_on=said.until_on,
        reason=said.reason,
    )
