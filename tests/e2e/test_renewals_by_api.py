"""The life of a credential by REST: its policy, the issuer's date, renewal, suspension, and what the reports say of each."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.quarry import Quarry, open_quarry
from tests.support.testbed import Testbed
from tests.support.waiting import wait_until


def _day(days: int) -> str:
    return (datetime.now(tz=UTC).date() + timedelta(days=days)).isoformat()


def _policy(validity: str, **more: Any) -> dict[str, Any]:
    option = {
        "option_id": "credits",
        "kind": "credits",
        "credits": {"unit": "pdu", "amount": "10", "categories": [{"category": "education", "minimum": "5"}]},
        "needs_fee": True,
    }
    policy = {"basis": "expiry", "validity": validity, "window": "P2M", "timezone": "Europe/Madrid"}
    return {"policy": policy, "renewal": [option], "effective_on": "2000-01-01", **more}


def _counts(testbed: Testbed, quarry: Quarry) -> int:
    lines = testbed.hr.get("/reports/recertification", credential_id=quarry.second_credential_id)["lines"]
    return sum(line["valid"] for line in lines)


def test_a_credential_lives_as_its_policy_says(testbed: Testbed) -> None:
    quarry = open_quarry(testbed)
    credential_id = quarry.second_credential_id
    versions = f"/recertification/policies/{credential_id}/versions"
    stated = testbed.admin.request("POST", versions, json=_policy("P1Y"), headers={"If-None-Match": "*"})
    assert stated.status_code == 200, stated.text
    lead, worker = testbed.api("lead"), testbed.api("worker")

    claim = {
        "credential_id": credential_id,
        "issued_on": _day(-200),
        "certificate": {"expires_on": _day(20), "number": "Q-7"},
    }
    achievement_id = worker.post("/me/achievements", claim)["achievement_id"]
    verified = lead.post(f"/achievements/{achievement_id}/verification", {"decision": "verified"}, expect=200)
    assert verified["standing"] == "due_for_renewal"
    assert verified["counts"]
    [period] = verified["reckonings"][-1]["periods"]
    assert (period["by_issuer"], period["last_valid_on"]) == (True, _day(20))
    assert any("the issuer's date wins" in each for each in period["explanation"])
    wait_until(lambda: _counts(testbed, quarry) == 1, seconds=2, what="the verified credential")

    for entry in (
        {"kind": "credits", "happened_on": _day(-100), "amount": "10.5", "category": "education"},
        {"kind": "fee", "happened_on": _day(-1)},
    ):
        logged = worker.post("/me/renewal-entries", {"credential_id": credential_id, **entry})
        assert logged["state"] == "logged"
        lead.post(f"/renewal-entries/{logged['entry_id']}/decision", {"state": "accepted"}, expect=200)
    life = worker.get(f"/people/worker/certifications/{credential_id}")
    assert life["standing"] == "active"
    assert [each["period"]["option_id"] for each in life["periods"]] == [None, "credits"]
    assert any("10.5 of 10 PDU" in each for each in life["periods"][1]["period"]["explanation"])

    marks = f"/achievements/{achievement_id}/marks"
    lead.post(marks, {"kind": "suspended", "reason": "An audit."}, expect=200)
    wait_until(lambda: _counts(testbed, quarry) == 0, seconds=2, what="the suspension")
    lead.post(marks, {"kind": "reinstated", "reason": "It was fine."}, expect=200)
    wait_until(lambda: _counts(testbed, quarry) == 1, seconds=2, what="the reinstatement")

    shorter = _policy("P4M", applies="retroactively", effective_on=_day(0))
    preview = testbed.admin.post(f"{versions}/preview", shorter, expect=200)
    changed = testbed.admin.request("POST", versions, json=shorter, headers={"If-Match": '"1"'})
    assert changed.status_code == 200, changed.text
    assert changed.json()["change"] == preview
    assert [each["person_name"] for each in preview["effects"]] == ["Worker Tester"]
