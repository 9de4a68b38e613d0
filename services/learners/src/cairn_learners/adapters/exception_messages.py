"""What answers and events of the contract say alike of exceptions, and of all that holds from day to day."""

from datetime import date

from cairn.learners.v1 import events_pb2, exceptions_pb2
from cairn_learners.adapters import messages
from cairn_learners.domain.day_spans import SpanStatus, Withdrawal, status_of
from cairn_learners.domain.granted_exceptions import (
    Equivalence,
    ExceptionKind,
    Exemption,
    Extension,
    GrantedException,
    PriorLearning,
)
from cairn_learners.domain.progress import Allowance

KINDS = {
    ExceptionKind.EXEMPTION: exceptions_pb2.EXCEPTION_KIND_EXEMPTION,
    ExceptionKind.EXTENSION: exceptions_pb2.EXCEPTION_KIND_EXTENSION,
    ExceptionKind.EQUIVALENCE: exceptions_pb2.EXCEPTION_KIND_EQUIVALENCE,
    ExceptionKind.PRIOR_LEARNING: exceptions_pb2.EXCEPTION_KIND_PRIOR_LEARNING,
}
STATUSES = {
    SpanStatus.UPCOMING: exceptions_pb2.SPAN_STATUS_UPCOMING,
    SpanStatus.ACTIVE: exceptions_pb2.SPAN_STATUS_ACTIVE,
    SpanStatus.LAPSED: exceptions_pb2.SPAN_STATUS_LAPSED,
    SpanStatus.WITHDRAWN: exceptions_pb2.SPAN_STATUS_WITHDRAWN,
}


def exception(granted: GrantedException, *, today: date) -> exceptions_pb2.GrantedException:
    """An exception, and where it stands today."""
    message = exceptions_pb2.GrantedException(
        exception_id=granted.exception_id,
        version=granted.version,
        kind=KINDS[granted.terms.kind],
        person_id=granted.person_id or "",
        from_on=messages.day(granted.span.from_on),
        until_on=messages.day(granted.span.until_on),
        reason=granted.reason,
        granted_by=granted.granted_by or "",
        on_behalf_of=granted.on_behalf_of or "",
        granted_at=messages.timestamp(granted.granted_at),
        withdrawal=withdrawal(granted.withdrawal),
        status=STATUSES[status_of(granted.span, granted.withdrawal, today=today)],
    )
    match granted.terms:
        case Exemption() as terms:
            message.path_id, message.step_id = terms.path_id, terms.step_id or ""
        case Extension() as terms:
            message.path_id = terms.path_id
        case Equivalence() as terms:
            message.credential_id, message.counts_credential_id = (
                terms.credential_id,
                terms.counts_credential_id,
            )
        case PriorLearning() as terms:
            message.path_id, message.step_id = terms.path_id, terms.step_id
            message.achievement_id = terms.achievement_id or ""
            message.happened_on = messages.day(terms.happened_on)
            message.look_back_days = terms.look_back_days
    return message


def exception_state(granted: GrantedException) -> events_pb2.ExceptionState:
    """An exception without free text, as its event tells it."""
    said = exception(granted, today=granted.span.from_on)
    return events_pb2.ExceptionState(
        exception_id=said.exception_id,
        version=said.version,
        kind=said.kind,
        person_id=said.person_id,
        path_id=said.path_id,
        step_id=said.step_id,
        credential_id=said.credential_id,
        counts_credential_id=said.counts_credential_id,
        from_on=said.from_on,
        until_on=said.until_on,
        granted_by=said.granted_by,
        on_behalf_of=said.on_behalf_of,
        granted_at=said.granted_at,
        withdrawn_at=messages.timestamp(granted.withdrawal.withdrawn_at) if granted.withdrawal else None,
        enrolment_id=(
            granted.terms.enrolment_id if isinstance(granted.terms, Extension | PriorLearning) else ""
        ),
    )


def withdrawal(found: Withdrawal | None) -> exceptions_pb2.Withdrawal | None:
    """How something was taken back."""
    if found is None:
        return None
    return exceptions_pb2.Withdrawal(
        withdrawn_by=found.withdrawn_by or "",
        on_behalf_of=found.on_behalf_of or "",
        withdrawn_at=messages.timestamp(found.withdrawn_at),
        reason=found.reason,
    )


def allowance(found: Allowance | None) -> exceptions_pb2.Allowance | None:
    """An exception that decides where somebody stands; None leaves a message's field unset."""
    if found is None:
        return None
    return exceptions_pb2.Allowance(
        exception_id=found.exception.exception_id,
        kind=KINDS[found.exception.terms.kind],
        until_on=messages.day(found.exception.span.until_on),
        explanation=found.explanation,
    )
