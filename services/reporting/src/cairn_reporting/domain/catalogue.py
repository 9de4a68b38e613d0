"""What the catalogue says, as a tenant sees it: skills, credentials, roles and ladders."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from cairn_reporting.domain.costs import UNKNOWN_COST, CredentialCost
from cairn_reporting.domain.demands import (
    AnyOf,
    CredentialDemand,
    Demand,
    ExperienceDemand,
    SkillDemand,
    StackDemand,
    TimeInRoleDemand,
    require_level,
)


class CredentialKind(Enum):
    """What kind of proof a credential is."""

    PROFESSIONAL_CERTIFICATE = "professional certificate"
    DIGITAL_BADGE = "digital badge"
    NANODEGREE = "nanodegree"
    INDUSTRY_CERTIFICATION = "industry certification"
    LICENCE = "licence"
    BOOTCAMP = "bootcamp"
    DEGREE = "degree"

    @property
    def is_irreplaceable(self) -> bool:
        """Nothing stands in for a licence or a degree: whoever lacks one that a role asks for is blocked."""
        return self in {CredentialKind.LICENCE, CredentialKind.DEGREE}


@dataclass(frozen=True, slots=True)
class Skill:
    """Something one can be good at."""

    skill_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Credential:
    """A proof, and the skills that it grants while it is valid: skill id to level."""

    credential_id: str
    name: str
    kind: CredentialKind
    grants: Mapping[str, int]
    cost: CredentialCost = UNKNOWN_COST

    def __post_init__(self) -> None:
        for level in self.grants.values():
            require_level(level)


@dataclass(frozen=True, slots=True)
class CredentialGoal:
    """A credential, as what fills a place in a stack."""

    credential_id: str


@dataclass(frozen=True, slots=True)
class StackGoal:
    """Another stack, as what fills a place in a stack."""

    stack_id: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A set of credentials that deepens a specialisation: `required_count` of its places have to be filled, each by one of what stands
    there.
    """

    stack_id: str
    name: str
    specialisation: str
    required_count: int
    places: tuple[tuple[CredentialGoal | StackGoal, ...], ...]

    def __post_init__(self) -> None:
        if not 0 < self.required_count <= len(self.places):
            raise ValueError(f"The stack {self.stack_id} cannot be completed.")

    @property
    def stacks_within(self) -> frozenset[str]:
        """The stacks that fill a place of this one."""
        return frozenset(
            goal.stack_id for place in self.places for goal in place if isinstance(goal, StackGoal)
        )


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step of a learning path: completed by one of the goals, the first of which is what the path means."""

    step_id: str
    goals: tuple[CredentialGoal | StackGoal, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A learning path."""

    path_id: str
    steps: tuple[PathStep, ...]

    @property
    def stacks_within(self) -> frozenset[str]:
        """The stacks that complete a step."""
        return frozenset(
            goal.stack_id for step in self.steps for goal in step.goals if isinstance(goal, StackGoal)
        )

    def without(self, step_ids: Collection[str]) -> "Path":
        """The path of whom these steps are not asked."""
        return replace(self, steps=tuple(each for each in self.steps if each.step_id not in step_ids))


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a role asks for."""

    requirement_id: str
    demand: Demand
    weight: int | None
    """None: it is a must-have. Otherwise it helps, and counts that much among what helps."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a job demands."""

    role_id: str
    name: str
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Roles as rungs, from the first to the last."""

    ladder_id: str
    role_ids: tuple[str, ...]

    def rung_after(self, role_id: str) -> str | None:
        """The role that follows on this one; None on the last rung and for a role that is no rung."""
        if role_id not in self.role_ids:
            return None
        following = self.role_ids.index(role_id) + 1
        return self.role_ids[following] if following < len(self.role_ids) else None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries that an answer needs, each by its id.

    An entry that has not arrived yet grants nothing and goes by its id. `roles` are those in which experience is asked for.
    """

    skills: Mapping[str, Skill]
    credentials: Mapping[str, Credential]
    stacks: Mapping[str, Stack]
    roles: Mapping[str, Role] = field(default_factory=dict)

    def skill_name(self, skill_id: str) -> str:
        """The skill's name."""
        skill = self.skills.get(skill_id)
        return skill.name if skill else skill_id

    def credential_name(self, credential_id: str) -> str:
        """The credential's name."""
        credential = self.credentials.get(credential_id)
        return credential.name if credential else credential_id

    def stack_name(self, stack_id: str) -> str:
        """The stack's name."""
        stack = self.stacks.get(stack_id)
        return stack.name if stack else stack_id

    def role_name(self, role_id: str) -> str:
        """The role's name."""
        role = self.roles.get(role_id)
        return role.name if role else role_id

    def demand_name(self, demand: Demand) -> str:
        """The name of what is asked for."""
        match demand:
            case SkillDemand(skill_id=skill_id):
                return self.skill_name(skill_id)
            case CredentialDemand(credential_id=credential_id):
                return self.credential_name(credential_id)
            case StackDemand(stack_id=stack_id):
                return self.stack_name(stack_id)
            case ExperienceDemand(months=months, role_id=role_id):
                return f"{_months(months)} " + (
                    f"as {self.role_name(role_id)}" if role_id else "with this employer"
                )
            case TimeInRoleDemand(months=months):
                return f"{_months(months)} in the present role"
            case AnyOf(alternatives=ways):
                return " or ".join(" and ".join(self.demand_name(each) for each in way) for way in ways)

    def irreplaceable_kind(self, demand: Demand) -> CredentialKind | None:
        """The kind, where a licence or degree is asked for; None where something else is."""
        if not isinstance(demand, CredentialDemand):
            return None
        credential = self.credentials.get(demand.credential_id)
        return credential.kind if credential and credential.kind.is_irreplaceable else None


def _months(count: int) -> str:
    return f"{count} {'month' if count == 1 else 'months'}"
