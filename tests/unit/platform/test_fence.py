"""The listener notices every command that names no tenant."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from pymongo.monitoring import CommandStartedEvent

from cairn_platform.mongo.fence import TenantFence

SCOPED = {"tenant_id": "acme"}


def _breaches(name: str, collection: str, **command: Any) -> list[str]:
    fence = TenantFence()
    event = SimpleNamespace(command_name=name, command={name: collection, **command})
    fence.started(cast(CommandStartedEvent, event))
    return fence.breaches


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("find", {"filter": {}}),
        ("find", {"filter": {"_id": "acme:1"}}),
        ("find", {"filter": {"tenant_id": ""}}),
        ("find", {"filter": {"$or": [SCOPED, {"x": 1}]}}),
        ("count", {"query": {}}),
        ("distinct", {"query": {}}),
        ("aggregate", {"pipeline": []}),
        ("aggregate", {"pipeline": [{"$group": {}}, {"$match": SCOPED}]}),
        ("aggregate", {"pipeline": [{"$match": SCOPED}, {"$lookup": {"from": "x", "as": "y"}}]}),
        ("aggregate", {"pipeline": [{"$match": SCOPED}, {"$lookup": {"pipeline": [{"$match": {"x": 1}}]}}]}),
        ("aggregate", {"pipeline": [{"$match": SCOPED}, {"$unionWith": "people"}]}),
        ("insert", {"documents": [{**SCOPED}, {"x": 1}]}),
        ("update", {"updates": [{"q": {**SCOPED}}, {"q": {}}]}),
        ("delete", {"deletes": [{"q": {}}]}),
        ("findAndModify", {"query": {}}),
    ],
)
def test_an_unscoped_command_is_a_breach(name: str, command: dict[str, Any]) -> None:
    assert len(_breaches(name, "people", **command)) == 1
    assert _breaches(name, "outbox", **command) == []


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("find", {"filter": SCOPED}),
        ("find", {"filter": {"$and": [{"$and": [SCOPED]}, {"x": 1}]}}),
        ("find", {"filter": {"tenant_id": {"$in": ["acme", "public"]}}}),
        ("aggregate", {"pipeline": [{"$match": SCOPED}]}),
        ("aggregate", {"pipeline": [{"$match": SCOPED}, {"$lookup": {"pipeline": [{"$match": SCOPED}]}}]}),
        ("insert", {"documents": [{**SCOPED}]}),
        ("update", {"updates": [{"q": {**SCOPED}}]}),
        ("createIndexes", {}),
    ],
)
def test_a_scoped_command_passes(name: str, command: dict[str, Any]) -> None:
    assert _breaches(name, "people", **command) == []
