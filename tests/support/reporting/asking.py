"""Asks the servicer as the gRPC server would, for a principal of the test's own."""

from contextvars import copy_context
from datetime import datetime
from typing import Any, TypeVar
from unittest.mock import Mock

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from cairn_platform.grpc import call as calls
from cairn_platform.identity import Principal
from cairn_reporting.adapters.grpc.servicer import ReportingServicer
from cairn_reporting.application.workforce.tenants import WorkforceOf, nobodys
from tests.support.reporting.world import World

M = TypeVar("M", bound=Message)


def principal(*roles: str, tenant_id: str = "acme", subject: str = "") -> Principal:
    """Somebody with these roles."""
    return Principal(
        tenant_id=tenant_id,
        subject=subject,
        roles=frozenset(roles),
        client_id="cairn-portal",
        email=None,
        email_verified=False,
    )


class Asker:
    """One caller of ReportingService at one instant."""

    def __init__(
        self, world: World, caller: Principal, *, now: datetime, workforces: WorkforceOf = nobodys
    ) -> None:
        self._servicer = ReportingServicer(facts_of=world.facts, clock=lambda: now, workforces=workforces)
        self._caller = caller

    def ask(self, method: str, request: Message) -> Any:
        """The answer, or the error that the interceptor would turn into a status."""
        behaviour = getattr(self._servicer, method)

        def in_call() -> Message:
            calls.current.set(calls.Call(principal=self._caller, idempotency_key=""))
            answer: Message = behaviour(request, Mock())
            return answer

        return copy_context().run(in_call)


def plain(message: Message) -> dict[str, Any]:
    """The message in its JSON form, the sentences for people left out."""
    return dict(
        _without_sentences(
            MessageToDict(
                message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
            )
        )
    )


def _without_sentences(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_sentences(each) for key, each in value.items() if key != "explanation"}
    if isinstance(value, list):
        return [_without_sentences(each) for each in value]
    return value
