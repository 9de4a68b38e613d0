"""Why a plan leaves a demand uncovered, and what it would take."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from cairn_catalog.domain.planning.admission import Admission, Bar
from cairn_catalog.domain.planning.candidates import Candidate, holding_with
from cairn_catalog.domain.planning.constraints import Constraints, Objective
from cairn_catalog.domain.planning.cover_model import Problem
from cairn_catalog.domain.planning.measures import measure
from cairn_catalog.domain.planning.needs import (
    CredentialNeed,
    Demand,
    GroupNeed,
    Holding,
    Need,
    SkillNeed,
    TimeNeed,
    parts,
)
from cairn_catalog.domain.planning.search import search

_SECONDS_FOR_ONE = 0.1


class Reason(Enum):
    """Why a demand is not covered."""

    NOTHING_GRANTS_IT = "nothing_grants_it"
    NEEDS_TIME = "needs_time"
    NEEDS_LICENCE_OR_DEGREE = "needs_licence_or_degree"
    BELOW_QUALITY = "below_quality"
    ISSUER_NOT_TRUSTED = "issuer_not_trusted"
    OTHER_CURRENCY = "other_currency"
    COST_UNKNOWN = "cost_unknown"
    HOURS_UNKNOWN = "hours_unknown"
    TOO_INTENSE = "too_intense"
    EXPERIENCE_MISSING = "experience_missing"
    PREREQUISITE_MISSING = "prerequisite_missing"
    OVER_BUDGET = "over_budget"
    PAST_DEADLINE = "past_deadline"
    LEFT_OUT = "left_out"


_BARRED: dict[Bar, Reason] = {
    Bar.LICENCE_OR_DEGREE: Reason.NEEDS_LICENCE_OR_DEGREE,
    Bar.BELOW_QUALITY: Reason.BELOW_QUALITY,
    Bar.ISSUER_NOT_TRUSTED: Reason.ISSUER_NOT_TRUSTED,
    Bar.OTHER_CURRENCY: Reason.OTHER_CURRENCY,
    Bar.COST_UNKNOWN: Reason.COST_UNKNOWN,
    Bar.HOURS_UNKNOWN: Reason.HOURS_UNKNOWN,
    Bar.TOO_INTENSE: Reason.TOO_INTENSE,
    Bar.EXPERIENCE_MISSING: Reason.EXPERIENCE_MISSING,
    Bar.PREREQUISITE_MISSING: Reason.PREREQUISITE_MISSING,
}


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """One reason, and the credentials that it keeps from covering the demand, by id."""

    reason: Reason
    credential_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """A demand that a plan leaves uncovered.

    `obstacles` stand in the order of `Reason`. Where a limit is the reason, taking the credentials of the obstacle too would cover it,
    for `more_cost` (minor units above the budget) and `more_hours` (above those before the deadline); else both are 0. `best_level` is
    the highest level that anything in the catalogue grants of the skill asked for, 0 for none and where no one skill is asked for.
    """

    demand: Demand
    obstacles: tuple[Obstacle, ...]
    more_cost: int
    more_hours: int
    best_level: int


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What shortfalls are explained by: everything in the catalogue that was looked at, what of it was admitted, and what is held."""

    candidates: Sequence[Candidate]
    admission: Admission
    held: Holding
    constraints: Constraints


def shortfall(demand: Demand, *, steps: Collection[Candidate], around: Surroundings) -> Shortfall:
    """Why the steps do not cover the demand."""
    with_everything = holding_with(around.held, around.admission.admitted)
    if with_everything.meets(demand.need):
        return _limited(demand, steps=steps, around=around)
    obstacles: dict[Reason, set[str]] = {}
    for part in parts(demand.need):
        if not with_everything.meets(part):
            for reason, credential_id in _missing(part, around=around):
                obstacles.setdefault(reason, set()).update({credential_id} - {""})
    return Shortfall(
        demand=demand,
        obstacles=tuple(
            Obstacle(reason=reason, credential_ids=tuple(sorted(obstacles[reason])))
            for reason in Reason
            if reason in obstacles
        ),
        more_cost=0,
        more_hours=0,
        best_level=_best_level(demand.need, around=around),
    )


def _missing(
    part: SkillNeed | CredentialNeed | TimeNeed, *, around: Surroundings
) -> Iterator[tuple[Reason, str]]:
    """Why nothing admitted meets the part, with the credential that it is about."""
    if isinstance(part, TimeNeed):
        yield Reason.NEEDS_TIME, ""
        return
    granting = [each for each in around.candidates if each.gives(part)]
    if not granting:
        yield Reason.NOTHING_GRANTS_IT, ""
    for each in granting:
        for bar in around.admission.barred.get(each.id, ()):
            if bar in _BARRED:
                yield _BARRED[bar], each.id


def _best_level(need: Need, *, around: Surroundings) -> int:
    if not isinstance(need, SkillNeed):
        return 0
    return max((each.grants.get(need.skill_id, 0) for each in around.candidates), default=0)


def _limited(demand: Demand, *, steps: Collection[Candidate], around: Surroundings) -> Shortfall:
    """What is admitted could cover it: so a limit is in the way, or the plan is one that leaves it out."""
    more = _cheapest_addition(demand, steps=steps, around=around)
    together = measure([*steps, *more], weekly_hours=around.constraints.weekly_hours)
    more_cost = max(0, together.cost - _no_less_than(together.cost, around.constraints.budget))
    more_hours = max(0, together.hours - _no_less_than(together.hours, around.constraints.hours_available))
    ids = tuple(each.id for each in more)
    reasons = [
        reason
        for reason, applies in (
            (Reason.OVER_BUDGET, more_cost),
            (Reason.PAST_DEADLINE, more_hours),
        )
        if applies
    ] or [Reason.LEFT_OUT]
    return Shortfall(
        demand=demand,
        obstacles=tuple(Obstacle(reason=reason, credential_ids=ids) for reason in reasons),
        more_cost=more_cost,
        more_hours=more_hours,
        best_level=0,
    )


def _no_less_than(value: int, limit: int | None) -> int:
    return value if limit is None else limit


def _cheapest_addition(
    demand: Demand, *, steps: Collection[Candidate], around: Surroundings
) -> tuple[Candidate, ...]:
    """What covers the demand at the least cost of its own, beside the steps and without regard to the limits."""
    held = holding_with(around.held, steps)
    unlimited = replace(
        around.constraints, budget=None, finish_by=None, objective=Objective.LEAST_COST, prefer_stacks=False
    )
    additions = [
        _with_prerequisites(each, held=held, around=around)
        for each in around.admission.admitted
        if each.gives(demand.need)
    ]
    if not isinstance(demand.need, GroupNeed):
        return min(additions, key=lambda each: _cost_first(each, around=around), default=())
    useful = {each.id: each for addition in additions for each in addition}
    problem = Problem(
        demands=(demand,),
        candidates=tuple(useful[each] for each in sorted(useful)),
        held=held,
        held_stack_ids=frozenset(),
        constraints=unlimited,
    )
    return search(problem, alternatives=0, seconds=_SECONDS_FOR_ONE).selections[0].steps


def _cost_first(steps: Collection[Candidate], *, around: Surroundings) -> tuple[int, int, int, list[str]]:
    taken = measure(steps, weekly_hours=around.constraints.weekly_hours)
    return taken.unknown_costs, taken.cost, taken.hours, sorted(step.id for step in steps)


def _with_prerequisites(
    candidate: Candidate, *, held: Holding, around: Surroundings
) -> tuple[Candidate, ...]:
    """The candidate and everything that has to be there before it and is not."""
    by_id = {each.id: each for each in around.admission.admitted}
    wanted = {candidate.id}
    to_follow = [candidate.id]
    while to_follow:
        before = by_id[to_follow.pop()].prerequisite_ids - held.credential_ids - wanted
        wanted |= before
        to_follow += before
    return tuple(by_id[each] for each in sorted(wanted))
