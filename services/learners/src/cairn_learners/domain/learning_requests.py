"""What employees ask for: a path that they propose, financial aid, or the cost of a credential; approved or refused by a manager."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from cairn_learners.domain import fields
from cairn_learners.domain.errors import AlreadyDecidedError
from cairn_platform.errors import FieldViolation, StaleVersionError

MOST_CREDENTIALS = 50
_CURRENCY = re.compile(r"[A-Z]{3}")
_MOST_MINOR_UNITS = 10**12


class RequestKind(Enum):
    """What is asked for."""

    PATH = "path"
    AID = "aid"
    COST = "cost"


class RequestState(Enum):
    """Where a request stands."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Money:
    """An amount in the currency's minor unit."""

    currency: str
    minor_units: int


@dataclass(frozen=True, kw_only=True)
class RequestDecision:
    """What was decided; `decided_by` is None for an API client, `on_behalf_of` the manager for whom they stood in.

    `due_on` is by when an approved path of the catalogue is to be complete.
    """

    state: RequestState
    reason: str
    due_on: date | None
    decided_by: str | None
    on_behalf_of: str | None
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class LearningRequest:
    """Something that a person asks for. A path is one of the catalogue (`path_id`), or the person's own collection of credentials."""

    request_id: str
    version: int
    person_id: str
    kind: RequestKind
    path_id: str | None
    credential_ids: tuple[str, ...]
    amount: Money | None
    note: str
    submitted_at: datetime
    decision: RequestDecision | None

    @property
    def state(self) -> RequestState:
        """Submitted until it is decided."""
        return self.decision.state if self.decision else RequestState.SUBMITTED

    @property
    def enrols(self) -> bool:
        """Approving it puts the person on a path of the catalogue."""
        return self.path_id is not None


@dataclass(frozen=True, kw_only=True)
class RequestDraft:
    """What somebody asks for; `kind` None is what does not exist."""

    kind: RequestKind | None
    path_id: str
    credential_ids: tuple[str, ...]
    amount: Money | None
    note: str


def submitted(draft: RequestDraft, *, request_id: str, person_id: str, now: datetime) -> LearningRequest:
    """The request, which waits. A path is one of the catalogue or up to 50 credentials; aid and cost are for one credential.

    A cost has an amount, aid may have one. Raises InvalidFieldsError.
    """
    fields.refuse(
        _check_kind(draft.kind),
        fields.identifier("path_id", draft.path_id),
        *(
            fields.identifier(f"credential_ids[{place}]", each)
            for place, each in enumerate(draft.credential_ids[:MOST_CREDENTIALS])
        ),
        fields.at_most("credential_ids", len(draft.credential_ids), limit=MOST_CREDENTIALS),
        _check_what(draft),
        _check_amount(draft),
        fields.text("note", draft.note, longest=fields.LONGEST_NOTE),
    )
    if draft.kind is None:
        raise ValueError("the checks let a request through that is none")
    return LearningRequest(
        request_id=request_id,
        version=1,
        person_id=person_id,
        kind=draft.kind,
        path_id=draft.path_id or None,
        credential_ids=tuple(dict.fromkeys(draft.credential_ids)),
        amount=draft.amount,
        note=draft.note.strip(),
        submitted_at=now,
        decision=None,
    )


def decided(
    request: LearningRequest, decision: RequestDecision, *, expected_version: int, today: date
) -> LearningRequest:
    """The request with what was decided. It is decided once, in the version that was seen, and not refused without a reason.

    Only the approval of a path of the catalogue has a due date, which is not in the past. Raises InvalidFieldsError, AlreadyDecidedError
    and StaleVersionError.
    """
    fields.refuse(
        _check_state(decision.state),
        fields.required("reason", decision.reason) if decision.state is RequestState.REFUSED else (),
        fields.text("reason", decision.reason, longest=fields.LONGEST_NOTE),
        _check_due(request, decision, today),
    )
    if request.decision is not None:
        raise AlreadyDecidedError
    if request.version != expected_version:
        raise StaleVersionError
    return replace(request, version=request.version + 1, decision=decision)


def _check_kind(kind: RequestKind | None) -> Iterator[FieldViolation]:
    if kind is None:
        yield FieldViolation("kind", "UNKNOWN_VALUE", "One of path, aid and cost.")


def _check_what(draft: RequestDraft) -> Iterator[FieldViolation]:
    if draft.kind is RequestKind.PATH and bool(draft.path_id) == bool(draft.credential_ids):
        message = "Name either a learning path or the credentials of an own one."
        yield FieldViolation("path_id", "EITHER_OR", message)
    if draft.kind in {RequestKind.AID, RequestKind.COST}:
        if draft.path_id:
            yield FieldViolation("path_id", "NOT_OF_THIS_KIND", "Money is asked for a credential.")
        if len(draft.credential_ids) != 1:
            yield FieldViolation("credential_ids", "EXACTLY_ONE", "Name the one credential.")


def _check_amount(draft: RequestDraft) -> Iterator[FieldViolation]:
    amount = draft.amount
    if amount is None:
        if draft.kind is RequestKind.COST:
            yield FieldViolation("amount", "REQUIRED", "This is needed.")
        return
    if draft.kind is RequestKind.PATH:
        yield FieldViolation("amount", "NOT_OF_THIS_KIND", "A path has no amount.")
    if not _CURRENCY.fullmatch(amount.currency):
        yield FieldViolation("amount.currency", "NOT_A_CURRENCY", "Three capital letters, such as EUR.")
    if not 0 < amount.minor_units <= _MOST_MINOR_UNITS:
        yield FieldViolation("amount.minor_units", "OUT_OF_RANGE", "An amount above nothing.")


def _check_state(state: RequestState) -> Iterator[FieldViolation]:
    if state is RequestState.SUBMITTED:
        yield FieldViolation("state", "OUT_OF_RANGE", "A request is approved, refused or withdrawn.")


def _check_due(request: LearningRequest, decision: RequestDecision, today: date) -> Iterator[FieldViolation]:
    if decision.due_on is None:
        return
    if decision.state is not RequestState.APPROVED or not request.enrols:
        message = "Only the approval of a path of the catalogue has a due date."
        yield FieldViolation("due_on", "NOT_OF_THIS_KIND", message)
    elif decision.due_on < today:
        yield FieldViolation("due_on", "IN_PAST", "The due date is in the past.")
