"""Catalogues of 500 credentials for 40 skills: as a real one would be, and such as are hard for a solver."""

import random
from collections.abc import Callable, Mapping

from cairn_catalog.domain.cost import Payer
from cairn_catalog.domain.credential import CredentialKind
from cairn_catalog.domain.planning.candidates import Candidate, Price, Subscription
from cairn_catalog.domain.planning.needs import Demand, SkillNeed

CREDENTIALS = 500
SKILLS = tuple(f"skill-{index:02}" for index in range(40))

Offer = tuple[Mapping[str, int], Price]


def _usd(once: int, *, per_month: int = 0, platform_id: str = "") -> Price:
    subscription = Subscription(platform_id=platform_id, per_month=per_month) if per_month else None
    return Price(currency="USD", once=once, subscription=subscription)


def _levels(chance: random.Random, count: int) -> Mapping[str, int]:
    return {each: chance.choice([1, 2, 2, 2, 3, 3, 4]) for each in chance.sample(SKILLS, count)}


def realistic(chance: random.Random) -> Offer:
    """Free badges, subscriptions of three platforms, exam fees in round numbers, some odd prices; one to five skills each."""
    platform = chance.choice([("coursera", 4900), ("edx", 3900), ("udacity", 24_900)])
    prices = [
        _usd(0),
        _usd(chance.choice([4900, 9900, 15_000, 20_000, 29_900, 57_500])),
        _usd(0, per_month=platform[1], platform_id=platform[0]),
        _usd(chance.randint(1000, 250_000)),
    ]
    return _levels(chance, chance.choice([1, 1, 2, 2, 3, 4, 5])), chance.choices(prices, [25, 30, 30, 15])[0]


def alike(chance: random.Random) -> Offer:
    """All cost the same and give three skills at one level: nothing tells them apart but what they cover."""
    return dict.fromkeys(chance.sample(SKILLS, 3), 3), _usd(10_000)


def proportional(chance: random.Random) -> Offer:
    """The price follows what is covered, but for some cents: every set is nearly as good as every other."""
    count = chance.randint(1, 6)
    return dict.fromkeys(chance.sample(SKILLS, count), 3), _usd(count * 10_000 + chance.randint(-99, 99))


def by_the_month(chance: random.Random) -> Offer:
    """One platform for everything, so that only begun months count."""
    return dict.fromkeys(chance.sample(SKILLS, 2), 3), _usd(0, per_month=4900, platform_id="coursera")


MARKETS: Mapping[str, Callable[[random.Random], Offer]] = {
    "realistic": realistic,
    "alike": alike,
    "proportional": proportional,
    "by the month": by_the_month,
}


def candidates(chance: random.Random, offer: Callable[[random.Random], Offer]) -> list[Candidate]:
    """A catalogue of such offers; some need one that came shortly before."""
    return [_candidate(chance, index, *offer(chance)) for index in range(CREDENTIALS)]


def demands(chance: random.Random) -> tuple[Demand, ...]:
    """Every skill is asked for, a third of them as must-haves."""
    return tuple(
        Demand(
            demand_id=each,
            need=SkillNeed(skill_id=each, level=chance.choice([1, 2, 2, 3])),
            weight=chance.choice([0, 0, 1, 5, 20, 100]),
        )
        for each in SKILLS
    )


def _candidate(chance: random.Random, index: int, grants: Mapping[str, int], price: Price) -> Candidate:
    earlier = range(max(0, index - 20), index)
    return Candidate(
        id=f"credential-{index:03}",
        name=f"Credential {index}",
        kind=CredentialKind.PROFESSIONAL_CERTIFICATE,
        issuer_id=f"issuer-{index % 30}",
        grants=grants,
        price=price,
        payer=Payer.UNKNOWN,
        has_aid=None,
        hours=chance.randint(5, 200),
        prerequisite_ids=frozenset(f"credential-{each:03}" for each in earlier if chance.random() < 0.01),  # noqa: PLR2004
        experience_months=0,
        hours_per_week=0,
        grade=None,
        is_acknowledged=None,
        stack_ids=frozenset({f"stack-{chance.randint(0, 40)}"}),
    )
