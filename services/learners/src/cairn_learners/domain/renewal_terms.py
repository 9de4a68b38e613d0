"""What renewing a credential takes, as a policy says it, and which terms are refused."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from cairn_learners.domain.fields import LONGEST_NAME, at_most, identifier, line, required
from cairn_learners.domain.periods import CalendarDuration
from cairn_platform.errors import FieldViolation

MOST_OPTIONS = 10
MOST_CATEGORIES = 20
MOST_CREDENTIALS = 50
MOST_CREDITS = Decimal(100_000)
_AMOUNT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?", re.ASCII)


class RenewalKind(Enum):
    """What renews a credential."""

    EXAM = "exam"
    ASSESSMENT = "assessment"
    PATH = "path"
    CREDENTIAL = "credential"
    CREDITS = "credits"


class CreditUnit(Enum):
    """What credits are counted in."""

    PDU = "pdu"
    CEU = "ceu"
    CPE = "cpe"
    PDC = "pdc"


@dataclass(frozen=True, kw_only=True)
class CategoryDraft:
    """What credits of one category have to amount to, and count for at most, as it is written; an empty amount says nothing."""

    category: str
    minimum: str
    cap: str


@dataclass(frozen=True, kw_only=True)
class CreditsDraft:
    """How many credits a cycle takes, as it is written. `unit` is None for one that does not exist."""

    unit: CreditUnit | None
    amount: str
    carry_over: str
    categories: tuple[CategoryDraft, ...]


@dataclass(frozen=True, kw_only=True)
class RenewalOptionDraft:
    """One way to renew, as it is written; an empty text says nothing. `kind` is None for one that does not exist."""

    option_id: str
    kind: RenewalKind | None
    path_id: str
    credential_ids: tuple[str, ...]
    credits: CreditsDraft | None
    needs_fee: bool
    needs_attestation: bool
    extends: str
    refused_when_late: bool


@dataclass(frozen=True, kw_only=True)
class CategoryRule:
    """Credits of a category have to reach `minimum`, and count up to `cap`, None for without a limit."""

    category: str
    minimum: Decimal
    cap: Decimal | None


@dataclass(frozen=True, kw_only=True)
class CreditRule:
    """So many credits in each cycle. At most `carry_over` of what is left over counts for the next one, for no category."""

    unit: CreditUnit
    amount: Decimal
    carry_over: Decimal
    categories: tuple[CategoryRule, ...]


@dataclass(frozen=True, kw_only=True)
class RenewalOption:
    """One way to renew: what its kind says, and the fee and the attestation where they are asked for, all in one cycle.

    `path_id`, `credential_ids` (any of which is enough) and `credits` are there for the kind that asks for them. It extends by the
    policy's validity where `extends` is None. One that is `refused_when_late` renews nothing once the grace is over.
    """

    option_id: str
    kind: RenewalKind
    path_id: str | None
    credential_ids: frozenset[str]
    credits: CreditRule | None
    needs_fee: bool
    needs_attestation: bool
    extends: CalendarDuration | None
    refused_when_late: bool


def renewal_options_of(drafts: Sequence[RenewalOptionDraft]) -> tuple[RenewalOption, ...]:
    """The ways to renew that are written, which `check_renewal` let pass."""
    return tuple(_option(draft) for draft in drafts)


def check_renewal(drafts: Sequence[RenewalOptionDraft]) -> Iterator[FieldViolation]:
    """Each way has an id of its own and what its kind asks for; amounts add up. Of `extends`, the policy's checks are the judges."""
    yield from at_most("renewal", len(drafts), limit=MOST_OPTIONS)
    seen: set[str] = set()
    for place, draft in enumerate(drafts[:MOST_OPTIONS]):
        field = f"renewal[{place}]"
        yield from required(f"{field}.option_id", draft.option_id)
        yield from identifier(f"{field}.option_id", draft.option_id)
        if draft.option_id in seen:
            yield FieldViolation(f"{field}.option_id", "DUPLICATE", "Another way to renew has this id.")
        seen.add(draft.option_id)
        yield from _check_kind(field, draft)


def parsed_amount(text: str) -> Decimal | None:
    """An amount of credits with at most two decimals, such as `1.25`; None for anything else."""
    amount = Decimal(text) if _AMOUNT.fullmatch(text) else None
    return amount if amount is not None and amount <= MOST_CREDITS else None


def amount_in_words(amount: Decimal) -> str:
    """An amount of credits as people write it: `1.25`, `60`."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def check_amount(field: str, text: str, *, may_be_nothing: bool) -> Iterator[FieldViolation]:
    """An amount of credits; empty passes, see `required`."""
    amount = parsed_amount(text)
    if text and amount is None:
        message = f"This has to be a number of credits with at most two decimals, such as 1.25, up to {MOST_CREDITS}."
        yield FieldViolation(field, "NOT_AN_AMOUNT", message)
    elif amount == 0 and not may_be_nothing:
        yield FieldViolation(field, "OUT_OF_RANGE", "This has to be more than nothing.")


def _check_kind(field: str, draft: RenewalOptionDraft) -> Iterator[FieldViolation]:
    match draft.kind:
        case None:
            message = "One of exam, assessment, path, credential and credits."
            yield FieldViolation(f"{field}.kind", "UNKNOWN_VALUE", message)
        case RenewalKind.PATH:
            yield from required(f"{field}.path_id", draft.path_id)
            yield from identifier(f"{field}.path_id", draft.path_id)
        case RenewalKind.CREDENTIAL:
            if not draft.credential_ids:
                yield FieldViolation(f"{field}.credential_ids", "REQUIRED", "This is needed.")
            yield from at_most(f"{field}.credential_ids", len(draft.credential_ids), limit=MOST_CREDENTIALS)
            for each in draft.credential_ids[:MOST_CREDENTIALS]:
                yield from required(f"{field}.credential_ids", each)
                yield from identifier(f"{field}.credential_ids", each)
        case RenewalKind.CREDITS if draft.credits is None:
            yield FieldViolation(f"{field}.credits", "REQUIRED", "This is needed.")
        case RenewalKind.CREDITS if draft.credits:
            yield from _check_credits(f"{field}.credits", draft.credits)


def _check_credits(field: str, draft: CreditsDraft) -> Iterator[FieldViolation]:
    if draft.unit is None:
        yield FieldViolation(f"{field}.unit", "UNKNOWN_VALUE", "One of pdu, ceu, cpe and pdc.")
    yield from required(f"{field}.amount", draft.amount)
    yield from check_amount(f"{field}.amount", draft.amount, may_be_nothing=False)
    yield from check_amount(f"{field}.carry_over", draft.carry_over, may_be_nothing=True)
    amount = parsed_amount(draft.amount)
    if amount and (parsed_amount(draft.carry_over) or 0) >= amount:
        message = "Less can be carried over than a cycle takes."
        yield FieldViolation(f"{field}.carry_over", "OUT_OF_RANGE", message)
    yield from at_most(f"{field}.categories", len(draft.categories), limit=MOST_CATEGORIES)
    seen: set[str] = set()
    for place, each in enumerate(draft.categories[:MOST_CATEGORIES]):
        inner = f"{field}.categories[{place}]"
        yield from required(f"{inner}.category", each.category)
        yield from line(f"{inner}.category", each.category, longest=LONGEST_NAME)
        if each.category in seen:
            yield FieldViolation(f"{inner}.category", "DUPLICATE", "This category is there already.")
        seen.add(each.category)
        yield from check_amount(f"{inner}.minimum", each.minimum, may_be_nothing=True)
        yield from check_amount(f"{inner}.cap", each.cap, may_be_nothing=True)
        minimum, cap = parsed_amount(each.minimum), parsed_amount(each.cap)
        if minimum is not None and cap is not None and cap < minimum:
            yield FieldViolation(f"{inner}.cap", "OUT_OF_RANGE", "At most is not less than at least.")
    minima = sum((parsed_amount(each.minimum) or Decimal(0) for each in draft.categories), Decimal(0))
    if amount and minima > amount:
        message = "The categories ask for more than the cycle takes."
        yield FieldViolation(f"{field}.categories", "OUT_OF_RANGE", message)


def _option(draft: RenewalOptionDraft) -> RenewalOption:
    if draft.kind is None:
        raise ValueError("the checks let a way to renew through that is none")
    is_credits = draft.kind is RenewalKind.CREDITS
    return RenewalOption(
        option_id=draft.option_id,
        kind=draft.kind,
        path_id=draft.path_id if draft.kind is RenewalKind.PATH else None,
        credential_ids=frozenset(draft.credential_ids if draft.kind is RenewalKind.CREDENTIAL else ()),
        credits=_credits(draft.credits) if is_credits and draft.credits else None,
        needs_fee=draft.needs_fee,
        needs_attestation=draft.needs_attestation,
        extends=CalendarDuration.parse(draft.extends) if draft.extends else None,
        refused_when_late=draft.refused_when_late,
    )


def _credits(draft: CreditsDraft) -> CreditRule:
    if draft.unit is None:
        raise ValueError("the checks let a unit through that is none")
    return CreditRule(
        unit=draft.unit,
        amount=Decimal(draft.amount),
        carry_over=Decimal(draft.carry_over or 0),
        categories=tuple(
            CategoryRule(
                category=each.category,
                minimum=Decimal(each.minimum or 0),
                cap=Decimal(each.cap) if each.cap else None,
            )
            for each in draft.categories
        ),
    )
