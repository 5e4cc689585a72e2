"""The tables of a performance report, each made from the measures that a template names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scrutiny.analysis.change import Change, change
from scrutiny.analysis.peers import PeerRow
from scrutiny.analysis.rounding import format_number, rate_words
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.comparison.compare import Comparison, compare, series
from scrutiny.comparison.forces import AmongForces, among_forces
from scrutiny.observation import Observation
from scrutiny.periods import Against, Month, Period, Window, quarter_name
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
        entries += [_entry(c) for c in (then, now, quarter)]
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
        since = context.reader.latest(measure, context.area, current.source)
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
    """From the first source with a figure for the window, or for the one its lag allows."""
    ends = [context.to]
    if measure.lag_months and measure.grain == "window":
        ends.append(context.to - measure.lag_months)
    tried = [
        context.compare(measure.id, to=end, window=window, source=source)
        for source in sources
        for end in ends
    ]
    return next((c for c in tried if c.current.value is not None), tried[0])


def _not_supplied(context: Context, found: Sequence[Comparison]) -> list[Spans]:
    """Who has not supplied what, since when: one sentence a source and date."""
    lacking: dict[tuple[str, Month | None], list[str]] = {}
    for c in found:
        since = context.reader.latest(c.measure, context.area, c.current.source)
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


def forces_table(context: Context, spec: BlockSpec) -> Table | None:
    """This force, its most similar group, its region, and England and Wales, with ranks.

    A count is ranked by its rate, where the catalogue has one: large forces record more crime.
    """
    measure = context.measure(spec.measure)
    reader = context.reader
    at = (context.area, context.to, spec.window, Against.YEAR, spec.source)
    found = among_forces(reader, measure, *at)
    if found is None:
        return None
    rate_id = f"{measure.id}_rate"
    rates = None
    if measure.kind is Kind.COUNT and rate_id in reader.catalogue:
        rates = among_forces(reader, context.measure(rate_id), *at[:4])
    columns = [
        Column("Area", "left", width=1.7),
        Column(found.earlier.short_name, unit=measure.unit),
        Column(found.period.short_name, unit=measure.unit),
        Column("Change", width=1.4),
    ]
    if rates is not None:
        head = f"Rate {rate_words(rates.measure.unit)}"
        columns.append(Column(head, unit=rates.measure.unit))
    ranked = (rates or found).comparison.ranked
    columns.append(Column(f"Rank {'on rate ' if rates else ''}of {ranked} forces"))
    entries = Entries()
    rows = [_force_row(context, found, rates, found.force, entries)]
    others = [code for code in found.similar if code != found.force]
    if others:
        rows.append(Row((Cell("Most similar forces"),), group=True))
        rows += [_force_row(context, found, rates, code, entries) for code in others]
    rows.append(Row((Cell("Totals"),), group=True))
    for number, (code, current, earlier) in enumerate(found.totals):
        moved = change(measure, current, [earlier])
        entries.append((measure, (current, earlier), moved))
        book = context.book
        cells = [book.value(measure, earlier), book.value(measure, current)]
        cells.append(book.change(measure, moved, current))
        if rates is not None:
            cells.append(book.value(rates.measure, rates.totals[number][1]))
        rows.append(Row((Cell(context.name(code)), *cells, Cell(NO_FIGURE))))
    notes = [_rise_note(found, rates), *notes_of(context.book, entries)]
    title = spec.title or f"{measure.title}: similar forces, the region and the nation"
    return context.table(f"{title}, {_ending(found.period)}", columns, rows, notes, spec.sheet)


def _force_row(
    context: Context, found: AmongForces, rates: AmongForces | None, code: str, entries: Entries
) -> Row:
    measure, book = found.measure, context.book
    current, earlier = found.current[code], found.previous[code]
    moved = change(measure, current, [earlier])
    own = code == found.force
    if own:
        entries.append((measure, (current, earlier), moved))
    cells = [
        Cell(context.name(code), strong=own),
        book.value(measure, earlier),
        book.value(measure, current, strong=own),
        book.change(measure, moved, current),
    ]
    if rates is not None:
        cells.append(book.value(rates.measure, rates.current[code]))
        if own:
            entries.append((rates.measure, (rates.current[code],), None))
    return Row((*cells, _rank((rates or found).comparison.row(code))), emphasis=own)


def _rank(row: PeerRow | None) -> Cell:
    if row is None or row.rank is None:
        return Cell(NO_FIGURE)
    return Cell(row.rank_text, row.rank, 0)


def _rise_note(found: AmongForces, rates: AmongForces | None) -> Spans:
    c = found.comparison
    risen = f"{c.increases} of {c.compared} forces show an increase. "
    if c.compared < c.ranked:
        risen = risen.replace("forces", "forces whose two periods are comparable", 1)
    late = f"{found.late} " if found.late else ""
    return (Span(risen, strong=True), Span(f"{late}Rank {(rates or found).comparison.order}"))


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


def areas_table(context: Context, spec: BlockSpec) -> Table | None:
    """Each division and district of the force: previous period, change, current period."""
    measure = context.measure(spec.measure)
    areas, reader = context.reader.areas, context.reader
    codes = [*areas.children(context.area, "division", context.to), *areas.districts_of(
        context.area, context.to
    )] if spec.within == "force" else []  # fmt: skip
    found = [
        compare(reader, measure, code, context.to, spec.window, source=spec.source)
        for code in codes
    ]
    if not any(c.current.value is not None for c in found):
        return None
    period = spec.window.ending(context.to)
    columns = (
        Column("Area", "left", width=1.7),
        Column(period.year_earlier().short_name, unit=measure.unit),
        Column(period.short_name, unit=measure.unit),
        Column("Change", width=1.4),
    )
    rows, kind = [], ""
    for c in found:
        area = areas.get(c.area)
        if area.kind != kind:
            kind = area.kind
            rows.append(Row((Cell(f"{kind.capitalize()}s"),), group=True))
        rows.append(
            Row(
                (
                    Cell(area.name),
                    context.book.value(measure, c.previous[0]),
                    context.book.value(measure, c.current),
                    context.book.change(measure, c.change, c.current),
                )
            )
        )
    entries = [_entry(c) for c in found]
    title = spec.title or f"{measure.title} by division and district"
    return context.table(title, columns, rows, notes_of(context.book, entries), spec.sheet)


def outcomes_table(context: Context, spec: BlockSpec) -> Table | None:
    """Shares of outcomes beside the nation's, over the last financial year that has them."""
    first = context.measure(spec.measures[0])
    last = context.reader.latest(first, context.area)
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
        shown = NO_FIGURE if gap is None else f"{'+' if gap > 0 else ''}{format_number(gap, 1)}"
        rows.append(Row((Cell(measure.title), *cells, Cell(shown, gap, 1))))
        entries.append((measure, (own, other), None))
    title = spec.title or "Outcomes of recorded crime"
    notes = notes_of(context.book, entries)
    return context.table(f"{title}, {_ending(period)}", columns, rows, notes, spec.sheet)


def projection_table(context: Context, spec: BlockSpec) -> Table | None:
    """Where the financial year would end, with an interval and the method's tested error."""
    from scrutiny.analysis.projection import project_year

    columns = (
        Column("Measure", "left", width=1.5),
        Column("Year to date"),
        Column("Projected year"),
        Column("95% interval", width=1.3),
        Column("Error in past years"),
    )
    rows, whys = [], []
    for id in spec.measures:
        measure = context.measure(id)
        observations = series(context.reader, measure, context.area, context.to)
        if not observations:
            continue
        found = project_year(measure, observations)
        to_date = context.reader.observe(measure, context.area, Window.FYTD.ending(context.to))
        head = (Cell(measure.title), context.book.value(measure, to_date))
        if found.value is None or found.lower is None or found.upper is None:
            whys.append((measure.title, found.text))
            none = Cell("not projected", tone="missing")
            rows.append(Row((*head, none, Cell(NO_FIGURE), Cell(NO_FIGURE))))
            continue
        interval = f"{format_number(found.lower)} to {format_number(found.upper)}"
        rows.append(
            Row(
                (
                    *head,
                    Cell(format_number(found.value), found.value, 0),
                    Cell(interval),
                    Cell(f"{format_number(found.error or 0, 1)}%", found.error, 1),
                )
            )
        )
    if not rows:
        return None
    note = (
        Span("Method: ", strong=True),
        Span(
            "each measure is projected by the share of a year that its quarters to date usually "
            "make up, or by exponential smoothing where that did better when tested on past "
            "years. The error is the average size of the miss in those tests, and the interval "
            "is made from them."
        ),
    )
    title = spec.title or f"Projection to the end of {_financial_year(context.to)}"
    return context.table(title, columns, rows, [note, *_grouped(whys)], spec.sheet)


def _grouped(whys: Sequence[tuple[str, str]]) -> list[Spans]:
    """Reasons, each once, with the measures that it holds for."""
    titles: dict[str, list[str]] = {}
    for title, why in whys:
        titles.setdefault(why, []).append(title)
    return [
        (Span(f"Not projected: {', '.join(found)}. ", strong=True), Span(why))
        for why, found in titles.items()
    ]


def _entry(c: Comparison) -> tuple[Measure, Sequence[Observation], Change]:
    return c.measure, (c.current, *c.previous), c.change


def _quarter(to: Month) -> str:
    return quarter_name(Period.ending(to, 3))


def _financial_year(to: Month) -> str:
    return f"{to.financial_year}/{(to.financial_year + 1) % 100:02d}"


def _ending(period: Period) -> str:
    if len(period) == 12:
        return f"12 months to {period.last.name}"
    return period.name
