"""What Helm makes of the chart, for four kinds of surroundings, is what Kubernetes takes."""

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.chart.conftest import CHART
from tests.support.tools import Tool

SURROUNDINGS = sorted((CHART / "ci").glob("*.yaml"))
OLDEST, NEWEST = "1.27", "1.37"
# Kinds that operators add to Kubernetes: their schemas are the operators'.
OF_OPERATORS = {
    "HTTPRoute", "Kafka", "KafkaNodePool", "KafkaTopic", "KafkaUser", "Keycloak", "ScaledObject", "ServiceMonitor", "TriggerAuthentication",
}  # fmt: skip


def _rendered(helm: Tool, values: Path, *more: str) -> list[dict[str, Any]]:
    text = helm(
        "template",
        "cairn",
        str(CHART),
        "--namespace",
        "people",
        "--kube-version",
        NEWEST,
        "--values",
        str(values),
        *more,
    )
    return [document for document in yaml.safe_load_all(text) if document]


@pytest.mark.parametrize("values", SURROUNDINGS, ids=lambda path: path.stem)
def test_the_chart_has_nothing_that_helm_lint_minds(helm: Tool, values: Path) -> None:
    helm("lint", str(CHART), "--strict", "--kube-version", NEWEST, "--values", str(values))


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
@pytest.mark.parametrize("values", SURROUNDINGS, ids=lambda path: path.stem)
def test_kubernetes_takes_everything(helm: Tool, values: Path, version: str) -> None:
    for document in _rendered(helm, values):
        if document["kind"] not in OF_OPERATORS:
            kubernetes_validate.validate(document, version, strict=True)


@pytest.mark.parametrize("values", SURROUNDINGS, ids=lambda path: path.stem)
def test_no_secret_is_made_and_no_name_is_there_twice(helm: Tool, values: Path) -> None:
    names = [(each["apiVersion"], each["kind"], each["metadata"]["name"]) for each in _rendered(helm, values)]
    assert "Secret" not in {kind for _, kind, _ in names}
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("kafka.partition=3", "additional properties 'partition' not allowed"),
        ("kafka.securityProtocol=TLS", "/kafka/securityProtocol"),
        ("services.catalog.serve.replica=3", "additional properties 'replica' not allowed"),
        ("gateway.publicUrl=https://cairn.example.com/portal", "/gateway/publicUrl"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(helm: Tool, wrong: str, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        _rendered(helm, CHART / "ci" / "small.yaml", "--set", wrong)


def test_helm_unittest_finds_everything_as_it_should_be(helm_unittest: Tool) -> None:
    helm_unittest("--strict", str(CHART))
