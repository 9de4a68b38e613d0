"""From job ads to a plan, as somebody clicks it: paste or upload, see what recurs and where, what is missing, and what covers it."""

import re

from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.support.chromium import signed_in
from tests.support.documents import word_document
from tests.support.testbed import Testbed

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ADS = """Data analyst 🚀

Requirements
- 3 years of experience with SQL
- Search engine optimisation is a plus
- A bachelor's degree in statistics is required
---
Marketing analyst

Requirements
- SQL and Google Analytics
- Content marketing
"""


def _read_ads(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Job ads").click()
    page.get_by_label("Ad 1").fill(_ADS)
    page.get_by_role("button", name="Split ad 1 into 2").click()
    page.get_by_role("button", name="Read the ads").click()
    expect(page.get_by_role("heading", name="What 2 ads ask for")).to_be_visible()


def test_from_pasted_ads_to_a_plan(browser: Browser, testbed: Testbed) -> None:
    with signed_in(browser, testbed, "lead", story="job-ads") as page:
        _read_ads(page)
        skills = page.get_by_role("region", name="Skills", exact=True)
        skills.get_by_role("button", name=re.compile("^SQL")).click()
        expect(page.get_by_text("“SQL”: 2 mentions in 2 ads")).to_be_visible()
        expect(page.locator("mark")).to_have_text(["SQL"])
        page.get_by_role("combobox", name="Ad", exact=True).click()
        page.get_by_role("option", name="Ad 2 (1 mention)").click()
        expect(page.locator("pre")).to_contain_text("Marketing analyst")
        expect(page.locator("mark")).to_have_text(["SQL"])
        apart = page.get_by_role("region", name="Degrees and experience")
        expect(apart.get_by_text("Nothing stands in for it")).to_be_visible()

        compared = page.get_by_role("region", name="Compare with somebody")
        compared.get_by_role("combobox", name="Compare with").fill("Worker")
        page.get_by_role("option", name="Worker Tester").click()
        missing = compared.get_by_role("heading", name=re.compile("^Missing"))
        expect(missing).to_be_visible()
        compared.get_by_role("link", name="Plan for what is missing").click()

        wanted = page.get_by_role("list", name="What is wanted")
        expect(wanted.get_by_text("SQL", exact=True)).to_be_visible()
        page.get_by_label("Currency").fill("us")
        page.get_by_role("button", name="Make the plan").click()
        expect(page.get_by_text("Three letters, such as USD.")).to_be_visible()
        page.get_by_label("Currency").fill("usd")
        page.get_by_role("button", name="Make the plan").click()
        steps = page.get_by_role("list", name="Steps")
        expect(steps.get_by_text(re.compile("Covers .*SQL at level"))).to_be_visible()
        expect(page.get_by_role("article", name="A degree").get_by_text("General").first).to_be_visible()
        page.go_back()
        expect(page.get_by_role("heading", name="What 2 ads ask for")).to_be_visible()


def test_documents_are_read_and_what_is_none_is_named(browser: Browser, testbed: Testbed) -> None:
    good: FilePayload = {
        "name": "ad.docx",
        "mimeType": _WORD,
        "buffer": word_document("You know Kubernetes and SQL."),
    }
    fake: FilePayload = {"name": "fake.docx", "mimeType": _WORD, "buffer": b"MZ no document"}
    with signed_in(browser, testbed, "worker", story="job-ads") as page:
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Job ads").click()
        page.get_by_text("Upload documents").click()
        chooser = page.locator("input[type=file]")
        chooser.set_input_files([good, fake])
        page.get_by_role("button", name="Read the ads").click()
        expect(page.get_by_role("alert").filter(has_text="fake.docx")).to_be_visible()
        page.get_by_role("button", name="Remove fake.docx").click()
        page.get_by_role("button", name="Read the ads").click()
        expect(page.get_by_role("heading", name="What the ad asks for")).to_be_visible()
        page.get_by_role("button", name=re.compile("^Kubernetes")).click()
        expect(page.locator("mark")).to_have_text(["Kubernetes"])
