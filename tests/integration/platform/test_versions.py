"""States in batches: the newest of each stays, every version is kept once, whoever else writes meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from pymongo.collection import Collection
from pymongo.database import Database

from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.versions import keep_newest, keep_versions

_TENANT = "acme"


def _state(name: str, version: int) -> Document:
    return {
        "_id": f"{_TENANT}:{name}",
        "tenant_id": _TENANT,
        "version": version,
        "label": f"{name} {version}",
    }


@pytest.fixture
def states(database: Database[Document]) -> Collection[Document]:
    """An empty collection."""
    return database["states"]


def _kept(states: Collection[Document]) -> list[str]:
    return sorted(each["label"] for each in states.find({"tenant_id": _TENANT}))


class _Overtaken:
    """The collection, to which somebody else writes once we have seen what is there."""

    def __init__(self, inner: Collection[Document], meanwhile: Callable[[], object]) -> None:
        self._inner = inner
        self._meanwhile = meanwhile

    def find(self, *arguments: Any) -> list[Document]:
        """What was there before the other wrote."""
        found = list(self._inner.find(*arguments))
        self._meanwhile()
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def test_of_several_versions_in_a_batch_the_newest_stays_whatever_their_order(
    states: Collection[Document],
) -> None:
    keep_newest(states, [_state("slate", 2), _state("slate", 3), _state("slate", 1), _state("granite", 1)])
    assert _kept(states) == ["granite 1", "slate 3"]


def test_an_older_state_and_the_same_one_again_change_nothing(states: Collection[Document]) -> None:
    keep_newest(states, [_state("slate", 2)])
    keep_newest(states, [_state("slate", 1), {**_state("slate", 2), "label": "another"}])
    assert _kept(states) == ["slate 2"]


@pytest.mark.parametrize(("theirs", "stays"), [(1, "slate 2"), (3, "slate 3")])
def test_a_state_that_another_worker_inserted_meanwhile_stays_only_if_it_is_newer(
    states: Collection[Document], theirs: int, stays: str
) -> None:
    overtaken: Any = _Overtaken(states, lambda: states.insert_one(_state("slate", theirs)))
    keep_newest(overtaken, [_state("slate", 2), _state("granite", 1)])
    assert _kept(states) == ["granite 1", stays]


def test_a_newer_state_that_came_meanwhile_is_not_replaced(states: Collection[Document]) -> None:
    keep_newest(states, [_state("slate", 1)])
    overtaken: Any = _Overtaken(states, lambda: keep_newest(states, [_state("slate", 3)]))
    keep_newest(overtaken, [_state("slate", 2)])
    assert _kept(states) == ["slate 3"]


def test_every_version_is_kept_once_however_often_it_comes(states: Collection[Document]) -> None:
    keep_versions(states, [_state("slate", 2), _state("slate", 2), _state("slate", 1)])
    keep_versions(states, [_state("slate", 3), _state("slate", 2)])
    assert _kept(states) == ["slate 1", "slate 2", "slate 3"]
    assert {each["aggregate"] for each in states.find({"tenant_id": _TENANT})} == {"acme:slate"}
