"""Random histories: what reporting answers is what a brute-force recomputation of the events says."""

from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.reporting.agreement import assert_agreement
from tests.support.reporting.events import from_plain
from tests.support.reporting.histories import TENANTS, Plain, deliveries, histories, instants
from tests.support.reporting.memory import InMemoryReadModels


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(history=histories(), at=instants, data=st.data())
def test_any_duplication_and_order_of_events_gives_the_oracles_answers(
    history: list[Plain], at: datetime, data: st.DataObject
) -> None:
    read_models = InMemoryReadModels()
    read_models.apply([from_plain(each) for each in data.draw(deliveries(history))])
    for tenant in TENANTS:
        assert_agreement(read_models, history, tenant=tenant, at=at)
