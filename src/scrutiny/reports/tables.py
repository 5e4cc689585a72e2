"""The tables of a performance report, each made from the measures that a template names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scrutiny.analysis.change import Change
from scrutiny.analysis.rounding import format_number
from scrutiny.catalogue.model import Measure
from scrutiny.comparison.compare import Comparison
from scrutiny.observation import Observation
from scrutiny.periods import Month, Period, Window, quarter_name
from scrutiny.reports.book import NO_FIGURE, notes_of
from scrutiny.reports.context import Context
from scrutiny.reports.model import Cell, Column, Row, Span, Spans, Table
from scrutiny.reports.template import BlockSpec, TableRow

Entries = list[tuple[Measure, Sequence[Observation], Change | None]]


def core_table(context: Context, spec: BlockSpec) -> Table:
    """Annual change as at the quarter before, annual change now, and quarter on same quarter."""
    to, before = context.to, context.to - 3
    columns = (
        Column("Offence type", "left", width=1.7),
        Column(f"12 months to {to.short_name}", unit="value"),
        Column(f"Annual change to {before.short_name}", width=1.4),
        Column(f"Annual change to {to.short_name}", width=1.4),
        Column(f"{_quarter(to)} on the same quarter a year before", width=1.4),
    )
    rows, entries = [], Entries()
    for id in spec.measures:
        then = context.compare(id, to=before, source=spec.source)
        now = context.compare(id, source=spec.source)
        quarter = context.compare(id, window=Window.QUARTER, source=spec.source)
        cells = [context.book.change(c.measure, c.change, c.current) for c in (then, now, quarter)]
        value = context.book.value(now.measure, now.current)
        rows.append(Row((Cell(now.measure.title), value, *cells)))
        entries += [entry(c) for c in (then, now, quarter)]
    title = spec.title or f"Recorded crime: annual and quarterly change to {to.name}"
    return context.table(title, columns, rows, notes_of(context.book, entries), spec.sheet)


def in_year_table(context: Context, spec: BlockSpec) -> Table:
    """The panel's measures: previous period, change, in-year performance."""
    period = spec.window.ending(context.to)
    columns: tuple[Column, ...] = (
        Column("Measure", "left", width=2.2),
        Column(f"Previous period, {period.year_earlier().short_name}"),
        Column("Change", width=1.5),
        Column(f"In year, {period.short_name}"),
    )
    made = [_in_year_row(context, row, spec.window) for row in spec.rows]
    if len({c.current.source for c, _ in made}) > 1:
        columns += (Column("Source", "left", width=1.3),)
    else:
        made = [(c, replace(row, cells=row.cells[:-1])) for c, row in made]
    entries = [(c.measure, (c.current, *c.previous), c.change) for c, _ in made]
    supplied = [e for e in entries if e[1][0].value is not None]
    notes = list(notes_of(context.book, supplied))
    notes += _not_supplied(context, [c for c, _ in made if c.current.value is None])
    title = spec.title or f"In-year performance, {period.name}"
    return context.table(title, columns, [row for _, row in made], tuple(notes), spec.sheet)


def _in_year_row(context: Context, spec: TableRow, window: Window) -> tuple[Comparison, Row]:
    measure = context.measure(spec.measure)
    found = _best(context, measure, spec.sources, window)
    book, current, earlier = context.book, found.current, found.previous[0]
    label = spec.label or measure.title
    if measure.target:
        label += f" ({measure.target.text})"
    if current.value is None:
        since = context.reader.coverage.latest(measure, context.area, current.source)
        words = f"not supplied since {since.short_name}" if since else "never supplied"
        change = Cell(words, tone="missing", trace=book.trace(current))
    else:
        change = book.change(measure, found.change, current)
    cells = [book.value(measure, earlier), change, book.value(measure, current)]
    usual = window.ending(context.to)
    if current.period != usual and current.value is not None:
        label += f"; figures to {current.period.last.name}"
    return found, Row((Cell(label), *cells, Cell(context.source_title(current.source))))


def _best(context: Context, measure: Measure, sources: Sequence[str], window: Window) -> Comparison:
    """From the first source with a figure for the window, else with one of the last year."""
    tried = []
    for source in sources:
        late = context.reader.coverage.last_supplied(
            measure, context.area, source, window.ending(context.to)
        )
        ends = [context.to, *((late,) if late and late > context.to - 12 else ())]
        tried += [context.compare(measure.id, to=e, window=window, source=source) for e in ends]
    return next((c for c in tried if c.current.value is not None), tried[0])


def _not_supplied(context: Context, found: Sequence[Comparison]) -> list[Spans]:
    """Who has not supplied what, since when: one sentence a source and date."""
    lacking: dict[tuple[str, Month | None], list[str]] = {}
    for c in found:
        since = context.reader.coverage.latest(c.measure, context.area, c.current.source)
        lacking.setdefault((c.current.source, since), []).append(c.measure.title)
    return [
        (
            Span("Not supplied: ", strong=True),
            Span(
                f"{context.source_title(source)} has given no figure "
                f"{f'since {since.name}' if since else 'at all'} for {'; '.join(titles)}."
            ),
        )
        for (source, since), titles in lacking.items()
    ]


def months_table(context: Context, spec: BlockSpec) -> Table | None:
    """Months across, financial years down: the latest three years of a monthly series."""
    measure = context.measure(spec.measure)
    first = Month(context.to.financial_year - 2, 4)
    months = [first + n for n in range(36)]
    observations = {
        m: context.reader.observe(measure, context.area, Period(m, m), spec.source)
        for m in months
        if m <= context.to
    }
    if all(o.value is None for o in observations.values()):
        return None
    columns = (
        Column("Year", "left", width=1.2),
        *(Column(m.first_day.strftime("%b"), unit=measure.unit) for m in months[:12]),
    )
    rows = []
    for year in range(3):
        run = months[12 * year : 12 * year + 12]
        cells = [
            context.book.value(measure, observations[m]) if m in observations else Cell("")
            for m in run
        ]
        name = f"{run[0].year}/{run[-1].year % 100:02d}"
        rows.append(Row((Cell(name), *cells)))
    known = [o for o in observations.values() if o.value is not None]
    notes = list(notes_of(context.book, [(measure, known, None)]))
    title = spec.title or f"{measure.title} by month"
    return context.table(title, columns, rows, notes, spec.sheet)


def outcomes_table(context: Context, spec: BlockSpec) -> Table | None:
    """Shares of outcomes beside the nation's, over the last financial year that has them."""
    first = context.measure(spec.measures[0])
    last = context.reader.coverage.latest(first, context.area)
    if last is None or last > context.to:
        return None
    nation = "K04000001"
    period = Period.ending(last, 12)
    columns = (
        Column("Outcome", "left", width=2.6),
        Column(context.name(context.area), unit="percent"),
        Column(context.name(nation), unit="percent"),
        Column("Difference", unit="percentage points"),
    )
    rows, entries = [], Entries()
    for id in spec.measures:
        measure = context.measure(id)
        own = context.reader.observe(measure, context.area, period)
        other = context.reader.observe(measure, nation, period)
        cells = [context.book.value(measure, o) for o in (own, other)]
        gap = None if own.value is None or other.value is None else own.value - other.value
        text = NO_FIGURE if gap is None else format_number(gap, 1)
        shown = f"+{text}" if gap is not None and gap > 0 and text != "0.0" else text
        rows.append(Row((Cell(measure.title), *cells, Cell(shown, gap, 1))))
        entries.append((measure, (own, other), None))
    title = spec.title or "Outcomes of recorded crime"
    notes = notes_of(context.book, entries)
    return context.table(f"{title}, {period_words(period)}", columns, rows, notes, spec.sheet)


def entry(c: Comparison) -> tuple[Measure, Sequence[Observation], Change]:
    return c.measure, (c.current, *c.previous), c.change


def _quarter(to: Month) -> str:
    return quarter_name(Period.ending(to, 3))


def period_words(period: Period) -> str:
    if len(period) == 12:
        return f"12 months to {period.last.name}"
    return period.name
