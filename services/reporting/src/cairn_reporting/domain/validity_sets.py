"""Sets of time: when several things count together, one of them, or a number of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction

from cairn_reporting.domain.periods import Period


def at_least(count: int, sets: Sequence[Iterable[Period]]) -> tuple[Period, ...]:
    """When at least `count` of the sets count, as periods in order that neither overlap nor touch.

    Periods of one set that overlap or touch count once; `count` 0 or less is always and asks for nothing, so it is not allowed.
    """
    if count < 1:
        raise ValueError("At least one of the sets has to count.")
    return weighing(Fraction(count), [(1, each) for each in sets])


def weighing(needed: Fraction, sets: Iterable[tuple[int, Iterable[Period]]]) -> tuple[Period, ...]:
    """When those of the sets that count weigh at least as much as is needed, each having its weight; as `at_least` otherwise.

    Nothing needed would be always, and asks for nothing, so it is not allowed.
    """
    if needed <= 0:
        raise ValueError("Something has to be needed.")
    steps: Counter[datetime] = Counter()
    for weight, each in sets:
        for period in joined(each):
            steps[period.valid_from] += weight
            if period.valid_until is not None:
                steps[period.valid_until] -= weight
    found: list[Period] = []
    counting, began = 0, None
    for instant in sorted(steps):
        counting += steps[instant]
        if began is None and counting >= needed:
            began = instant
        elif began is not None and counting < needed:
            found.append(Period(valid_from=began, valid_until=instant))
            began = None
    if began is not None:
        found.append(Period(valid_from=began, valid_until=None))
    return tuple(found)


def joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same time without overlaps: periods that overlap or touch become one."""
    found: list[Period] = []
    for period in sorted(periods, key=lambda each: each.valid_from):
        last = found[-1] if found else None
        if last is None or (last.valid_until is not None and last.valid_until < period.valid_from):
            found.append(period)
        elif last.valid_until is not None:
            until = None if period.valid_until is None else max(last.valid_until, period.valid_until)
            found[-1] = Period(valid_from=last.valid_from, valid_until=until)
    return tuple(found)
