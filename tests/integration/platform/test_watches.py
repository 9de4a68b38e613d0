"""How far events have come, as it is measured."""

from datetime import timedelta

from cairn_platform.mongo.outbox import Outbox
from cairn_platform.observability import metrics
from cairn_platform.observability.lag_watch import LagWatch
from cairn_platform.observability.outbox_watch import OutboxWatch
from tests.integration.platform.conftest import NOW, Stones
from tests.support.waiting import wait_until


def _sample(name: str, **labels: str) -> float | None:
    return metrics.REGISTRY.get_sample_value(name, labels)


def test_the_age_of_an_outbox_is_that_of_its_oldest_event_and_ends_with_it(stones: Stones) -> None:
    watch = OutboxWatch(
        Outbox(stones.database), database=stones.run, clock=lambda: NOW + timedelta(minutes=3)
    )
    stones.lay("granite", "slate")
    watch.look()
    assert watch.age_seconds() == 180
    assert _sample("cairn_outbox_events", database=stones.run) == 2
    stones.relay_all()
    watch.look()
    assert watch.age_seconds() == 0
    assert _sample("cairn_outbox_events", database=stones.run) == 0


def test_the_lag_of_a_group_is_what_it_has_not_applied_yet(stones: Stones) -> None:
    told: list[int] = []
    watch = LagWatch(stones.kafka, group=stones.group, topics=[stones.topic], tell=told.append)
    stones.lay("granite", "slate")
    stones.relay_all()
    assert watch.lag() == {stones.topic: 2}
    with stones.following():
        wait_until(lambda: watch.lag() == {stones.topic: 0})
    stones.lay("later")
    stones.relay_all()
    watch.look()
    assert told == [1]
    watch.close()


def test_what_is_relayed_applied_and_refused_is_counted_by_topic(stones: Stones) -> None:
    stones.lay("granite", "poison", "slate")
    stones.relay_all()
    with stones.following():
        wait_until(lambda: _sample("cairn_events_refused_total", topic=stones.topic) == 1)
        wait_until(lambda: len(stones.copies()) == 2)
    assert _sample("cairn_events_relayed_total", topic=stones.topic) == 3
    assert _sample("cairn_events_applied_total", topic=stones.topic) == 2
    assert _sample("cairn_freshness_seconds_count", topic=stones.topic) == 2
