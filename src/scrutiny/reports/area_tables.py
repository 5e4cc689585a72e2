"""One force among the others, and the places inside it: tables of areas."""

from __future__ import annotations

from scrutiny.analysis.change import change
from scrutiny.analysis.peers import PeerRow
from scrutiny.analysis.rounding import rate_words
from scrutiny.catalogue.model import Kind
from scrutiny.comparison.breaks import measured_in
from scrutiny.comparison.compare import compare
from scrutiny.comparison.forces import AmongForces, among_forces
from scrutiny.periods import Against
from scrutiny.reports.book import NO_FIGURE, notes_of
from scrutiny.reports.context import Context
from scrutiny.reports.model import Cell, Column, Row, Span, Spans, Table
from scrutiny.reports.tables import Entries, entry, period_words
from scrutiny.reports.template import BlockSpec


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
        here = measured_in(measure, code, reader.areas, context.to)
        moved = change(here, current, [earlier])
        entries.append((measure, (current, earlier), moved))
        book = context.book
        cells = [book.value(measure, earlier), book.value(measure, current)]
        cells.append(book.change(measure, moved, current))
        if rates is not None:
            cells.append(book.value(rates.measure, rates.totals[number][1]))
        rows.append(Row((Cell(context.name(code)), *cells, Cell(NO_FIGURE))))
    notes = [_rise_note(found, rates), *notes_of(context.book, entries)]
    title = spec.title or f"{measure.title}: similar forces, the region and the nation"
    return context.table(f"{title}, {period_words(found.period)}", columns, rows, notes, spec.sheet)


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
    entries = [entry(c) for c in found]
    title = spec.title or f"{measure.title} by division and district"
    return context.table(title, columns, rows, notes_of(context.book, entries), spec.sheet)
