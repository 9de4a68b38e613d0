"""A rebuild beside what serves: whatever comes or ends meanwhile, what serves is whole."""

import signal

import pytest

from cairn_platform.kafka.rebuild import RebuildRunningError, rebuild
from tests.integration.platform.conftest import Stones
from tests.support.platform.workers import OnlyOne
from tests.support.waiting import wait_until


class _Lost(OnlyOne):
    """Somebody else has the turn from the second time on."""

    def __init__(self) -> None:
        self._held = 0

    def hold(self) -> bool:
        """Whether this is the first time."""
        self._held += 1
        return self._held == 1


def _rebuild(stones: Stones) -> int:
    return rebuild(stones.kafka, stones.read_models, turn=OnlyOne(), on_progress=lambda *_: None)


@pytest.fixture
def built(stones: Stones) -> Stones:
    """Two stones in a read model that was built once."""
    stones.lay("granite", "slate")
    stones.relay_all()
    assert _rebuild(stones) == 2
    return stones


def test_what_came_during_a_rebuild_is_there_before_it_serves_but_for_the_very_last(built: Stones) -> None:
    meanwhile = iter(["marble", "basalt"])

    def lay_another(read: int, total: int) -> None:
        assert read <= total
        if label := next(meanwhile, None):
            built.lay(label)
            built.relay_all()

    rebuild(built.kafka, built.read_models, turn=OnlyOne(), on_progress=lay_another)
    assert {"granite", "slate", "marble"} <= set(built.copies())
    with built.following():
        wait_until(lambda: set(built.copies()) == {"granite", "slate", "marble", "basalt"})


@pytest.mark.parametrize(("step", "serves"), [("tell", 2), ("switch_to", 3)])
def test_a_rebuild_killed_after_any_step_leaves_something_whole_and_the_next_begins_anew(
    built: Stones, step: str, serves: int
) -> None:
    before = built.copies()
    assert built.worker("rebuilding", step).wait(timeout=60) == -signal.SIGKILL
    assert (built.read_models.serving(), built.copies()) == (serves, before)
    left = built.read_models.collection_name("stone_copies", serves + 1)
    built.database[left].insert_one({"_id": "acme:left", "tenant_id": "acme", "version": 9, "label": "left"})
    built.lay("marble")
    built.relay_all()
    assert _rebuild(built) == 3
    assert built.read_models.serving() == serves + 1
    assert set(built.copies()) == {"granite", "slate", "marble"}


def test_a_rebuild_that_loses_its_turn_ends_before_it_switches(built: Stones) -> None:
    with pytest.raises(RebuildRunningError):
        rebuild(built.kafka, built.read_models, turn=_Lost(), on_progress=lambda *_: None)
    assert built.read_models.serving() == 2


def test_what_is_followed_after_a_rebuild_goes_on_from_what_it_told(built: Stones) -> None:
    told = built.read_models.fresh_as_of(tenant_id="acme")
    assert told is not None
    _rebuild(built)
    assert built.read_models.fresh_as_of(tenant_id="acme") == told
    with built.following():
        built.lay("marble")
        built.relay_all()
        wait_until(lambda: "marble" in built.copies())


def test_topics_that_are_not_there_are_empty(stones: Stones) -> None:
    stones.read_models._projections.clear()
    assert _rebuild(stones) == 0
