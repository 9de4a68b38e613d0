"""The main job as its users click it: a manager assigns, an employee works and claims, the manager verifies, HR's report has moved."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, Page, expect

from tests.support.chromium import signed_in
from tests.support.quarry import Quarry, open_quarry
from tests.support.testbed import Testbed
from tests.support.waiting import wait_until


def _day(days: int) -> str:
    return (datetime.now(tz=UTC).date() + timedelta(days=days)).isoformat()


def _short(testbed: Testbed, quarry: Quarry) -> set[str]:
    (gap,) = testbed.hr.get("/reports/skill-gaps", role_id=quarry.role_id, team_id="lead")["gaps"]
    return {each["person_id"] for each in gap["short_people"]}


def _names(testbed: Testbed, quarry: Quarry) -> dict[str, str]:
    admin = testbed.admin
    return {
        "path": admin.get(f"/learning-paths/{quarry.path_id}")["name"],
        "stack": admin.get(f"/stacks/{quarry.stack_id}")["name"],
        "role": admin.get(f"/roles/{quarry.role_id}")["name"],
        "apprentice": admin.get(f"/credentials/{quarry.credential_id}")["name"],
        "mason": admin.get(f"/credentials/{quarry.second_credential_id}")["name"],
    }


def _assign(page: Page, names: dict[str, str]) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Assignments").click()
    page.get_by_role("link", name=re.compile("Assign a path")).first.click()
    for person in ("Worker", "Colleague", "Spare"):
        page.get_by_role("textbox", name="Search people").fill(person)
        page.get_by_role("checkbox", name=f"{person} Tester").check()
    page.get_by_role("combobox", name="Learning path").fill(names["path"])
    page.get_by_role("option", name=names["path"]).click()
    page.get_by_label("Due date").fill(_day(90))
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("3 people would get the path")).to_be_visible()
    page.get_by_role("button", name="Assign to 3 people").click()
    expect(page.get_by_role("heading", name=f"{names['path']} is assigned")).to_be_visible()
    page.get_by_role("link", name="See the assignment").click()
    expect(page.get_by_text("Worker Tester").first).to_be_visible()


def _work_and_claim(page: Page, names: dict[str, str]) -> None:
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/me")
    path = page.get_by_role("article", name=names["path"])
    expect(path.get_by_text(re.compile("Due"))).to_be_visible()
    path.get_by_role("button", name=f"Start {names['apprentice']}").click()
    expect(path.get_by_text("In progress").first).to_be_visible()
    role = page.get_by_role("combobox", name="Target role")
    role.fill(names["role"])
    page.get_by_role("option", name=names["role"]).click()
    readiness = page.get_by_role("article", name=f"Readiness for {names['role']}")
    expect(readiness.get_by_role("img", name="0 of 1 requirements met")).to_be_visible()
    for credential in (names["apprentice"], names["mason"]):
        path.get_by_role("button", name=f"Claim {credential}").first.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Issue date").fill(_day(1))
        dialog.get_by_role("textbox", name="Evidence link").fill("https://example.org/badge/42")
        dialog.get_by_role("button", name="Submit claim").click()
        expect(dialog.get_by_text(re.compile("future"))).to_be_visible()
        dialog.get_by_label("Issue date").fill(_day(-7))
        dialog.get_by_role("button", name="Submit claim").click()
        expect(dialog).to_be_hidden()
    expect(path.get_by_text(re.compile("waiting for verification", re.IGNORECASE)).first).to_be_visible()


def _verify(page: Page, names: dict[str, str]) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Reviews").click()
    for credential in (names["apprentice"], names["mason"]):
        claim = page.get_by_role("article", name=f"{credential}, Worker Tester")
        expect(claim.get_by_role("link", name=re.compile("example.org"))).to_be_visible()
        claim.get_by_role("button", name=re.compile("^Verify")).click()
        expect(claim).to_be_hidden()


def test_the_journey(browser: Browser, testbed: Testbed) -> None:
    quarry = open_quarry(testbed)
    names = _names(testbed, quarry)
    before = _short(testbed, quarry)
    with (
        signed_in(browser, testbed, "lead", story="journey") as lead,
        signed_in(browser, testbed, "worker", story="journey") as worker,
    ):
        _assign(lead, names)
        _work_and_claim(worker, names)
        _verify(lead, names)
        wait_until(lambda: _short(testbed, quarry) == before - {"worker"}, seconds=2, what="the closed gap")
        stack = worker.get_by_role("article", name=names["stack"])
        expect(stack.get_by_role("img", name="2 of 2 members complete")).to_be_visible()
        credentials = worker.get_by_role("region", name="My credentials")
        expect(credentials.get_by_text(re.compile("last valid day", re.IGNORECASE)).first).to_be_visible()
        readiness = worker.get_by_role("article", name=f"Readiness for {names['role']}")
        expect(readiness.get_by_role("img", name="1 of 1 requirements met")).to_be_visible()
        expect(readiness.get_by_text(re.compile(names["mason"])).first).to_be_visible()


def test_signing_out_ends_the_session(browser: Browser, testbed: Testbed) -> None:
    with signed_in(browser, testbed, "colleague", story="journey") as page:
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
        answer = page.request.get(f"{testbed.gateway_url}/auth/session")
        assert answer.status == 401
