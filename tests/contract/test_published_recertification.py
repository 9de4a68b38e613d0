"""Dated examples that other systems have published come out as they say, from the REST API's form through both services and back.

The examples lie beside the repository, in ../shared/oracles: they are not part of it.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cairn_gateway.adapters.http.recertification import RecertificationDraft, RecertificationPreview, asked_of
from cairn_gateway.adapters.http.translation import answer
from cairn_learners.adapters.grpc import answers, requests
from cairn_learners.application.recertification import preview_recertification
from cairn_learners.application.scope import Scope
from cairn_platform.identity import Principal
from tests.support.learners.builders import NOW
from tests.support.learners.fake_store import FakeWorld

ORACLE = Path(__file__).resolve().parents[3] / "shared" / "oracles" / "recertification.json"
CASES: list[dict[str, Any]] = (
    json.loads(ORACLE.read_text(encoding="utf-8"))["cases"] if ORACLE.exists() else []
)
SCOPE = Scope(
    principal=Principal(
        tenant_id="acme",
        subject="sub-ann",
        roles=frozenset({"employee"}),
        client_id="",
        email=None,
        email_verified=False,
    ),
    store=FakeWorld().of("acme"),
    now=NOW,
    new_id=lambda: "",
)


def previewed(body: dict[str, Any]) -> dict[str, Any]:
    """What POST /api/v1/recertification/preview answers, without the network between."""
    asked = asked_of(RecertificationDraft.model_validate(body))
    found = preview_recertification(SCOPE, draft=requests.recertification(asked))
    return answer(RecertificationPreview, answers.recertification(found)).model_dump(mode="json")


@pytest.mark.skipif(not CASES, reason="the published examples are not beside the repository")
def test_published_examples_come_out_as_they_say() -> None:
    for case in CASES:
        periods = previewed(case["request"])["periods"]
        assert len(periods) == len(case["expect"]), case["id"]
        for period, expected in zip(periods, case["expect"], strict=True):
            found = {name: _comparable(name, period[name]) for name in expected}
            assert found == {name: _comparable(name, value) for name, value in expected.items()}, case["id"]
            assert period["explanation"], case["id"]


def _comparable(name: str, value: Any) -> Any:
    is_instant = isinstance(value, str) and name != "last_valid_on"
    return datetime.fromisoformat(value) if is_instant else value
