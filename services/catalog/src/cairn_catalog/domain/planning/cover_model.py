"""The planning problem as a whole-number programme: which candidates to take, and what that covers, costs and takes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from cairn_catalog.domain.planning.candidates import Candidate, Subscription
from cairn_catalog.domain.planning.constraints import (
    MONTHS_IN_A_YEAR,
    WEEKS_IN_A_YEAR,
    Constraints,
    Objective,
)
from cairn_catalog.domain.planning.needs import (
    CredentialNeed,
    Demand,
    GroupNeed,
    Holding,
    Need,
    SkillNeed,
    TimeNeed,
)
from cairn_catalog.domain.planning.programme import Programme

_ID_NUMBERS = 4096


def id_number(candidate_id: str) -> int:
    """A number from 0 to 4095 that stands for the id when everything else is equal: the first 12 bits of its SHA-256."""
    return int.from_bytes(sha256(candidate_id.encode()).digest()[:2], "big") >> 4


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What a plan is searched for: demands that are not met yet, candidates that are admitted, and what is there already.

    `held_stack_ids` are the stacks that something held belongs to.
    """

    demands: tuple[Demand, ...]
    candidates: tuple[Candidate, ...]
    held: Holding
    held_stack_ids: frozenset[str]
    constraints: Constraints


class CoverModel:
    """The programme, and its columns for each candidate and demand."""

    def __init__(self, problem: Problem) -> None:
        self.programme = Programme()
        self._problem = problem
        self._following: list[tuple[int, Callable[[Sequence[int]], int]]] = []
        self._take = {each.id: self.programme.column() for each in problem.candidates}
        self._granting = _granting(problem.candidates)
        self._months = self._subscriptions()
        self._covered = self._demands()
        self._after_prerequisites()
        self._within_limits()

    def taken(self, values: Sequence[int]) -> tuple[Candidate, ...]:
        """The candidates that an answer of the programme takes."""
        return tuple(each for each in self._problem.candidates if values[self._take[each.id]])

    def values_of(self, steps: Sequence[Candidate]) -> tuple[int, ...]:
        """The columns of an answer that takes just these steps."""
        values = [0] * self.programme.width
        for step in steps:
            values[self._take[step.id]] = 1
        for column, follows in self._following:
            values[column] = follows(values)
        return tuple(values)

    def coverage(self) -> dict[int, int]:
        """What is not covered, to be made least: must-haves before all weights together. Negative, since it counts what is."""
        above_all_weights = 1 + sum(demand.weight for demand in self._problem.demands)
        worth: Counter[int] = Counter()
        for demand, column in self._covered:
            worth[column] -= above_all_weights if demand.is_must_have else demand.weight
        return worth

    def measured(self) -> list[tuple[str, dict[int, int]]]:
        """What is to be made least next, one after the other: by the objective cost or hours first, unknown ones before known ones."""
        candidates = self._problem.candidates
        cost = {self._take[each.id]: each.price.once for each in candidates if each.price is not None}
        cost |= {column: subscription.per_month for subscription, column in self._months.items()}
        by_cost = [
            ("unknown_costs", {self._take[each.id]: 1 for each in candidates if not each.cost_is_known}),
            ("cost", {column: value for column, value in cost.items() if value}),
        ]
        by_hours = [
            ("unknown_hours", {self._take[each.id]: 1 for each in candidates if each.hours is None}),
            ("hours", {self._take[each.id]: each.hours for each in candidates if each.hours}),
        ]
        least_cost = self._problem.constraints.objective is Objective.LEAST_COST
        return by_cost + by_hours if least_cost else by_hours + by_cost

    def scattering(self) -> dict[int, int]:
        """The steps, one that shares no stack with another step or with something held counting twice; to be made least.

        Adds what tells scattered steps from others to the programme.
        """
        by_stack: defaultdict[str, set[str]] = defaultdict(set)
        for each in self._problem.candidates:
            for stack_id in each.stack_ids:
                by_stack[stack_id].add(each.id)
        terms = dict.fromkeys(self._take.values(), 1)
        for each in self._problem.candidates:
            if each.stack_ids & self._problem.held_stack_ids:
                continue
            mates = {mate for stack_id in each.stack_ids for mate in by_stack[stack_id]} - {each.id}
            is_scattered = self.programme.column()
            beside = {self._take[mate]: 1 for mate in mates}
            self.programme.require({is_scattered: 1, self._take[each.id]: -1} | beside, at_least=0)
            self._following.append((is_scattered, partial(_alone, self._take[each.id], tuple(beside))))
            terms[is_scattered] = 1
        return terms

    def steps_then_ids(self, steps_at_most: int) -> dict[int, int]:
        """The number of steps, then the sum of their ids' numbers; to be made least. No better answer has more steps than said."""
        a_step = 1 + _ID_NUMBERS * steps_at_most
        return {self._take[each.id]: a_step + id_number(each.id) for each in self._problem.candidates}

    def leave_out_one_of(self, steps: Sequence[Candidate]) -> None:
        """From now on an answer leaves out at least one of these steps."""
        self.programme.require({self._take[step.id]: 1 for step in steps}, at_most=len(steps) - 1)

    def _subscriptions(self) -> dict[Subscription, int]:
        learning: defaultdict[Subscription, dict[int, int]] = defaultdict(dict)
        for each in self._problem.candidates:
            if each.price is not None and each.price.subscription is not None and each.hours is not None:
                learning[each.price.subscription][self._take[each.id]] = MONTHS_IN_A_YEAR * each.hours
        months = {subscription: self.programme.column(upper=None) for subscription in learning}
        a_month = WEEKS_IN_A_YEAR * self._problem.constraints.weekly_hours
        for subscription, hours in learning.items():
            column = months[subscription]
            self.programme.require({column: a_month} | {k: -v for k, v in hours.items()}, at_least=0)
            self._following.append((column, partial(_begun, hours, a_month)))
        return months

    def _demands(self) -> list[tuple[Demand, int]]:
        found = ((demand, self._meeting(demand.need)) for demand in self._problem.demands)
        return [(demand, column) for demand, column in found if not isinstance(column, bool)]

    def _meeting(self, need: Need) -> int | bool:
        """The column that is 1 only where the need is met; True where it is met already, False where nothing admitted can meet it."""
        if self._problem.held.meets(need):
            return True
        match need:
            case SkillNeed(skill_id=skill_id, level=level):
                granting = [each for each in self._granting[skill_id] if each.grants[skill_id] >= level]
                return self._at_least(1, [self._take[each.id] for each in granting])
            case CredentialNeed(credential_id=credential_id):
                return self._take.get(credential_id, False)
            case GroupNeed(count=count, members=members):
                columns = [self._meeting(member) for member in members]
                met = sum(column is True for column in columns)
                return self._at_least(
                    count - met, [column for column in columns if not isinstance(column, bool)]
                )
            case TimeNeed():
                return False

    def _at_least(self, count: int, columns: Sequence[int]) -> int | bool:
        """The column that is 1 only where `count` of the columns are; False where there are not as many."""
        if len(columns) < count:
            return False
        reached = self.programme.column()
        self.programme.require({**Counter(columns), reached: -count}, at_least=0)
        self._following.append((reached, partial(_reached, columns, count)))
        return reached

    def _after_prerequisites(self) -> None:
        for each in self._problem.candidates:
            for prerequisite_id in each.prerequisite_ids - self._problem.held.credential_ids:
                self.programme.require({self._take[prerequisite_id]: 1, self._take[each.id]: -1}, at_least=0)

    def _within_limits(self) -> None:
        constraints = self._problem.constraints
        measured = dict(self.measured())
        if constraints.budget is not None:
            self.programme.require(measured["cost"], at_most=constraints.budget)
        if constraints.hours_available is not None:
            self.programme.require(measured["hours"], at_most=constraints.hours_available)


def _alone(own: int, beside: Sequence[int], values: Sequence[int]) -> int:
    return max(0, values[own] - sum(values[each] for each in beside))


def _begun(hours: Mapping[int, int], a_month: int, values: Sequence[int]) -> int:
    return -(-sum(each * values[column] for column, each in hours.items()) // a_month)


def _reached(columns: Sequence[int], count: int, values: Sequence[int]) -> int:
    return int(sum(values[column] for column in columns) >= count)


def _granting(candidates: Sequence[Candidate]) -> Mapping[str, Sequence[Candidate]]:
    granting: defaultdict[str, list[Candidate]] = defaultdict(list)
    for each in candidates:
        for skill_id in each.grants:
            granting[skill_id].append(each)
    return granting
