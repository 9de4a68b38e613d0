"""How workforces come into memory: once however many ask, by what was kept, and with a clear answer to who asks too early."""

import pickle
import random
import threading
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn_platform.events import Event
from cairn_reporting.application.errors import WorkforceLoadingError
from cairn_reporting.application.people import PeopleFilter
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import SMALL_TEAM, Reach, may_reach_many, reach_of
from cairn_reporting.application.workforce.loading import FEW_PEOPLE
from cairn_reporting.application.workforce.packing import NotAnIndexError, packed, unpacked
from cairn_reporting.application.workforce.tenants import Workforces
from tests.support.reporting.asking import Asker, principal
from tests.support.reporting.company import NOW, days_from_now, everything, verified
from tests.support.reporting.engine_agreement import assert_engine_follows
from tests.support.reporting.events import event
from tests.support.reporting.memory import InMemoryLog, InMemoryReadModels
from tests.support.reporting.world import loading
from tests.support.waiting import wait_until


class SlowReadModels(InMemoryReadModels):
    """Nobody hears who all the people are before `let_read` is set; `read_count` says how often it was asked, as each loading does."""

    def __init__(self) -> None:
        super().__init__()
        self.apply(everything())
        self.let_read = threading.Event()
        self.read_count = 0

    def log(self, tenant_id: str) -> InMemoryLog:
        return _SlowLog(self, tenant_id)


class _SlowLog(InMemoryLog):
    def __init__(self, read_models: SlowReadModels, tenant_id: str) -> None:
        super().__init__(read_models, tenant_id)
        self._slow = read_models

    def person_ids(self) -> Sequence[str]:
        self._slow.read_count += 1
        assert self._slow.let_read.wait(timeout=30)
        return super().person_ids()

    def people_count(self) -> int:
        return len(super().person_ids())


def _engine(world: InMemoryReadModels, *, patience: float = 30.0, few_people: int = 0) -> Workforces:
    return Workforces(loading(world, clock=lambda: NOW, few_people=few_people), patience_seconds=patience)


def _holders(engine: Workforces, credential_id: str = "course") -> frozenset[str]:
    with engine.of("acme") as workforce:
        assert workforce is not None
        everybody = Reach(named=None)
        return workforce.who_is_asked_for(PeopleFilter(), reach=everybody, as_of=NOW, holding=credential_id)


def _earned(person_id: str) -> list[Event]:
    state = verified(f"{person_id}-earned", person_id, "course", until=days_from_now(9))
    return [event(state, tenant_id="acme", version=1, at=NOW)]


def test_who_asks_while_it_is_loaded_is_told_to_come_again() -> None:
    world = SlowReadModels()
    engine = _engine(world, patience=0.01)
    for _ in range(3):
        with pytest.raises(WorkforceLoadingError) as refused, engine.of("acme"):
            pass
        assert refused.value.wait.total_seconds() > 0
    world.let_read.set()
    wait_until(lambda: bool(engine.tenant_ids), what="the workforce")
    assert _holders(engine)
    assert world.read_count == 1


def test_many_who_ask_at_once_have_it_loaded_once() -> None:
    world = SlowReadModels()
    engine = _engine(world)
    with ThreadPoolExecutor(8) as asking:
        asked = [asking.submit(_holders, engine) for _ in range(8)]
        world.let_read.set()
        assert len({each.result() for each in asked}) == 1
    assert world.read_count == 1


def test_few_people_are_asked_one_by_one_meanwhile() -> None:
    world = SlowReadModels()
    with _engine(world, patience=0.01, few_people=FEW_PEOPLE).of("acme") as workforce:
        assert workforce is None
    world.let_read.set()


def test_what_was_kept_is_there_again_with_what_changed_since() -> None:
    world = SlowReadModels()
    world.let_read.set()
    before = _holders(_engine(world))
    world.apply(_earned("dan"))
    assert _holders(_engine(world)) == before | {"dan"}
    assert world.read_count == 1


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda kept: replace(kept, made_by="other code"),
        lambda kept: replace(kept, content=kept.content[:-9]),
        lambda kept: replace(kept, content=b"no such thing"),
        lambda kept: replace(kept, position=replace(kept.position, settled=7)),
    ],
    ids=["other code", "half of it", "something else", "other rules"],
)
def test_what_cannot_be_trusted_is_read_anew(spoilt: Callable[..., object]) -> None:
    world = SlowReadModels()
    world.let_read.set()
    expected = _holders(_engine(world))
    kept = world.snapshots("acme").latest()
    assert kept is not None
    world.snapshots("acme").keep(spoilt(kept))  # type: ignore[arg-type]
    assert _holders(_engine(world)) == expected
    assert world.read_count == 2
    assert _holders(_engine(world)) == expected
    assert world.read_count == 2


def test_bytes_that_would_run_other_code_are_refused() -> None:
    for harmful in (Path("/etc/passwd"), print, NOW, {"a": 1}):
        with pytest.raises(NotAnIndexError):
            unpacked(zlib.compress(pickle.dumps(harmful)))


def test_an_index_is_the_same_after_packing() -> None:
    engine = _engine(_everything())
    with engine.of("acme") as workforce:
        assert workforce is not None
        index = workforce.settled_index()
        assert packed(unpacked(packed(index))) == packed(unpacked(packed(index)))
        again = unpacked(packed(index))
        assert again.person_ids(again.employed(at=NOW)) == index.person_ids(index.employed(at=NOW))


@pytest.mark.parametrize("seed", range(3))
def test_a_workforce_that_was_kept_has_the_answers_of_each_alone(seed: int) -> None:
    assert_engine_follows(InMemoryReadModels(), random.Random(seed), restarts=True)


def test_who_leads_a_small_team_does_not_have_a_large_tenant_loaded() -> None:
    world = SlowReadModels()
    engine = _engine(world, patience=0.01)
    asked = contract.ReportSkillGapsRequest()
    manager = Asker(world, principal("manager", subject="account-bob"), now=NOW, workforces=engine.of)
    hr = Asker(world, principal("hr"), now=NOW, workforces=engine.of)
    assert manager.ask("ReportSkillGaps", asked).people_count > 0
    assert world.read_count == 0
    with pytest.raises(WorkforceLoadingError):
        hr.ask("ReportSkillGaps", asked)
    world.let_read.set()


def test_a_line_is_small_up_to_a_number_of_people(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = _everything().facts("acme")
    ada = principal("manager", subject="account-ada")
    below = len(_reached(facts)) - 1
    assert below < SMALL_TEAM
    for most, is_many in ((below, False), (below - 1, True)):
        monkeypatch.setattr("cairn_reporting.application.reach.SMALL_TEAM", most)
        assert may_reach_many(principal=ada, facts=facts) is is_many


def _reached(facts: Facts) -> frozenset[str]:
    named = reach_of(principal=principal("manager", subject="account-ada"), facts=facts).named
    assert named is not None
    return named


def _everything() -> InMemoryReadModels:
    world = InMemoryReadModels()
    world.apply(everything())
    return world
