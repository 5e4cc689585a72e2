"""The last pages of the Word document: where every figure comes from."""

from __future__ import annotations

from collections.abc import Callable

from scrutiny.periods import Month
from scrutiny.reports.model import Document, SourceEntry, Trace
from scrutiny.reports.word_table import cell, fit_widths, grid, group_row, head_row, row
from scrutiny.reports.wordml import link_to, paragraph, run

SOURCES_ID = "where-every-figure-comes-from"
SOURCES_TITLE = "Where every figure comes from"
DECIMALS = 4  # of a value here; the tidy CSV has them all

Mark = Callable[[str, str], str]
_Kind = tuple[str, str, str, str]  # measure, its title, unit, source


def sources_pages(document: Document, width: int, mark: Mark) -> list[str]:
    """The blocks under the heading: the sources, then every traced figure.

    `mark` makes its second argument the place that links to the figure of that id lead to.
    """
    by_key = {source.key: source for source in document.sources}
    return [
        paragraph(run("A figure in this report leads here by its link.")),
        _sources_table(document.sources, width, mark),
        paragraph(run(f"Licence of this report: {document.licence}."), "TableNote"),
        *([_figures_table(document.traces, by_key, width, mark)] if document.traces else []),
    ]


def _sources_table(sources: tuple[SourceEntry, ...], width: int, mark: Mark) -> str:
    widths = fit_widths((5, 3, 6), (0, 0, 0), width)
    heads = [("Source", "SourceText"), ("Vintage", "SourceText"), ("Files", "SourceText")]
    rows = [head_row(heads, widths)]
    for source in sources:
        about = "\n".join(filter(None, (source.publisher, source.licence, source.covers)))
        contents = (
            mark(_source_id(source.key), run(source.title, strong=True)) + run(f"\n{about}"),
            run(f"{_released(source)}\nLoaded {source.loaded}"),
            run("\n".join(f"{name}\nSHA-256 {digest}" for name, digest in source.files)),
        )
        rows.append(row([cell(c, w, "SourceText") for c, w in zip(contents, widths, strict=True)]))
    return grid(rows, widths, "The sources of this report")


def _source_id(key: str) -> str:
    return f"source-{key}"


def _released(source: SourceEntry) -> str:
    if source.released is None:
        return "Release date not known"
    return f"Released {source.released.day} {Month.of(source.released).name}"


def _figures_table(
    traces: tuple[Trace, ...], sources: dict[str, SourceEntry], width: int, mark: Mark
) -> str:
    """Every figure by measure and source; figures that are the same share one row."""
    kinds: dict[_Kind, dict[tuple[object, ...], list[Trace]]] = {}
    for trace in traces:
        same = (
            trace.area,
            trace.period,
            trace.value,
            trace.numerator,
            trace.denominator,
            trace.note,
        )
        kind = (trace.measure, trace.title, trace.unit, trace.source)
        kinds.setdefault(kind, {}).setdefault(same, []).append(trace)
    widths = fit_widths((3, 5, 2, 3, 5), (0, 0, 0, 0, 0), width)
    styles = ("SourceText", "SourceText", "SourceNumber", "SourceText", "SourceText")
    heads = ("Area", "Period", "Value", "Made from", "Note")
    rows = [head_row(list(zip(heads, styles, strict=True)), widths)]
    for (measure, title, unit, key), figures in kinds.items():
        source = sources[key]
        words = (
            run(title, strong=True)
            + run(f" ({measure}), {unit}. ")
            + link_to(_source_id(key), run(f"{source.title}, {source.publisher}"))
            + run(f". {_released(source)}.")
        )
        rows.append(group_row(words, widths, "SourceText", keep=True))
        for same_traces in figures.values():
            one = same_traces[0]
            area = run(one.area_name)
            for trace in same_traces:
                area = mark(trace.id, area)
            texts = (one.period, _number(one.value), _made_from(one), one.note)
            contents = (area, *(run(text) for text in texts))
            parts = zip(contents, widths, styles, strict=True)
            rows.append(row([cell(*part) for part in parts]))
    return grid(rows, widths, SOURCES_TITLE)


def _number(value: float | None) -> str:
    if value is None:
        return "no figure"
    return f"{value:,.{DECIMALS}f}".rstrip("0").rstrip(".")


def _made_from(trace: Trace) -> str:
    if trace.numerator is None or trace.denominator is None:
        return ""
    return f"{_number(trace.numerator)} of {_number(trace.denominator)}"
