"""What a role can ask for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LEVEL_NAMES = {1: "awareness", 2: "working", 3: "practitioner", 4: "expert"}


def require_level(level: int) -> None:
    """Raises ValueError for what is no proficiency level."""
    if level not in LEVEL_NAMES:
        raise ValueError(f"A proficiency level is one of 1 to 4, not {level}.")


@dataclass(frozen=True, slots=True)
class SkillDemand:
    """A skill at a level or above."""

    skill_id: str
    level: int

    def __post_init__(self) -> None:
        require_level(self.level)


@dataclass(frozen=True, slots=True)
class CredentialDemand:
    """A credential, currently valid."""

    credential_id: str


@dataclass(frozen=True, slots=True)
class StackDemand:
    """A stack, complete with what is currently valid."""

    stack_id: str


@dataclass(frozen=True, slots=True)
class ExperienceDemand:
    """At least so many months of work: in a role, or with this employer where `role_id` is None."""

    months: int
    role_id: str | None

    def __post_init__(self) -> None:
        _require_months(self.months)


@dataclass(frozen=True, slots=True)
class TimeInRoleDemand:
    """At least so many months in the role that is held at present."""

    months: int

    def __post_init__(self) -> None:
        _require_months(self.months)


SingleDemand = SkillDemand | CredentialDemand | StackDemand | ExperienceDemand | TimeInRoleDemand


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Ways to meet a requirement, one of which is enough; each way asks for all of its demands."""

    alternatives: tuple[tuple[SingleDemand, ...], ...]

    def __post_init__(self) -> None:
        if not self.alternatives or not all(self.alternatives):
            raise ValueError("There is at least one way, and each asks for something.")


Demand = SingleDemand | AnyOf


def singles(demands: Iterable[Demand]) -> Iterator[SingleDemand]:
    """The demands, and those within their alternatives in their place."""
    for demand in demands:
        if isinstance(demand, AnyOf):
            yield from (each for alternative in demand.alternatives for each in alternative)
        else:
            yield demand


def _require_months(months: int) -> None:
    if months < 1:
        raise ValueError(f"Experience is at least one month, not {months}.")
