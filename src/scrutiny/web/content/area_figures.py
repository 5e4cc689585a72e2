"""The tables of an area's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scrutiny.analysis.rounding import format_number, rate_words
from scrutiny.catalogue.model import Measure
from scrutiny.comparison.compare import compare
from scrutiny.measures.read import Reader
from scrutiny.observation import Observation
from scrutiny.periods import Month
from scrutiny.reports.book import NO_FIGURE, notes_of
from scrutiny.reports.context import Context
from scrutiny.reports.model import Cell, Column, Row, Span, Table, Tone
from scrutiny.reports.tables import Entries, entry
from scrutiny.web.asked import Asked
from scrutiny.web.content import here

_PAST: dict[str | None, tuple[str, Tone]] = {
    "improving": ("better than usual", "better"),
    "concerning": ("worse than usual", "worse"),
    "unusual": ("unusual", "unusual"),
    "common": ("as usual", "plain"),
    "trial": ("as usual, by trial limits", "plain"),
    None: ("no figure for the latest month", "missing"),
}


def standings_table(context: Context, found: Sequence[here.Standing], among: here.Beside) -> Table:
    """Each measure: its count and rate, where it lies among the areas beside it, and its past."""
    period = among.period
    rated = any(s.rate is not None for s in found)
    columns = [Column("Measure", "left", width=2), Column(f"Count, {period.short_name}")]
    if rated:
        columns += [Column("Per 1,000 people"), Column(f"All {len(among.codes)} per 1,000")]
    columns += [Column("Order among them", "left"), Column("Set against them", "left"),
                Column("Latest month against its past", "left")]  # fmt: skip
    rows: list[Row] = []
    entries: Entries = []
    for s in found:
        trace = context.book.trace(s.count)
        cells = [Cell(s.measure.title), context.book.value(s.measure, s.count)]
        if rated:
            cells += [_rate(s.rate, trace), _rate(s.pooled, None)]
        cells += [Cell(here.rank_words(s)), _line(s), _past(s)]
        rows.append(Row(tuple(cells), emphasis=s.measure.id == here.TOTAL))
        entries.append((s.measure, (s.count,), None))
    smallest = min((s.measure.small_number for s in found), default=0)
    few = f"Counts below {smallest} in the period are small numbers: chance alone moves them far, "
    notes = ((Span(f"{few}so they are not judged."),), *notes_of(context.book, entries))
    title = f"Crimes by place in {context.name(among.area)}, {period.name}"
    return replace(context.table(title, columns, rows, notes, "Crimes by place"), id="standings")


def _rate(value: float | None, trace: str | None) -> Cell:
    if value is None:
        return Cell(NO_FIGURE, tone="missing")
    return Cell(format_number(value, 1), value, 1, trace)


def _line(s: here.Standing) -> Cell:
    if s.small:
        return Cell("small numbers")
    if s.line is None:
        return Cell(NO_FIGURE)
    if s.line.side is None:
        return Cell("in line")
    return Cell("higher" if s.line.side == "above" else "lower", tone="unusual")


def _past(s: here.Standing) -> Cell:
    if s.small:
        return Cell("small numbers")
    if s.chart is None:
        return Cell(NO_FIGURE)
    text, tone = _PAST[s.chart.variation]
    return Cell(text, tone=tone)


def rates_table(context: Context, asked: Asked) -> list[Table]:
    """Recorded crime of an area made of forces: each count with its change, and its rate."""
    reader, book = context.reader, context.book
    rows: list[Row] = []
    entries: Entries = []
    rated = False
    for rate in here.rates_of(reader.catalogue):
        assert rate.ratio is not None
        found = compare(reader, rate.ratio.numerator, asked.area, asked.to)
        per_head = reader.observe(rate, asked.area, found.current.period)
        cells = (
            Cell(found.measure.title),
            book.value(found.measure, found.previous[0]),
            book.value(found.measure, found.current),
            book.change(found.measure, found.change, found.current),
            book.value(rate, per_head),
            Cell(rate_words(rate.unit)),
        )
        rows.append(Row(cells))
        entries.append(entry(found))
        rated = rated or per_head.value is not None
    if not rows:
        return []
    columns: tuple[Column, ...] = (
        Column("Measure", "left", width=1.8),
        Column(found.previous[0].period.short_name),
        Column(found.current.period.short_name),
        Column("Change", width=1.4),
        Column("Rate"),
        Column("Rate is", "left"),
    )
    notes = notes_of(book, entries)
    if not rated:
        columns = columns[:-2]
        rows = [Row(row.cells[:-2]) for row in rows]
        notes = (*notes, (Span(f"There are no rates: {per_head.missing}."),))
    title = f"Recorded crime in {context.name(asked.area)}, {found.current.period.name}"
    table = context.table(title, columns, rows, notes, "Recorded crime")
    return [replace(table, id="recorded-crime")]


def supplied(reader: Reader, area: str, to: Month) -> list[tuple[Measure, Observation]]:
    """The latest figure up to `to` of each measure that somebody supplied for an area itself."""
    found = []
    for (source, of, measure), windows in sorted(reader.vintage.supplied.items()):
        periods = [period for period in windows if period.last <= to]
        if of == area and periods and measure in reader.catalogue:
            latest = max(periods, key=lambda period: (period.last, len(period)))
            definition = reader.catalogue.measure(measure)
            found.append((definition, reader.observe(definition, area, latest, source)))
    return found


def supplied_table(context: Context) -> list[Table]:
    """The supplied figures, each with the period that it is for; a hidden one says so."""
    found = supplied(context.reader, context.area, context.to)
    if not found:
        return []
    rows = []
    for measure, o in found:
        value = context.book.value(measure, o)
        if here.is_suppressed(o, measure):
            value = replace(value, text="not shown")
        source = Cell(context.source_title(o.source))
        rows.append(Row((Cell(measure.title), Cell(o.period.name), value, source)))
    columns = (Column("Measure", "left", width=1.8), Column("Period", "left", width=1.3),
               Column("Figure"), Column("Source", "left"))  # fmt: skip
    notes = notes_of(context.book, [(m, (o,), None) for m, o in found])
    table = context.table(
        f"Figures supplied for {context.name(context.area)}", columns, rows, notes, "Supplied"
    )
    return [replace(table, id="supplied")]
