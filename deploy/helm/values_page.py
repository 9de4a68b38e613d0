"""Writes the chart's README.md from the comments in its values.yaml: `python deploy/helm/values_page.py > deploy/helm/cairn/README.md`."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

CHART = Path(__file__).parent / "cairn"
_MARK = "# -- "
_INTRODUCTION = """# The chart

Made from the comments in `values.yaml` by `make contracts`; do not edit.

Installs Cairn: a serving and a working deployment of each service, the gateway with the portal, and a job that migrates and
provisions before every installation and upgrade. MongoDB, Kafka and Keycloak are yours; every credential comes from a secret that
exists. [docs/operations.md](../../../docs/operations.md) has the way from nothing to a running Cairn, and what to do with it then;
`ci/` has values for four kinds of surroundings.

```
helm install cairn deploy/helm/cairn --namespace cairn --values my-values.yaml --wait --timeout 15m
helm test cairn --namespace cairn
```

| value | default | what it is |
| --- | --- | --- |
"""


@dataclass(frozen=True, kw_only=True)
class Value:
    """One value of the chart that has a comment, or one that stands for others by an alias."""

    path: str
    default: object
    meaning: str


def values(chart: Path = CHART) -> Iterator[Value]:
    """Every documented value, in the file's order. Raises LookupError where something has no comment."""
    text = (chart / "values.yaml").read_text()
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        raise LookupError("values.yaml is no mapping")
    yield from _of(root, "", text.splitlines(), {})


def page() -> str:
    """The whole page."""
    return _INTRODUCTION + "".join(
        f"| `{value.path}` | {_shown(value.default)} | {value.meaning} |\n" for value in values()
    )


def _of(node: yaml.MappingNode, prefix: str, lines: list[str], named: dict[int, str]) -> Iterator[Value]:
    for key, value in node.value:
        path = f"{prefix}{key.value}"
        above = lines[key.start_mark.line - 1].strip()
        if above.startswith(_MARK):
            default = yaml.safe_load(yaml.serialize(value))
            yield Value(path=path, default=default, meaning=above.removeprefix(_MARK))
        elif id(value) in named:
            yield Value(path=path, default=..., meaning=f"As `{named[id(value)]}`.")
        elif isinstance(value, yaml.MappingNode):
            named[id(value)] = path
            yield from _of(value, f"{path}.", lines, named)
        else:
            raise LookupError(f"{path} in values.yaml has no comment that begins with '{_MARK}'")


def _shown(default: object) -> str:
    return "" if default is ... else f"`{json.dumps(default)}`"


if __name__ == "__main__":
    sys.stdout.write(page())
