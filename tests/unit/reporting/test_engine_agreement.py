"""The engine answers what the oracle says, whenever events arrive and time passes in between."""

import random
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn_reporting.application.workforce import measuring
from tests.support.reporting.agreement import assert_agreement
from tests.support.reporting.engine_agreement import assert_engine_follows
from tests.support.reporting.events import from_plain
from tests.support.reporting.histories import TENANTS, Plain, delivery, histories, instants
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.world import workforces


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(
    history=histories(),
    now=st.lists(instants, min_size=3, max_size=3).map(sorted),
    at=instants,
    seed=st.integers(0, 2**32),
)
def test_a_workforce_that_follows_gives_the_oracles_answers(
    history: list[Plain], now: list[datetime], at: datetime, seed: int
) -> None:
    chance = random.Random(seed)
    delivered = delivery(history, chance)
    clock = iter(now)
    read_models, time = InMemoryReadModels(), [now[0]]
    engine = workforces(read_models, clock=lambda: time[0])
    cuts = sorted(chance.sample(range(len(delivered) + 1), k=2))
    for first, end in zip([0, *cuts], [*cuts, len(delivered)], strict=True):
        time[0] = next(clock)
        read_models.apply([from_plain(each) for each in delivered[first:end]])
        for tenant in TENANTS:
            for instant in (time[0], at):
                assert_agreement(
                    read_models,
                    delivered[:end],
                    tenant=tenant,
                    at=instant,
                    chance=chance,
                    workforces=engine.of,
                )
        assert sorted(engine.tenant_ids) == sorted(TENANTS)


@pytest.mark.parametrize("seed", range(6))
def test_questions_about_many_have_the_answers_of_each_alone(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "FEW", (0, 3, measuring.FEW)[seed % 3])
    assert_engine_follows(InMemoryReadModels(), random.Random(seed))
