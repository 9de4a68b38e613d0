"""An event whose state MongoDB can never store is refused like any other; one that finds MongoDB away waits."""

from dataclasses import replace

import pytest
from google.protobuf.message import Message
from pymongo.errors import AutoReconnect, BulkWriteError, NotPrimaryError, OperationFailure, PyMongoError

from cairn_platform.kafka.rebuild import rebuild
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.faults import can_never_be_stored
from tests.integration.platform.conftest import Stones
from tests.support.platform.stones import stone_message
from tests.support.platform.workers import OnlyOne
from tests.support.waiting import wait_until


def _nested(depth: int) -> Document:
    document: Document = {}
    for _ in range(depth):
        document = {"in": document}
    return document


_NEVER: dict[str, Document] = {
    "boulder": {"label": "x" * (17 * 1024 * 1024)},
    "shaft": {"label": _nested(300)},
    "split": {"label": ["a", "b"], "tenant_id": ["a", "b"]},
}


def _copied(state: Message) -> Document:
    label = str(getattr(state, "label"))  # noqa: B009 (the class is made at run time)
    return _NEVER.get(label, {"label": label})


@pytest.fixture
def unstorable(stones: Stones, monkeypatch: pytest.MonkeyPatch) -> Stones:
    """Stones, of whose copies some are what MongoDB never stores."""
    message = stone_message(stones.run)
    projection = stones.read_models._projections[message]
    monkeypatch.setitem(stones.read_models._projections, message, replace(projection, to_document=_copied))
    return stones


@pytest.mark.parametrize("label", _NEVER)
def test_what_mongodb_never_stores_becomes_a_dead_letter_and_everyone_elses_go_on(
    unstorable: Stones, label: str
) -> None:
    unstorable.lay("granite", label, "slate")
    unstorable.relay_all()
    with unstorable.following():
        wait_until(lambda: set(unstorable.copies()) == {"granite", "slate"})
        wait_until(lambda: len(unstorable.letters()) == 1)


def test_a_rebuild_passes_over_what_mongodb_never_stores(unstorable: Stones) -> None:
    unstorable.lay("granite", "boulder", "slate")
    unstorable.relay_all()
    rebuilt = rebuild(unstorable.kafka, unstorable.read_models, turn=OnlyOne(), on_progress=lambda *_: None)
    assert (rebuilt, set(unstorable.copies())) == (2, {"granite", "slate"})


@pytest.mark.parametrize(
    "error",
    [
        AutoReconnect("connection closed"),
        NotPrimaryError("not primary"),
        OperationFailure("write conflict", code=112),
        OperationFailure("not authorized on cairn_reporting", code=13),
        OperationFailure("out of disk space", code=14031),
        BulkWriteError({"writeErrors": [], "writeConcernErrors": [{"code": 64}]}),
        BulkWriteError({"writeErrors": [{"code": 11000}]}),
    ],
    ids=lambda error: str(error)[:40],
)
def test_what_may_pass_is_waited_for(error: PyMongoError) -> None:
    assert not can_never_be_stored(error)


@pytest.mark.parametrize("code", [121, 10334, 17419, 171, 15])
def test_what_is_wrong_with_the_document_is_not_waited_for(code: int) -> None:
    assert can_never_be_stored(OperationFailure("refused", code=code))
    assert can_never_be_stored(BulkWriteError({"writeErrors": [{"code": 11000}, {"code": code}]}))
