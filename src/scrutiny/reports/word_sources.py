"""The last pages of the Word document: where every figure comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scrutiny.reports.model import Document, SourceEntry
from scrutiny.reports.tracing import (
    SHORT_HASH,
    WHERE_TEXT,
    TracedMeasure,
    day,
    traced_measures,
)
from scrutiny.reports.word_table import cell, fit_widths, grid, head_row, row
from scrutiny.reports.wordml import link_to, paragraph, run

STYLE = "SourceText"
Mark = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class _Shape:
    title: str
    heads: tuple[str, ...]
    shares: tuple[float, ...]


FIGURES = _Shape("Figures by measure", ("Measure", "Figures by area", "Source"), (4, 9, 4))
SOURCES = _Shape(
    "Sources and vintages",
    ("Source", "Released and loaded", "Covers", "Files, with the start of each SHA-256"),
    (4, 3, 3, 5),
)


def sources_pages(document: Document, width: int, mark: Mark) -> list[str]:
    """The blocks under the heading: every traced figure by measure, then the sources.

    `mark` makes its second argument the place that links to the id given first lead to.
    """
    blocks = [paragraph(run(WHERE_TEXT))]
    if document.traces:
        figures = [_figures(entry, mark) for entry in traced_measures(document)]
        blocks.append(_table(FIGURES, figures, width))
    if document.sources:
        sources = [_source(source, mark) for source in document.sources]
        blocks.append(paragraph(run(SOURCES.title), "Heading2"))
        blocks.append(_table(SOURCES, sources, width))
    blocks.append(paragraph(run(f"{document.licence}."), "TableNote"))
    return blocks


def _table(shape: _Shape, rows: list[list[str]], width: int) -> str:
    widths = fit_widths(shape.shares, [0] * len(shape.shares), width)
    heads = head_row([(head, STYLE) for head in shape.heads], widths)
    drawn = [
        row([cell(text, w, STYLE) for text, w in zip(texts, widths, strict=True)], whole=False)
        for texts in rows
    ]
    return grid([heads, *drawn], widths, shape.title)


def _figures(entry: TracedMeasure, mark: Mark) -> list[str]:
    """The figures of one measure from one source: a line an area."""
    areas = [
        run(f"{area.name}. ", strong=True)
        + run("; ").join(mark(trace.id, run(entry.words(trace))) for trace in area.traces)
        for area in entry.areas
    ]
    origin = run("no source")
    if entry.vintages:
        latest = entry.vintages[0]
        released = run("; ").join(
            link_to(_id(vintage), run(day(vintage.released))) for vintage in entry.vintages
        )
        origin = run(f"{latest.title}, {latest.publisher}, released ") + released
    title = run(entry.title, strong=True) + run(f"\n{entry.measure}")
    return [title, "<w:r><w:br/></w:r>".join(areas), origin]


def _source(source: SourceEntry, mark: Mark) -> list[str]:
    files = ", ".join(f"{name} {digest[:SHORT_HASH]}" for name, digest in source.files)
    return [
        mark(_id(source), run(source.title, strong=True))
        + run(f"\n{source.publisher}\n{source.licence}"),
        run(f"Released: {day(source.released)}\nLoaded: {source.loaded or 'not loaded'}"),
        run(source.covers),
        run(files),
    ]


def _id(source: SourceEntry) -> str:
    return f"source-{source.key}"
