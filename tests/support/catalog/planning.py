"""Planning problems: small ones to say in one line, and random ones by a seed."""

import random
from datetime import date, timedelta
from typing import Any

from cairn_catalog.domain.cost import Payer
from cairn_catalog.domain.credential import CredentialKind
from cairn_catalog.domain.planning.candidates import Candidate, Price, Subscription
from cairn_catalog.domain.planning.constraints import Constraints, Objective
from cairn_catalog.domain.planning.needs import (
    Beyond,
    CredentialNeed,
    Demand,
    GroupNeed,
    Holding,
    Need,
    SkillNeed,
    TimeNeed,
)
from cairn_catalog.domain.planning.plans import Goal
from cairn_catalog.domain.quality import Grade

TODAY = date(2026, 11, 22)


def usd(once: int, *, per_month: int = 0, platform_id: str = "coursera") -> Price:
    """A price in cents, paid once or by the month."""
    subscription = Subscription(platform_id=platform_id, per_month=per_month) if per_month else None
    return Price(currency="USD", once=once, subscription=subscription)


def candidate(candidate_id: str, grants: dict[str, int], **facts: Any) -> Candidate:
    """A certificate for a dollar and ten hours, unless the facts say otherwise."""
    usual: dict[str, Any] = {
        "name": candidate_id.upper(),
        "kind": CredentialKind.PROFESSIONAL_CERTIFICATE,
        "issuer_id": "issuer",
        "price": usd(100),
        "payer": Payer.UNKNOWN,
        "has_aid": None,
        "hours": 10,
        "prerequisite_ids": frozenset[str](),
        "experience_months": 0,
        "hours_per_week": 0,
        "grade": None,
        "is_acknowledged": None,
        "stack_ids": frozenset[str](),
    }
    return Candidate(id=candidate_id, grants=grants, **{**usual, **facts})


def constraints(**facts: Any) -> Constraints:
    """The cheapest plan at ten hours a week without any limit, unless the facts say otherwise."""
    usual: dict[str, Any] = {
        "objective": Objective.LEAST_COST,
        "currency": "USD",
        "weekly_hours": 10,
        "budget": None,
        "today": TODAY,
        "finish_by": None,
        "minimum_grade": None,
        "trusted_issuer_ids": frozenset[str](),
        "distrusted_issuer_ids": frozenset[str](),
        "in_progress_ids": frozenset[str](),
        "allow_unknown_costs": False,
        "allow_unknown_hours": False,
        "allow_licences_and_degrees": False,
        "prefer_stacks": False,
        "experience_months": None,
    }
    return Constraints(**{**usual, **facts})


def skill(skill_id: str, level: int = 2, *, weight: int = 0) -> Demand:
    """A demand for a skill; a must-have unless it has a weight."""
    return Demand(demand_id=skill_id, need=SkillNeed(skill_id=skill_id, level=level), weight=weight)


def goal(*demands: Demand, **facts: Any) -> Goal:
    """A goal of somebody who has nothing yet, unless the facts say otherwise."""
    usual: dict[str, Any] = {
        "met_demand_ids": frozenset[str](),
        "held": Holding(levels={}, credential_ids=frozenset()),
        "held_stack_ids": frozenset[str](),
    }
    return Goal(demands=demands, **{**usual, **facts})


def random_case(seed: int) -> tuple[Goal, list[Candidate], Constraints]:
    """A small problem with some of everything that can matter; the same for the same seed."""
    chance = random.Random(seed)
    skills = [f"skill-{index}" for index in range(chance.randint(2, 6))]
    ids = [f"credential-{index}" for index in range(chance.randint(4, 10))]
    candidates = [_random_candidate(chance, each, ids=ids, skills=skills) for each in ids]
    demands = tuple(
        Demand(
            demand_id=f"demand-{index}",
            need=_random_need(chance, ids=ids, skills=skills, depth=2),
            weight=chance.choice([0, 0, 1, 3, 40]),
        )
        for index in range(chance.randint(1, 7))
    )
    held = Holding(
        levels={each: chance.randint(1, 3) for each in skills if chance.random() < 0.15},
        credential_ids=frozenset(each for each in [*ids, "elsewhere"] if chance.random() < 0.07),
    )
    wanted = Goal(
        demands=demands,
        met_demand_ids=frozenset(each.demand_id for each in demands if chance.random() < 0.05),
        held=held,
        held_stack_ids=frozenset({"stack-1"} if chance.random() < 0.3 else ()),
    )
    return wanted, candidates, _random_constraints(chance, ids=ids)


def _random_candidate(
    chance: random.Random, candidate_id: str, *, ids: list[str], skills: list[str]
) -> Candidate:
    granted = chance.sample(skills, k=min(len(skills), chance.choice([0, 1, 1, 2, 2, 3])))
    prices = [
        usd(0),
        usd(chance.randint(1, 9) * 100),
        usd(chance.randint(1, 20_000)),
        usd(0, per_month=4900),
        usd(chance.choice([0, 5000]), per_month=chance.choice([3900, 4900]), platform_id="edx"),
        Price(currency="EUR", once=100, subscription=None),
        None,
    ]
    return candidate(
        candidate_id,
        {each: chance.choice([1, 2, 2, 3, 3, 4]) for each in granted},
        kind=chance.choices(
            [CredentialKind.DIGITAL_BADGE, CredentialKind.LICENCE, CredentialKind.DEGREE], [10, 1, 1]
        )[0],
        issuer_id=chance.choice(["a", "b", "c"]),
        price=chance.choices(prices, [3, 4, 4, 4, 4, 1, 1])[0],
        hours=chance.choice([None, 5, 10, 10, 20, 43, 44, 87, chance.randint(1, 300)]),
        prerequisite_ids=frozenset(
            each for each in [*ids, "unheard-of"] if each != candidate_id and chance.random() < 0.02
        ),
        experience_months=chance.choice([0, 0, 0, 0, 0, 36]),
        hours_per_week=chance.choice([0, 0, 0, 0, 0, 12]),
        grade=chance.choice([None, *Grade]),
        stack_ids=frozenset(each for each in ("stack-1", "stack-2", "stack-3") if chance.random() < 0.25),
    )


def _random_need(chance: random.Random, *, ids: list[str], skills: list[str], depth: int) -> Need:
    kind = chance.choice(["skill"] * 10 + ["credential"] * 2 + ["time"] + ["group"] * 3 * bool(depth))
    if kind == "skill":
        return SkillNeed(skill_id=chance.choice(skills), level=chance.choice([1, 1, 2, 2, 3]))
    if kind == "credential":
        return CredentialNeed(credential_id=chance.choice([*ids, "unheard-of"]))
    if kind == "time":
        return TimeNeed(what=chance.choice(list(Beyond)), months=12)
    members = tuple(
        _random_need(chance, ids=ids, skills=skills, depth=depth - 1) for _ in range(chance.randint(1, 3))
    )
    return GroupNeed(count=chance.randint(1, len(members)), members=members)


def _random_constraints(chance: random.Random, *, ids: list[str]) -> Constraints:
    return constraints(
        objective=chance.choice(list(Objective)),
        weekly_hours=chance.choice([1, 5, 10, 40]),
        budget=chance.choice([None, None, None, 0, 500, 5000, 10_000, 30_000]),
        finish_by=chance.choice([None, None, None, TODAY + timedelta(days=chance.randint(0, 300))]),
        minimum_grade=chance.choice([*[None] * 8, Grade.LIGHT]),
        trusted_issuer_ids=frozenset(chance.choice([*[()] * 7, ("a", "b")])),
        distrusted_issuer_ids=frozenset(chance.choice([*[()] * 5, ("c",)])),
        in_progress_ids=frozenset(each for each in ids if chance.random() < 0.05),
        allow_unknown_costs=chance.random() < 0.4,
        allow_unknown_hours=chance.random() < 0.4,
        allow_licences_and_degrees=chance.random() < 0.3,
        prefer_stacks=chance.random() < 0.4,
        experience_months=chance.choice([None, None, None, 0, 48]),
    )
