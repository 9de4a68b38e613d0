"""The best plans by trying every set of candidates. It shares nothing with the product but the input, and knows only docs/plans.md.

Fit for some ten candidates: it looks at every one of their subsets.
"""

import hashlib
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Score = tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """A set of candidates by id, and how good it is: less is better, place by place."""

    ids: frozenset[str]
    score: Score


def best_plans(goal: Any, candidates: Sequence[Any], constraints: Any, *, alternatives: int) -> list[Answer]:
    """The best plan, then the best that leave out a step of each earlier one; none after one without steps."""
    world = _World(goal, candidates, constraints)
    every = sorted(world.answers(), key=lambda answer: (answer.score, sorted(answer.ids)))
    found: list[Answer] = []
    while len(found) <= alternatives:
        fitting = (each for each in every if not any(earlier.ids <= each.ids for earlier in found))
        following = next(fitting, None)
        if following is None or (found and not following.ids):
            break
        found.append(following)
        if not following.ids:
            break
    return found


class _World:
    def __init__(self, goal: Any, candidates: Sequence[Any], constraints: Any) -> None:
        self.goal, self.limits = goal, constraints
        self.by_id = {each.id: each for each in candidates}
        self.there = set(goal.held.credential_ids) | set(constraints.in_progress_ids)
        self.open = [each for each in goal.demands if each.demand_id not in goal.met_demand_ids]
        self.open = [each for each in self.open if not self.is_met(each.need, frozenset())]

    def answers(self) -> Iterator[Answer]:
        allowed = sorted(each.id for each in self.by_id.values() if self.is_allowed(each))
        for size in range(len(allowed) + 1):
            for ids in itertools.combinations(allowed, size):
                answer = frozenset(ids)
                if self.can_be_taken(answer) and self.fits(answer):
                    yield Answer(ids=answer, score=self.score(answer))

    def is_allowed(self, one: Any) -> bool:
        limits = self.limits
        paid = one.price is not None and (one.price.once or one.price.subscription)
        return not any(
            (
                one.id in self.there,
                one.kind.value in {"licence", "degree"} and not limits.allow_licences_and_degrees,
                limits.minimum_grade is not None and (one.grade or 0) < limits.minimum_grade,
                limits.trusted_issuer_ids and one.issuer_id not in limits.trusted_issuer_ids,
                not limits.trusted_issuer_ids and one.issuer_id in limits.distrusted_issuer_ids,
                paid and one.price.currency != limits.currency,
                self.cost_unknown(one) and limits.budget is not None and not limits.allow_unknown_costs,
                one.hours is None and limits.finish_by is not None and not limits.allow_unknown_hours,
                one.hours_per_week > limits.weekly_hours,
                limits.experience_months is not None and one.experience_months > limits.experience_months,
            )
        )

    def can_be_taken(self, ids: frozenset[str]) -> bool:
        """Whether there is an order in which every step finds its prerequisites."""
        had, left = set(self.there), set(ids)
        while left:
            takeable = {each for each in left if set(self.by_id[each].prerequisite_ids) <= had}
            if not takeable:
                return False
            had |= takeable
            left -= takeable
        return True

    def fits(self, ids: frozenset[str]) -> bool:
        limits = self.limits
        if limits.budget is not None and self.cost(ids) > limits.budget:
            return False
        if limits.finish_by is None:
            return True
        weeks = Fraction((limits.finish_by - limits.today).days, 7)
        return bool(self.hours(ids) <= weeks * limits.weekly_hours)

    def score(self, ids: frozenset[str]) -> Score:
        met = [each for each in self.open if self.is_met(each.need, ids)]
        cost = (sum(self.cost_unknown(self.by_id[each]) for each in ids), self.cost(ids))
        time = (sum(self.by_id[each].hours is None for each in ids), self.hours(ids))
        measured = cost + time if self.limits.objective.value == "least_cost" else time + cost
        scattered = sum(self.is_scattered(each, ids) for each in ids) if self.limits.prefer_stacks else 0
        numbers = sum(int(hashlib.sha256(each.encode()).hexdigest()[:3], 16) for each in ids)
        return (
            -sum(each.weight == 0 for each in met),
            -sum(each.weight for each in met),
            *measured,
            len(ids) + scattered,
            len(ids),
            numbers,
        )

    def is_met(self, need: Any, ids: frozenset[str]) -> bool:
        said: dict[str, Any] = vars(need)
        match said:
            case {"skill_id": skill_id, "level": level}:
                had = [self.by_id[each].grants for each in ids | self.there if each in self.by_id]
                return any(grants.get(skill_id, 0) >= level for grants in [self.goal.held.levels, *had])
            case {"credential_id": credential_id}:
                return credential_id in ids or credential_id in self.there
            case {"count": count, "members": members}:
                return bool([self.is_met(member, ids) for member in members].count(True) >= count)
        return False

    def is_scattered(self, one: str, ids: frozenset[str]) -> bool:
        stacks = self.by_id[one].stack_ids
        beside = set(self.goal.held_stack_ids)
        for other in ids - {one}:
            beside |= self.by_id[other].stack_ids
        return bool(not stacks & beside)

    @staticmethod
    def cost_unknown(one: Any) -> bool:
        return bool(one.price is None or (one.price.subscription is not None and one.hours is None))

    def hours(self, ids: frozenset[str]) -> int:
        return sum(self.by_id[each].hours or 0 for each in ids)

    def cost(self, ids: frozenset[str]) -> int:
        total = 0
        months: dict[tuple[str, int], Fraction] = {}
        for each in ids:
            one = self.by_id[each]
            if one.price is None:
                continue
            total += one.price.once
            if one.price.subscription is not None and one.hours is not None:
                key = (one.price.subscription.platform_id, one.price.subscription.per_month)
                weeks = Fraction(one.hours, self.limits.weekly_hours)
                months[key] = months.get(key, Fraction(0)) + weeks * 12 / 52
        return total + sum(math.ceil(count) * per_month for (_, per_month), count in months.items())
