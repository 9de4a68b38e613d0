"""What a role can ask for."""

from collections.abc import Hashable
from dataclasses import dataclass

from cairn_catalog.domain.skill import SkillLevel


@dataclass(frozen=True, kw_only=True)
class CredentialDemand:
    """A credential that has to be held and valid. Nothing stands in for one of kind licence or degree."""

    credential_id: str


@dataclass(frozen=True, kw_only=True)
class StackDemand:
    """A stack, complete with what is currently valid."""

    stack_id: str


@dataclass(frozen=True, kw_only=True)
class Experience:
    """At least so many months of work in a role; `role_id` empty is in whatever role with this employer."""

    months: int
    role_id: str


@dataclass(frozen=True, kw_only=True)
class TimeInRole:
    """At least so many months in the role that is held at present, without a break."""

    months: int


SingleDemand = SkillLevel | CredentialDemand | StackDemand | Experience | TimeInRole


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """One way to meet a requirement: all of these, such as a stack and three years of experience."""

    all_of: tuple[SingleDemand, ...]


@dataclass(frozen=True, kw_only=True)
class AnyOf:
    """Ways to meet a requirement, one of which is enough: the only thing that stands in for a licence or a degree."""

    alternatives: tuple[Alternative, ...]


Demand = SingleDemand | AnyOf


def subject(demand: Demand) -> Hashable:
    """What the demand is about: a role asks for each such thing once."""
    match demand:
        case SkillLevel(skill_id=about):
            return SkillLevel, about
        case CredentialDemand(credential_id=about):
            return CredentialDemand, about
        case StackDemand(stack_id=about):
            return StackDemand, about
        case Experience(role_id=about):
            return Experience, about
        case TimeInRole():
            return TimeInRole, ""
        case AnyOf():
            return demand


def derived_id(demand: Demand) -> str:
    """An id for a requirement that was given none: that of what it is about."""
    match demand:
        case SkillLevel(skill_id=about) | CredentialDemand(credential_id=about) | StackDemand(stack_id=about):
            return about
        case Experience(role_id=about):
            return f"experience-{about}" if about else "experience"
        case TimeInRole():
            return "time-in-role"
        case AnyOf():
            return "any-of"
