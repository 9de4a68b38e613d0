"""Exceptions in MongoDB."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from cairn_learners.domain.day_spans import DaySpan, Withdrawal
from cairn_learners.domain.granted_exceptions import (
    Equivalence,
    ExceptionKind,
    Exemption,
    Extension,
    GrantedException,
    PriorLearning,
    Terms,
)
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import TenantStore

_TERMS: dict[ExceptionKind, type[Any]] = {
    ExceptionKind.EXEMPTION: Exemption,
    ExceptionKind.EXTENSION: Extension,
    ExceptionKind.EQUIVALENCE: Equivalence,
    ExceptionKind.PRIOR_LEARNING: PriorLearning,
}


class MongoExceptions:
    """Implements `ExceptionsStore`."""

    def __init__(self, store: TenantStore) -> None:
        self._store = store

    def get(self, exception_id: str) -> GrantedException | None:
        """The exception with this id."""
        return self._store.get(GrantedException, exception_id)

    def of(self, person_id: str | None) -> Sequence[GrantedException]:
        """All exceptions of a person, or (None) of the tenant as a whole, the newest first."""
        newest_first = [("granted_at", -1), ("_id", 1)]
        return self._store.find(GrantedException, {"person_id": person_id}, sort=newest_first)

    def in_force(self, person_ids: Iterable[str], *, today: date) -> Sequence[GrantedException]:
        """Those that hold today for one of these people, the tenant's among them."""
        day = today.isoformat()
        when: Document = {"until_on": {"$gte": day}, "from_on": {"$lte": day}}
        return self._store.find(GrantedException, {**not_withdrawn(person_ids), **when})


def not_withdrawn(person_ids: Iterable[str]) -> Document:
    """What is granted to these people or to the whole tenant and was not taken back."""
    return {"person_id": {"$in": [*sorted(person_ids), None]}, "withdrawal": None}


def exception_document(granted: GrantedException) -> Document:
    """The fields of an exception."""
    terms = asdict(granted.terms)
    if isinstance(granted.terms, PriorLearning):
        terms["happened_on"] = granted.terms.happened_on.isoformat()
    return {
        "exception_id": granted.exception_id,
        "person_id": granted.person_id,
        "kind": granted.terms.kind.value,
        "terms": terms,
        **span_document(granted.span),
        "reason": granted.reason,
        "granted_by": granted.granted_by,
        "on_behalf_of": granted.on_behalf_of,
        "granted_at": granted.granted_at,
        "withdrawal": asdict(granted.withdrawal) if granted.withdrawal else None,
    }


def exception_from(document: Document) -> GrantedException:
    """The exception that a document holds."""
    return GrantedException(
        exception_id=document["exception_id"],
        version=document["version"],
        person_id=document["person_id"],
        terms=_terms_from(document),
        span=span_from(document),
        reason=document["reason"],
        granted_by=document["granted_by"],
        on_behalf_of=document["on_behalf_of"],
        granted_at=document["granted_at"],
        withdrawal=withdrawal_from(document),
    )


def span_document(span: DaySpan) -> Document:
    """The fields of a span of days."""
    return {"from_on": span.from_on.isoformat(), "until_on": span.until_on.isoformat()}


def span_from(document: Document) -> DaySpan:
    """The span of days that a document holds."""
    return DaySpan(
        from_on=date.fromisoformat(document["from_on"]), until_on=date.fromisoformat(document["until_on"])
    )


def withdrawal_from(document: Document) -> Withdrawal | None:
    """How what a document holds was taken back."""
    withdrawal = document["withdrawal"]
    return Withdrawal(**withdrawal) if withdrawal else None


def _terms_from(document: Document) -> Terms:
    values = dict(document["terms"])
    if "happened_on" in values:
        values["happened_on"] = date.fromisoformat(values["happened_on"])
    terms: Terms = _TERMS[ExceptionKind(document["kind"])](**values)
    return terms
