"""Random histories: what reporting answers is what a brute-force recomputation of the events says."""

import random
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.reporting.agreement import assert_agreement
from tests.support.reporting.builders import FIRST_DAY
from tests.support.reporting.events import from_plain
from tests.support.reporting.histories import TENANTS, Plain, delivery, histories, instants
from tests.support.reporting.memory import InMemoryReadModels


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(history=histories(), at=instants, seed=st.integers(0, 2**32))
def test_any_duplication_and_order_of_events_gives_the_oracles_answers(
    history: list[Plain], at: datetime, seed: int
) -> None:
    chance = random.Random(seed)
    read_models = InMemoryReadModels()
    read_models.apply([from_plain(each) for each in delivery(history, chance)])
    for tenant in TENANTS:
        assert_agreement(read_models, history, tenant=tenant, at=at, chance=chance)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(history=histories(), at=instants, minute=st.integers(0, 90), seed=st.integers(0, 2**32))
def test_what_was_known_at_an_instant_is_what_had_happened_by_then(
    history: list[Plain], at: datetime, minute: int, seed: int
) -> None:
    chance = random.Random(seed)
    read_models = InMemoryReadModels()
    read_models.apply([from_plain(each) for each in delivery(history, chance)])
    known_at = FIRST_DAY + timedelta(minutes=minute)
    assert_agreement(read_models, history, tenant="acme", at=at, chance=chance, known_at=known_at)
