"""The last pages of the Word document: where every figure comes from."""

from __future__ import annotations

from collections.abc import Callable

from scrutiny.reports.model import Document, SourceEntry
from scrutiny.reports.tracing import (
    SHORT_HASH,
    WHERE_TEXT,
    TracedMeasure,
    day,
    figure_words,
    traced_measures,
)
from scrutiny.reports.word_table import cell, fit_widths, grid, head_row, row
from scrutiny.reports.wordml import link_to, paragraph, run

STYLE = "SourceText"
Mark = Callable[[str, str], str]


def sources_pages(document: Document, width: int, mark: Mark) -> list[str]:
    """The blocks under the heading: every traced figure by measure, then the sources.

    `mark` makes its second argument the place that links to the id given first lead to.
    """
    blocks = [paragraph(run(WHERE_TEXT))]
    if document.traces:
        entries = [_figures(entry, mark) for entry in traced_measures(document)]
        heads = ("Measure", "Area", "Figures", "Source")
        blocks.append(_table("Figures by measure", heads, (3, 2, 5, 4), entries, width))
    if document.sources:
        blocks.append(paragraph(run("Sources and vintages"), "Heading2"))
        heads = ("Source", "Released and loaded", "Covers", "Files, with the start of each SHA-256")
        sources = [_source(source, mark) for source in document.sources]
        blocks.append(_table("Sources and vintages", heads, (4, 3, 3, 5), sources, width))
    blocks.append(paragraph(run(f"{document.licence}."), "TableNote"))
    return blocks


def _table(
    title: str,
    heads: tuple[str, ...],
    shares: tuple[float, ...],
    rows: list[list[str]],
    width: int,
) -> str:
    widths = fit_widths(shares, [0] * len(shares), width)
    drawn = [
        row([cell(text, w, STYLE) for text, w in zip(texts, widths, strict=True)]) for texts in rows
    ]
    return grid([head_row([(head, STYLE) for head in heads], widths), *drawn], widths, title)


def _figures(entry: TracedMeasure, mark: Mark) -> list[str]:
    lines = [mark(trace.id, run(figure_words(trace))) for trace in entry.traces]
    source = entry.source
    if source is None:
        origin = run("no source")
    else:
        origin = link_to(_id(source), run(source.title)) + run(
            f", {source.publisher}, released {day(source.released)}"
        )
    return [
        run(entry.title, strong=True) + run(f"\n{entry.measure}"),
        run(entry.area_name),
        "<w:r><w:br/></w:r>".join(lines),
        origin,
    ]


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
