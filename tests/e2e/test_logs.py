"""What the processes have logged by now, of the demo and of a journey: everything in JSON, each hop of a request, and nobody's data."""

import csv
import json
from pathlib import Path
from typing import Any

from cairn_local.programs import APPS
from cairn_local.stack import Stack
from tests.support.quarry import open_quarry
from tests.support.testbed import PEOPLE, Testbed
from tests.support.waiting import wait_until

_TENANTS = Path(__file__).resolve().parents[2] / "demo" / "tenants"
# A token is three parts of base64 that begin like this: {"
_TOKEN = "eyJ"
_JOURNEY = "e2e-what-the-logs-tell"


def _logs(cairn: Stack) -> dict[str, str]:
    return {name: (cairn.settings.logs_dir / f"{name}.log").read_text() for name in APPS}


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def _personal_data(testbed: Testbed) -> set[str]:
    """Whatever must be in no log: names and addresses of the demo's people and the tests', and what a token begins with."""
    rows = [row for path in _TENANTS.glob("*/people.csv") for row in csv.DictReader(path.open())]
    demo = {
        value
        for row in rows
        for value in (row["email"], f"{row['given_name']} {row['family_name']}")
        if value
    }
    tests = {testbed.email(name) for name in PEOPLE} | {f"{name.capitalize()} Tester" for name in PEOPLE}
    assert len(demo) > 100
    return demo | tests | {_TOKEN}


def test_a_request_can_be_followed_through_every_process_by_its_correlation_id(
    testbed: Testbed, cairn: Stack
) -> None:
    answer = testbed.admin.request(
        "PUT",
        "/departments/followed",
        json={"name": "Followed"},
        headers={"If-None-Match": "*", "X-Correlation-ID": _JOURNEY},
    )
    assert answer.status_code == 201, answer.text

    def hops() -> set[tuple[str, str, str]]:
        return {
            (name, line["event"], line["tenant_id"])
            for name, text in _logs(cairn).items()
            for line in _lines(text)
            if line.get("correlation_id") == _JOURNEY
        }

    expected = {
        ("gateway", "request"),
        ("learners-serve", "call"),
        ("learners-work", "relayed"),
        ("reporting-work", "applied"),
    }
    wait_until(lambda: {hop[:2] for hop in hops()} >= expected, what="the last line of the journey")
    assert hops() == {(*hop, testbed.alias) for hop in expected}


def test_no_log_holds_personal_data(testbed: Testbed, cairn: Stack) -> None:
    open_quarry(testbed)
    assert testbed.hr.request("POST", "/people", json={"email": testbed.email("worker")}).status_code in {
        403,
        422,
    }
    logs = _logs(cairn)
    assert all(logs.values())
    told = {(name, text) for name, log in logs.items() for text in _personal_data(testbed) if text in log}
    assert told == set()
