"""Pictures of every page that the tests visit, left for people to look at."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
WIDE, NARROW = 1200, 360
TALLEST = 16_000  # pixels that Chromium shows at once
DRAWN_WITHIN = 60_000  # milliseconds; it takes one or two seconds on a machine that is not busy


def keep_pictures(page: Page, address: str, *, on_paper: bool) -> None:
    """Leaves a page wide, narrow and, if asked, on paper, every chart of it drawn.

    They go to the folder that SCRUTINY_PICTURES names, else build/pictures, each by its address.
    """
    folder = Path(os.environ.get("SCRUTINY_PICTURES") or ROOT / "build" / "pictures")
    name = re.sub(r"[^A-Za-z0-9_]+", "-", address).strip("-")
    for width in (NARROW, WIDE):
        _show_all(page, width)
        page.screenshot(path=folder / f"{name}.{width}.png", full_page=True)
    if on_paper:
        page.pdf(path=folder / f"{name}.pdf", format="A4", print_background=True)


def _show_all(page: Page, width: int) -> None:
    # A chart is drawn when it comes into sight, so all of the page has to be in sight.
    page.set_viewport_size({"width": width, "height": 900})
    height: int = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
    expect(page.locator("[data-chart]:not([data-drawn])")).to_have_count(0, timeout=DRAWN_WITHIN)
