"""The gRPC server of a service: who calls, how long it may take, what went wrong, and a graceful end."""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pymongo
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from pymongo.errors import PyMongoError

from cairn_platform import correlation
from cairn_platform.auth.verifier import TokenMissingError, TokenVerifier
from cairn_platform.errors import FieldViolation, InvalidFieldsError, RefusedError, UnavailableError
from cairn_platform.grpc import call as calls
from cairn_platform.grpc.call import IDEMPOTENCY_METADATA, Call
from cairn_platform.grpc.errors import abort
from cairn_platform.identity import Principal
from cairn_platform.observability import metrics
from cairn_platform.observability.calls import answering
from cairn_platform.observability.traces import TRACEPARENT
from cairn_platform.settings import GrpcSettings

log = structlog.get_logger()

_OPEN_TO_ALL = ("/grpc.health.v1.Health/", "/grpc.reflection.")
_BEARER = "Bearer "
_LONGEST_KEY = 255
_READINESS_SECONDS = 2.0
READINESS = ""
LIVENESS = "liveness"
_OPTIONS = (("grpc.max_receive_message_length", 4 * 1024 * 1024), ("grpc.so_reuseport", 0))

NOBODY = Principal(
    tenant_id="", subject="", roles=frozenset(), client_id="", email=None, email_verified=False
)
"""Who calls a method without a token: of no tenant, with no role."""

Behaviour = Callable[[Any, grpc.ServicerContext], Any]


class InternalError(RefusedError):
    """A fault of ours; the log has it under the correlation id."""

    reason = "INTERNAL"

    def __init__(self) -> None:
        super().__init__("Something went wrong on our side; the correlation id leads to it.")


class DeadlineExceededError(RefusedError):
    """The answer would have come too late."""

    reason = "DEADLINE_EXCEEDED"

    def __init__(self) -> None:
        super().__init__("The answer would have come too late; try again in a moment.")


class CallInterceptor(grpc.ServerInterceptor):
    """Around every call: correlation id, verified principal, deadline, errors from one table, one log line."""

    def __init__(
        self,
        *,
        verifier: TokenVerifier,
        deadline_seconds: float,
        stream_seconds: float | None = None,
        without_token: frozenset[str] = frozenset(),
    ) -> None:
        self._verifier = verifier
        self._without_token = without_token
        self._deadline_seconds = deadline_seconds
        self._stream_seconds = stream_seconds or deadline_seconds

    def intercept_service(
        self,
        continuation: "Callable[[grpc.HandlerCallDetails], grpc.RpcMethodHandler[Any, Any] | None]",
        handler_call_details: grpc.HandlerCallDetails,
    ) -> "grpc.RpcMethodHandler[Any, Any] | None":
        """Wraps the method that the call is for."""
        handler = continuation(handler_call_details)
        method = str(handler_call_details.method)
        if handler is None or method.startswith(_OPEN_TO_ALL):
            return handler
        kept = {
            "request_deserializer": handler.request_deserializer,
            "response_serializer": handler.response_serializer,
        }
        if handler.unary_unary is not None:
            once = self._wrapped(method, handler.unary_unary, at_most=self._deadline_seconds)
            return grpc.unary_unary_rpc_method_handler(once, **kept)
        if handler.stream_unary is not None:
            taking = self._wrapped(method, handler.stream_unary, at_most=self._stream_seconds)
            return grpc.stream_unary_rpc_method_handler(taking, **kept)
        if handler.unary_stream is not None:
            giving = self._giving(method, handler.unary_stream, at_most=self._stream_seconds)
            return grpc.unary_stream_rpc_method_handler(giving, **kept)
        raise TypeError(f"no call of Cairn streams both ways, as {method} does")

    def _wrapped(self, method: str, behaviour: Behaviour, *, at_most: float) -> Behaviour:
        def answer(request: Any, context: grpc.ServicerContext) -> Any:
            with self._called(method, context, at_most=at_most):
                return behaviour(request, context)

        return answer

    def _giving(self, method: str, behaviour: Behaviour, *, at_most: float) -> Behaviour:
        def answer(request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
            with self._called(method, context, at_most=at_most):
                yield from behaviour(request, context)

        return answer

    @contextlib.contextmanager
    def _called(self, method: str, context: grpc.ServicerContext, *, at_most: float) -> Iterator[None]:
        """Around whatever answers one call."""
        metadata = {str(key): value for key, value in context.invocation_metadata()}
        structlog.contextvars.clear_contextvars()
        correlation.begin(_text(metadata, correlation.METADATA_KEY))
        with answering(method, traceparent=_text(metadata, TRACEPARENT)) as outcome:
            try:
                principal = NOBODY if method in self._without_token else self._principal(metadata)
                calls.current.set(Call(principal=principal, idempotency_key=_idempotency_key(metadata)))
                with pymongo.timeout(_seconds_left(context, at_most=at_most)):
                    yield
            except Exception as error:  # noqa: BLE001 (one of the three loops)
                refusal = _refusal(error, context)
                outcome.reason = refusal.reason
                abort(context, refusal)

    def _principal(self, metadata: Mapping[str, str | bytes]) -> Principal:
        authorization = _text(metadata, "authorization")
        if not authorization.startswith(_BEARER):
            raise TokenMissingError
        principal = self._verifier.verify(authorization.removeprefix(_BEARER))
        structlog.contextvars.bind_contextvars(tenant_id=principal.tenant_id)
        return principal


def _seconds_left(context: grpc.ServicerContext, *, at_most: float) -> float:
    left = context.time_remaining()
    return at_most if left is None else max(0.001, min(left, at_most))


def _refusal(error: Exception, context: grpc.ServicerContext) -> RefusedError:
    if isinstance(error, RefusedError):
        return error
    if isinstance(error, PyMongoError) and (error.timeout or _is_outage(error)):
        log.warning("store_does_not_answer", error=type(error).__name__)
        left = context.time_remaining()
        return DeadlineExceededError() if left is not None and left <= 0 else UnavailableError()
    log.exception("call_failed")
    return InternalError()


def _is_outage(error: PyMongoError) -> bool:
    return isinstance(error, pymongo.errors.ConnectionFailure) or error.has_error_label("RetryableWriteError")


def _text(metadata: Mapping[str, str | bytes], key: str) -> str:
    value = metadata.get(key, "")
    return value if isinstance(value, str) else ""


def _idempotency_key(metadata: Mapping[str, str | bytes]) -> str:
    key = _text(metadata, IDEMPOTENCY_METADATA)
    if len(key) > _LONGEST_KEY or not (key.isascii() and key.isprintable()):
        message = f"An idempotency key has 1 to {_LONGEST_KEY} printable ASCII characters."
        raise InvalidFieldsError([FieldViolation("idempotency_key", "OUT_OF_RANGE", message)])
    return key


class Readiness:
    """gRPC health (https://grpc.io/docs/guides/health-checking/): serving while `ready` says so and nobody drains.

    That is readiness, asked for without a service's name. The name `liveness` asks whether the process answers at all.
    """

    def __init__(self, server: grpc.Server, *, ready: Callable[[], bool]) -> None:
        self._servicer = health.HealthServicer(experimental_non_blocking=True)
        self._ready = ready
        self._draining = threading.Event()
        self._telling = threading.Lock()
        health_pb2_grpc.add_HealthServicer_to_server(self._servicer, server)
        self._servicer.set(LIVENESS, health_pb2.HealthCheckResponse.SERVING)
        self._tell(ready=False)

    def watch(self) -> None:
        """Asks `ready` every two seconds, in a daemon thread."""
        threading.Thread(target=self._watch, name="readiness", daemon=True).start()

    def drain(self) -> None:
        """Not ready from now on, whatever `ready` says."""
        self._draining.set()
        self._tell(ready=False)

    def _watch(self) -> None:
        while not self._draining.is_set():
            self._tell(ready=self._ready())
            self._draining.wait(_READINESS_SECONDS)

    def _tell(self, *, ready: bool) -> None:
        status = health_pb2.HealthCheckResponse
        with self._telling:
            serving = ready and not self._draining.is_set()
            self._servicer.set(READINESS, status.SERVING if serving else status.NOT_SERVING)
            metrics.READY.set(serving)


def build_server(
    settings: GrpcSettings,
    *,
    verifier: TokenVerifier,
    register: Callable[[grpc.Server], None],
    service_names: tuple[str, ...],
    ready: Callable[[], bool],
    without_token: frozenset[str] = frozenset(),
) -> tuple[grpc.Server, Readiness]:
    """A server that listens when started. A sync one: it beats aio for handlers that wait for MongoDB through pymongo.

    `without_token` are the full names of the methods, such as /cairn.x.v1.Service/Method, that an opaque link in the request stands in
    for a token at: they have no principal, and find the link's tenant themselves. Every other method verifies its caller.
    """
    server = grpc.server(
        ThreadPoolExecutor(max_workers=settings.threads, thread_name_prefix="rpc"),
        interceptors=[
            CallInterceptor(
                verifier=verifier,
                deadline_seconds=settings.deadline_seconds,
                stream_seconds=settings.stream_seconds,
                without_token=without_token,
            )
        ],
        options=[*_OPTIONS, ("grpc.max_connection_age_ms", int(settings.connection_seconds * 1000))],
    )
    readiness = Readiness(server, ready=ready)
    register(server)
    reflection.enable_server_reflection(
        (*service_names, health.SERVICE_NAME, reflection.SERVICE_NAME), server
    )
    server.add_insecure_port(settings.listen)
    return server, readiness


def serve_until_stopped(
    server: grpc.Server, readiness: Readiness, *, delay_seconds: float, drain_seconds: float
) -> None:
    """Serves until SIGTERM or SIGINT; then turns ready off, goes on accepting for the delay, and lets calls under way end."""
    with _stop_signals() as stop:
        server.start()
        readiness.watch()
        log.info("serving")
        stop.wait()
        readiness.drain()
        log.info("draining", delay_seconds=delay_seconds)
        time.sleep(delay_seconds)
        server.stop(grace=drain_seconds).wait()
        log.info("stopped")


@contextlib.contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    yield stop
