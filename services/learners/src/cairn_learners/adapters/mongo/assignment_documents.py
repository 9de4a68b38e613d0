"""What documents hold of whom an assignment is for, on which terms, and who asks for an enrolment."""

from dataclasses import asdict
from typing import Any

from cairn_learners.domain.assignments import (
    Ask,
    Assignment,
    Audience,
    Enrolment,
    OnLeaving,
    Stage,
    Terms,
    plain_terms,
)
from cairn_learners.domain.due import DueDraft, due_draft, due_from
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.days import day_text, stored_day


def audience_document(audience: Audience) -> Document:
    """Whom an assignment is for."""
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in asdict(audience).items()
    }


def audience_from(document: Document) -> Audience:
    """Whom it is for; what documents from before do not name is not meant."""
    said: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in document.items()
    }
    return Audience(**said)


def standing_document(assignment: Assignment) -> Document:
    """The terms of an assignment and what became of it. A key that is not there is no value of its index."""
    terms = assignment.terms
    key = {"asked_key": assignment.asked_key} if assignment.asked_key else {}
    return {
        "terms": {
            "due": asdict(due_draft(terms.due)),
            "due_for_joiners": asdict(due_draft(terms.due_for_joiners)),
            "basis_on": day_text(terms.basis_on),
            "standing": terms.standing,
            "on_leaving": terms.on_leaving.value,
        },
        "within": assignment.within,
        "stage": assignment.stage.value,
        "withdrawn_at": assignment.withdrawn_at,
        "withdrawn_by": assignment.withdrawn_by,
        "goes_on": assignment.goes_on,
        **key,
    }


def standing_from(document: Document) -> dict[str, Any]:
    """The same of a document; one from before there were terms is due on its day, once."""
    return {
        "terms": _terms_from(document),
        "within": document.get("within"),
        "stage": Stage(document.get("stage", Stage.GIVEN.value)),
        "asked_key": document.get("asked_key"),
        "withdrawn_at": document.get("withdrawn_at"),
        "withdrawn_by": document.get("withdrawn_by"),
    }


def further_asks_document(enrolment: Enrolment) -> Document:
    """Who asks for an enrolment, where that is more than the assignment that made it."""
    asks = [{**asdict(each), "due_on": day_text(each.due_on)} for each in enrolment.further_asks]
    return {"further_asks": asks} if asks else {}


def further_asks_from(document: Document) -> tuple[Ask, ...]:
    """The same of a document."""
    return tuple(
        Ask(**{**each, "due_on": stored_day(each["due_on"])}) for each in document.get("further_asks", ())
    )


def _terms_from(document: Document) -> Terms:
    terms = document.get("terms")
    if terms is None:
        return plain_terms(stored_day(document["due_on"]))
    return Terms(
        due=due_from(DueDraft(**terms["due"])),
        due_for_joiners=due_from(DueDraft(**terms["due_for_joiners"])),
        basis_on=stored_day(terms["basis_on"]),
        standing=terms["standing"],
        on_leaving=OnLeaving(terms["on_leaving"]),
    )
