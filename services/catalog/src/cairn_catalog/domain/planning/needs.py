"""What a goal demands, and what of it is there: skills at a level, credentials, and any n of several such things."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, kw_only=True)
class SkillNeed:
    """A skill at this level or above."""

    skill_id: str
    level: int


@dataclass(frozen=True, kw_only=True)
class CredentialNeed:
    """A credential; nothing else counts as it."""

    credential_id: str


class Beyond(Enum):
    """What no credential gives."""

    EXPERIENCE = "experience"
    TIME_IN_ROLE = "time_in_role"


@dataclass(frozen=True, kw_only=True)
class TimeNeed:
    """Time spent working, which nothing that can be learnt stands in for."""

    what: Beyond
    months: int


@dataclass(frozen=True, kw_only=True)
class GroupNeed:
    """`count` of the members. `stack_id` says whose completion it is, where it is a stack's."""

    count: int
    members: tuple["Need", ...]
    stack_id: str = ""


Need = SkillNeed | CredentialNeed | TimeNeed | GroupNeed


@dataclass(frozen=True, kw_only=True)
class Demand:
    """One thing that the goal asks for. `weight` 0 is a must-have; from 1 on it helps, and counts that much."""

    demand_id: str
    need: Need
    weight: int

    @property
    def is_must_have(self) -> bool:
        """Whether the goal cannot do without it."""
        return self.weight == 0


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What somebody has: the level of each skill, and credentials."""

    levels: Mapping[str, int]
    credential_ids: Set[str]

    def meets(self, need: Need) -> bool:
        """Whether the need is met by what is there. A higher level covers the lower ones."""
        match need:
            case SkillNeed(skill_id=skill_id, level=level):
                return self.levels.get(skill_id, 0) >= level
            case CredentialNeed(credential_id=credential_id):
                return credential_id in self.credential_ids
            case GroupNeed(count=count, members=members):
                return sum(self.meets(member) for member in members) >= count
            case TimeNeed():
                return False


def parts(need: Need) -> Iterator[SkillNeed | CredentialNeed | TimeNeed]:
    """What a need is made of in the end, in its order."""
    match need:
        case GroupNeed(members=members):
            for member in members:
                yield from parts(member)
        case _:
            yield need
