"""State, events and the idempotent answer leave in one transaction."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import mongoengine
import pytest

from cairn_platform.changes import Change, ConflictError, decide_again
from cairn_platform.errors import IdempotencyKeyReusedError
from cairn_platform.idempotency import AnsweredMeanwhileError, Once
from cairn_platform.mongo.outbox import Outbox
from tests.integration.platform.conftest import NOW, Stones
from tests.support.platform.stones import Stone


def _laid(stone: Stone) -> Change[Stone]:
    return Change(aggregate=stone, happened="laid", happened_at=NOW)


def _once(key: str = "k1", fingerprint: str = "f1") -> Once:
    return Once(
        key=key, subject="s", method="Lay", fingerprint=fingerprint, encode=lambda stone: stone.label.encode()
    )


def test_a_commit_saves_the_state_and_waits_with_its_event(stones: Stones) -> None:
    stones.lay("granite")
    assert stones.store().get(Stone, "granite") == Stone(stone_id="granite", label="granite", version=1)
    assert Outbox(stones.database).size() == 1


def test_a_change_replaces_only_the_version_before_it(stones: Stones) -> None:
    (stone,) = stones.lay("granite")
    turned = replace(stone, label="slate", version=2)
    stones.store().commit([Change(aggregate=turned, happened="turned", happened_at=NOW)])
    with pytest.raises(ConflictError):
        stones.store().commit([Change(aggregate=turned, happened="turned", happened_at=NOW)])
    assert Outbox(stones.database).size() == 2


def test_a_refused_commit_leaves_nothing_behind(stones: Stones) -> None:
    stones.lay("granite")
    fresh, double = Stone(stone_id="a", label="basalt"), Stone(stone_id="b", label="granite")
    with pytest.raises(ConflictError):
        stones.store().commit([_laid(fresh), _laid(double)], once=_once(), result=fresh)
    assert stones.store().get(Stone, "a") is None
    assert stones.store().answer_to(_once()) is None
    assert Outbox(stones.database).size() == 1


def test_a_state_that_the_document_forbids_is_not_saved(stones: Stones) -> None:
    with pytest.raises(mongoengine.ValidationError):
        stones.lay("x" * 41)


def test_two_tenants_have_the_same_id_each(stones: Stones) -> None:
    stones.lay("granite")
    stones.lay("granite", tenant_id="globex")
    assert stones.store("globex").get(Stone, "granite") is not None
    assert stones.store("initech").get(Stone, "granite") is None


def test_the_first_answer_is_kept_and_another_request_under_its_key_is_refused(stones: Stones) -> None:
    stone = Stone(stone_id="a", label="basalt")
    stones.store().commit([_laid(stone)], once=_once(), result=stone)
    assert stones.store().answer_to(_once()) == b"basalt"
    with pytest.raises(IdempotencyKeyReusedError):
        stones.store().answer_to(_once(fingerprint="f2"))
    assert stones.store("globex").answer_to(_once()) is None


def test_the_same_request_at_the_same_moment_is_done_once(stones: Stones) -> None:
    stones.store().commit(
        [_laid(Stone(stone_id="a", label="a"))], once=_once(), result=Stone(stone_id="a", label="a")
    )
    other = Stone(stone_id="b", label="b")
    with pytest.raises(AnsweredMeanwhileError):
        stones.store().commit([_laid(other)], once=_once(), result=other)
    assert stones.store().get(Stone, "b") is None


def test_a_guard_lets_one_of_two_writers_pass(stones: Stones) -> None:
    store = stones.store()
    for round_number in range(2):
        seen = store.guard("shape")
        store.commit(
            [_laid(Stone(stone_id=f"first{round_number}", label=f"first{round_number}"))], guards=[seen]
        )
        with pytest.raises(ConflictError):
            store.commit(
                [_laid(Stone(stone_id=f"late{round_number}", label=f"late{round_number}"))], guards=[seen]
            )
        assert store.get(Stone, f"late{round_number}") is None


def test_many_writers_of_one_aggregate_lose_no_change(stones: Stones) -> None:
    stones.lay("granite")

    def turn(number: int) -> None:
        def decide() -> None:
            stone = stones.store().get(Stone, "granite")
            assert stone is not None
            turned = replace(stone, label=f"granite{number}", version=stone.version + 1)
            stones.store().commit([Change(aggregate=turned, happened="turned", happened_at=NOW)])

        decide_again(decide)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(turn, range(4)))
    final = stones.store().get(Stone, "granite")
    assert final is not None
    assert final.version == 5
    assert Outbox(stones.database).size() == 5
