"""What it costs to get a credential and to keep it for some years, line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from cairn_catalog.domain.cost import CostBasis, Money, Payer, paid_by
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.money_words import money_words
from cairn_catalog.domain.validity import Validity

YEARS_AT_MOST = 50
WEEKLY_HOURS_AT_MOST = 80

_WEEKS_PER_MONTH = Fraction(52, 12)
_DAYS_PER_MONTH = Fraction(36525, 1200)


class CostItem(Enum):
    """What a line is paid for."""

    PRICE = "price"
    SUBSCRIPTION = "subscription"
    EXAM = "exam"
    RENEWAL = "renewal"


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """One line: what is paid each time and how often. `each` or `times` None is unknown, and so is the amount then."""

    item: CostItem
    each: Money | None
    times: int | None
    explanation: str

    @property
    def amount(self) -> Money | None:
        """What the line comes to; None where that is unknown."""
        if self.each is None or self.times is None:
            return None
        return Money(currency=self.each.currency, minor_units=self.each.minor_units * self.times)


@dataclass(frozen=True, kw_only=True)
class HoldingCost:
    """The account: its lines, the sum of those that are known (None where none is), who pays how much of it, and what else matters.

    `complete` says that every line is known; otherwise the total is a lower bound. `months` of learning are None where unknown.
    """

    months: int | None
    lines: tuple[CostLine, ...]
    total: Money | None
    shares: tuple[tuple[Payer, Money], ...]
    complete: bool
    remarks: tuple[str, ...]


def holding_cost(credential: Credential, *, years: int, weekly_hours: int) -> HoldingCost:
    """What the credential costs whoever gets it with `weekly_hours` hours of learning a week and then holds it for `years` years.

    A subscription is paid for every begun month of learning; the exam and a single price once; a renewal each time that its interval,
    or else the validity, ends before the years are over. The currency is the credential's own: nothing is converted.
    """
    months = learning_months(credential.effort_hours, weekly_hours=weekly_hours)
    lines = tuple(_lines(credential, months=months, years=years, weekly_hours=weekly_hours))
    amounts = [line.amount for line in lines]
    total = _sum([amount for amount in amounts if amount is not None])
    return HoldingCost(
        months=months,
        lines=lines,
        total=total,
        shares=_shares(total, credential.cost.usual_payer) if total else (),
        complete=credential.cost.basis is not CostBasis.UNKNOWN and None not in amounts,
        remarks=tuple(_remarks(credential, years=years)),
    )


def learning_months(effort_hours: int | None, *, weekly_hours: int) -> int | None:
    """How many months are begun until the hours are done, twelve months being 52 weeks; None where the hours are unknown."""
    if effort_hours is None:
        return None
    return -(-Fraction(effort_hours, weekly_hours) // _WEEKS_PER_MONTH)


def renewals(interval: Validity, *, years: int) -> int:
    """How often the interval ends before the years are over. At the end of the last year nothing more is paid."""
    ends = -(-Fraction(12 * years) // _in_months(interval))
    return ends - 1


def _in_months(interval: Validity) -> Fraction:
    days = 7 * interval.weeks + interval.days
    return 12 * interval.years + interval.months + days / _DAYS_PER_MONTH


def _lines(
    credential: Credential, *, months: int | None, years: int, weekly_hours: int
) -> Iterator[CostLine]:
    cost = credential.cost
    monthly = cost.price if cost.basis is CostBasis.MONTHLY else cost.subscription_per_month
    exam = cost.price if cost.basis is CostBasis.EXAM_FEE else cost.exam_fee
    if cost.basis is CostBasis.ONE_PRICE:
        yield _once(CostItem.PRICE, cost.price, "the price")
    if monthly or cost.basis is CostBasis.MONTHLY:
        yield _subscription(credential, monthly, months=months, weekly_hours=weekly_hours)
    if exam or cost.basis is CostBasis.EXAM_FEE:
        yield _once(CostItem.EXAM, exam, "the exam")
    interval = cost.renewal_interval or credential.validity
    if cost.renewal_fee and interval:
        yield _renewal(cost.renewal_fee, interval, years=years)


def _once(item: CostItem, each: Money | None, what: str) -> CostLine:
    known = f"{money_words(each)} once for {what}." if each else f"What {what} costs is not known."
    return CostLine(item=item, each=each, times=1, explanation=known)


def _subscription(
    credential: Credential, each: Money | None, *, months: int | None, weekly_hours: int
) -> CostLine:
    if each is None:
        explanation = "What the subscription costs a month is not known."
    elif months is None:
        explanation = f"{money_words(each)} a month; how many hours it takes is not known."
    else:
        hours = f"{credential.effort_hours} hours at {weekly_hours} a week"
        explanation = f"{money_words(each)} a month for {_count(months, 'month')}: {hours}."
    return CostLine(item=CostItem.SUBSCRIPTION, each=each, times=months, explanation=explanation)


def _renewal(each: Money, interval: Validity, *, years: int) -> CostLine:
    times = renewals(interval, years=years)
    every = f"every {_interval_words(interval)}"
    explanation = f"{money_words(each)} {every}: {_count(times, 'time')} in {_count(years, 'year')}."
    return CostLine(item=CostItem.RENEWAL, each=each, times=times, explanation=explanation)


def _remarks(credential: Credential, *, years: int) -> Iterator[str]:
    cost = credential.cost
    if cost.basis is CostBasis.FREE:
        yield "Learning is free."
    if cost.basis is CostBasis.UNKNOWN:
        yield "What learning costs is not known."
    ends = credential.validity and renewals(credential.validity, years=years)
    if ends and not cost.renewal_fee:
        often = "it ends before" if ends == 1 else f"it ends {ends} times before"
        yield f"Renewals are not counted: {often} the years are over, and no fee is known."
    if cost.audit_available:
        yield "The course can be followed without paying, and without the certificate."
    if cost.financial_aid_available:
        yield "Who cannot pay may ask for financial aid."


def _sum(amounts: Sequence[Money]) -> Money | None:
    """The credential's prices are in one currency, so their sum is too."""
    if not amounts:
        return None
    return Money(currency=amounts[0].currency, minor_units=sum(each.minor_units for each in amounts))


def _shares(total: Money, payer: Payer) -> tuple[tuple[Payer, Money], ...]:
    parts = paid_by(total.minor_units, payer=payer)
    return tuple((each, Money(currency=total.currency, minor_units=amount)) for each, amount in parts.items())


def _interval_words(interval: Validity) -> str:
    units = (
        ("year", interval.years),
        ("month", interval.months),
        ("week", interval.weeks),
        ("day", interval.days),
    )
    given = [(unit, count) for unit, count in units if count]
    if len(given) == 1 and given[0][1] == 1:
        return given[0][0]
    return " and ".join(_count(count, unit) for unit, count in given)


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
