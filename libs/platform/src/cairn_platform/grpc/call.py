"""What a servicer knows of the call that it answers."""

import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, TypeVar

from google.protobuf.message import Message

from cairn_platform.errors import RefusedError
from cairn_platform.idempotency import Once
from cairn_platform.identity import Principal

IDEMPOTENCY_METADATA = "idempotency-key"


@dataclass(frozen=True, kw_only=True)
class Call:
    """Who calls, and under which idempotency key; empty for none."""

    principal: Principal
    idempotency_key: str


current: ContextVar[Call] = ContextVar("call")

R = TypeVar("R")
M = TypeVar("M", bound=Message)


class Answers(Protocol):
    """Where first answers are kept: the tenant's store."""

    def answer_to(self, once: Once) -> bytes | None:
        """The first answer to this key, or None; raises IdempotencyKeyReusedError when it was another request."""


def answered_once(
    request: Message,
    *,
    answers: Answers,
    response: type[M],
    respond: Callable[[R], M],
    perform: Callable[[Once | None], R],
) -> M:
    """Performs a command, or repeats its first answer when its idempotency key was used before with the same request.

    `perform` hands what it is given to the store's commit; `respond` makes the answer of its result.
    """
    call = current.get()
    if not call.idempotency_key:
        return respond(perform(None))
    once = Once(
        key=call.idempotency_key,
        subject=call.principal.subject,
        method=request.DESCRIPTOR.full_name,
        fingerprint=hashlib.sha256(request.SerializeToString(deterministic=True)).hexdigest(),
        encode=lambda result: respond(result).SerializeToString(),
    )
    first = answers.answer_to(once)
    if first is None:
        try:
            return respond(perform(once))
        except RefusedError:
            # Refused because the same request, at the same moment, was faster? Then its answer is this one's too.
            first = answers.answer_to(once)
            if first is None:
                raise
    return response.FromString(first)
