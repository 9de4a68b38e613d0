"""What a drill measured, and whether that keeps its promise."""

from collections.abc import Sequence
from dataclasses import dataclass

Value = float | int | str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure. `promise` is empty where nothing is promised of it, and then it is always kept."""

    name: str
    value: Value
    unit: str = ""
    promise: str = ""
    kept: bool = True


def told(name: str, value: Value, unit: str = "") -> Figure:
    """A figure that is only told."""
    return Figure(name=name, value=_rounded(value), unit=unit)


def exactly(name: str, value: Value, wanted: Value, unit: str = "") -> Figure:
    """A figure that has to be this."""
    return Figure(name=name, value=value, unit=unit, promise=f"{wanted}", kept=value == wanted)


def at_most(name: str, value: float, limit: float, unit: str = "") -> Figure:
    """A figure that has to be no more than this."""
    return Figure(name=name, value=_rounded(value), unit=unit, promise=f"≤ {limit}", kept=value <= limit)


def at_least(name: str, value: float, limit: float, unit: str = "") -> Figure:
    """A figure that has to be no less than this."""
    return Figure(name=name, value=_rounded(value), unit=unit, promise=f"≥ {limit}", kept=value >= limit)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies; 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def _rounded(value: Value) -> Value:
    return round(value, 3) if isinstance(value, float) else value
