"""The report as a tagged PDF (PDF/UA-1), set by Typst from the document model as data.

No word of the report is ever Typst source: the template reads it as JSON and places it as text.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

import typst

from scrutiny.reports import pictures, tracing
from scrutiny.reports.model import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Document,
    Paragraph,
    Section,
    Span,
    Spans,
    Table,
)
from scrutiny.reports.pdf_rows import with_row_headers

TEMPLATE = Path(__file__).parent / "assets" / "report.typ"
STANDARD: Final = "ua-1"

# What a page that stands upright holds, in points: its text is 16.8 cm wide; a character of a
# table of many columns is about half of its 8 point type, and a cell has 3 points at either side.
PAGE_WIDTH = 476.0
CHARACTER = 4.1
CELL_EDGES = 6.0
MANY_COLUMNS = 10


def _spans(spans: Spans, known: frozenset[str]) -> list[dict[str, Any]]:
    def span(one: Span) -> dict[str, Any]:
        shown = asdict(one)
        shown["trace"] = one.trace if one.trace in known else None
        return shown

    return [span(one) for one in spans]


def _cell(cell: Cell, known: frozenset[str]) -> dict[str, Any]:
    return {
        "text": cell.text,
        "trace": cell.trace if cell.trace in known else None,
        "tone": cell.tone,
        "words": " ".join(tracing.tone_words(cell)).strip(),
        "strong": cell.strong,
    }


def _sideways(table: Table) -> bool:
    """Whether a word of a table of many columns is too wide for its column on an upright page."""
    if len(table.columns) < MANY_COLUMNS:
        return False
    total = sum(column.width for column in table.columns)
    return any(
        len(word) * CHARACTER + CELL_EDGES > PAGE_WIDTH * column.width / total
        for at, column in enumerate(table.columns)
        for text in (column.head, *(row.cells[at].text for row in table.rows if not row.group))
        for word in text.split()
    )


def _table(table: Table, known: frozenset[str]) -> dict[str, Any]:
    return {
        "kind": "table",
        "number": table.number,
        "title": table.title,
        "sideways": _sideways(table),
        "columns": [asdict(column) for column in table.columns],
        "rows": [
            {
                "cells": [_cell(cell, known) for cell in row.cells],
                "group": row.group,
                "emphasis": row.emphasis,
            }
            for row in table.rows
        ],
        "notes": [_spans(note, known) for note in table.notes],
    }


def _block(block: Block | Section, known: frozenset[str]) -> dict[str, Any]:
    match block:
        case Section():
            return {
                "kind": "section",
                "number": block.number,
                "title": block.title,
                "page_break": block.page_break,
                "blocks": [_block(inner, known) for inner in block.blocks],
            }
        case Paragraph():
            return {
                "kind": "paragraph",
                "number": block.number,
                "spans": _spans(block.spans, known),
            }
        case Bullets():
            return {"kind": "bullets", "items": [_spans(item, known) for item in block.items]}
        case Callout():
            return {
                "kind": "callout",
                "of": block.kind,
                "spans": _spans(block.spans, known),
            }
        case Table():
            return _table(block, known)
        case Chart():
            return {
                "kind": "chart",
                "number": block.number,
                "title": block.title,
                "alt": block.alt,
                "svg": pictures.svg(block),
                "notes": [_spans(note, known) for note in block.notes],
            }


def _data(document: Document) -> dict[str, Any]:
    known = frozenset(trace.id for trace in document.traces)
    issued = document.issued
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "organisation": document.organisation,
        "period": document.period,
        "issued": {"year": issued.year, "month": issued.month, "day": issued.day},
        "issued_words": tracing.day(issued),
        "language": document.language,
        "description": document.description,
        "keywords": document.keywords,
        "licence": document.licence,
        "facts": document.facts,
        "blocks": [_block(section, known) for section in document.sections],
        "has_figures": document.has_figures,
        "where_title": tracing.WHERE_TITLE,
        "where_text": tracing.WHERE_TEXT,
        "traced": [
            {
                "title": entry.title,
                "measure": entry.measure,
                "areas": [
                    {
                        "name": area.name,
                        "figures": [
                            {"id": trace.id, "words": entry.words(trace)} for trace in area.traces
                        ],
                    }
                    for area in entry.areas
                ],
                "source": entry.vintages[0].title if entry.vintages else "no source",
                "vintages": [
                    {"key": vintage.key, "released": tracing.day(vintage.released)}
                    for vintage in entry.vintages
                ],
            }
            for entry in tracing.traced_measures(document)
        ],
        "sources": [
            {
                "key": source.key,
                "title": source.title,
                "about": f"{source.publisher}. {source.licence}",
                "released": tracing.day(source.released),
                "loaded": source.loaded or "not loaded",
                "covers": source.covers,
                "files": ", ".join(
                    f"{name} {sha[: tracing.SHORT_HASH]}" for name, sha in source.files
                ),
            }
            for source in document.sources
        ],
    }


def pdf_bytes(document: Document) -> bytes:
    """The report as PDF/UA-1: the same bytes for the same document, whatever the clock says."""
    made = typst.compile(
        TEMPLATE,
        font_paths=[pictures.FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=[STANDARD],
        sys_inputs={"report": json.dumps(_data(document), ensure_ascii=False)},
        # The document's own date stands for the clock's.
        timestamp=int(datetime.combine(document.issued, time(), UTC).timestamp()),
    )
    return with_row_headers(made)


def render_pdf(document: Document, out: Path) -> None:
    """Write the report to `out` as one tagged PDF."""
    out.write_bytes(pdf_bytes(document))
