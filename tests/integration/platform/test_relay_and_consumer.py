"""From the outbox to the read model: nothing lost, nothing doubled, whatever dies in between."""

import signal
from collections.abc import Callable
from dataclasses import replace

import pytest

from cairn_platform.changes import Change
from cairn_platform.kafka.codec import Record
from cairn_platform.kafka.consumer import State
from cairn_platform.kafka.dead_letters import DeadLetters
from cairn_platform.kafka.publisher import KafkaPublisher
from cairn_platform.kafka.read_model_handler import ReadModelHandler
from cairn_platform.kafka.rebuild import rebuild
from cairn_platform.kafka.replay import replay
from cairn_platform.mongo.outbox import Outbox
from tests.integration.platform.conftest import NOW, Stones
from tests.support.platform.stones import stone_message
from tests.support.platform.workers import OnlyOne
from tests.support.waiting import wait_until


def _pending(stones: Stones) -> list[Record]:
    return [entry.record for entry in Outbox(stones.database).pending(limit=100)]


def _replay(stones: Stones) -> tuple[int, int]:
    return replay(
        stones.kafka,
        service=f"test-{stones.run}",
        contracts=stones.read_models.contracts,
        handler=ReadModelHandler(stones.read_models),
        dead_letters=DeadLetters(service=f"test-{stones.run}", publisher=KafkaPublisher(stones.kafka)),
        on_progress=lambda *_: None,
    )


def test_what_was_committed_arrives_in_the_read_model(stones: Stones) -> None:
    stones.lay("granite", "slate")
    stones.lay("granite", tenant_id="globex")
    stones.relay_all()
    with stones.following():
        wait_until(lambda: len(stones.copies()) == 2 and len(stones.copies("globex")) == 1)
    assert stones.copies() == {"granite": ("granite", 1), "slate": ("slate", 1)}
    assert stones.read_models.fresh_as_of(tenant_id="acme") == NOW
    assert Outbox(stones.database).size() == 0


def test_duplicates_and_disorder_change_nothing(stones: Stones) -> None:
    (stone,) = stones.lay("granite")
    turned = replace(stone, label="slate", version=2)
    stones.store().commit([Change(aggregate=turned, happened="turned", happened_at=NOW)])
    first, second = _pending(stones)
    stones.publish(second, first, second, first)
    stones.lay("end")
    stones.relay_all()
    with stones.following():
        wait_until(lambda: "end" in stones.copies() and "granite" in stones.copies())
    assert stones.copies()["granite"] == ("slate", 2)


@pytest.mark.parametrize("step", ["pending", "publish", "forget"])
def test_a_relay_killed_after_any_step_loses_and_doubles_nothing(stones: Stones, step: str) -> None:
    stones.lay(*(f"stone{number}" for number in range(20)))
    killed = stones.worker("relay", step)
    assert killed.wait(timeout=30) == -signal.SIGKILL
    assert stones.worker("relay").wait(timeout=30) == 0
    with stones.following():
        wait_until(lambda: len(stones.copies()) == 20)
    assert Outbox(stones.database).size() == 0
    assert {version for _, version in stones.copies().values()} == {1}


@pytest.mark.parametrize("step", ["poll", "apply", "commit"])
def test_a_consumer_killed_after_any_step_loses_and_doubles_nothing(stones: Stones, step: str) -> None:
    stones.lay(*(f"stone{number}" for number in range(20)))
    stones.relay_all()
    killed = stones.worker("consumer", step)
    assert killed.wait(timeout=60) == -signal.SIGKILL
    with stones.following():
        wait_until(lambda: len(stones.copies()) == 20, seconds=30)
    assert {version for _, version in stones.copies().values()} == {1}


def test_a_consumer_killed_while_it_refuses_loses_neither_the_letter_nor_what_follows(stones: Stones) -> None:
    stones.lay("poison")
    stones.relay_all()
    killed = stones.worker("consumer", "publish")
    assert killed.wait(timeout=60) == -signal.SIGKILL
    stones.lay("after")
    stones.relay_all()
    with stones.following():
        wait_until(lambda: "after" in stones.copies(), seconds=30)
        wait_until(lambda: len(stones.letters()) >= 1)


def test_a_poison_event_goes_to_the_dead_letters_and_everyone_elses_go_on(stones: Stones) -> None:
    stones.lay("granite", "poison", "slate")
    stones.relay_all()
    stones.publish(Record(topic=stones.topic, key="acme:x", headers=(), value=b"\xff\xff"))
    with stones.following():
        wait_until(lambda: len(stones.copies()) == 2)
        wait_until(lambda: len(stones.letters()) == 2)
    causes = {dict(letter.headers)["dlq_error"].decode().split(":")[0] for letter in stones.letters()}
    assert causes == {"ValueError", "UndecodableRecordError"}


def test_a_replay_has_its_effect_once(stones: Stones, monkeypatch: pytest.MonkeyPatch) -> None:
    stones.lay("poison")
    stones.relay_all()
    with stones.following():
        wait_until(lambda: len(stones.letters()) == 1)
    assert _replay(stones) == (0, 1)
    _mend(stones, monkeypatch)
    assert _replay(stones) == (1, 0)
    assert _replay(stones) == (0, 0)
    assert stones.copies() == {"poison": ("poison", 1)}


def test_too_many_refusals_in_a_row_stop_the_consumer_and_leave_the_rest_where_it_is(stones: Stones) -> None:
    stones.publish(*(Record(topic=stones.topic, key="acme:x", headers=(), value=b"\xff") for _ in range(10)))
    with stones.following(refusals_in_a_row=4) as loop:
        wait_until(lambda: loop.state is State.STOPPED_BY_REFUSALS)
        assert len(stones.letters()) == 3
    with stones.following(refusals_in_a_row=20):
        wait_until(lambda: len(stones.letters()) == 10)


def test_a_rebuild_gives_the_same_and_consumers_follow_it(stones: Stones) -> None:
    stones.lay("granite", "slate")
    stones.relay_all()
    with stones.following():
        wait_until(lambda: len(stones.copies()) == 2)
        before = stones.copies()
        stones.database["stone_copies.g1"].update_many({"tenant_id": "acme"}, {"$set": {"label": "spoilt"}})
        assert rebuild(stones.kafka, stones.read_models, turn=OnlyOne(), on_progress=lambda *_: None) == 2
        assert stones.copies() == before
        assert stones.read_models.serving() == 2
        stones.lay("later")
        stones.relay_all()
        wait_until(lambda: "later" in stones.copies())


def test_a_rebuild_of_nothing_but_refused_events_serves_nothing(stones: Stones) -> None:
    stones.lay("poison")
    stones.relay_all()
    assert rebuild(stones.kafka, stones.read_models, turn=OnlyOne(), on_progress=lambda *_: None) == 0
    stones.publish(Record(topic=stones.topic, key="acme:x", headers=(), value=b"\xff"))
    assert rebuild(stones.kafka, stones.read_models, turn=OnlyOne(), on_progress=lambda *_: None) == 0
    assert stones.copies() == {}


def _mend(stones: Stones, monkeypatch: pytest.MonkeyPatch) -> None:
    projection = stones.read_models._projections[stone_message(stones.run)]
    mended: Callable[[object], dict[str, str]] = lambda state: {"label": state.label}  # type: ignore[attr-defined]  # noqa: E731
    monkeypatch.setitem(
        stones.read_models._projections, projection.message, replace(projection, to_document=mended)
    )
