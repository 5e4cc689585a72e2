"""What each worksheet of a report's workbook holds: the tables, then every figure and source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scrutiny.reports.model import Chart, Document, SourceEntry, Spans, Table, Trace
from scrutiny.reports.sheet_table import SheetCell, SheetColumn, lay_out, sheet_names

COVER, CONTENTS, NOTES, FIGURES, SOURCES = "Cover", "Contents", "Notes", "Figures", "Source files"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet to be: its name, what stands above its table, and the table's columns."""

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    subtitles: tuple[str, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()
    emphasised: tuple[int, ...] = ()  # rows, counted from 0


def workbook_sheets(document: Document) -> tuple[Sheet, ...]:
    """The sheets after the cover, contents and notes: every table, then figures and sources."""
    traces = {trace.id: trace for trace in document.traces}
    shown: list[tuple[str, Table, tuple[Spans, ...], str]] = []
    for block in document.walk():
        if isinstance(block, Table):
            shown.append((f"Table {block.number}", block, block.notes, ""))
        elif isinstance(block, Chart) and block.data is not None:
            notes = (*block.notes, *block.data.notes)
            shown.append((f"Figure {block.number}", block.data, notes, block.alt))
    names = sheet_names(
        (table.sheet or label for label, table, _, _ in shown),
        taken=(COVER, CONTENTS, NOTES, FIGURES, SOURCES),
    )
    sheets = [
        _sheet(name, label, table, notes, alt, traces)
        for name, (label, table, notes, alt) in zip(names, shown, strict=True)
    ]
    sheets += [_figures(document), _sources(document.sources)]
    return tuple(sheet for sheet in sheets if sheet.columns[0].cells)


def _sheet(
    name: str,
    label: str,
    table: Table,
    notes: Iterable[Spans],
    alt: str,
    traces: dict[str, Trace],
) -> Sheet:
    texts = ["".join(span.text for span in note) for note in notes]
    plain = [row for row in table.rows if not row.group]
    return Sheet(
        name,
        table.title if label.lower() in table.title.lower() else f"{label}: {table.title}",
        lay_out(table, traces),
        subtitles=(alt,) if alt else (),
        source=" ".join(text for text in texts if text.startswith("Source")),
        notes=tuple(text for text in texts if not text.startswith("Source")),
        emphasised=tuple(n for n, row in enumerate(plain) if row.emphasis),
    )


def _figures(document: Document) -> Sheet:
    """One row a traced figure, in the order of the report."""
    sources = {source.key: source for source in document.sources}

    def number(value: float | None, otherwise: str) -> SheetCell:
        return SheetCell(otherwise if value is None else value, "General")

    rows = [
        (
            *(_text(text) for text in (trace.id, trace.measure, trace.title)),
            *(_text(text) for text in (trace.area, trace.area_name)),
            *(_text(text) for text in (trace.period, trace.first, trace.last)),
            number(trace.value, "[x]"),
            number(trace.numerator, "[z]"),
            number(trace.denominator, "[z]"),
            *(_text(text) for text in (trace.unit, trace.source)),
            *(_text(text) for text in _vintage(sources[trace.source])),
            _text(trace.note),
        )
        for trace in document.traces
    ]
    heads = (
        *("Figure", "Measure", "Title", "Area code", "Area", "Period", "First month"),
        *("Last month", "Value", "Numerator", "Denominator", "Unit", "Source", "Source title"),
        *("Released", "Loaded", "SHA-256", "Note"),
    )
    numeric = ("Value", "Numerator", "Denominator")
    title = "Every figure in the report, what it is made from and which vintage gave it"
    return Sheet(FIGURES, title, _columns(heads, rows, numeric))


def _vintage(source: SourceEntry) -> tuple[str, str, str, str]:
    digests = [digest for _, digest in source.files]
    many = f"{len(digests)} files, listed on the {SOURCES} sheet"
    return (
        source.title,
        "" if source.released is None else source.released.isoformat(),
        source.loaded,
        many if len(digests) > 1 else "".join(digests),
    )


def _sources(sources: tuple[SourceEntry, ...]) -> Sheet:
    """One row a file of a source."""
    heads = (
        *("Source", "Title", "Publisher", "Licence", "Released", "Loaded", "Covers"),
        *("File", "SHA-256"),
    )
    rows = []
    for source in sources:
        title, released, loaded, _ = _vintage(source)
        about = (source.key, title, source.publisher, source.licence, released, loaded)
        for file in source.files or (("", ""),):
            rows.append(tuple(_text(text) for text in (*about, source.covers, *file)))
    return Sheet(SOURCES, "The sources of the report, and their files", _columns(heads, rows))


def _text(text: str) -> SheetCell:
    return SheetCell(text or "[z]")


def _columns(
    heads: Sequence[str], rows: Sequence[Sequence[SheetCell]], numeric: Iterable[str] = ()
) -> tuple[SheetColumn, ...]:
    cells = zip(*rows, strict=True) if rows else [()] * len(heads)
    numeric = set(numeric)
    return tuple(
        SheetColumn(head, "", "right" if head in numeric else "left", tuple(column))
        for head, column in zip(heads, cells, strict=True)
    )
