"""The main job by REST: assign, work, claim, verify, and the gap has closed, within two seconds."""

import time
from datetime import UTC, datetime, timedelta

from tests.support.quarry import Quarry, open_quarry
from tests.support.testbed import Testbed
from tests.support.waiting import wait_until


def _today(days: int = 0) -> str:
    return (datetime.now(tz=UTC).date() + timedelta(days=days)).isoformat()


def _short(testbed: Testbed, quarry: Quarry) -> set[str]:
    report = testbed.hr.get("/reports/skill-gaps", role_id=quarry.role_id, team_id="lead")
    (gap,) = [gap for gap in report["gaps"] if gap["skill_id"] == quarry.skill_id]
    assert gap["demanded"] == gap["supplied"] + gap["short"]
    return {each["person_id"] for each in gap["short_people"]}


def _claim(testbed: Testbed, credential_id: str, *, name: str = "worker") -> str:
    claim = testbed.api(name).post(
        "/me/achievements",
        {
            "credential_id": credential_id,
            "issued_on": _today(-10),
            "evidence": [{"url": "https://example.org/badge", "description": "My badge"}],
        },
    )
    assert claim["standing"] == "waiting_for_verification"
    return str(claim["achievement_id"])


def test_the_main_job(testbed: Testbed) -> None:
    quarry = open_quarry(testbed)
    lead, worker = testbed.api("lead"), testbed.api("worker")
    before = _short(testbed, quarry)
    assert before == {"worker", "colleague", "spare"}

    audience = {"person_ids": ["worker", "colleague", "spare"]}
    preview = lead.post("/assignments/preview", {"path_id": quarry.path_id, "audience": audience}, expect=200)
    assert [each["completed_steps"] for each in preview["forecasts"]] == [0, 0, 0]
    assigned = lead.post(
        "/assignments",
        {"path_id": quarry.path_id, "audience": audience, "due_on": _today(60), "note": "Please."},
    )
    assert set(assigned["enrolled_person_ids"]) == {"worker", "colleague", "spare"}

    (path,) = [
        each for each in worker.get("/me/progress")["paths"] if each["enrolment"]["path_id"] == quarry.path_id
    ]
    assert [step["state"] for step in path["steps"]] == ["not_started", "not_started"]
    enrolment_id = path["enrolment"]["enrolment_id"]
    worker.post(f"/me/enrolments/{enrolment_id}/steps/first/start", None, expect=200)
    person = worker.get("/me")["person"]
    worker.request(
        "PUT",
        "/me/target-role",
        json={"role_id": quarry.role_id},
        headers={"If-Match": f'"{person["version"]}"'},
    ).raise_for_status()

    claims = [_claim(testbed, each) for each in (quarry.credential_id, quarry.second_credential_id)]
    waiting = lead.get("/achievements", decision="claimed", person_id="worker")["items"]
    assert {each["achievement_id"] for each in waiting} == set(claims)
    assert {each["person_name"] for each in waiting} == {"Worker Tester"}
    lead.post(f"/achievements/{claims[0]}/verification", {"decision": "verified"}, expect=200)
    lead.post(f"/achievements/{claims[1]}/verification", {"decision": "verified"}, expect=200)
    acknowledged_at = time.monotonic()
    wait_until(lambda: _short(testbed, quarry) == {"colleague", "spare"}, seconds=2, what="the closed gap")
    assert time.monotonic() - acknowledged_at < 2

    progress = worker.get("/me/progress")
    (stack,) = [each for each in progress["stacks"] if each["stack_id"] == quarry.stack_id]
    assert (stack["completed_members"], stack["required_members"]) == (2, 2)
    (achievement,) = [each for each in progress["achievements"] if each["achievement_id"] == claims[1]]
    last_valid_on = datetime.fromisoformat(_today(-10)).replace(year=int(_today(-10)[:4]) + 2) - timedelta(
        days=1
    )
    assert achievement["standing"] == "active"
    assert achievement["periods"][0]["last_valid_on"] == last_valid_on.date().isoformat()

    readiness = worker.get("/me/readiness")
    assert readiness["role_id"] == quarry.role_id
    assert readiness["state"] == "ready_until"
    assert readiness["requirements"][0]["achievement_id"] == claims[1]
    assert readiness["requirements"][0]["explanation"]

    (listed,) = lead.get("/assignments", path_id=quarry.path_id)["items"]
    assert (listed["enrolled_count"], listed["completed_count"]) == (3, 1)
    (line,) = testbed.hr.get("/reports/recertification", credential_id=quarry.second_credential_id)["lines"]
    assert line["valid"] == 1


def test_a_refused_claim_moves_nothing_and_says_why(testbed: Testbed) -> None:
    quarry = open_quarry(testbed)
    claim = _claim(testbed, quarry.second_credential_id)
    testbed.api("lead").post(
        f"/achievements/{claim}/verification",
        {"decision": "refused", "reason": "The link shows another name."},
        expect=200,
    )
    (mine,) = [
        each
        for each in testbed.api("worker").get("/me/achievements")["items"]
        if each["achievement_id"] == claim
    ]
    assert (mine["standing"], mine["reason"]) == ("refused", "The link shows another name.")
    assert "worker" in _short(testbed, quarry)


def test_assigning_twice_adds_nothing(testbed: Testbed) -> None:
    quarry = open_quarry(testbed)
    body = {"path_id": quarry.path_id, "audience": {"team_ids": ["lead"]}}
    first = testbed.api("lead").post("/assignments", body)
    again = testbed.api("boss").post("/assignments", body)
    assert set(first["enrolled_person_ids"]) == {"worker", "colleague", "spare"}
    assert again["enrolled_person_ids"] == []
    assert set(again["already_enrolled_person_ids"]) == {"worker", "colleague", "spare"}


def test_a_changed_line_counts_in_reports_within_two_seconds(testbed: Testbed) -> None:
    quarry = open_quarry(testbed)
    spare = testbed.admin.get("/people/spare")
    moved = {**spare, "position": {**spare["position"], "manager_id": "other"}}

    def put(body: dict[str, object], version: int) -> int:
        body = {name: value for name, value in body.items() if name not in {"version", "has_account"}}
        response = testbed.admin.request(
            "PUT", "/people/spare", json=body, headers={"If-Match": f'"{version}"'}
        )
        assert response.status_code == 200, response.text
        return int(response.json()["version"])

    def others_team() -> set[str]:
        report = testbed.api("other").get("/reports/readiness", role_id=quarry.role_id)
        return {each["person_id"] for each in report["items"]}

    version = put(moved, spare["version"])
    wait_until(lambda: "spare" in others_team(), seconds=2, what="the new line")
    put(spare, version)
    wait_until(lambda: "spare" not in others_team(), seconds=2, what="the old line")


def test_whatever_an_account_asks_first_links_it(testbed: Testbed) -> None:
    quarry = open_quarry(testbed)
    readiness = testbed.api("newcomer").get("/me/readiness", role_id=quarry.role_id)
    assert readiness["person_id"] == "newcomer"
    late = testbed.api("latecomer").post(
        "/assignments", {"path_id": quarry.path_id, "audience": {"person_ids": ["late"]}}
    )
    assert late["enrolled_person_ids"] == ["late"]
