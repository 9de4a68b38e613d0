"""How ready somebody is for a role, requirement by requirement and as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from fractions import Fraction

from cairn_reporting.domain.achievements import (
    Achievement,
    Portfolio,
    joint_coverage,
    longest_lasting,
)
from cairn_reporting.domain.catalogue import (
    Catalogue,
    CredentialDemand,
    CredentialKind,
    Demand,
    Requirement,
    Role,
    SkillDemand,
)
from cairn_reporting.domain.comparison import Comparison, RoleChoice
from cairn_reporting.domain.periods import latest_end
from cairn_reporting.domain.skill_levels import skill_level

NEARLY_SHARE = Fraction(3, 4)
"""At least three quarters of the requirements met is nearly ready."""


class RequirementState(Enum):
    """How one requirement is met."""

    MET = "met"
    MET_UNTIL = "met until"
    SHORT = "short"
    MISSING = "missing"
    BLOCKED = "blocked"

    @property
    def is_met(self) -> bool:
        """It is met now, for ever or until a date."""
        return self in {RequirementState.MET, RequirementState.MET_UNTIL}


class ReadinessState(Enum):
    """How ready somebody is, all requirements together."""

    READY = "ready"
    READY_UNTIL = "ready until"
    NEARLY = "nearly"
    NOT_YET = "not yet"
    BLOCKED = "blocked"


REQUIREMENT_RANKING = (
    RequirementState.BLOCKED,
    RequirementState.MISSING,
    RequirementState.SHORT,
    RequirementState.MET_UNTIL,
    RequirementState.MET,
)
"""From the worst to the best."""

READINESS_RANKING = (
    ReadinessState.BLOCKED,
    ReadinessState.NOT_YET,
    ReadinessState.NEARLY,
    ReadinessState.READY_UNTIL,
    ReadinessState.READY,
)
"""From the least to the most ready. Another verified credential never moves anybody down."""


@dataclass(frozen=True, slots=True)
class StandingProof:
    """What a requirement rests on, and whether something else goes on where it ends."""

    achievement_id: str
    credential_id: str
    credential_name: str
    others_follow: bool


@dataclass(frozen=True, slots=True)
class RequirementStanding:
    """One requirement against one person; `explanations.requirement_sentence` says the same in words.

    `met_until` is set for MET_UNTIL alone. `proof` names what meets the requirement, or what gives the level
    held.
    """

    requirement: Requirement
    name: str
    irreplaceable_kind: CredentialKind | None
    held_level: int
    state: RequirementState
    met_until: datetime | None
    proof: StandingProof | None
    ended_at: datetime | None
    """When that which met it before ended; None where it is met or never was."""


@dataclass(frozen=True, slots=True)
class PersonReadiness:
    """How ready one person is for one role, and why this role: no choice where it was asked for by name.

    `explanations.readiness_sentence` says the same in words.
    """

    person_id: str
    role: Role
    choice: RoleChoice | None
    state: ReadinessState
    ready_until: datetime | None
    standings: tuple[RequirementStanding, ...]

    @property
    def met_count(self) -> int:
        """How many requirements are met now."""
        return sum(standing.state.is_met for standing in self.standings)


def meeting(*, demand: Demand, portfolio: Portfolio) -> tuple[Achievement, ...]:
    """The achievements that meet the demand while they count: those of the credential, or those that prove
    the skill at the level or above.
    """
    match demand:
        case SkillDemand(skill_id=skill_id, level=level):
            return portfolio.proofs_at_least(skill_id=skill_id, level=level)
        case CredentialDemand(credential_id=credential_id):
            return portfolio.holdings_of(credential_id)


def is_met(*, demand: Demand, portfolio: Portfolio, at: datetime) -> bool:
    """Somebody with this portfolio has at `at` what is asked for."""
    return joint_coverage(achievements=meeting(demand=demand, portfolio=portfolio), at=at) is not None


def requirement_standing(
    *, requirement: Requirement, portfolio: Portfolio, catalogue: Catalogue, at: datetime
) -> RequirementStanding:
    """How the requirement is met at `at`.

    It is met for as long as what meets it follows each other without a break. Unmet, it is blocked where a
    licence or degree is asked for, short where a lower level of the skill is held, missing otherwise.
    """
    demand = requirement.demand
    name = catalogue.demand_name(demand)
    irreplaceable_kind = catalogue.irreplaceable_kind(demand)
    candidates = meeting(demand=demand, portfolio=portfolio)
    together = joint_coverage(achievements=candidates, at=at)
    longest = longest_lasting(achievements=candidates, at=at)
    held = (
        skill_level(portfolio=portfolio, skill_id=demand.skill_id, at=at)
        if isinstance(demand, SkillDemand)
        else None
    )
    if together and longest:
        achievement, alone = longest
        return RequirementStanding(
            requirement=requirement,
            name=name,
            irreplaceable_kind=irreplaceable_kind,
            held_level=held.level if held else 0,
            state=RequirementState.MET if together.until is None else RequirementState.MET_UNTIL,
            met_until=together.until,
            proof=StandingProof(
                achievement_id=achievement.achievement_id,
                credential_id=achievement.credential_id,
                credential_name=catalogue.credential_name(achievement.credential_id),
                others_follow=together.outlasts(alone),
            ),
            ended_at=None,
        )
    if irreplaceable_kind:
        state = RequirementState.BLOCKED
    elif held:
        state = RequirementState.SHORT
    else:
        state = RequirementState.MISSING
    return RequirementStanding(
        requirement=requirement,
        name=name,
        irreplaceable_kind=irreplaceable_kind,
        held_level=held.level if held else 0,
        state=state,
        met_until=None,
        proof=StandingProof(
            achievement_id=held.achievement_id,
            credential_id=held.credential_id,
            credential_name=catalogue.credential_name(held.credential_id),
            others_follow=False,
        )
        if held
        else None,
        ended_at=latest_end(periods=(period for each in candidates for period in each.periods), at=at),
    )


def readiness_state(states: Sequence[RequirementState]) -> ReadinessState:
    """All requirements together: blocked where one is; ready where all are met; nearly at three quarters; else not yet."""
    if RequirementState.BLOCKED in states:
        return ReadinessState.BLOCKED
    met_count = sum(state.is_met for state in states)
    if met_count == len(states):
        return ReadinessState.READY_UNTIL if RequirementState.MET_UNTIL in states else ReadinessState.READY
    if met_count >= NEARLY_SHARE * len(states):
        return ReadinessState.NEARLY
    return ReadinessState.NOT_YET


def person_readiness(
    *, person_id: str, comparison: Comparison, portfolio: Portfolio, catalogue: Catalogue, at: datetime
) -> PersonReadiness:
    """How ready the person is at `at`.

    Whoever is ready until a date is so until the first requirement ends.
    """
    standings = tuple(
        requirement_standing(requirement=requirement, portfolio=portfolio, catalogue=catalogue, at=at)
        for requirement in comparison.role.requirements
    )
    state = readiness_state([standing.state for standing in standings])
    ends = [standing.met_until for standing in standings if standing.met_until is not None]
    return PersonReadiness(
        person_id=person_id,
        role=comparison.role,
        choice=comparison.choice,
        state=state,
        ready_until=min(ends) if state is ReadinessState.READY_UNTIL else None,
        standings=standings,
    )
