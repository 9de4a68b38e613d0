"""Money as the contract's message."""

from cairn.common.v1 import money_pb2
from cairn_catalog.domain.cost import Money


def money_state(money: Money | None) -> money_pb2.Money | None:
    """The amount; None stays absent."""
    return money_pb2.Money(currency=money.currency, minor_units=money.minor_units) if money else None
