"""Reads the demo's files for the tests here: independent of the programs that enter them."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from google.protobuf.json_format import ParseDict
from google.protobuf.message import Message

DEMO = Path(__file__).resolve().parents[3] / "demo"
TENANTS = sorted(path.parent.name for path in DEMO.glob("tenants/*/tenant.yaml"))

Entry = dict[str, Any]


@cache
def entries(name: str) -> list[Entry]:
    """The entries of a YAML file below demo/, such as `catalogue/stacks`."""
    loaded = yaml.safe_load((DEMO / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, list), name
    return loaded


@cache
def by_id(name: str, id_field: str) -> Mapping[str, Entry]:
    """The same by their ids, which must be unique."""
    found = {entry[id_field]: entry for entry in entries(name)}
    assert len(found) == len(entries(name)), f"an id stands twice in {name}"
    return found


@cache
def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file below demo/, such as `tenants/acme/people`."""
    with (DEMO / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def public_skills() -> set[str]:
    """The ids of all public skills."""
    own, esco = by_id("catalogue/skills", "skill_id"), by_id("catalogue/skills-esco", "skill_id")
    assert not own.keys() & esco.keys()
    return set(own) | set(esco)


def as_message(entry: Entry, message: type[Message]) -> Message:
    """The entry as the contract's message; raises ParseError for a field or an enum name that it lacks."""
    return ParseDict(_with_enum_names(entry, message.DESCRIPTOR), message())


def _with_enum_names(value: Entry, descriptor: Any) -> Entry:
    named: Entry = {}
    for name, each in value.items():
        field = descriptor.fields_by_name.get(name)
        if field is not None and field.enum_type is not None:
            named[name] = _enum_name(field.enum_type, each)
        elif field is not None and field.message_type is not None:
            inner = field.message_type
            named[name] = (
                [_with_enum_names(one, inner) for one in each]
                if isinstance(each, list)
                else _with_enum_names(each, inner)
            )
        else:
            named[name] = each
    return named


def _enum_name(enum: Any, short: str) -> str:
    prefix = re.sub(r"(?<!^)(?=[A-Z])", "_", str(enum.name)).upper()
    return f"{prefix}_{short.upper()}"
