"""What credentials cost, by the catalogue: amounts with their currency, never added over currencies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217), in its minor unit."""

    currency: str
    minor_units: int

    def times(self, count: int) -> "Money":
        """So many times the amount."""
        return Money(currency=self.currency, minor_units=self.minor_units * count)


@dataclass(frozen=True, slots=True)
class CredentialCost:
    """What it costs to get a credential once, None where that is unknown unless it `is_free`, and to renew it once, None where unknown."""

    price: Money | None
    is_free: bool
    renewal: Money | None

    @property
    def is_known(self) -> bool:
        """Whether it is known what getting it costs."""
        return self.is_free or self.price is not None


UNKNOWN_COST = CredentialCost(price=None, is_free=False, renewal=None)


def renewal_cost(
    *, fee: Money | None, interval_months: int | None, validity_months: int | None
) -> Money | None:
    """What one renewal costs: the fee as often as its interval ends within the validity, at least once; None where no fee is known."""
    if fee is None:
        return None
    paid_within = bool(interval_months and validity_months)
    return fee.times(max(1, (validity_months or 0) // (interval_months or 1)) if paid_within else 1)


def by_currency(amounts: Iterable[Money]) -> Mapping[str, Money]:
    """The sum of the amounts in each currency, by currency."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor_units
    return {currency: Money(currency, sums[currency]) for currency in sorted(sums)}
