"""How many people are how ready."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cairn_reporting.domain.readiness import ReadinessState


@dataclass(frozen=True, slots=True)
class ReadinessFigures:
    """How many of some people, each held against one role, are in each state."""

    counts: Mapping[ReadinessState, int]

    @property
    def people_count(self) -> int:
        """How many have a role to compare with."""
        return sum(self.counts.values())

    @property
    def behind(self) -> tuple[int, ...]:
        """How many people each figure is about, the first one all of them."""
        return self.people_count, *(self.counts[state] for state in ReadinessState)


def readiness_figures(states: Iterable[ReadinessState]) -> ReadinessFigures:
    """The figures of people in these states."""
    counted = Counter(states)
    return ReadinessFigures({state: counted[state] for state in ReadinessState})
