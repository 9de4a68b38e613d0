"""What learners needs to know of the catalogue: its own copies of what the catalog service owns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from cairn_learners.domain.periods import CalendarDuration


@dataclass(frozen=True, kw_only=True)
class Credential:
    """A proof that somebody can do something; valid for ever where `validity` is None."""

    credential_id: str
    name: str
    validity: CalendarDuration | None
    post_nominal: str
    """The letters that its holder may write behind the name; empty for most."""


@dataclass(frozen=True)
class CredentialGoal:
    """A credential, as a member of a stack or the goal of a step."""

    credential_id: str


@dataclass(frozen=True)
class StackGoal:
    """A stack as a whole, as a member of a stack or the goal of a step."""

    stack_id: str


Goal = CredentialGoal | StackGoal


@dataclass(frozen=True)
class Member:
    """A member of a stack: what fills its place. One of the ways is enough, alternatives and equivalents alike; the first names it."""

    ways: tuple[Goal, ...]


class StackRule(Enum):
    """How the members of a stack count."""

    ALL_OF = "all_of"
    N_OF = "n_of"
    ORDERED = "ordered"


@dataclass(frozen=True, kw_only=True)
class Stack:
    """A curated set of credentials that deepens one specialisation."""

    stack_id: str
    name: str
    specialisation: str
    rule: StackRule
    required_count: int
    members: tuple[Member, ...]

    @property
    def ways(self) -> frozenset[Goal]:
        """Everything that fills the place of some member."""
        return frozenset(way for member in self.members for way in member.ways)

    @property
    def required_members(self) -> int:
        """How many members are needed: the required count for N of, else every one."""
        return self.required_count if self.rule is StackRule.N_OF else len(self.members)


@dataclass(frozen=True, kw_only=True)
class PathStep:
    """One step of a learning path: what completes it, and what the learner should know about it."""

    step_id: str
    goal: Goal
    note: str


@dataclass(frozen=True, kw_only=True)
class LearningPath:
    """Ordered steps that a manager assigns."""

    path_id: str
    name: str
    steps: tuple[PathStep, ...]
    retired: bool

    def has_step(self, step_id: str) -> bool:
        """The path has such a step."""
        return any(step.step_id == step_id for step in self.steps)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """As much of the catalogue as an answer needs."""

    credential_names: Mapping[str, str]
    post_nominals: Mapping[str, str]
    """The letters behind the name, of the credentials that give any."""
    stacks: Mapping[str, Stack]
    paths: Mapping[str, LearningPath]

    def stacks_asking_for(self, credential_ids: Iterable[str]) -> frozenset[str]:
        """The stacks that one of these credentials is a member of, through nested stacks too."""
        return frozenset().union(*(self._stacks_by_credential.get(each, ()) for each in credential_ids))

    @cached_property
    def _stacks_by_credential(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for stack_id in self.stacks:
            for credential_id in credentials_within(frozenset({StackGoal(stack_id)}), stacks=self.stacks):
                found.setdefault(credential_id, set()).add(stack_id)
        return {credential_id: frozenset(stack_ids) for credential_id, stack_ids in found.items()}

    def name_of(self, goal: Goal) -> str:
        """The credential's or the stack's name, its id where it is not known here."""
        if isinstance(goal, CredentialGoal):
            return self.credential_names.get(goal.credential_id, goal.credential_id)
        stack = self.stacks.get(goal.stack_id)
        return stack.name if stack else goal.stack_id


def goals_of(paths: Iterable[LearningPath]) -> frozenset[Goal]:
    """What the steps of the paths are for."""
    return frozenset(step.goal for path in paths for step in path.steps)


def stacks_within(goals: frozenset[Goal], *, stacks: Mapping[str, Stack]) -> frozenset[str]:
    """The stacks that these goals are or lead through, nested ones included."""
    found: set[str] = set()
    waiting = [goal for goal in goals if isinstance(goal, StackGoal)]
    while waiting:
        stack_id = waiting.pop().stack_id
        if stack_id not in found and stack_id in stacks:
            found.add(stack_id)
            waiting.extend(way for way in stacks[stack_id].ways if isinstance(way, StackGoal))
    return frozenset(found)


def credentials_within(goals: frozenset[Goal], *, stacks: Mapping[str, Stack]) -> frozenset[str]:
    """The credentials that these goals are or ask for, through nested stacks too."""
    inside = goals.union(*(stacks[stack_id].ways for stack_id in stacks_within(goals, stacks=stacks)))
    return frozenset(goal.credential_id for goal in inside if isinstance(goal, CredentialGoal))
