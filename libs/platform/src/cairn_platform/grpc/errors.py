"""The one table from a reason to a gRPC status, and errors as google.rpc.Status with details.

https://google.aip.dev/193: every error has an ErrorInfo (reason, domain), wrong fields a BadRequest beside it, and what is worth asking
again after a while a RetryInfo.
"""

from collections.abc import Mapping
from typing import NoReturn

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from cairn.common.v1.error_reason_pb2 import ErrorReason
from cairn_platform.errors import InvalidFieldsError, NotYetError, RefusedError

DOMAIN = "cairn"
PREFIX = "ERROR_REASON_"

STATUS_OF: Mapping[str, grpc.StatusCode] = {
    "TOKEN_MISSING": grpc.StatusCode.UNAUTHENTICATED,
    "TOKEN_INVALID": grpc.StatusCode.UNAUTHENTICATED,
    "TOKEN_EXPIRED": grpc.StatusCode.UNAUTHENTICATED,
    "TENANT_NOT_NAMED": grpc.StatusCode.UNAUTHENTICATED,
    "ROLE_REQUIRED": grpc.StatusCode.PERMISSION_DENIED,
    "OWN_CLAIM": grpc.StatusCode.PERMISSION_DENIED,
    "NO_PERSON": grpc.StatusCode.PERMISSION_DENIED,
    "NOT_FOUND": grpc.StatusCode.NOT_FOUND,
    "INVALID_FIELDS": grpc.StatusCode.INVALID_ARGUMENT,
    "PAGE_TOKEN_INVALID": grpc.StatusCode.INVALID_ARGUMENT,
    "CREDENTIAL_NOT_YET_KNOWN": grpc.StatusCode.FAILED_PRECONDITION,
    "LEARNING_PATH_NOT_YET_KNOWN": grpc.StatusCode.FAILED_PRECONDITION,
    "ROLE_NOT_YET_KNOWN": grpc.StatusCode.FAILED_PRECONDITION,
    "SKILL_NOT_YET_KNOWN": grpc.StatusCode.FAILED_PRECONDITION,
    "EVIDENCE_CHANGED": grpc.StatusCode.FAILED_PRECONDITION,
    "EXPORT_GONE": grpc.StatusCode.NOT_FOUND,
    "EXPORT_NOT_READY": grpc.StatusCode.FAILED_PRECONDITION,
    "REPORT_TOO_LARGE": grpc.StatusCode.FAILED_PRECONDITION,
    "ROLE_WITHOUT_REQUIREMENTS": grpc.StatusCode.FAILED_PRECONDITION,
    "REPORTS_REBUILDING": grpc.StatusCode.UNAVAILABLE,
    "WORKFORCE_LOADING": grpc.StatusCode.UNAVAILABLE,
    "WEBHOOKS_NOT_SET_UP": grpc.StatusCode.FAILED_PRECONDITION,
    "TOO_MANY_WEBHOOKS": grpc.StatusCode.FAILED_PRECONDITION,
    "WEBHOOK_DISABLED": grpc.StatusCode.FAILED_PRECONDITION,
    "OWNER_LEFT": grpc.StatusCode.PERMISSION_DENIED,
    "TOO_MANY_SAVED_REPORTS": grpc.StatusCode.FAILED_PRECONDITION,
    "IN_REVIEW": grpc.StatusCode.FAILED_PRECONDITION,
    "ACCOUNT_NOT_YET_KNOWN": grpc.StatusCode.FAILED_PRECONDITION,
    "ALREADY_DECIDED": grpc.StatusCode.FAILED_PRECONDITION,
    "IMPORT_MOVED_ON": grpc.StatusCode.FAILED_PRECONDITION,
    "CHANGED_SINCE": grpc.StatusCode.FAILED_PRECONDITION,
    "NO_ROLE_TO_COMPARE": grpc.StatusCode.FAILED_PRECONDITION,
    "IMPACT_NOT_CONFIRMED": grpc.StatusCode.FAILED_PRECONDITION,
    "REVISION_WAITING": grpc.StatusCode.FAILED_PRECONDITION,
    "ALREADY_EXISTS": grpc.StatusCode.ALREADY_EXISTS,
    "ALREADY_CLAIMED": grpc.StatusCode.ALREADY_EXISTS,
    "IDEMPOTENCY_KEY_REUSED": grpc.StatusCode.ALREADY_EXISTS,
    "STALE_VERSION": grpc.StatusCode.ABORTED,
    "IMPACT_CHANGED": grpc.StatusCode.ABORTED,
    "UNAVAILABLE": grpc.StatusCode.UNAVAILABLE,
    "DEADLINE_EXCEEDED": grpc.StatusCode.DEADLINE_EXCEEDED,
    "INTERNAL": grpc.StatusCode.INTERNAL,
}


def known_reasons() -> frozenset[str]:
    """Every reason of the contract, without prefix."""
    return frozenset(name.removeprefix(PREFIX) for name in ErrorReason.keys()) - {"UNSPECIFIED"}  # noqa: SIM118


def abort(context: grpc.ServicerContext, error: RefusedError) -> NoReturn:
    """Ends the call with the error as a rich status."""
    status = status_pb2.Status(code=_number(STATUS_OF[error.reason]), message=str(error))
    status.details.append(_packed(error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN)))
    if isinstance(error, InvalidFieldsError):
        violations = [
            error_details_pb2.BadRequest.FieldViolation(
                field=each.field, reason=each.reason, description=each.description
            )
            for each in error.violations
        ]
        status.details.append(_packed(error_details_pb2.BadRequest(field_violations=violations)))
    if isinstance(error, NotYetError):
        again = error_details_pb2.RetryInfo()
        again.retry_delay.FromTimedelta(error.wait)
        status.details.append(_packed(again))
    context.abort_with_status(rpc_status.to_status(status))
    raise AssertionError("abort_with_status returned")


def _number(code: grpc.StatusCode) -> int:
    return int(code.value[0])


def _packed(
    message: error_details_pb2.ErrorInfo | error_details_pb2.BadRequest | error_details_pb2.RetryInfo,
) -> AnyMessage:
    packed = AnyMessage()
    packed.Pack(message)
    return packed
