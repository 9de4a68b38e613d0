"""What a credential costs, as its issuer asks for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from cairn_catalog.domain.proposal import FieldChecks
from cairn_catalog.domain.validity import Validity, check_validity

MINOR_UNITS_AT_MOST = 10_000_000_000

_CURRENCY = re.compile(r"[A-Z]{3}")


class CostBasis(Enum):
    """How a price is to be understood."""

    UNKNOWN = "unknown"
    FREE = "free"
    ONE_PRICE = "one_price"
    MONTHLY = "monthly"
    EXAM_FEE = "exam_fee"


class Payer(Enum):
    """Who usually pays for a credential."""

    UNKNOWN = "unknown"
    EMPLOYER = "employer"
    EMPLOYEE = "employee"
    SHARED = "shared"


def paid_by(minor_units: int, *, payer: Payer) -> dict[Payer, int]:
    """Who pays how much; of what is shared each a half, the employer the odd cent."""
    if payer is not Payer.SHARED:
        return {payer: minor_units}
    employee = minor_units // 2
    return {Payer.EMPLOYER: minor_units - employee, Payer.EMPLOYEE: employee}


@dataclass(frozen=True, kw_only=True)
class Money:
    """An exact amount in a currency's minor unit (cents); `currency` is its ISO 4217 code."""

    currency: str
    minor_units: int


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a credential costs whoever takes it, all in one currency.

    `price` is None where it is free or unknown. `subscription_per_month` and `exam_fee` are paid beside it. The renewal is paid every
    `renewal_interval`, or with every validity where that is None. The two booleans are None where unknown.
    """

    basis: CostBasis
    price: Money | None
    subscription_per_month: Money | None
    exam_fee: Money | None
    renewal_fee: Money | None
    renewal_interval: Validity | None
    audit_available: bool | None
    financial_aid_available: bool | None
    usual_payer: Payer

    @property
    def prices(self) -> dict[str, Money]:
        """The prices that are known, by field."""
        fields = ("price", "subscription_per_month", "exam_fee", "renewal_fee")
        return {field: money for field in fields if (money := getattr(self, field)) is not None}


@dataclass(frozen=True, kw_only=True)
class ProposedCost:
    """A cost as somebody wants it: `renewal_interval` is an ISO 8601 duration or empty; the rest as in `Cost`."""

    basis: CostBasis
    price: Money | None
    subscription_per_month: Money | None
    exam_fee: Money | None
    renewal_fee: Money | None
    renewal_interval: str
    audit_available: bool | None
    financial_aid_available: bool | None
    usual_payer: Payer


def check_cost(check: FieldChecks, proposed: ProposedCost) -> Cost:
    """A price has a basis other than free; no price is said twice; all are in one currency; a renewal interval has its fee."""
    cost = Cost(
        basis=proposed.basis,
        price=proposed.price,
        subscription_per_month=proposed.subscription_per_month,
        exam_fee=proposed.exam_fee,
        renewal_fee=proposed.renewal_fee,
        renewal_interval=check_validity(check, "cost.renewal_interval", proposed.renewal_interval),
        audit_available=proposed.audit_available,
        financial_aid_available=proposed.financial_aid_available,
        usual_payer=proposed.usual_payer,
    )
    for field, reason, description in _contradictions(cost):
        check.refuse(field, reason, description)
    for field, money in cost.prices.items():
        if not is_currency(money.currency):
            check.refuse(f"cost.{field}.currency", "NOT_A_CURRENCY", "Give an ISO 4217 code, such as USD.")
        check.whole_number(
            f"cost.{field}.minor_units", money.minor_units, at_least=1, at_most=MINOR_UNITS_AT_MOST
        )
    return cost


def is_currency(code: str) -> bool:
    """Whether the text has the form of an ISO 4217 code."""
    return bool(_CURRENCY.fullmatch(code))


def _contradictions(cost: Cost) -> Iterator[tuple[str, str, str]]:
    if cost.price and cost.basis is CostBasis.UNKNOWN:
        yield "cost.basis", "REQUIRED", "Say how the price is to be understood."
    if cost.price and cost.basis is CostBasis.FREE:
        yield "cost.price", "NOT_ALLOWED", "What is free has no price."
    if cost.subscription_per_month and cost.basis is CostBasis.MONTHLY:
        yield "cost.subscription_per_month", "NOT_ALLOWED", "The price is paid monthly already."
    if cost.exam_fee and cost.basis is CostBasis.EXAM_FEE:
        yield "cost.exam_fee", "NOT_ALLOWED", "The price is that of the exam already."
    if cost.renewal_interval and not cost.renewal_fee:
        yield "cost.renewal_fee", "REQUIRED", "Say what is paid in this interval."
    if len({money.currency for money in cost.prices.values()}) > 1:
        yield "cost", "MORE_THAN_ONE_CURRENCY", "Give all prices of a credential in one currency."
