"""Who is on the way to a role, and how far: now, and by the plan that people are on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cairn_reporting.domain.catalogue import Catalogue, Role
from cairn_reporting.domain.comparison import RoleChoice
from cairn_reporting.domain.fulfilment import Record
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.readiness import ReadinessState
from cairn_reporting.domain.ready_periods import ready_periods


class Stage(Enum):
    """How far somebody is on the way to a role."""

    READY = "ready"
    READY_BY_PLAN = "ready by plan"
    NEARLY = "nearly"
    NOT_YET = "not yet"
    BLOCKED = "blocked"


_STAGES = {
    ReadinessState.READY: Stage.READY,
    ReadinessState.READY_UNTIL: Stage.READY,
    ReadinessState.NEARLY: Stage.NEARLY,
    ReadinessState.NOT_YET: Stage.NOT_YET,
    ReadinessState.BLOCKED: Stage.BLOCKED,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the way to a role: `ready_at` is the first instant at which the plan makes the person ready, for READY_BY_PLAN alone."""

    person_id: str
    choice: RoleChoice | None
    stage: Stage
    ready_at: datetime | None


@dataclass(frozen=True, slots=True)
class PipelineRole:
    """Who is on the way to one role, by person id. Each person stands at one stage."""

    role: Role
    candidates: tuple[Candidate, ...]

    def count(self, stage: Stage) -> int:
        """How many stand at the stage."""
        return sum(each.stage is stage for each in self.candidates)

    @property
    def figures(self) -> tuple[int, ...]:
        """How many there are, and how many at each stage."""
        return len(self.candidates), *(self.count(stage) for stage in Stage)


def first_ready_at(
    *, role: Role, planned: Record, catalogue: Catalogue, after: datetime, until: datetime
) -> datetime | None:
    """When somebody will first be ready for the role by what is planned, after the one instant and not after the other; None: not then."""
    window = Period(valid_from=after, valid_until=until + datetime.resolution)
    found = ready_periods(role=role, record=planned, catalogue=catalogue, since=window)
    return found[0].valid_from if found else None


def candidate(
    *, person_id: str, choice: RoleChoice | None, state: ReadinessState, ready_at: datetime | None
) -> Candidate:
    """Who is ready now is ready; who will be by plan is that, however far the person is now; else the state of now is the stage."""
    stage = _STAGES[state]
    if stage is not Stage.READY and ready_at is not None:
        stage = Stage.READY_BY_PLAN
    return Candidate(
        person_id=person_id,
        choice=choice,
        stage=stage,
        ready_at=ready_at if stage is Stage.READY_BY_PLAN else None,
    )


def pipeline(candidates: Iterable[tuple[Role, Candidate]]) -> Sequence[PipelineRole]:
    """Role by role, by the role's name."""
    roles: dict[str, Role] = {}
    found: dict[str, list[Candidate]] = {}
    for role, each in candidates:
        roles[role.role_id] = role
        found.setdefault(role.role_id, []).append(each)
    return [
        PipelineRole(role=role, candidates=tuple(sorted(found[role_id], key=lambda each: each.person_id)))
        for role_id, role in sorted(roles.items(), key=lambda item: (item[1].name.casefold(), item[0]))
    ]
