"""A rebuild of three years of a company, told twice, years late and in no order, differs in nothing from what the worker followed."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from cairn_platform.kafka import rebuild
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import FRESHNESS, history_name
from cairn_reporting.adapters.kafka.projections import PROJECTIONS
from tests.support.reporting.events import from_plain
from tests.support.reporting.histories import Plain, delivery
from tests.support.reporting.large_history import TENANT, large_history
from tests.support.reporting.running import ReportingRun
from tests.support.waiting import wait_until

_EVENTS = 800
_AT_A_TIME = 250


@pytest.fixture
def history() -> list[Plain]:
    """Some of what happened: of many the later versions without the first ones."""
    chance = random.Random(7)
    return chance.sample(large_history(chance), k=_EVENTS)


def _collections(running: ReportingRun, generation: int) -> Iterator[str]:
    for projection in PROJECTIONS:
        name = running.read_models().collection_name(projection.collection, generation)
        yield from (name, history_name(name))


def _everything(running: ReportingRun, generation: int) -> Mapping[str, Any]:
    """What is stored of the tenant, whatever the generation is called."""
    return {
        name.replace(f".g{generation}", ""): (_documents(running, name), _indexes(running, name))
        for name in _collections(running, generation)
    }


def _documents(running: ReportingRun, name: str) -> list[Document]:
    return list(running.database[name].find({"tenant_id": TENANT}).sort("_id", 1))


def _indexes(running: ReportingRun, name: str) -> list[str]:
    return sorted(running.database[name].index_information())


def _versions_kept(running: ReportingRun) -> int:
    return sum(
        running.database[name].count_documents({"tenant_id": TENANT})
        for name in _collections(running, 1)
        if name.endswith(".history")
    )


def _latest_event(running: ReportingRun, generation: int) -> tuple[Any, Any]:
    (found,) = _documents(running, running.read_models().collection_name(FRESHNESS, generation))
    return found["latest_event_at"], found["latest_event"]


def test_a_rebuild_differs_in_nothing_from_what_was_followed(
    running: ReportingRun, history: list[Plain], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "_AT_A_TIME", _AT_A_TIME)
    delivered = delivery(history, random.Random(8))
    running.publish(from_plain(each) for each in delivered)
    with running.working():
        wait_until(lambda: _versions_kept(running) == len(history), seconds=60)
    assert running.rebuild() == len(delivered)
    assert _everything(running, 2) == _everything(running, 1)
    assert _latest_event(running, 2) == _latest_event(running, 1)
