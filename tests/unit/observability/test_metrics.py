"""Every metric is defined once by name; dashboard, alerts and documentation speak of these and of no other."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cairn_platform.observability.metrics import OF_THE_PROCESS, REGISTRY, Kind, Metric
from tests.support.tools import tool

_REPOSITORY = Path(__file__).resolve().parents[3]
_DEPLOYED = _REPOSITORY / "deploy" / "observability"
_DOCUMENTED = (_REPOSITORY / "docs" / "observability.md").read_text()
_NAME = re.compile(r"\b(?:cairn|process)_[a-z_]+\b")
_FORBIDDEN_LABELS = {"tenant", "tenant_id", "person", "person_id", "subject", "path", "correlation_id"}


def _exposed_names() -> set[str]:
    """What Prometheus stores of each metric."""
    suffixes = {Kind.HISTOGRAM: ("_bucket", "_sum", "_count")}
    return set(OF_THE_PROCESS) | {
        f"{metric.value.name}{suffix}"
        for metric in Metric
        for suffix in suffixes.get(metric.value.kind, ("",))
    }


def _rules() -> Iterator[dict[str, Any]]:
    for group in yaml.safe_load((_DEPLOYED / "alerts.yaml").read_text())["groups"]:
        yield from group["rules"]


def _queries() -> list[str]:
    dashboard = json.loads((_DEPLOYED / "dashboard.json").read_text())
    shown = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]
    return [*shown, *(rule["expr"] for rule in _rules())]


def test_what_is_exposed_is_what_is_defined() -> None:
    exposed = {family.name: family for family in REGISTRY.collect()}
    for metric in Metric:
        family = exposed.pop(metric.value.name.removesuffix("_total"))
        assert (family.type, family.documentation) == (metric.value.kind, metric.value.meaning)
    assert set(exposed) <= {name.removesuffix("_total") for name in OF_THE_PROCESS}


@pytest.mark.parametrize("metric", Metric)
def test_no_label_tells_of_a_tenant_or_a_person(metric: Metric) -> None:
    assert not _FORBIDDEN_LABELS & set(metric.value.labels)


@pytest.mark.parametrize("query", _queries())
def test_dashboard_and_alerts_ask_for_metrics_that_exist(query: str) -> None:
    asked = set(_NAME.findall(query))
    assert asked and asked <= _exposed_names()


def test_every_metric_is_on_the_dashboard() -> None:
    shown = set(_NAME.findall((_DEPLOYED / "dashboard.json").read_text()))
    stems = {re.sub(r"_(bucket|sum|count)$", "", name) for name in shown}
    assert {metric.value.name for metric in Metric} <= stems


@pytest.mark.parametrize("metric", Metric)
def test_every_metric_is_documented(metric: Metric) -> None:
    told = metric.value
    labels = ", ".join(f"`{label}`" for label in told.labels)
    assert f"| `{told.name}` | {told.kind} | {labels} | {told.meaning} |" in _DOCUMENTED


def test_the_documentation_names_no_metric_that_does_not_exist() -> None:
    defined = {metric.value.name for metric in Metric} | _exposed_names()
    assert set(_NAME.findall(_DOCUMENTED)) <= defined | {"cairn_platform"}


@pytest.mark.parametrize("rule", list(_rules()), ids=lambda rule: str(rule["alert"]))
def test_every_alert_leads_to_a_section_of_the_documentation(rule: dict[str, Any]) -> None:
    page, section = rule["annotations"]["runbook"].split("#")
    assert page == "docs/observability.md"
    headings = {
        line.lstrip("# ").lower().replace(" ", "-")
        for line in _DOCUMENTED.splitlines()
        if line.startswith("#")
    }
    assert section in headings


def test_the_alerts_have_tests_for_firing_and_for_silence() -> None:
    tests = yaml.safe_load((_DEPLOYED / "alerts.test.yaml").read_text())["tests"]
    outcomes: dict[str, set[bool]] = {}
    for case in (case for each in tests for case in each["alert_rule_test"]):
        outcomes.setdefault(case["alertname"], set()).add(bool(case["exp_alerts"]))
    assert outcomes == {rule["alert"]: {True, False} for rule in _rules()}


def test_prometheus_finds_the_alerts_right() -> None:
    promtool = tool("promtool", folder=_DEPLOYED)
    promtool("check", "rules", "alerts.yaml")
    promtool("test", "rules", "alerts.test.yaml")
