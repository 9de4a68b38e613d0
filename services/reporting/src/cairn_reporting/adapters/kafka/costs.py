"""From the catalogue's prices to what getting a credential and renewing it costs."""

import re

from cairn.catalog.v1 import entries_pb2
from cairn.common.v1 import money_pb2
from cairn_reporting.domain.costs import CredentialCost, Money, renewal_cost

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_DAYS_PER_YEAR = 365


def credential_cost(state: entries_pb2.Credential) -> CredentialCost:
    """What the catalogue says of it. What is paid for each month of learning is not known before somebody has learned."""
    cost = state.cost
    return CredentialCost(
        price=_price(cost),
        is_free=cost.basis == entries_pb2.COST_BASIS_FREE and _price(cost) is None and not _by_month(cost),
        renewal=renewal_cost(
            fee=_money(cost.renewal_fee) if cost.HasField("renewal_fee") else None,
            interval_months=_months(cost.renewal_interval),
            validity_months=_months(state.validity),
        ),
    )


def _price(cost: entries_pb2.Cost) -> Money | None:
    """The one price or the fee of the exam, and what the exam costs beside a price; None where something of it is unknown."""
    exam = _money(cost.exam_fee) if cost.HasField("exam_fee") else None
    if _by_month(cost):
        return None
    if cost.basis == entries_pb2.COST_BASIS_FREE:
        return exam
    priced = {entries_pb2.COST_BASIS_ONE_PRICE, entries_pb2.COST_BASIS_EXAM_FEE}
    if cost.basis not in priced or not cost.HasField("price"):
        return None
    price = _money(cost.price)
    return Money(price.currency, price.minor_units + exam.minor_units) if exam else price


def _by_month(cost: entries_pb2.Cost) -> bool:
    return cost.basis == entries_pb2.COST_BASIS_MONTHLY or cost.HasField("subscription_per_month")


def _money(message: money_pb2.Money) -> Money:
    return Money(currency=message.currency, minor_units=message.minor_units)


def _months(duration: str) -> int | None:
    """An ISO 8601 duration in whole months, a year of days being twelve; None where there is none."""
    found = _DURATION.fullmatch(duration)
    if not duration or found is None:
        return None
    years, months, weeks, days = (int(each or 0) for each in found.groups())
    return 12 * years + months + 12 * (7 * weeks + days) // _DAYS_PER_YEAR or None
