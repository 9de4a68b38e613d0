"""An amount of money as people write it."""

from cairn_catalog.domain.cost import Money

_WITHOUT_DECIMALS = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
_WITH_THREE_DECIMALS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])


def money_words(money: Money) -> str:
    """The amount in the currency's main unit with its decimals (ISO 4217), such as 49.00 USD."""
    decimals = _decimals(money.currency)
    whole, part = divmod(money.minor_units, 10**decimals)
    amount = f"{whole:,}" + (f".{part:0{decimals}}" if decimals else "")
    return f"{amount} {money.currency}"


def _decimals(currency: str) -> int:
    if currency in _WITHOUT_DECIMALS:
        return 0
    return 3 if currency in _WITH_THREE_DECIMALS else 2
