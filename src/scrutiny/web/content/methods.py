"""The methods: docs/methods.md, with an address for each section, and every break in a series."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from scrutiny.catalogue.model import Break
from scrutiny.reports.model import Cell, Column, Row, Table
from scrutiny.web.asked import Asked
from scrutiny.web.content.content import Content
from scrutiny.web.content.prose import html, sections, slug, text
from scrutiny.web.edition import Edition

PATH = "/methods/"
BREAKS = "breaks"  # the anchor of the list of breaks
_LINKS = {"reference/breaks.md": f"#{BREAKS}"}


@dataclass(frozen=True, slots=True)
class MethodSection:
    title: str
    words: Markup

    @property
    def id(self) -> str:
        return slug(self.title)


@dataclass(frozen=True, kw_only=True)
class MethodsContent(Content):
    opening: Markup
    sections: tuple[MethodSection, ...]


def methods_page(edition: Edition, asked: Asked) -> MethodsContent:
    opening, *named = method_sections()
    return MethodsContent(
        title="Methods",
        description="How each comparison is made, with its source and an example on real figures.",
        asked=asked,
        tables=(_breaks(edition),),
        opening=opening.words,
        sections=tuple(named),
    )


def method_address(id: str) -> str:
    """Where a method is explained, such as `significance`. A `LookupError` for none of the page."""
    if id not in {BREAKS, *(section.id for section in method_sections()[1:])}:
        raise LookupError(f"the page of methods has no section {id!r}")
    return f"{PATH}#{id}"


@cache
def method_sections() -> tuple[MethodSection, ...]:
    """What the page opens with, then its sections."""
    return tuple(
        MethodSection(title, html(body, title, _LINKS)) for title, body in sections(text("methods"))
    )


def _breaks(edition: Edition) -> Table:
    """Every break that a measure carries, the earliest first, with how many measures it touches."""
    touched: Counter[Break] = Counter(b for m in edition.catalogue.measures for b in m.breaks)
    rows = tuple(
        Row(
            (
                Cell(b.month.name),
                Cell(edition.areas.get(b.area).name if b.area else "Every area"),
                Cell(b.kind.value.capitalize()),
                Cell(str(touched[b]), touched[b], 0),
                Cell(b.why),
            )
        )
        for b in sorted(touched, key=lambda b: (b.month, b.area or "", b.id))
    )
    columns = (
        Column("From", "left"),
        Column("Where", "left"),
        Column("Kind", "left"),
        Column("Measures"),
        Column("Why", "left", width=3),
    )
    return Table("every-break", 0, "Breaks, the earliest first", columns, rows, (), "Breaks")
