"""The demo's HR partner by REST: the people and figures of engineering, as the seeding gave it, and nothing of the rest of the company."""

import csv
from typing import Any

import httpx

from cairn_local.demo_access import DemoAccess
from cairn_local.demo_tenants import DEMO_TENANTS
from tests.support.testbed import Api

ENGINEERING = {"engineering", "payments-engineering", "lending-engineering", "platform", "quality"}


def _signed_in(demo: DemoAccess, username: str) -> Api:
    tenant = next(each for each in demo.tenants if each.alias == "quillhaven")
    account = next(each for each in tenant.accounts if each.username == username)
    form = {
        "grant_type": "password",
        "client_id": demo.cli_client_id,
        "username": username,
        "password": account.password,
        "scope": tenant.user_scope,
    }
    response = httpx.post(demo.token_url, data=form, timeout=20)
    assert response.status_code == 200, response.text
    return Api(demo.gateway_url, str(response.json()["access_token"]))


def _problem(response: httpx.Response) -> tuple[int, Any]:
    return response.status_code, response.json()["reason"]


def test_an_hr_partner_gets_the_own_departments_by_rest(demo: DemoAccess) -> None:
    partner = _signed_in(demo, "matteo.galvani")
    oneself = partner.get("/me")
    assert (oneself["roles"], oneself["hr_department_ids"]) == (["employee", "hr-partner"], ["engineering"])

    with (DEMO_TENANTS / "quillhaven" / "people.csv").open(encoding="utf-8", newline="") as file:
        engineers = {row["person_id"] for row in csv.DictReader(file) if row["department_id"] in ENGINEERING}
    assert {each["person_id"] for each in partner.get("/people", limit=100)["items"]} == engineers
    assert _problem(partner.request("GET", "/people/qh-2150")) == (404, "NOT_FOUND")

    # Beside the unit the partner, who is in people and culture.
    assert partner.get("/reports/recertification")["people_count"] == len(engineers) + 1
    assert partner.get("/reports/recertification", department_id="engineering")["people_count"] == len(
        engineers
    )
    for report in ("skill-gaps", "readiness", "recertification", "trends", "pipeline", "worth"):
        partner.get(f"/reports/{report}", department_id="platform")
        outside = partner.request("GET", f"/reports/{report}", params={"department_id": "finance"})
        assert _problem(outside) == (404, "NOT_FOUND"), report
    assert _problem(partner.request("GET", "/hr-responsibilities")) == (403, "ROLE_REQUIRED")
