"""What a request says is to be assigned, to whom and on which terms, and whether it can be."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from json import dumps

from cairn_learners.domain import fields
from cairn_learners.domain.assignments import Audience, OnLeaving, Terms, audience_violations
from cairn_learners.domain.due import DueDraft, due_draft, due_from, due_violations
from cairn_platform.errors import FieldViolation


@dataclass(frozen=True, kw_only=True)
class TermsDraft:
    """The terms as a request says them, not looked at yet; `on_leaving` is keep, withdraw or empty."""

    due: DueDraft
    due_for_joiners: DueDraft
    basis_on: str
    standing: bool
    on_leaving: str


@dataclass(frozen=True, kw_only=True)
class AssignmentRequest:
    """A path for an audience on terms, not looked at yet."""

    path_id: str
    audience: Audience
    terms: TermsDraft
    note: str


def terms_from(request: AssignmentRequest, *, today: date) -> Terms:
    """The terms of a request that can be done. Raises InvalidFieldsError with everything that is wrong."""
    draft = request.terms
    fields.refuse(
        fields.required("path_id", request.path_id),
        audience_violations(request.audience),
        due_violations("terms.due", draft.due, today=today),
        due_violations("terms.due_for_joiners", draft.due_for_joiners, today=today),
        fields.day("terms.basis_on", draft.basis_on),
        _of_standing(draft),
        fields.text("note", request.note, longest=fields.LONGEST_NOTE),
    )
    return Terms(
        due=due_from(draft.due),
        due_for_joiners=due_from(draft.due_for_joiners),
        basis_on=fields.parsed_day(draft.basis_on),
        standing=draft.standing,
        on_leaving=OnLeaving(draft.on_leaving) if draft.on_leaving else OnLeaving.KEEP,
    )


def asked_key(request: AssignmentRequest, terms: Terms, *, asked_by: str) -> str:
    """The same for everything that one caller asks for twice; the note does not matter."""
    said = {
        "path": request.path_id,
        "audience": {
            key: sorted(value) if isinstance(value, tuple) else value
            for key, value in asdict(request.audience).items()
        },
        "due": [asdict(due_draft(each)) for each in (terms.due, terms.due_for_joiners)],
        "basis_on": terms.basis_on.isoformat() if terms.basis_on else "",
        "standing": terms.standing,
        "on_leaving": terms.on_leaving.value,
        "by": asked_by,
    }
    return sha256(dumps(said, sort_keys=True).encode()).hexdigest()


def _of_standing(draft: TermsDraft) -> Iterator[FieldViolation]:
    if draft.on_leaving not in {"", *(each.value for each in OnLeaving)}:
        yield FieldViolation("terms.on_leaving", "OUT_OF_RANGE", "Say keep or withdraw.")
    if draft.standing:
        return
    message = "Only an assignment that goes on for later joiners says this."
    if draft.on_leaving == OnLeaving.WITHDRAW.value:
        yield FieldViolation("terms.on_leaving", "NOT_ALLOWED", message)
    if any(asdict(draft.due_for_joiners).values()):
        yield FieldViolation("terms.due_for_joiners", "NOT_ALLOWED", message)
