"""The second fence between tenants: services reach collections through TenantCollection and TenantStore, in no other way.

The first is how these are built (one tenant each), the third the listener `tenant_fence` of the integration tests.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from cairn_platform.mongo.fence import ACROSS_TENANTS

REPOSITORY = Path(__file__).resolve().parents[2]
SERVICES = REPOSITORY / "services"
# The gateway's sessions and links are found by their secret, before a tenant is known; their collections are named in ACROSS_TENANTS.
_OF_THE_GATEWAY = SERVICES / "gateway" / "src" / "cairn_gateway" / "adapters" / "mongo"
FOUND_BY_SECRET = {_OF_THE_GATEWAY / "session_store.py", _OF_THE_GATEWAY / "download_links.py"}
_DATABASES = {"database", "_database", "db", "_db"}
_WAYS_AROUND = {"objects", "get_collection", "_get_collection", "get_database", "list_collections"}


def _ways_around(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript) and _name(node.value) in _DATABASES:
            yield f"line {node.lineno}: a collection straight from the database"
        if isinstance(node, ast.Attribute) and node.attr in _WAYS_AROUND:
            yield f"line {node.lineno}: .{node.attr}"
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pymongo"):
            for alias in node.names:
                if alias.name in {"MongoClient", "Collection"}:
                    yield f"line {node.lineno}: {alias.name}"


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def test_services_query_through_a_tenants_view_only() -> None:
    found = [
        f"{path.relative_to(REPOSITORY)}: {way}"
        for path in sorted(SERVICES.rglob("*.py"))
        if path not in FOUND_BY_SECRET
        for way in _ways_around(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "self._database['people'].find({})",
        "database['people']",
        "Person.objects(x=1)",
        "from pymongo import MongoClient",
    ],
)
def test_the_rule_sees_a_way_around(source: str) -> None:
    assert list(_ways_around(source))


def test_every_exemption_has_its_reason() -> None:
    assert all(len(reason.split()) > 5 for reason in ACROSS_TENANTS.values())
