"""Reports as a manager clicks them: group by group, one group alone, down to who is behind a figure, and back."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import violations
from tests.support.chromium import signed_in
from tests.support.quarry import Quarry, open_quarry
from tests.support.testbed import Testbed


def _choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def _reports(page: Page, tab: str, testbed: Testbed, quarry: Quarry) -> None:
    """One report, compared with the quarry's role, group by group."""
    role = testbed.admin.get(f"/roles/{quarry.role_id}")["name"]
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").click()
    page.get_by_role("navigation", name="Reports").get_by_role("link", name=tab).click()
    expect(page.get_by_role("heading", level=1, name=tab)).to_be_visible()
    page.get_by_role("combobox", name="Or with one role").fill(role)
    page.get_by_role("option", name=role).click()
    _choose(page, "Grouped by", "Manager")


def test_each_group_leads_to_the_report_about_it_alone(browser: Browser, testbed: Testbed) -> None:
    quarry = open_quarry(testbed)
    with signed_in(browser, testbed, "boss", story="reports") as page:
        _reports(page, "Skill gaps", testbed, quarry)
        groups = page.get_by_role("region", name="By manager")
        lead = groups.get_by_role("row", name=re.compile("^Lead Tester"))
        expect(lead).to_contain_text("Masonry")
        assert violations(page) == []
        lead.get_by_role("link", name="Lead Tester").click()
        expect(page).to_have_url(re.compile("[?&]team=lead"))
        expect(groups).to_be_hidden()
        team = testbed.api("boss").get("/reports/skill-gaps", role_id=quarry.role_id, team_id="lead")
        (gap,) = team["gaps"]
        short = page.get_by_role("table", name="Skill gaps").get_by_role(
            "link", name=re.compile("short of", re.IGNORECASE)
        )
        expect(short).to_have_text(str(gap["short"]))
        short.click()
        for name in ("Worker", "Colleague", "Spare"):
            expect(page.get_by_text(f"{name} Tester").first).to_be_visible()
        expect(page.get_by_text("Outsider Tester")).to_be_hidden()
        page.go_back()
        page.go_back()
        expect(lead).to_be_visible()
