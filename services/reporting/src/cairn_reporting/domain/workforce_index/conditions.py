"""What is asked of people, as conditions on what the index knows of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from cairn_reporting.domain.catalogue import CredentialGoal, Stack, StackGoal
from cairn_reporting.domain.demands import (
    AnyOf,
    CredentialDemand,
    Demand,
    ExperienceDemand,
    SkillDemand,
    StackDemand,
    TimeInRoleDemand,
)
from cairn_reporting.domain.workforce_index.index import Source, credential
from cairn_reporting.domain.workforce_index.shortages import Granting


@dataclass(frozen=True, slots=True)
class Holding:
    """One of the sources is held."""

    sources: frozenset[Source]


@dataclass(frozen=True, slots=True)
class SomeOf:
    """At least so many of the conditions are met; with fewer conditions than that it never is."""

    count: int
    conditions: tuple["Condition", ...]


Condition = Holding | SomeOf | ExperienceDemand | TimeInRoleDemand
NEVER = SomeOf(1, ())


class Conditions:
    """Knows through which sources things are held and what stacks are made of."""

    def __init__(self, *, granting: Granting, stacks: Mapping[str, Stack]) -> None:
        self._granting = granting
        self._stacks = stacks

    def of(self, demand: Demand) -> Condition:
        """What is true of whoever meets the demand, and of nobody else."""
        match demand:
            case SkillDemand() | CredentialDemand():
                return Holding(self._granting.sources(demand))
            case StackDemand(stack_id=stack_id):
                return self._stack(stack_id, around=frozenset())
            case ExperienceDemand() | TimeInRoleDemand():
                return demand
            case AnyOf(alternatives=ways):
                return SomeOf(1, tuple(SomeOf(len(way), tuple(map(self.of, way))) for way in ways))

    def _stack(self, stack_id: str, *, around: frozenset[str]) -> Condition:
        """A stack that is not known here, or that stands within itself, never is complete."""
        stack = self._stacks.get(stack_id)
        if stack is None or stack_id in around:
            return NEVER
        inside = around | {stack_id}
        places = (
            SomeOf(1, tuple(self._goal(each, around=inside) for each in place)) for place in stack.places
        )
        return SomeOf(stack.required_count, tuple(places))

    def _goal(self, goal: CredentialGoal | StackGoal, *, around: frozenset[str]) -> Condition:
        if isinstance(goal, CredentialGoal):
            return Holding(frozenset({credential(goal.credential_id)}))
        return self._stack(goal.stack_id, around=around)
