"""The OpenAPI document is what the portal's client and others are generated from."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cairn_gateway.adapters.http.app import create_app
from cairn_gateway.adapters.http.problems import KINDS

COMMITTED = Path(__file__).parents[3] / "portal" / "openapi.json"
METHODS_THAT_CREATE = {"post"}
# What the secret in the path opens in the place of a session.
OPENED_BY_A_LINK = {"/api/v1/calendar/{token}.ics", "/api/v1/report-downloads/{secret}"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return create_app().openapi()


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_committed_document_is_fresh(document: dict[str, Any]) -> None:
    written = json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert written == document, "run `python -m cairn_gateway openapi > portal/openapi.json`"


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")


def test_operation_ids_are_unique_and_read_as_method_names(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", each) for each in ids), ids


def test_paths_are_plural_kebab_case_below_the_version(document: dict[str, Any]) -> None:
    for path in document["paths"]:
        assert path.startswith(("/api/v1/", "/api/problems", "/auth/")), path
        assert re.fullmatch(r"(/[a-z0-9-]+|/\{[a-z_]+\})+(\.ics)?", path), path


def test_fields_are_snake_case_and_described(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for field, described in schema.get("properties", {}).items():
            assert re.fullmatch(r"[a-z0-9_]+", field), f"{name}.{field}"
            assert described.get("description"), f"{name}.{field} has no description"


def test_every_operation_of_the_api_can_be_refused(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        if path.startswith("/api/v1/"):
            assert {"401", "403", "422", "500", "503"} <= set(operation["responses"]), (method, path)
            by_a_caller: list[dict[str, list[str]]] = [{"accessToken": []}, {"portalSession": []}]
            secured = None if path in OPENED_BY_A_LINK else by_a_caller
            assert operation.get("security") == secured, (method, path)


def test_every_status_of_a_problem_is_described_with_its_reasons(document: dict[str, Any]) -> None:
    for name, response in document["components"]["responses"].items():
        status = int(name.removeprefix("Problem"))
        reasons = {reason for reason, kind in KINDS.items() if kind.status == status}
        assert all(f"{reason}:" in response["description"] for reason in reasons), name
        assert list(response["content"]) == ["application/problem+json"]


def test_every_creation_takes_an_idempotency_key(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        if method == "post" and "201" in operation["responses"]:
            headers = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"}
            assert "Idempotency-Key" in headers, path


# One value that is said anew as a whole: nothing of somebody else's can be lost with it.
_SAID_ANEW = ("/target-role", "/trust")


def test_every_editable_resource_shows_and_asks_for_its_version(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        if "put" not in methods or path.endswith(_SAID_ANEW):
            continue
        assert "ETag" in methods["get"]["responses"]["200"]["headers"], path
        put = methods["put"]
        headers = {each["name"] for each in put["parameters"] if each["in"] == "header"}
        assert "If-Match" in headers, path
        assert ("If-None-Match" in headers) == ("201" in put["responses"]), path
        assert {"412", "428"} <= set(put["responses"]), path


def test_every_list_has_a_limit_and_a_cursor(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        answer = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
        name = answer.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if name.endswith("Page"):
            names = {each["name"] for each in operation["parameters"]}
            assert {"limit", "cursor"} <= names, (method, path)


def _integers(schema: dict[str, Any], place: str, schemas: dict[str, Any], seen: set[str]) -> Iterator[str]:
    """Where a client may write an integer of any size."""
    if name := schema.get("$ref", "").rpartition("/")[2]:
        if name in seen:
            return
        seen.add(name)
        schema, place = schemas[name], name
    if schema.get("type") == "integer" and not {"minimum", "maximum"} <= schema.keys():
        yield place
    for field, inner in schema.get("properties", {}).items():
        yield from _integers(inner, f"{place}.{field}", schemas, seen)
    further = [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())]
    for inner in further:
        if isinstance(inner, dict):
            yield from _integers(inner, place, schemas, seen)


def test_every_integer_that_a_client_writes_is_bounded(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    seen: set[str] = set()
    unbounded = [
        place
        for path, method, operation in operations(document)
        for schema in (
            *(each["schema"] for each in operation.get("parameters", ())),
            *(each["schema"] for each in operation.get("requestBody", {}).get("content", {}).values()),
        )
        for place in _integers(schema, f"{method} {path}", schemas, seen)
    ]
    assert not unbounded
