"""How ready somebody is for a role, requirement by requirement and as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction

from cairn_reporting.domain.achievements import Achievement, joint_coverage, longest_lasting
from cairn_reporting.domain.assessments import Assessment
from cairn_reporting.domain.catalogue import Catalogue, CredentialKind, Requirement, Role
from cairn_reporting.domain.comparison import Comparison, RoleChoice
from cairn_reporting.domain.demands import (
    CredentialDemand,
    Demand,
    ExperienceDemand,
    SkillDemand,
    StackDemand,
    TimeInRoleDemand,
)
from cairn_reporting.domain.fulfilment import (
    Record,
    filled_places,
    is_known,
    meeting,
    met_periods,
    reached_at,
)
from cairn_reporting.domain.periods import coverage, latest_end
from cairn_reporting.domain.ready_periods import HELPFUL_SHARE, StayingReady, staying_ready
from cairn_reporting.domain.skill_levels import skill_level

NEARLY_SHARE = Fraction(3, 4)
"""At least three quarters of what is asked for met is nearly ready."""


class RequirementState(Enum):
    """How one requirement is met."""

    MET = "met"
    MET_UNTIL = "met until"
    SHORT = "short"
    MISSING = "missing"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"

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

    @property
    def is_ready(self) -> bool:
        """Everything is met now, for ever or until a date."""
        return self in {ReadinessState.READY, ReadinessState.READY_UNTIL}


REQUIREMENT_RANKING = (
    RequirementState.BLOCKED,
    RequirementState.MISSING,
    RequirementState.SHORT,
    RequirementState.UNKNOWN,
    RequirementState.MET_UNTIL,
    RequirementState.MET,
)
"""From the worst to the best. No credential moves a requirement into or out of unknown."""

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
    """What a requirement rests on, and whether something else goes on where it ends; no credential's name for an assessment."""

    by: Achievement | Assessment
    credential_name: str
    others_follow: bool


@dataclass(frozen=True, slots=True)
class Places:
    """How many places of a stack are filled, of how many that have to be."""

    filled: int
    required: int


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
    last_met_on: date | None
    """The last day before `met_until` or `ended_at`, whichever is set: what people are shown."""
    places: Places | None
    """For a stack: how many of its places are filled."""
    reached_at: datetime | None
    """For experience that is not there yet: when it will be, if nothing changes."""


@dataclass(frozen=True, slots=True)
class PersonReadiness:
    """How ready one person is for one role, and why this role: no choice where it was asked for by name.

    `explanations.readiness_sentence` says the same in words.
    """

    person_id: str
    role: Role
    choice: RoleChoice | None
    state: ReadinessState
    staying: StayingReady | None
    """How long, for whoever is ready."""
    last_ready_on: date | None
    """The last day before `ready_until`: what people are shown."""
    standings: tuple[RequirementStanding, ...]

    @property
    def ready_until(self) -> datetime | None:
        """Until when whoever is READY_UNTIL is ready; None for anybody else."""
        return self.staying.until if self.staying else None

    @property
    def met_count(self) -> int:
        """How many requirements are met now."""
        return sum(standing.state.is_met for standing in self.standings)

    @property
    def counted_count(self) -> int:
        """How many requirements there are facts to judge by."""
        return sum(standing.state is not RequirementState.UNKNOWN for standing in self.standings)

    @property
    def share(self) -> Fraction:
        """How much of what can be judged is met: each must-have counts as one, and what only helps, by weight, as one together.

        1 for a role that asks for nothing, 0 where nothing can be judged. It does not say whether a licence or degree is lacking.
        """
        return met_share(self.standings)


def requirement_standing(
    *, requirement: Requirement, record: Record, catalogue: Catalogue, at: datetime
) -> RequirementStanding:
    """How the requirement is met at `at`.

    It is met for as long as what meets it follows each other without a break. Unmet, it is blocked where a
    licence or degree is a must-have, short where a lower level of the skill is held, missing otherwise. Where there are no
    facts to judge by, it is unknown and does not count.
    """
    demand = requirement.demand
    periods = met_periods(demand=demand, record=record, catalogue=catalogue)
    covered = coverage(periods=periods, at=at)
    met_until = covered.until if covered else None
    ended_at = None if covered else latest_end(periods=periods, at=at)
    end = met_until or ended_at
    kind = catalogue.irreplaceable_kind(demand) if requirement.weight is None else None
    held_level, proof = _proof(demand=demand, record=record, catalogue=catalogue, at=at)
    if covered:
        state = RequirementState.MET if covered.until is None else RequirementState.MET_UNTIL
    elif not is_known(demand=demand, record=record):
        state = RequirementState.UNKNOWN
    elif kind:
        state = RequirementState.BLOCKED
    else:
        state = RequirementState.SHORT if held_level else RequirementState.MISSING
    return RequirementStanding(
        requirement=requirement,
        name=catalogue.demand_name(demand),
        irreplaceable_kind=kind,
        held_level=held_level,
        state=state,
        met_until=met_until,
        proof=proof,
        ended_at=ended_at,
        last_met_on=record.portfolio.last_day(end) if end else None,
        places=_stack_places(demand=demand, record=record, catalogue=catalogue, at=at),
        reached_at=_reached_at(demand=demand, record=record, at=at),
    )


def _proof(
    *, demand: Demand, record: Record, catalogue: Catalogue, at: datetime
) -> tuple[int, StandingProof | None]:
    """The level of the skill that is held at `at`, 0 for none and for anything else, and what the demand rests on."""
    if not isinstance(demand, SkillDemand | CredentialDemand):
        return 0, None
    held = (
        skill_level(portfolio=record.portfolio, skill_id=demand.skill_id, at=at)
        if isinstance(demand, SkillDemand)
        else None
    )
    candidates = meeting(demand=demand, portfolio=record.portfolio)
    together = joint_coverage(facts=candidates, at=at)
    longest = longest_lasting(facts=candidates, at=at)
    level = held.level if held else 0
    if together and longest:
        fact, alone = longest
        by = fact if isinstance(fact, Achievement) else fact.assessment
        return level, _standing_proof(by, catalogue=catalogue, others_follow=together.outlasts(alone))
    if held is None:
        return level, None
    return level, _standing_proof(held.by, catalogue=catalogue, others_follow=False)


def _standing_proof(
    by: Achievement | Assessment, *, catalogue: Catalogue, others_follow: bool
) -> StandingProof:
    return StandingProof(
        by=by,
        credential_name=catalogue.credential_name(by.credential_id) if isinstance(by, Achievement) else "",
        others_follow=others_follow,
    )


def _stack_places(*, demand: Demand, record: Record, catalogue: Catalogue, at: datetime) -> Places | None:
    stack = catalogue.stacks.get(demand.stack_id) if isinstance(demand, StackDemand) else None
    if stack is None:
        return None
    filled = filled_places(stack=stack, portfolio=record.portfolio, catalogue=catalogue, at=at)
    return Places(filled=min(filled, stack.required_count), required=stack.required_count)


def _reached_at(*, demand: Demand, record: Record, at: datetime) -> datetime | None:
    if not isinstance(demand, ExperienceDemand | TimeInRoleDemand):
        return None
    reached = reached_at(demand=demand, tenure=record.tenure)
    return reached if reached and reached > at else None


def readiness_of(standings: Sequence[RequirementStanding]) -> ReadinessState:
    """All requirements together: blocked where one is; ready where everything is met; nearly at three quarters; else not yet.

    Everything is each must-have, and beside these what only helps, taken as one: met while half of it, by weight, is. What is unknown
    does not count; where nothing else is asked for, nobody is ready. Whether readiness will end is not looked at.
    """
    counted = [each for each in standings if each.state is not RequirementState.UNKNOWN]
    if any(each.state is RequirementState.BLOCKED for each in counted):
        return ReadinessState.BLOCKED
    if standings and not counted:
        return ReadinessState.NOT_YET
    musts = [each for each in counted if each.requirement.weight is None]
    helpful = [each for each in counted if each.requirement.weight is not None]
    asked = len(musts) + bool(helpful)
    met = sum(each.state.is_met for each in musts) + _helped(helpful)
    if met == asked:
        return ReadinessState.READY
    return ReadinessState.NEARLY if met >= NEARLY_SHARE * asked else ReadinessState.NOT_YET


def met_share(standings: Sequence[RequirementStanding]) -> Fraction:
    """The share that `PersonReadiness.share` tells of."""
    counted = [each for each in standings if each.state is not RequirementState.UNKNOWN]
    if not counted:
        return Fraction(0) if standings else Fraction(1)
    musts = [each for each in counted if each.requirement.weight is None]
    helpful = [each for each in counted if each.requirement.weight is not None]
    met = Fraction(sum(each.state.is_met for each in musts))
    if helpful:
        met += Fraction(
            sum(_weight(each) for each in helpful if each.state.is_met), sum(map(_weight, helpful))
        )
    return met / (len(musts) + bool(helpful))


def _helped(helpful: Sequence[RequirementStanding]) -> bool:
    """Half of what helps is met, by weight."""
    met = sum(_weight(each) for each in helpful if each.state.is_met)
    return bool(helpful) and met >= HELPFUL_SHARE * sum(map(_weight, helpful))


def _weight(standing: RequirementStanding) -> int:
    return standing.requirement.weight or 0


def person_readiness(
    *, person_id: str, comparison: Comparison, record: Record, catalogue: Catalogue, at: datetime
) -> PersonReadiness:
    """How ready the person is at `at`."""
    standings = tuple(
        requirement_standing(requirement=requirement, record=record, catalogue=catalogue, at=at)
        for requirement in comparison.role.requirements
    )
    state = readiness_of(standings)
    staying = None
    if state is ReadinessState.READY:
        staying = staying_ready(role=comparison.role, record=record, catalogue=catalogue, at=at)
    until = staying.until if staying else None
    return PersonReadiness(
        person_id=person_id,
        role=comparison.role,
        choice=comparison.choice,
        state=ReadinessState.READY_UNTIL if until else state,
        staying=staying,
        last_ready_on=record.portfolio.last_day(until) if until else None,
        standings=standings,
    )
