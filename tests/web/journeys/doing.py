"""What somebody at a browser does, by the words that they see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .conftest import press_link

if TYPE_CHECKING:
    from playwright.sync_api import Page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def unfold(page: Page, words: str) -> None:
    """Open what is folded away under some words."""
    page.locator("summary").filter(has_text=re.compile(rf"^\s*{re.escape(words)}\s*$")).click()


def go(page: Page, *links: str) -> None:
    for name in links:
        press_link(page, name)


def wait(page: Page, words: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_text(words).first.wait_for()


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    page.get_by_role("heading", name=words, level=1).wait_for()


def fill(page: Page, label: str, words: str) -> None:
    page.get_by_label(_label(label)).fill(words)


def choose(page: Page, label: str, choice: str) -> None:
    page.get_by_label(_label(label)).select_option(label=choice)


def _label(words: str) -> re.Pattern[str]:
    return re.compile(rf"^{re.escape(words)}( \(optional\))?$")
