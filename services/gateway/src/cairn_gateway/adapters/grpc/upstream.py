"""One HTTP request's calls to the services: in the caller's own name, within one deadline."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, NoReturn, TypeVar

import grpc
import structlog
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

from cairn.learners.v1 import learners_service_pb2 as learners
from cairn_gateway.adapters.grpc.services import Services
from cairn_platform.observability.traces import TRACEPARENT, traceparent

RequestT = TypeVar("RequestT")
AnswerT = TypeVar("AnswerT")

_STATUS_DETAILS = "grpc-status-details-bin"
# The service may not have seen the call at all, so a read is safe to send once more; after a moment, in which the channel
# finds another address of the service.
_PAUSE_BEFORE_SECOND_TRY_SECONDS = 0.2
_LOOKS_FOR_A_NEW_ACCOUNT = 8
_PAUSE_BETWEEN_LOOKS_SECONDS = 0.15
# What a status means that carries no reason of ours: it comes from gRPC itself, not from a service.
_REASONS_OF_GRPC = {
    grpc.StatusCode.UNAVAILABLE: "UNAVAILABLE",
    grpc.StatusCode.RESOURCE_EXHAUSTED: "UNAVAILABLE",
    grpc.StatusCode.CANCELLED: "UNAVAILABLE",
    grpc.StatusCode.DEADLINE_EXCEEDED: "DEADLINE_EXCEEDED",
}

_log = structlog.get_logger()


@dataclass(frozen=True)
class Violation:
    """A field that the service calls wrong: its path in the service's request, a reason in capitals, a sentence."""

    field: str
    reason: str
    detail: str


@dataclass
class ServiceRefusedError(Exception):
    """A service refused a call, or did not answer; `reason` is a name of cairn.common.v1.ErrorReason.

    `retry_after_seconds` is there where the service says when it is worth asking again.
    """

    reason: str
    detail: str
    violations: Sequence[Violation] = ()
    retry_after_seconds: int | None = None


class Upstream:
    """The services, as one caller may use them for one request.

    All calls of the request share one deadline, so that an answer that needs several of them does not take several times as long.
    """

    def __init__(
        self,
        services: Services,
        *,
        token: str,
        correlation_id: str,
        idempotency_key: str | None,
        deadline_seconds: float,
    ) -> None:
        self.catalog = services.catalog
        self.curation = services.curation
        self.assessments = services.assessments
        self.entry_usage = services.entry_usage
        self.evidence = services.evidence
        self.reminders = services.reminders
        self.renewals = services.renewals
        self.delegations = services.delegations
        self.hr_responsibilities = services.hr_responsibilities
        self.reviews = services.reviews
        self.requests = services.requests
        self.exceptions = services.exceptions
        self.audiences = services.audiences
        self.assignment_jobs = services.assignment_jobs
        self.imports = services.imports
        self.holding_cost = services.holding_cost
        self.issuer_registry = services.issuer_registry
        self.revisions = services.revisions
        self.search = services.search
        self.quality = services.quality
        self.taxonomies = services.taxonomies
        self.planning = services.planning
        self.job_ads = services.job_ads
        self.learners = services.learners
        self.reporting = services.reporting
        self.focus = services.focus
        self.report_settings = services.report_settings
        self.what_if = services.what_if
        self.report_exports = services.report_exports
        self.saved_reports = services.saved_reports
        self.webhooks = services.webhooks
        self.explanations = services.explanations
        self.trends = services.trends
        self.pipeline = services.pipeline
        self.worth = services.worth
        self._metadata = [("authorization", f"Bearer {token}"), ("correlation-id", correlation_id)]
        if joined := traceparent():
            self._metadata.append((TRACEPARENT, joined))
        self._idempotency_key = idempotency_key
        self._ends_at = asyncio.get_running_loop().time() + deadline_seconds

    async def read(
        self, method: "grpc.aio.UnaryUnaryMultiCallable[RequestT, AnswerT]", request: RequestT
    ) -> AnswerT:
        """Asks for something that changes nothing; tries once more when the service does not answer,
        unless it says that this is too early.
        """
        try:
            return await method(request, timeout=self._remaining(), metadata=self._metadata)
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.UNAVAILABLE or refusal_of(error).retry_after_seconds:
                _refuse(error)
        await asyncio.sleep(min(_PAUSE_BEFORE_SECOND_TRY_SECONDS, self._remaining()))
        try:
            return await method(request, timeout=self._remaining(), metadata=self._metadata)
        except grpc.aio.AioRpcError as error:
            _refuse(error)

    async def report(
        self, method: "grpc.aio.UnaryUnaryMultiCallable[RequestT, AnswerT]", request: RequestT
    ) -> AnswerT:
        """Asks reporting. An account that reporting does not know yet may be calling for the first time.

        Then learners links it, and reporting hears of that by an event: this waits for the moment that it takes. An account that
        belongs to nobody is refused with NO_PERSON.
        """
        try:
            return await self.read(method, request)
        except ServiceRefusedError as refusal:
            if refusal.reason != "ACCOUNT_NOT_YET_KNOWN":
                raise
        found = await self.read(self.learners.GetSelf, learners.GetSelfRequest())
        if not found.self.HasField("person"):
            raise ServiceRefusedError("NO_PERSON", "This account belongs to nobody in this organization.")
        for _ in range(_LOOKS_FOR_A_NEW_ACCOUNT):
            await asyncio.sleep(_PAUSE_BETWEEN_LOOKS_SECONDS)
            try:
                return await self.read(method, request)
            except ServiceRefusedError as refusal:
                if refusal.reason != "ACCOUNT_NOT_YET_KNOWN":
                    raise
        return await self.read(method, request)

    async def write(
        self, method: "grpc.aio.UnaryUnaryMultiCallable[RequestT, AnswerT]", request: RequestT
    ) -> AnswerT:
        """Asks for a change, once, with the client's idempotency key if there is one."""
        metadata = list(self._metadata)
        if self._idempotency_key is not None:
            metadata.append(("idempotency-key", self._idempotency_key))
        try:
            return await method(request, timeout=self._remaining(), metadata=metadata)
        except grpc.aio.AioRpcError as error:
            _refuse(error)

    async def send(
        self,
        method: "grpc.aio.StreamUnaryMultiCallable[RequestT, AnswerT]",
        parts: AsyncIterator[RequestT],
    ) -> AnswerT:
        """Sends something in parts, one at a time. All parts are taken, also when the service has refused before the last one, so that
        whoever sends them hears why.
        """
        call = method(timeout=self._remaining(), metadata=self._metadata)
        try:
            async for part in parts:
                # A call that has ended takes no more; its answer says why.
                with contextlib.suppress(grpc.aio.AioRpcError, asyncio.InvalidStateError):
                    await call.write(part)
            with contextlib.suppress(grpc.aio.AioRpcError, asyncio.InvalidStateError):
                await call.done_writing()
            return await call
        except grpc.aio.AioRpcError as error:
            _refuse(error)
        finally:
            call.cancel()

    async def receive(
        self, method: "grpc.aio.UnaryStreamMultiCallable[RequestT, AnswerT]", request: RequestT
    ) -> AsyncIterator[AnswerT]:
        """Asks for something that comes in parts."""
        call = method(request, timeout=self._remaining(), metadata=self._metadata)
        try:
            async for part in call:
                yield part
        except grpc.aio.AioRpcError as error:
            _refuse(error)
        finally:
            call.cancel()

    def _remaining(self) -> float:
        remaining = self._ends_at - asyncio.get_running_loop().time()
        if remaining <= 0:
            raise ServiceRefusedError("DEADLINE_EXCEEDED", "")
        return remaining


def _refuse(error: grpc.aio.AioRpcError) -> NoReturn:
    refusal = refusal_of(error)
    if refusal.reason == "INTERNAL":
        _log.error("service_failed", code=error.code().name, details=error.details())
    raise refusal from error


def refusal_of(error: grpc.aio.AioRpcError) -> ServiceRefusedError:
    """What the service said, from the google.rpc.Status in the trailers; else what gRPC itself says."""
    status = _status(error)
    reason, violations, retry_after_seconds = None, [], None
    for packed in status.details if status else ():
        info, bad, again = (
            error_details_pb2.ErrorInfo(),
            error_details_pb2.BadRequest(),
            error_details_pb2.RetryInfo(),
        )
        if packed.Unpack(info) and info.domain == "cairn":
            reason = info.reason
        elif packed.Unpack(bad):
            violations = [
                Violation(wrong.field, wrong.reason, wrong.description) for wrong in bad.field_violations
            ]
        elif packed.Unpack(again):
            retry_after_seconds = ceil(again.retry_delay.ToTimedelta().total_seconds())
    if reason is None:
        return ServiceRefusedError(_REASONS_OF_GRPC.get(error.code(), "INTERNAL"), "")
    if reason == "INTERNAL":
        return ServiceRefusedError(reason, "")
    return ServiceRefusedError(reason, error.details() or "", violations, retry_after_seconds)


def _status(error: grpc.aio.AioRpcError) -> status_pb2.Status | None:
    trailers: Any = error.trailing_metadata() or ()
    for key, value in trailers:
        if key == _STATUS_DETAILS:
            try:
                return status_pb2.Status.FromString(value)
            except DecodeError:
                return None
    return None
