"""What counted when, of what was told one after the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Stage(Generic[V]):
    """What counts from a day on up to the next stage; None: as far back as anybody asks."""

    since: date | None
    value: V


def stages_of(told: Iterable[tuple[date, V]]) -> tuple[Stage[V], ...]:
    """The stages of what was told, in that order, each with the first day on which it counts; the first of all reaches back for ever.

    What is told later counts from its day on, also where it takes the place of what was told of the days behind that.
    """
    found: list[Stage[V]] = []
    for since, value in told:
        if found and found[-1].value == value and (found[-1].since or since) <= since:
            continue
        while len(found) > 1 and (found[-1].since or since) >= since:
            found.pop()
        found.append(Stage(since if found else None, value))
    return tuple(found)


def values_since(stages: Sequence[Stage[V]], *, day: date) -> Sequence[V]:
    """What counts on some day from this one on."""
    last = len(stages) - 1
    return [
        each.value
        for place, each in enumerate(stages)
        if place == last or (stages[place + 1].since or day) > day
    ]


def in_force(stages: Sequence[Stage[V]], *, day: date) -> V:
    """What counts on the day; there is at least one stage."""
    return next(each.value for each in reversed(stages) if each.since is None or each.since <= day)
