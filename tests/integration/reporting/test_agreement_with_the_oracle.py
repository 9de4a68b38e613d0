"""Random histories through the real projections: duplicates, disorder and the other tenant change no answer."""

import random
from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.reporting.agreement import assert_agreement
from tests.support.reporting.events import from_plain
from tests.support.reporting.histories import (
    PUBLIC,
    TENANTS,
    Plain,
    delivery,
    histories,
    instants,
    knowledge,
)
from tests.support.reporting.world import MongoWorld

_BATCH = 7


def _deliver(world: MongoWorld, delivered: list[Plain]) -> None:
    world.forget([*TENANTS, PUBLIC])
    for first in range(0, len(delivered), _BATCH):
        world.apply([from_plain(each) for each in delivered[first : first + _BATCH]])


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories(), at=instants, seed=st.integers(0, 2**32))
def test_any_duplication_and_order_of_events_gives_the_oracles_answers(
    world: MongoWorld, history: list[Plain], at: datetime, seed: int
) -> None:
    chance = random.Random(seed)
    _deliver(world, delivery(history, chance))
    for tenant in TENANTS:
        assert_agreement(world, history, tenant=tenant, at=at, chance=chance)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories(), at=instants, seed=st.integers(0, 2**32))
def test_what_happens_to_one_tenant_is_not_seen_by_the_other(
    world: MongoWorld, history: list[Plain], at: datetime, seed: int
) -> None:
    """The oracle never hears of the other tenant's events, whose ids are the same."""
    chance = random.Random(seed)
    _deliver(world, delivery(history, chance))
    watched = chance.choice(TENANTS)
    heard = [each for each in history if each["tenant"] in {watched, PUBLIC}]
    assert_agreement(world, heard, tenant=watched, at=at, chance=chance)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories(), at=instants, known_at=knowledge, seed=st.integers(0, 2**32))
def test_what_was_known_at_an_instant_is_what_had_happened_by_then_however_late_it_came(
    world: MongoWorld, history: list[Plain], at: datetime, known_at: datetime, seed: int
) -> None:
    chance = random.Random(seed)
    _deliver(world, delivery(history, chance))
    assert_agreement(world, history, tenant="acme", at=at, chance=chance, known_at=known_at)
