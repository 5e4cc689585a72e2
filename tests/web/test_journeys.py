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
NUMBER = re.compile(r"^\d[\d,]*$")


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def focused(place: Locator) -> bool:
    active: bool = place.evaluate("element => element === document.activeElement")
    return active


def stands_out(page: Page) -> Locator:
    return page.get_by_role("region", name="What stands out")


def test_a_citizen_goes_from_an_exception_to_its_measure_and_back(
    visit: Callable[..., Page],
) -> None:
    page = visit(LANCASHIRE)
    start = heading(page)
    link = stands_out(page).get_by_role("link").first
    measure = link.inner_text()
    link.click()
    page.get_by_role("heading", level=1).filter(has_text=measure).wait_for()
    page.wait_for_load_state("networkidle")  # a chart that is still coming would be broken off
    page.go_back()
    assert heading(page) == start


def test_a_citizen_follows_a_figure_to_the_file_that_it_came_from(
    visit: Callable[..., Page],
) -> None:
    page = visit(LANCASHIRE)
    figure = page.get_by_role("main").get_by_role("link", name=NUMBER).first
    number = figure.inner_text()
    figure.click()
    page.get_by_role("heading", level=1).filter(has_text="All crime: Lancashire").wait_for()
    assert page.get_by_role("region", name="The figure").get_by_text(number).is_visible()
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Revisions and sources").click()
    load = page.get_by_role("link", name=re.compile("^load recorded-crime-")).first
    name = load.inner_text().removeprefix("load ")
    load.click()
    page.get_by_role("heading", name="What was found in it").wait_for()
    assert page.get_by_text("quality report").first.is_visible()
    facts = page.get_by_role("main").inner_text()
    assert name in facts
    assert re.search(r"Rows read\s+[1-9]", facts)
    assert re.search(r"\b[0-9a-f]{64}\b", facts)  # the file's own SHA-256


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


def test_what_is_folded_away_on_a_narrow_screen_is_opened_with_a_keyboard(
    visit: Callable[..., Page],
) -> None:
    page = visit(LANCASHIRE, width=320)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    assert focused(skip)
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


def test_the_bar_of_choices_is_worked_with_the_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit(LANCASHIRE)
    force = page.get_by_label("Force", exact=True)
    for _ in range(20):  # past the menu and the sentence at the top
        page.keyboard.press("Tab")
        if focused(force):
            break
    page.keyboard.type("Cleveland")
    page.keyboard.press("Tab")
    assert focused(page.get_by_label("Quarter to"))
    page.keyboard.type("September 2025")
    page.keyboard.press("Tab")
    assert focused(page.get_by_label("Compared with"))
    page.keyboard.type("the average")
    page.keyboard.press("Tab")
    show = page.get_by_role("button", name="Show")
    assert focused(show)
    seen = show.evaluate("e => { const s = getComputedStyle(e); return s.boxShadow + s.outline; }")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).filter(has_text="Cleveland").wait_for()
    chosen = page.get_by_label("Compared with").evaluate("e => e.selectedOptions[0].text")
    assert chosen == "the average of the three years before"
    assert page.get_by_label("Quarter to").input_value() == "2025-09"
    show = page.get_by_role("button", name="Show")
    plain = show.evaluate("e => { const s = getComputedStyle(e); return s.boxShadow + s.outline; }")
    assert seen != plain  # who has no mouse sees where they are


def test_home_at_four_hundred_percent_is_read_in_one_column(visit: Callable[..., Page]) -> None:
    page = visit(LANCASHIRE, width=320, height=256)  # 1280 by 1024 at 400%
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    out = page.get_by_role("main").evaluate(
        """main => [...main.querySelectorAll("h1, h2, h3, p, li, select, button, th, td")]
            .filter(e => e.checkVisibility({ checkOpacity: true }))
            .filter(e => !e.closest("thead"))
            .map(e => [e.getBoundingClientRect(), e.textContent.trim().slice(0, 40)])
            .filter(([box]) => box.width && (box.left < 0 || box.right > 320))
            .map(([, text]) => text)"""
    )
    assert out == []
    show = page.get_by_role("button", name="Show")
    show.focus()
    box = show.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 256 - box["height"]  # nothing that stays in place covers it
    row = page.get_by_role("table", name="Recorded crime", exact=True).get_by_role("row").nth(1)
    heads = row.evaluate(
        """row => [...row.querySelectorAll("td")]
            .map(cell => getComputedStyle(cell, "::before").content)"""
    )
    assert '"Latest figure"' in heads  # a card says what each of its figures is


def test_on_paper_the_page_has_its_words_and_nothing_to_press(visit: Callable[..., Page]) -> None:
    page = visit(LANCASHIRE)
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Show").is_visible()
    assert page.get_by_role("table", name="Recorded crime", exact=True).is_visible()
    assert stands_out(page).is_visible()
