"""The accessibility statement: how far the site meets WCAG 2.2 AA, and how that was tested."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scrutiny.reports.model import Cell, Column, Row, Table
from scrutiny.web.asked import Asked
from scrutiny.web.content.content import Content
from scrutiny.web.edition import Edition

PREPARED = date(2026, 11, 21)

# What was tried, how, and on which pages. Each has its test in tests/web.
TESTED = (
    ("Automatic rules", "axe, with the rules of WCAG 2.0 to 2.2 at A and AA, in Chromium",
     "every kind of page"),
    ("Narrow screen", "320 pixels wide, which is a screen of 1,280 at 400% zoom: no page scrolls "
     "sideways; wide tables and charts scroll inside their own frame", "every kind of page"),
    ("Without JavaScript", "every chart is a picture with a description, and its numbers stand in "
     "a table", "every kind of page"),
    ("Keyboard", "what can be chosen, opened or followed is reached with Tab and used with Enter",
     "the main journeys, and the page of data"),
    ("Print", "what is folded away is opened for print", "the page of data"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class AccessibilityContent(Content):
    prepared: date = PREPARED


def accessibility_page(edition: Edition, asked: Asked) -> AccessibilityContent:
    columns = (
        Column("What", "left"),
        Column("How", "left", width=3),
        Column("Where", "left"),
    )
    rows = tuple(Row(tuple(Cell(text) for text in each)) for each in TESTED)
    return AccessibilityContent(
        title="Accessibility statement",
        description="How accessible this site is, how that was tested, and how to report a fault.",
        asked=asked,
        tables=(Table("tested", 0, "How the site was tested", columns, rows),),
    )
