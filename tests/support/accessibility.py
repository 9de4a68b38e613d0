"""What axe, built for that, finds wrong with a page for who cannot see it or use a mouse."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_AXE = Path(__file__).resolve().parents[2] / "portal" / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page) -> list[str]:
    """One line for each rule that the page breaks, with where it does."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['help']} ({'; '.join(str(node['target']) for node in each['nodes'][:3])})"
        for each in found["violations"]
    ]
