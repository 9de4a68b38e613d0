"""The log of what helps a person to renew a credential: credits, exams, fees, attestations, each with its evidence."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from cairn_learners.domain import fields
from cairn_learners.domain.achievements import MOST_EVIDENCE, Evidence, evidence_violations
from cairn_learners.domain.certification_life import RenewalFact
from cairn_learners.domain.errors import AlreadyDecidedError
from cairn_learners.domain.renewal_terms import check_amount, parsed_amount
from cairn_learners.domain.renewals import NOTHING, FactKind
from cairn_platform.errors import FieldViolation

LOGGED_KINDS = frozenset(FactKind) - {FactKind.CREDENTIAL}


class EntryState(Enum):
    """Where an entry stands."""

    LOGGED = "logged"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class EntryDecision:
    """What was decided about an entry; `decided_by` is None for an API client."""

    state: EntryState
    reason: str
    decided_by: str | None
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class RenewalEntry:
    """Something that helps a person to renew a credential, as logged and decided. `decisions` are only ever added to.

    `amount` and `category` are said of credits. `logged_by` is None for an API client.
    """

    entry_id: str
    version: int
    person_id: str
    credential_id: str
    kind: FactKind
    happened_on: date
    amount: Decimal
    category: str
    description: str
    evidence: tuple[Evidence, ...]
    logged_by: str | None
    logged_at: datetime
    decisions: tuple[EntryDecision, ...]

    @property
    def state(self) -> EntryState:
        """Where it stands: what was decided last."""
        return self.decisions[-1].state if self.decisions else EntryState.LOGGED

    @property
    def fact(self) -> RenewalFact:
        """What it says for the credential's life."""
        return RenewalFact(
            fact_id=self.entry_id,
            kind=self.kind,
            happened_on=self.happened_on,
            amount=self.amount,
            category=self.category,
        )


@dataclass(frozen=True, kw_only=True)
class EntryDraft:
    """What somebody logs; an empty `person_id` means for themselves, `kind` None what does not exist."""

    person_id: str
    credential_id: str
    kind: FactKind | None
    happened_on: str
    amount: str
    category: str
    description: str
    evidence: tuple[Evidence, ...]


def logged(
    draft: EntryDraft, *, entry_id: str, person_id: str, logged_by: str | None, now: datetime
) -> RenewalEntry:
    """The entry, which waits for a decision. It is about a credential and a day that is not in the future; credits have an amount.

    Raises InvalidFieldsError with all that is wrong.
    """
    happened_on = fields.parsed_day(draft.happened_on)
    is_credits = draft.kind is FactKind.CREDITS
    fields.refuse(
        fields.required("credential_id", draft.credential_id),
        _check_kind(draft.kind),
        fields.required("happened_on", draft.happened_on),
        fields.day("happened_on", draft.happened_on),
        _not_in_the_future(happened_on, now.date()),
        fields.required("amount", draft.amount) if is_credits else (),
        check_amount("amount", draft.amount, may_be_nothing=False),
        _only_of_credits(draft) if draft.kind and not is_credits else (),
        fields.line("category", draft.category, longest=fields.LONGEST_NAME),
        fields.text("description", draft.description, longest=fields.LONGEST_NOTE),
        fields.at_most("evidence", len(draft.evidence), limit=MOST_EVIDENCE),
        evidence_violations(draft.evidence[:MOST_EVIDENCE]),
    )
    if draft.kind is None or happened_on is None:
        raise ValueError("the checks let an entry through that is none")
    return RenewalEntry(
        entry_id=entry_id,
        version=1,
        person_id=person_id,
        credential_id=draft.credential_id,
        kind=draft.kind,
        happened_on=happened_on,
        amount=parsed_amount(draft.amount) or NOTHING,
        category=draft.category.strip(),
        description=draft.description,
        evidence=draft.evidence,
        logged_by=logged_by,
        logged_at=now,
        decisions=(),
    )


def decided(entry: RenewalEntry, decision: EntryDecision) -> RenewalEntry:
    """The entry with one more decision.

    What waits is accepted, refused or withdrawn; what was accepted can be withdrawn: AlreadyDecidedError for all else. Nothing is refused
    or withdrawn without a reason: InvalidFieldsError.
    """
    fields.refuse(
        _check_state(decision.state),
        fields.required("reason", decision.reason) if decision.state is not EntryState.ACCEPTED else (),
        fields.text("reason", decision.reason, longest=fields.LONGEST_NOTE),
    )
    withdraws = decision.state is EntryState.WITHDRAWN
    if entry.state is not EntryState.LOGGED and not (withdraws and entry.state is EntryState.ACCEPTED):
        raise AlreadyDecidedError
    return replace(entry, version=entry.version + 1, decisions=(*entry.decisions, decision))


def accepted_at_once(entry: RenewalEntry) -> RenewalEntry:
    """An entry by somebody who may decide on it: it counts from the beginning."""
    accepted = EntryDecision(
        state=EntryState.ACCEPTED, reason="", decided_by=entry.logged_by, decided_at=entry.logged_at
    )
    return replace(entry, decisions=(accepted,))


def _check_kind(kind: FactKind | None) -> Iterator[FieldViolation]:
    if kind not in LOGGED_KINDS:
        message = "One of credits, exam, assessment, fee and attestation."
        yield FieldViolation("kind", "UNKNOWN_VALUE", message)


def _only_of_credits(draft: EntryDraft) -> Iterator[FieldViolation]:
    for field in ("amount", "category"):
        if getattr(draft, field):
            yield FieldViolation(field, "ONLY_FOR_CREDITS", "This is said of credits only.")


def _not_in_the_future(day: date | None, today: date) -> Iterator[FieldViolation]:
    if day is not None and day > today:
        yield FieldViolation("happened_on", "IN_FUTURE", "This lies in the future.")


def _check_state(state: EntryState) -> Iterator[FieldViolation]:
    if state is EntryState.LOGGED:
        yield FieldViolation("state", "OUT_OF_RANGE", "An entry is accepted, refused or withdrawn.")
