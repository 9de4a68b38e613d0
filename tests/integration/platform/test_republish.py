"""`work --republish`: a cluster that has lost its topics gets the present state of everything."""

from dataclasses import replace

import pytest

from cairn_platform.changes import Change
from cairn_platform.clock import utc_now
from cairn_platform.kafka.publisher import KafkaPublisher
from cairn_platform.kafka.republish import republish
from cairn_platform.mongo.outbox import Outbox
from tests.integration.platform.conftest import NOW, Stones
from tests.support.platform.stones import Stone, stone_kind
from tests.support.waiting import wait_until


def _republish(stones: Stones) -> int:
    publisher = KafkaPublisher(stones.kafka)
    try:
        return republish(
            stones.database,
            [stone_kind(stones.run)],
            source="cairn/test",
            publisher=publisher,
            now=utc_now(),
            on_progress=lambda *_: None,
        )
    finally:
        publisher.close()


@pytest.fixture
def bereft(stones: Stones) -> Stones:
    """Stones of two tenants, whose events a cluster has lost."""
    granite, _ = stones.lay("granite", "slate")
    stones.lay("granite", tenant_id="globex")
    turned = replace(granite, label="turned", version=2)
    stones.store().commit([Change(aggregate=turned, happened="turned", happened_at=NOW)])
    outbox = Outbox(stones.database)
    outbox.forget(outbox.pending(limit=10))
    return stones


def test_everything_that_is_there_arrives_with_its_version(bereft: Stones) -> None:
    assert _republish(bereft) == 3
    with bereft.following():
        wait_until(lambda: len(bereft.copies()) == 2 and len(bereft.copies("globex")) == 1)
    assert bereft.copies() == {"granite": ("turned", 2), "slate": ("slate", 1)}
    assert bereft.copies("globex") == {"granite": ("granite", 1)}


def test_doing_it_again_or_late_changes_nothing(bereft: Stones) -> None:
    _republish(bereft)
    with bereft.following():
        wait_until(lambda: len(bereft.copies()) == 2)
        bereft.lay("end")
        newest = Stone(stone_id="granite", label="newest", version=3)
        bereft.store().commit([Change(aggregate=newest, happened="turned", happened_at=NOW)])
        bereft.relay_all()
        wait_until(lambda: bereft.copies()["granite"] == ("newest", 3) and "end" in bereft.copies())
        _republish(bereft)
        bereft.lay("after")
        bereft.relay_all()
        wait_until(lambda: "after" in bereft.copies())
    assert bereft.copies()["granite"] == ("newest", 3)
    assert bereft.letters() == []
