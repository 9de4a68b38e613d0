"""Credentials kept alive, as users click it: a path assigned after a look ahead, evidence and its rubric, why each date, an import."""

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.support.accessibility import violations
from tests.support.chromium import signed_in
from tests.support.documents import pdf
from tests.support.quarry import Quarry, open_quarry
from tests.support.testbed import Testbed

_PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def quarry(testbed: Testbed) -> Quarry:
    """A small catalogue of the tenant's own; what it has to certify is valid for two years."""
    return open_quarry(testbed)


@pytest.fixture(scope="module")
def keeper(browser: Browser, testbed: Testbed) -> Iterator[Page]:
    """The portal as the tenant's administrator sees it."""
    with signed_in(browser, testbed, "keeper", story="credentials", greeted="No person linked") as page:
        yield page


@pytest.fixture(scope="module")
def lead(browser: Browser, testbed: Testbed) -> Iterator[Page]:
    """The portal as a manager sees it."""
    with signed_in(browser, testbed, "lead", story="credentials") as page:
        yield page


@pytest.fixture(scope="module")
def worker(browser: Browser, testbed: Testbed) -> Iterator[Page]:
    """The portal as somebody of the manager's team sees it."""
    with signed_in(browser, testbed, "worker", story="credentials") as page:
        yield page


@pytest.fixture
def phone(lead: Page) -> Iterator[Page]:
    """The manager's portal on a phone."""
    desk = lead.viewport_size
    assert desk is not None
    lead.set_viewport_size(_PHONE)
    yield lead
    lead.set_viewport_size(desk)


def _open(page: Page, testbed: Testbed, address: str, heading: str | re.Pattern[str]) -> None:
    page.goto(f"{testbed.gateway_url}{address}")
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()


def _name(testbed: Testbed, path: str) -> str:
    found: dict[str, Any] = testbed.admin.get(path)
    return str(found["name"])


def _day(days: int) -> str:
    return (datetime.now(tz=UTC).date() + timedelta(days=days)).isoformat()


def test_a_path_is_assigned_after_a_look_ahead_and_the_timeline_says_why_it_is_due(
    lead: Page, worker: Page, testbed: Testbed, quarry: Quarry
) -> None:
    path = _name(testbed, f"/learning-paths/{quarry.path_id}")
    _open(lead, testbed, "/assign", "Assign a path")
    lead.get_by_role("combobox", name="Learning path").fill(path)
    lead.get_by_role("option", name=path).click()
    lead.get_by_role("textbox", name="Search people").fill("Worker")
    lead.get_by_role("checkbox", name="Worker Tester").check()
    lead.get_by_label("Due date").fill(_day(60))
    assert violations(lead) == []
    lead.get_by_role("button", name="Preview").click()
    expect(lead.get_by_role("table", name="Preview")).to_contain_text("Gets the path")
    assert violations(lead) == []
    lead.get_by_role("button", name="Assign to 1 person").click()
    expect(lead.get_by_role("heading", name=f"{path} is assigned")).to_be_visible()

    _open(worker, testbed, "/me/timeline", "My timeline")
    due = worker.get_by_role("article", name=path)
    expect(due).to_contain_text("Due on")
    due.get_by_text("Why this date").click()
    expect(due.get_by_text("The path was assigned with this due date.")).to_be_visible()
    assert violations(worker) == []


def test_a_capstone_with_a_file_is_decided_by_its_rubric_and_the_timeline_says_why_it_ends(
    keeper: Page, lead: Page, worker: Page, testbed: Testbed, quarry: Quarry
) -> None:
    credential = _name(testbed, f"/credentials/{quarry.second_credential_id}")
    _open(keeper, testbed, f"/catalogue/credentials/{quarry.second_credential_id}", credential)
    keeper.get_by_role("link", name="Make a rubric").click()
    keeper.get_by_role("textbox", name="Criterion 1", exact=True).fill("The wall stands")
    keeper.get_by_label("What level 3 of The wall stands looks like").fill("Also in a storm")
    keeper.get_by_label("Points needed to pass").fill("2")
    assert violations(keeper) == []
    keeper.get_by_role("button", name="Save the rubric").click()
    expect(keeper.get_by_text("2 points are needed to pass.")).to_be_visible()

    _open(worker, testbed, "/me", re.compile("^Hello"))
    worker.get_by_role("button", name="Claim a credential").click()
    dialog = worker.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Credential").fill(credential)
    worker.get_by_role("option", name=credential).click()
    dialog.get_by_label("Issue date").fill(_day(-5))
    dialog.locator("input[type=file]").set_input_files(
        {"name": "wall.pdf", "mimeType": "application/pdf", "buffer": pdf("A wall.")}
    )
    expect(dialog.get_by_role("button", name="Remove wall.pdf")).to_be_visible()
    assert violations(worker) == []
    dialog.get_by_role("button", name="Submit claim").click()
    expect(dialog).to_be_hidden()

    _open(lead, testbed, "/reviews", "Reviews")
    claim = lead.get_by_role("article", name=f"{credential}, Worker Tester")
    with lead.expect_download() as download:
        claim.get_by_role("link", name="wall.pdf").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    claim.get_by_role("button", name=re.compile("^Take for review")).click()
    expect(claim.get_by_text("You review it since")).to_be_visible()
    assert violations(lead) == []
    claim.get_by_role("button", name=re.compile("^Fill the rubric")).click()
    rubric = lead.get_by_role("dialog", name="Fill the rubric")
    rubric.get_by_label("2 points: Also in a storm").check()
    expect(rubric.get_by_text("it passes.")).to_be_visible()
    assert violations(lead) == []
    rubric.get_by_role("button", name="Verify").click()
    expect(claim).to_be_hidden()

    _open(worker, testbed, "/me/timeline", "My timeline")
    ends = worker.get_by_role("article", name=credential)
    expect(ends).to_contain_text("Valid until")
    ends.get_by_text("Why this date").click()
    assert violations(worker) == []


def test_a_manager_says_how_well_somebody_does_something_and_the_person_reads_why(
    lead: Page, worker: Page, testbed: Testbed, quarry: Quarry
) -> None:
    skill = _name(testbed, f"/skills/{quarry.skill_id}")
    _open(lead, testbed, "/people/worker", "Worker Tester")
    lead.get_by_role("button", name="Assess Worker Tester").click()
    dialog = lead.get_by_role("dialog", name="Assess Worker Tester")
    dialog.get_by_role("combobox", name="Skill").fill(skill)
    lead.get_by_role("option", name=skill).click()
    dialog.get_by_role("combobox", name="Level").click()
    lead.get_by_role("option", name=re.compile("^Practitioner")).click()
    dialog.get_by_label("Reason").fill("Built the garden wall alone.")
    assert violations(lead) == []
    dialog.get_by_role("button", name="Save the assessment").click()
    expect(dialog).to_be_hidden()
    _open(worker, testbed, "/me", re.compile("^Hello"))
    said = worker.get_by_role("listitem", name=re.compile("^Practitioner, Manager"))
    expect(said).to_contain_text("Built the garden wall alone.")
    assert violations(worker) == []


def test_people_are_imported_after_a_dry_run_and_taken_back(keeper: Page, testbed: Testbed) -> None:
    new = f"new-{uuid.uuid4().hex[:8]}"
    rows = f"person_id,given_name,family_name,department,title\n{new},Ada,Vale,Yard,Mason\n,Nobody,Known,Yard,Mason\n"
    _open(keeper, testbed, "/imports", "Imports")
    assert violations(keeper) == []
    keeper.locator("input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    keeper.get_by_role("button", name="Send and check").click()
    expect(keeper.get_by_role("region", name="What it would do")).to_contain_text("1 new")
    assert violations(keeper) == []
    keeper.get_by_label("Apply the good rows").check()
    keeper.get_by_role("button", name="Apply", exact=True).click()
    expect(keeper.get_by_text("Done: 1 new")).to_be_visible()
    assert testbed.admin.get(f"/people/{new}")["given_name"] == "Ada"
    keeper.get_by_role("button", name="Take this import back").click()
    expect(keeper.get_by_text("Taken back: 1")).to_be_visible()
    assert violations(keeper) == []


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/reports/skill-gaps", "Skill gaps"),
        ("/reports/recertification", "Recertification"),
        ("/reports/trends", "Trends"),
        ("/reports/pipeline", "Promotion pipeline"),
        ("/reports/worth", "Worth it?"),
        ("/reports/worth/explanation?figure=promotions", "Any credential: promotions"),
        ("/reports/saved", "Saved reports"),
        ("/assign/audience", "Assign to an audience"),
        ("/reviews", "Reviews"),
        ("/people/worker", "Worker Tester"),
    ],
)
def test_a_phone_never_scrolls_a_page_sideways(
    phone: Page, testbed: Testbed, address: str, heading: str
) -> None:
    _open(phone, testbed, address, heading)
    expect(phone.get_by_role("status").filter(has_text="Loading")).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth") <= _PHONE["width"]
    assert violations(phone) == []


def test_a_figure_leads_to_the_people_and_facts_behind_it(
    phone: Page, testbed: Testbed, quarry: Quarry
) -> None:
    behind = f"{_name(testbed, f'/skills/{quarry.skill_id}')}, Practitioner: who is asked for it"
    _open(phone, testbed, f"/reports/skill-gaps?role={quarry.role_id}", "Skill gaps")
    phone.get_by_role("link", name=re.compile(f"{behind}$")).press("Enter")
    expect(phone.get_by_role("heading", level=1, name=behind)).to_be_visible()
    phone.reload()
    people = phone.get_by_role("list", name=behind)
    worker = people.get_by_role("listitem").filter(has=phone.get_by_role("link", name="Worker Tester"))
    expect(worker).to_contain_text("at level 3 (practitioner) is")
    assert phone.evaluate("document.documentElement.scrollWidth") <= _PHONE["width"]
    assert violations(phone) == []
