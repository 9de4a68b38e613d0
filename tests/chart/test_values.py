"""Every value of the chart is described and checked, and what the chart says of topics is so."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from cairn_platform.events import dead_letter_topic
from docs.events_page import message_contracts

REPOSITORY = Path(__file__).resolve().parents[2]
CHART = REPOSITORY / "deploy" / "helm" / "cairn"
SCHEMA: dict[str, Any] = json.loads((CHART / "values.schema.json").read_text())
FREE = {"strings", "kubernetes"}
"""The definitions of objects whose keys are somebody else's."""


def _whole(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema itself where it only points to a definition."""
    reference = schema.get("$ref")
    return SCHEMA["$defs"][reference.rpartition("/")[2]] if reference else schema


def _objects(schema: object, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield path, schema
        for key, value in schema.items():
            yield from _objects(value, f"{path}/{key}")


def _values(values: object, schema: dict[str, Any], path: str) -> Iterator[str]:
    """Every value that the schema does not know by name."""
    known = _whole(schema).get("properties")
    if isinstance(values, dict) and known is not None:
        for key, value in values.items():
            if key in known:
                yield from _values(value, known[key], f"{path}.{key}")
            else:
                yield f"{path}.{key}"


def _properties(schema: dict[str, Any], values: object, path: str) -> Iterator[str]:
    """Every name that the schema knows and values.yaml does not."""
    for key, value in _whole(schema).get("properties", {}).items():
        if not isinstance(values, dict) or key not in values:
            yield f"{path}.{key}"
        elif isinstance(values[key], dict):
            yield from _properties(value, values[key], f"{path}.{key}")


def test_the_schema_refuses_unknown_keys_everywhere() -> None:
    open_to_all = [
        path
        for path, schema in _objects(SCHEMA, "")
        if schema.get("additionalProperties") is not False and path.removeprefix("/$defs/") not in FREE
    ]
    assert open_to_all == []


def test_values_and_schema_know_the_same_names() -> None:
    values = yaml.safe_load((CHART / "values.yaml").read_text())
    assert list(_values(values, SCHEMA, "")) == []
    # `global` comes from a chart that this one is a part of; amounts of resources need not all be given.
    unknown = [
        name for name in _properties(SCHEMA, values, "") if name != ".global" and ".resources." not in name
    ]
    assert unknown == []


def test_the_page_of_values_is_fresh_and_misses_none() -> None:
    done = subprocess.run(
        [sys.executable, "deploy/helm/values_page.py"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == (CHART / "README.md").read_text(), "run `make contracts`"


def test_the_declared_topics_are_those_of_the_contracts() -> None:
    topics = {contract.topic for contract in message_contracts()}
    dead_letters = {dead_letter_topic(service) for service in ("learners", "reporting")}
    assert yaml.safe_load((CHART / "files" / "topics.yaml").read_text()) == sorted(topics | dead_letters)
