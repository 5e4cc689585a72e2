"""What people come to do, in a real browser: by the words of links and buttons only."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.xdist_group("browser")
LANCASHIRE = "/forces/E23000003/?to=2025-12"


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def stands_out(page: Page) -> Locator:
    return page.get_by_role("region", name="What stands out")


def test_a_citizen_goes_from_an_exception_to_where_its_figure_came_from_and_back(
    visit: Callable[..., Page],
) -> None:
    page = visit(LANCASHIRE)
    start = heading(page)
    link = stands_out(page).get_by_role("link").first
    measure = link.inner_text()
    link.click()
    page.get_by_role("heading", level=1).filter(has_text=measure).wait_for()
    page.wait_for_load_state("networkidle")  # a chart that is still coming would be broken off
    page.get_by_role("link", name="Revisions and sources").click()
    made = page.get_by_role("listitem").filter(has_text=re.compile(r"released \d+ \w+ \d{4}"))
    assert "police recorded crime" in made.first.inner_text()
    loads = made.get_by_role("link")
    if loads.count():
        loads.first.click()
        assert re.search(r"[0-9a-f]{12}", page.content())  # the file's own hash
        page.go_back()
        page.wait_for_load_state("networkidle")
    page.go_back()
    page.go_back()
    assert heading(page) == start


def test_an_analyst_changes_force_quarter_and_comparison_and_shares_the_address(
    visit: Callable[..., Page],
) -> None:
    page = visit(LANCASHIRE)
    page.get_by_label("Force", exact=True).select_option(label="Cleveland")
    page.get_by_label("Quarter to").select_option(label="September 2025")
    page.get_by_label("Compared with").select_option(label="the average of the three years before")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("heading", level=1).filter(has_text="Cleveland").wait_for()
    said = page.get_by_role("main").inner_text()
    assert "October 2024 to September 2025" in said
    address = re.sub(r"^https?://[^/]+", "", page.url)
    shared = visit(address)
    assert shared.get_by_role("main").inner_text() == said


def test_a_commissioner_on_a_tablet_reads_the_exceptions_and_compares_forces(
    visit: Callable[..., Page],
) -> None:
    page = visit(LANCASHIRE, width=768, height=1024)
    assert stands_out(page).get_by_role("listitem").count() >= 10
    assert page.evaluate("document.documentElement.scrollWidth") <= 768
    page.get_by_role("link", name="Compare forces").click()
    page.get_by_role("main").get_by_role("link", name="All crime", exact=True).first.click()
    assert "every force" in heading(page)
    page.wait_for_load_state("networkidle")


def test_all_of_it_can_be_done_with_a_keyboard_on_a_narrow_screen(
    visit: Callable[..., Page],
) -> None:
    page = visit(LANCASHIRE, width=320)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    assert skip.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Catalogue", exact=True).is_visible()
    more = page.locator("summary").filter(has_text="more that stand")
    more.focus()
    page.keyboard.press("Enter")
    folded = page.get_by_role("group").filter(has=more).get_by_role("listitem")
    assert folded.first.is_visible()
    page.get_by_label("Force", exact=True).focus()
    page.keyboard.type("Cleveland")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).filter(has_text="Cleveland").wait_for()


def test_on_paper_the_page_has_its_words_and_nothing_to_press(visit: Callable[..., Page]) -> None:
    page = visit(LANCASHIRE)
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Show").is_visible()
    assert page.get_by_role("table", name="Recorded crime", exact=True).is_visible()
    assert stands_out(page).is_visible()
