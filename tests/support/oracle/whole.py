"""A role as a whole: each must-have counts as one, and what only helps, by weight, as one together; the weight of a must-have is 0."""

from collections.abc import Sequence
from fractions import Fraction

Weights = Sequence[int]
Met = Sequence[bool]
"""Requirement by requirement, in the order of the weights."""


def share(weights: Weights, met: Met) -> Fraction:
    """How much of it is met."""
    parts = [Fraction(is_met) for weight, is_met in zip(weights, met, strict=True) if not weight]
    if any(weights):
        parts.append(_helped(weights, met))
    return sum(parts, Fraction()) / len(parts) if parts else Fraction(1)


def is_ready(weights: Weights, met: Met) -> bool:
    """Each must-have is met, and half of what helps."""
    return all(_whole(weights, met))


def is_nearly(weights: Weights, met: Met) -> bool:
    """Three quarters of that."""
    whole = _whole(weights, met)
    return 4 * sum(whole) >= 3 * len(whole)


def _whole(weights: Weights, met: Met) -> list[bool]:
    must_haves = [is_met for weight, is_met in zip(weights, met, strict=True) if not weight]
    return [*must_haves, _helped(weights, met) >= Fraction(1, 2)] if any(weights) else must_haves


def _helped(weights: Weights, met: Met) -> Fraction:
    return Fraction(sum(weight for weight, is_met in zip(weights, met, strict=True) if is_met), sum(weights))
