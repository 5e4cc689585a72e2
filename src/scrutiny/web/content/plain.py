"""A page's content as plain data, for JSON: the words, every table, every figure and its source."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from scrutiny.reports.model import Chart, SourceEntry, Spans, Table
from scrutiny.web.asked import Asked
from scrutiny.web.content.content import Content

Plain = dict[str, Any]


def plain(content: Content) -> Plain:
    """Dictionaries and lists only. A cell's `figure` is an id into `figures`; a figure's `source`
    is a key into `sources`. Months are YYYY-MM, dates YYYY-MM-DD, no value is null."""
    return {
        "title": content.title,
        "description": content.description,
        "asked": _asked(content.asked),
        "tables": [_table(table) for table in content.tables],
        "charts": [_chart(chart) for chart in content.charts],
        "figures": [asdict(trace) for trace in content.traces],
        "sources": [_source(source) for source in content.sources],
    }


def _asked(asked: Asked) -> Plain:
    return {
        "area": asked.area,
        "to": str(asked.to),
        "window": asked.window.value,
        "against": asked.against.value,
        "source": asked.source,
        "as_at": asked.as_at.isoformat() if asked.as_at else None,
    }


def _source(source: SourceEntry) -> Plain:
    files = [{"name": name, "sha256": digest} for name, digest in source.files]
    released = source.released.isoformat() if source.released else None
    return {**asdict(source), "released": released, "files": files}


def _table(table: Table) -> Plain:
    rows: list[Plain] = []
    group = None
    for row in table.rows:
        if row.group:
            group = row.cells[0].text
            continue
        cells = [{"text": c.text, "value": c.value, "tone": c.tone, "figure": c.trace}
                 for c in row.cells]  # fmt: skip
        rows.append({"group": group, "cells": cells})
    return {
        "id": table.id,
        "title": table.title,
        "columns": [{"head": column.head, "unit": column.unit} for column in table.columns],
        "rows": rows,
        "notes": [_words(note) for note in table.notes],
    }


def _chart(chart: Chart) -> Plain:
    return {
        "id": chart.id,
        "title": chart.title,
        "finding": chart.alt,
        "notes": [_words(note) for note in chart.notes],
        "data": None if chart.data is None else _table(chart.data),
    }


def _words(spans: Spans) -> str:
    return "".join(span.text for span in spans)
