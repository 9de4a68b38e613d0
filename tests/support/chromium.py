"""The portal as somebody clicks it, in Debian's Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.testbed import PASSWORD, Testbed

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PICTURES = Path(__file__).resolve().parents[2] / "test-results"
_MILLISECONDS = 20_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium; what is expected of its pages is waited for."""
    executable = shutil.which("chromium")
    assert executable, "chromium is missing: apt-get install chromium"
    expect.set_options(timeout=_MILLISECONDS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=_FLAGS)
        yield launched
        launched.close()


@contextmanager
def signed_in(
    browser: Browser, testbed: Testbed, name: str, *, story: str, greeted: str | None = None
) -> Iterator[Page]:
    """A page of somebody of the testbed, `greeted` by name unless told otherwise; a picture of its end is in test-results/<story>."""
    pictures = _PICTURES / story
    pictures.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(
        viewport={"width": 1360, "height": 900}, locale="en-GB", reduced_motion="reduce"
    )
    context.set_default_timeout(_MILLISECONDS)
    page = context.new_page()
    page.goto(testbed.gateway_url)
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("Username or email").fill(testbed.username(name))
    page.get_by_role("button", name="Sign In").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign In").click()
    expect(page.get_by_text(greeted or f"{name.capitalize()} Tester").first).to_be_visible()
    try:
        yield page
        page.screenshot(path=pictures / f"{name}.png", full_page=True)
    except BaseException:
        page.screenshot(path=pictures / f"{name}-failed.png", full_page=True)
        raise
    finally:
        context.close()
