"""The catalogue as its users click it: what a credential is worth, and how an administrator looks after stacks, ladders and issuers."""

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.accessibility import violations
from tests.support.chromium import signed_in
from tests.support.quarry import Quarry, open_quarry
from tests.support.testbed import Testbed


@pytest.fixture(scope="module")
def quarry(testbed: Testbed) -> Quarry:
    """A small catalogue of the tenant's own."""
    return open_quarry(testbed)


@pytest.fixture(scope="module")
def keeper(browser: Browser, testbed: Testbed) -> Iterator[Page]:
    """The portal as the administrator who looks after the catalogue sees it."""
    with signed_in(browser, testbed, "keeper", story="catalogue", greeted="No person linked") as page:
        yield page


def _open(page: Page, testbed: Testbed, address: str, heading: str | re.Pattern[str]) -> None:
    page.goto(f"{testbed.gateway_url}/catalogue{address}")
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()


def _choose(field: Locator, page: Page, name: str) -> None:
    field.fill(name)
    page.get_by_role("option", name=name).first.click()


def _name(testbed: Testbed, path: str) -> str:
    return str(testbed.admin.get(path)["name"])


def test_a_credential_says_what_it_is_worth_and_what_it_costs(
    browser: Browser, testbed: Testbed, quarry: Quarry
) -> None:
    credential_id = f"judged-{uuid.uuid4().hex[:8]}"
    issuer_id = testbed.admin.get(f"/credentials/{quarry.credential_id}")["issuer_id"]
    testbed.admin.post(
        "/credentials",
        {
            "credential_id": credential_id,
            "name": "Judged mason",
            "kind": "industry_certification",
            "issuer_id": issuer_id,
            "effort_hours": 100,
            "validity": "P2Y",
            "post_nominal": "JM",
            "cost": {
                "basis": "one_price",
                "price": {"currency": "EUR", "minor_units": 30_000},
                "renewal_fee": {"currency": "EUR", "minor_units": 5_000},
                "usual_payer": "employer",
            },
            "prerequisites": [{"credential_id": quarry.credential_id}, {"experience_months": 36}],
            "quality_signals": {"graded_assessment": False, "instruction_beyond_video": False},
        },
    )
    with signed_in(browser, testbed, "other", story="catalogue") as page:
        _open(page, testbed, f"/credentials/{credential_id}", "Judged mason")
        signals = page.get_by_role("list", name="Signals").get_by_role("listitem")
        graded = signals.filter(has_text="Graded work")
        expect(graded.get_by_role("img", name="Speaks against it")).to_be_visible()
        expect(signals.filter(has_text="Learner reviews").get_by_role("img", name="Unknown")).to_be_visible()
        expect(page.get_by_role("list", name="What bounds the grade")).to_contain_text("Light at best")
        paid = page.get_by_role("list", name="What is paid")
        expect(paid).to_contain_text("€300")
        expect(paid).to_contain_text("€50")
        page.get_by_label("Years held").fill("9")
        expect(paid).to_contain_text("€200")
        expect(page.get_by_role("list", name="Who usually pays")).to_contain_text("Employer")
        expect(page.get_by_text("3 years of experience")).to_be_visible()
        expect(page.get_by_text("JM", exact=True)).to_be_visible()
        assert violations(page) == []
        _open(page, testbed, "/issuers", "Not for this account")


def test_a_stack_is_drafted_and_published(keeper: Page, testbed: Testbed, quarry: Quarry) -> None:
    name = f"Nested {uuid.uuid4().hex[:8]}"
    page = keeper
    _open(page, testbed, "/stacks", "Stacks")
    page.get_by_role("link", name="New stack").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Give it a name.")).to_be_visible()
    page.get_by_label("Name").fill(name)
    apprentice = _name(testbed, f"/credentials/{quarry.credential_id}")
    _choose(page.get_by_role("combobox", name="Member 1: credential or stack"), page, apprentice)
    page.get_by_role("button", name="Or something else as member 2").click()
    mason = _name(testbed, f"/credentials/{quarry.second_credential_id}")
    _choose(page.get_by_role("combobox", name="Member 2, way 1"), page, mason)
    _choose(
        page.get_by_role("combobox", name="Member 2, way 2"),
        page,
        _name(testbed, f"/stacks/{quarry.stack_id}"),
    )
    expect(page.get_by_text("All 2 of this group")).to_be_visible()
    page.get_by_role("radio", name="Some of them").check()
    needed = page.get_by_label("How many are needed")
    needed.fill("7")
    page.get_by_role("button", name="Save as a draft").click()
    expect(needed).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    needed.fill("1")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    _open(page, testbed, "/drafts", "Drafts")
    page.get_by_role("table", name="Drafts").get_by_role("link", name=name).click()
    expect(page.get_by_text("administrators see it until it is published")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("button", name="Retire")).to_be_visible()


def test_a_change_shows_what_it_touches_and_a_cycle_is_refused_at_its_member(
    keeper: Page, testbed: Testbed, quarry: Quarry
) -> None:
    inner = _name(testbed, f"/stacks/{quarry.stack_id}")
    outer = _stack_around(testbed, quarry)
    page = keeper
    _open(page, testbed, f"/stacks/{quarry.stack_id}/edit", f"Edit {inner}")
    page.get_by_role("button", name="Add a member").click()
    cyclic = page.get_by_role("combobox", name="Member 3: credential or stack")
    _choose(cyclic, page, outer["name"])
    page.get_by_role("button", name="See what it touches").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("group", name="What it touches")).to_contain_text(outer["name"])
    assert violations(page) == []
    dialog.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text(f"{quarry.stack_id} → {outer['stack_id']} → {quarry.stack_id}")).to_be_visible()
    expect(cyclic).to_have_attribute("aria-invalid", "true")


def test_nobody_overwrites_what_somebody_else_saved_meanwhile(
    keeper: Page, testbed: Testbed, quarry: Quarry
) -> None:
    stack = _stack_around(testbed, quarry)
    page = keeper
    _open(page, testbed, f"/stacks/{stack['stack_id']}/edit", f"Edit {stack['name']}")
    _change(testbed, f"/stacks/{stack['stack_id']}", specialisation="Written meanwhile")
    page.get_by_label("Specialisation").fill("Written too late")
    page.get_by_role("button", name="See what it touches").click()
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("Somebody changed this stack meanwhile")).to_be_visible()
    page.get_by_role("button", name="Reload").click()
    expect(page.get_by_label("Specialisation")).to_have_value("Written meanwhile")


def test_a_change_waits_for_its_day_and_is_withdrawn(keeper: Page, testbed: Testbed, quarry: Quarry) -> None:
    stack = _stack_around(testbed, quarry)
    day = datetime.now(tz=UTC).date() + timedelta(days=30)
    page = keeper
    _open(page, testbed, f"/stacks/{stack['stack_id']}/edit", f"Edit {stack['name']}")
    page.get_by_label("Specialisation").fill("From next month on")
    page.get_by_role("button", name="See what it touches").click()
    page.get_by_label("Takes effect on").fill(day.isoformat())
    page.get_by_role("button", name="Schedule the change").click()
    expect(page.get_by_text("A change is scheduled")).to_be_visible()
    assert testbed.admin.get(f"/stacks/{stack['stack_id']}")["specialisation"] is None
    _open(page, testbed, "/drafts", "Drafts")
    changes = page.get_by_role("table", name="Scheduled changes")
    expect(changes).to_contain_text(stack["name"])
    assert violations(page) == []
    page.get_by_role("button", name=f"Withdraw the change of {stack['name']}").click()
    expect(changes.get_by_text(stack["name"])).to_be_hidden()


def test_a_stack_is_retired_with_a_reason(keeper: Page, testbed: Testbed, quarry: Quarry) -> None:
    stack = _stack_around(testbed, quarry)
    page = keeper
    _open(page, testbed, f"/stacks/{stack['stack_id']}", stack["name"])
    page.get_by_role("button", name="Retire").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("Nobody takes it.")
    dialog.get_by_role("button", name="Retire").click()
    expect(page.get_by_text("Nobody takes it.")).to_be_visible()


def test_a_ladder_is_arranged_by_keyboard(keeper: Page, testbed: Testbed, quarry: Quarry) -> None:
    suffix = uuid.uuid4().hex[:8]
    degree = testbed.admin.post(
        "/credentials",
        {
            "name": f"Degree {suffix}",
            "kind": "degree",
            "issuer_id": testbed.admin.get(f"/credentials/{quarry.credential_id}")["issuer_id"],
        },
    )["credential_id"]
    master = testbed.admin.post(
        "/roles",
        {
            "name": f"Master {suffix}",
            "requirements": [
                {
                    "requirement_id": "way",
                    "any_of": {
                        "alternatives": [
                            {"all_of": [{"credential_id": degree}]},
                            {"all_of": [{"stack_id": quarry.stack_id}, {"experience": {"months": 30}}]},
                        ]
                    },
                },
                {
                    "requirement_id": "skill",
                    "skill": {"skill_id": quarry.skill_id, "level": 3},
                    "weight": 20,
                },
            ],
        },
    )
    ladder = testbed.admin.post(
        "/ladders", {"name": f"Ladder {suffix}", "role_ids": [master["role_id"], quarry.role_id]}
    )
    page = keeper
    _open(page, testbed, f"/roles/{master['role_id']}", master["name"])
    musts = page.get_by_role("region", name="Must-haves")
    expect(musts).to_contain_text("Nothing stands in for it")
    expect(musts).to_contain_text("2 years 6 months of experience")
    expect(page.get_by_role("region", name="What helps")).to_contain_text("Helps, weight 20")
    assert violations(page) == []
    page.get_by_role("link", name=ladder["name"]).click()
    page.get_by_role("link", name="Arrange").click()
    up = page.get_by_role("button", name=f"Move {_name(testbed, f'/roles/{quarry.role_id}')} up")
    up.focus()
    page.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(page.get_by_role("listitem").first).to_contain_text("Role")
    assert violations(page) == []
    page.get_by_role("button", name="See what it touches").click()
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_role("link", name="Arrange")).to_be_visible()
    assert testbed.admin.get(f"/ladders/{ladder['ladder_id']}")["role_ids"] == [
        quarry.role_id,
        master["role_id"],
    ]


def test_issuers_are_resolved_trusted_and_merged(keeper: Page, testbed: Testbed, quarry: Quarry) -> None:
    guild = testbed.admin.get(f"/credentials/{quarry.credential_id}")["issuer_id"]
    name = _name(testbed, f"/issuers/{guild}")
    double = testbed.admin.post("/issuers", {"name": f"{name} of masons"})
    page = keeper
    _open(page, testbed, "/issuers", "Issuers")
    page.get_by_label("Name of an issuer").fill(name.upper().replace(" ", "-"))
    expect(
        page.get_by_role("list", name="Issuers that it may mean").get_by_role("listitem").first
    ).to_contain_text(name)
    page.get_by_label("Search issuers").fill(name)
    page.get_by_role("button", name=f"Trust in {name}", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="We do not trust it").check()
    dialog.get_by_label("Reason").fill("It sells badges.")
    assert violations(page) == []
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("table", name="Issuers")).to_contain_text("It sells badges.")
    page.get_by_role("button", name=f"Merge {double['name']}").click()
    dialog = page.get_by_role("dialog")
    _choose(dialog.get_by_role("combobox", name="Is the same as"), page, name)
    dialog.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("button", name=f"Merge {double['name']}")).to_be_hidden()
    assert testbed.admin.get(f"/issuers/{double['issuer_id']}")["merged_into"] == guild


def _stack_around(testbed: Testbed, quarry: Quarry) -> dict[str, Any]:
    made: dict[str, Any] = testbed.admin.post(
        "/stacks",
        {
            "name": f"Outer {uuid.uuid4().hex[:8]}",
            "rule": "all_of",
            "members": [{"stack_id": quarry.stack_id}],
        },
    )
    return made


def _change(testbed: Testbed, path: str, **fields: Any) -> None:
    response = testbed.admin.request("GET", path)
    seen = testbed.admin.get(f"{path}/impact")["digest"]
    headers = {"If-Match": response.headers["ETag"], "X-Cairn-Impact": seen}
    changed = testbed.admin.request("PUT", path, json={**response.json(), **fields}, headers=headers)
    assert changed.status_code == 200, changed.text
