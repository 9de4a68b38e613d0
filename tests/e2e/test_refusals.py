"""Bad input, wrong roles, wrong lines, wrong tenants, wrong tokens: a clear answer, and nothing stored."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from cairn_local.demo_access import DemoAccess
from tests.support.quarry import Quarry, open_quarry
from tests.support.testbed import Testbed

TOMORROW = (datetime.now(tz=UTC).date() + timedelta(days=1)).isoformat()
YESTERDAY = (datetime.now(tz=UTC).date() - timedelta(days=1)).isoformat()
_NEWCOMER = {"person_id": "x", "given_name": "X", "position": {"title": "Mason"}}
EVIDENCE = [{"url": "https://example.org/badge"}]


@pytest.fixture(scope="module")
def quarry(testbed: Testbed) -> Quarry:
    """A small catalogue."""
    return open_quarry(testbed)


def _problem(response: httpx.Response, status: int, reason: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("application/problem+json")
    problem: dict[str, Any] = response.json()
    assert problem["reason"] == reason
    assert problem["status"] == status
    assert {"type", "title", "detail", "correlation_id"} <= set(problem)
    return problem


def _pointers(problem: dict[str, Any]) -> dict[str, str]:
    return {error["pointer"]: error["reason"] for error in problem["errors"]}


@pytest.mark.parametrize(
    ("body", "pointer", "reason"),
    [
        ({"issued_on": TOMORROW, "evidence": EVIDENCE}, "/issued_on", "IN_FUTURE"),
        ({"issued_on": YESTERDAY, "evidence": [{"url": "ftp://example.org/x"}]}, "/evidence/0/url", None),
        ({"issued_on": YESTERDAY, "evidence": [{"url": "javascript:alert(1)"}]}, "/evidence/0/url", None),
        ({"issued_on": "2026-02-30", "evidence": EVIDENCE}, "/issued_on", None),
        ({"issued_on": None, "evidence": EVIDENCE}, "/issued_on", None),
        ({"issued_on": YESTERDAY, "evidence": EVIDENCE * 11}, "/evidence", None),
        ({"issued_on": YESTERDAY, "evidence": EVIDENCE, "surprise": 1}, "/surprise", None),
    ],
)
def test_a_wrong_claim_is_refused_at_the_field(
    testbed: Testbed, quarry: Quarry, body: dict[str, Any], pointer: str, reason: str | None
) -> None:
    response = testbed.api("worker").request(
        "POST", "/me/achievements", json={"credential_id": quarry.credential_id, **body}
    )
    found = _pointers(_problem(response, 422, "INVALID_FIELDS"))
    assert pointer in found
    assert reason is None or found[pointer] == reason


def test_every_wrong_field_is_named_at_once(testbed: Testbed, quarry: Quarry) -> None:
    body = {"credential_id": quarry.credential_id, "issued_on": TOMORROW, "evidence": [{"url": "nope"}]}
    response = testbed.api("worker").request("POST", "/me/achievements", json=body)
    assert set(_pointers(_problem(response, 422, "INVALID_FIELDS"))) == {"/issued_on", "/evidence/0/url"}


def test_a_due_date_in_the_past_is_refused(testbed: Testbed, quarry: Quarry) -> None:
    body = {"path_id": quarry.path_id, "audience": {"person_ids": ["worker"]}, "due_on": YESTERDAY}
    response = testbed.api("lead").request("POST", "/assignments", json=body)
    assert set(_pointers(_problem(response, 422, "INVALID_FIELDS"))) == {"/due_on"}


def test_a_stack_that_contains_itself_is_refused(testbed: Testbed, quarry: Quarry) -> None:
    stack = testbed.admin.get(f"/stacks/{quarry.stack_id}")
    outer = testbed.admin.post(
        "/stacks",
        {"name": f"Outer {uuid.uuid4().hex}", "rule": "all_of", "members": [{"stack_id": quarry.stack_id}]},
    )
    members = [*stack["members"], {"stack_id": outer["stack_id"]}]
    body = {"name": stack["name"], "rule": "all_of", "members": members}
    response = testbed.admin.request(
        "PUT", f"/stacks/{quarry.stack_id}", json=body, headers={"If-Match": f'"{stack["version"]}"'}
    )
    assert "CYCLE" in _pointers(_problem(response, 422, "INVALID_FIELDS")).values()


def test_a_circle_in_the_reporting_line_is_refused(testbed: Testbed) -> None:
    boss = testbed.admin.get("/people/boss")
    body = {name: value for name, value in boss.items() if name not in {"version", "has_account"}}
    body["position"] = {**body["position"], "manager_id": "worker"}
    response = testbed.admin.request(
        "PUT", "/people/boss", json=body, headers={"If-Match": f'"{boss["version"]}"'}
    )
    assert _pointers(_problem(response, 422, "INVALID_FIELDS")) == {"/position/manager_id": "CYCLE"}


def test_the_same_idempotency_key_gives_the_first_answer_and_refuses_another_body(
    testbed: Testbed, quarry: Quarry
) -> None:
    key = uuid.uuid4().hex
    body = {"credential_id": quarry.credential_id, "issued_on": YESTERDAY, "evidence": EVIDENCE}
    colleague = testbed.api("colleague")
    first = colleague.post("/me/achievements", body, Idempotency_Key=key)
    again = colleague.post("/me/achievements", body, Idempotency_Key=key)
    assert again == first
    other = {**body, "credential_id": quarry.second_credential_id}
    response = colleague.request("POST", "/me/achievements", json=other, headers={"Idempotency-Key": key})
    _problem(response, 409, "IDEMPOTENCY_KEY_REUSED")


def test_the_same_claim_twice_is_refused(testbed: Testbed, quarry: Quarry) -> None:
    body = {"credential_id": quarry.credential_id, "issued_on": "2026-01-02", "evidence": EVIDENCE}
    testbed.api("worker").post("/me/achievements", body)
    _problem(testbed.api("worker").request("POST", "/me/achievements", json=body), 409, "ALREADY_CLAIMED")


def test_unknown_and_out_of_reach_look_the_same(testbed: Testbed, demo: DemoAccess) -> None:
    stranger = demo.tenants[0].accounts[0].person_id
    lead = testbed.api("lead")
    details = {
        _problem(lead.request("GET", f"/people/{person_id}/progress"), 404, "NOT_FOUND")["detail"]
        for person_id in ("nobody", stranger, "outsider", "boss")
    }
    assert len(details) == 1


def test_a_manager_assigns_in_the_own_line_only(testbed: Testbed, quarry: Quarry) -> None:
    body = {"path_id": quarry.path_id, "audience": {"person_ids": ["worker", "outsider"]}}
    _problem(testbed.api("lead").request("POST", "/assignments", json=body), 404, "NOT_FOUND")
    assert testbed.api("outsider").get("/me/progress")["paths"] == []


def test_nobody_verifies_an_own_claim_or_one_of_another_line(testbed: Testbed, quarry: Quarry) -> None:
    body = {"credential_id": quarry.credential_id, "issued_on": "2026-03-04", "evidence": EVIDENCE}
    own = testbed.api("lead").post("/me/achievements", body)["achievement_id"]
    verdict = {"decision": "verified"}
    _problem(
        testbed.api("lead").request("POST", f"/achievements/{own}/verification", json=verdict),
        403,
        "OWN_CLAIM",
    )
    _problem(
        testbed.api("other").request("POST", f"/achievements/{own}/verification", json=verdict),
        404,
        "NOT_FOUND",
    )
    testbed.api("boss").post(f"/achievements/{own}/verification", verdict, expect=200)
    _problem(
        testbed.api("boss").request("POST", f"/achievements/{own}/verification", json=verdict),
        409,
        "ALREADY_DECIDED",
    )


@pytest.mark.parametrize(
    ("name", "method", "path", "body"),
    [
        ("worker", "POST", "/people/import", {"people": [_NEWCOMER]}),
        ("lead", "POST", "/credentials", {"name": "X", "kind": "digital_badge", "issuer_id": "x"}),
        ("hr-client", "POST", "/skills", {"name": "X"}),
        ("worker", "POST", "/departments", {"name": "X"}),
    ],
)
def test_the_wrong_role_is_refused(
    testbed: Testbed, name: str, method: str, path: str, body: dict[str, Any]
) -> None:
    _problem(testbed.api(name).request(method, path, json=body), 403, "ROLE_REQUIRED")


def test_an_unknown_credential_is_not_found_and_a_new_one_is_not_yet_known_or_claimed(
    testbed: Testbed,
) -> None:
    body = {"credential_id": "no-such-credential", "issued_on": YESTERDAY, "evidence": EVIDENCE}
    _problem(testbed.api("worker").request("POST", "/me/achievements", json=body), 404, "NOT_FOUND")
    new = testbed.admin.post(
        "/credentials",
        {
            "name": f"New {uuid.uuid4().hex}",
            "kind": "digital_badge",
            "issuer_id": testbed.admin.post("/issuers", {"name": f"G {uuid.uuid4().hex}"})["issuer_id"],
        },
    )
    response = testbed.api("worker").request(
        "POST", "/me/achievements", json={**body, "credential_id": new["credential_id"]}
    )
    if response.status_code != 201:
        _problem(response, 409, "CREDENTIAL_NOT_YET_KNOWN")
        assert int(response.headers["retry-after"]) >= 1


def test_a_lost_update_is_refused(testbed: Testbed, quarry: Quarry) -> None:
    path = f"/skills/{quarry.skill_id}"
    answer = testbed.admin.request("GET", path)
    etag = answer.headers["etag"]
    body = {"name": answer.json()["name"] + "!"}
    _problem(testbed.admin.request("PUT", path, json=body), 428, "PRECONDITION_REQUIRED")
    _problem(
        testbed.admin.request("PUT", path, json=body, headers={"If-Match": etag}), 428, "IMPACT_NOT_CONFIRMED"
    )
    seen = {"If-Match": etag, "X-Cairn-Impact": testbed.admin.get(f"{path}/impact")["digest"]}
    assert testbed.admin.request("PUT", path, json=body, headers=seen).status_code == 200
    _problem(testbed.admin.request("PUT", path, json=body, headers={"If-Match": etag}), 412, "STALE_VERSION")


def _bad_tokens(testbed: Testbed, demo: DemoAccess) -> Iterator[str]:
    yield ""
    yield "abc"
    good = testbed.token("worker")
    yield good[:-4] + "AAAA"
    yield ".".join([*good.split(".")[:2], ""])
    account = demo.tenants[0].accounts[0]
    answer = httpx.post(
        testbed.token_url,
        data={
            "grant_type": "password",
            "client_id": demo.cli_client_id,
            "username": account.username,
            "password": account.password,
            "scope": "openid",
        },
        timeout=20,
    )
    yield answer.json()["access_token"]


def test_bad_tokens_are_refused(testbed: Testbed, demo: DemoAccess) -> None:
    for token in _bad_tokens(testbed, demo):
        response = httpx.get(
            f"{testbed.gateway_url}/api/v1/me",
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=20,
        )
        assert response.status_code == 401, token
        assert "www-authenticate" in response.headers


def test_a_public_entry_is_overridden_for_one_tenant_and_its_etag_is_not_the_overrides(
    testbed: Testbed,
) -> None:
    public = testbed.admin.request("GET", "/credentials/pmi-pmp")
    draft = {name: value for name, value in public.json().items() if name not in {"version", "origin"}}
    put = {**draft, "effort_hours": 77}
    impact = testbed.admin.get("/credentials/pmi-pmp/impact")["digest"]
    headers = {"If-Match": public.headers["etag"], "X-Cairn-Impact": impact}
    made = testbed.admin.request("PUT", "/credentials/pmi-pmp", json=put, headers=headers)
    assert made.status_code == 201, made.text
    assert (made.json()["origin"], made.json()["version"]) == ("override", 1)
    assert made.headers["etag"] != public.headers["etag"]
    again = testbed.admin.request("PUT", "/credentials/pmi-pmp", json=put, headers=headers)
    _problem(again, 409, "ALREADY_EXISTS")
    assert testbed.hr.get("/credentials/pmi-pmp")["effort_hours"] == 77
