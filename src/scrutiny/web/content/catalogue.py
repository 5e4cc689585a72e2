"""The catalogue page: every measure, by the priority it reports under."""

from __future__ import annotations

from scrutiny.reports.model import Cell, Column, Row, Table
from scrutiny.web.asked import Asked
from scrutiny.web.content.content import Content
from scrutiny.web.edition import Edition


def catalogue_page(edition: Edition, asked: Asked, q: str = "") -> Content:
    """The measures whose title, reason or id holds every word of `q`; all of them without one."""
    words = q.lower().split()
    rows: list[Row] = []
    for priority in edition.catalogue.priorities:
        found = [
            m
            for m in edition.catalogue.for_priority(priority.id)
            if all(word in f"{m.title} {m.why} {m.id}".lower() for word in words)
        ]
        if found:
            rows.append(Row((Cell(priority.title),), group=True))
        for m in found:
            source = edition.catalogue.sources.get(m.source)
            cells = (m.title, m.unit, m.why, source.title if source else m.source)
            rows.append(Row(tuple(Cell(text) for text in cells)))
    columns = (
        Column("Measure", "left", width=1.6),
        Column("Unit", "left"),
        Column("Why it matters", "left", width=2.4),
        Column("Source", "left"),
    )
    table = Table("measures", 0, "Measures", columns, tuple(rows), (), "Measures")
    return Content(
        title="Catalogue of measures",
        description="Every measure of police performance here, with what it means and its source.",
        asked=asked,
        tables=(table,),
    )
