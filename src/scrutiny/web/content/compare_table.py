"""The table of every force on one measure, in the order that a reader asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from scrutiny.analysis.change import Change, change
from scrutiny.analysis.peers import PeerRow
from scrutiny.analysis.rounding import format_value
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.comparison.breaks import measured_in
from scrutiny.comparison.forces import AmongForces
from scrutiny.measures.read import Reader
from scrutiny.observation import Observation
from scrutiny.periods import Against
from scrutiny.reports.book import NO_FIGURE, notes_of
from scrutiny.reports.context import Context
from scrutiny.reports.model import Cell, Column, Row, Span, Spans, Table
from scrutiny.reports.tables import Entries
from scrutiny.web.asked import Asked

SORTS = ("value", "change", "rank", "name")
SHARES = frozenset({"percent", "minutes", "seconds"})
"""Units of levels that do not grow with the size of a force."""


class ForceRow(NamedTuple):
    """A force's row: its values, the change between them and where it ranks."""

    row: PeerRow
    current: Observation
    change: Change


def proportionate(measure: Measure) -> bool:
    """Whether a large and a small force can be compared on it without a population."""
    return measure.kind in (Kind.RATE, Kind.PERCENT) or measure.unit in SHARES


def force_rows(reader: Reader, found: AmongForces, against: Against) -> list[ForceRow]:
    """Every force with the change against what it is compared with."""
    periods = against.periods(found.period)
    forces = []
    for row in found.comparison.rows:
        current = found.current[row.area]
        earlier = reader.series(found.measure, row.area, periods, current.source)
        forces.append(ForceRow(row, current, change(found.measure, current, earlier)))
    return forces


def every_force_table(
    context: Context, found: AmongForces, forces: Sequence[ForceRow], asked: Asked, sort: str
) -> Table:
    """Every force's value, change and rank in the order asked for, then the totals."""
    measure, book = found.measure, context.book
    earlier = found.earlier.short_name
    if asked.against is Against.THREE_YEARS:
        earlier = "Mean of the three years before"
    columns = (
        Column("Force", "left", width=1.8),
        Column(earlier, unit=measure.unit),
        Column(found.period.short_name, unit=measure.unit),
        Column("Change", width=1.5),
        Column(f"Rank of {found.comparison.ranked}"),
        Column(f"Rank in {found.earlier.short_name}"),
        Column("Quarter of forces", "left"),
    )
    entries: Entries = []
    rows: list[Row] = []
    outside = False
    for f in _sorted(context, forces, sort):
        if sort == "change" and not outside and _unranked(f):
            outside = True
            rows.append(
                Row((Cell("Not comparable or without a figure: not ranked by change"),), group=True)
            )
        rows.append(_row(context, found, f, _mean_cell(measure, f.change.previous)))
        entries.append((measure, (f.current,), f.change))
    if found.totals:
        rows.append(Row((Cell("Totals"),), group=True))
    for code, current in {code: now for code, now, _ in found.totals}.items():
        here = measured_in(measure, code, context.reader.areas, asked.to)
        past = context.reader.series(
            measure, code, asked.against.periods(found.period), current.source
        )
        moved = change(here, current, past)
        entries.append((measure, (current,), moved))
        cells = [_mean_cell(measure, moved.previous), book.value(measure, current)]
        cells += [book.change(measure, moved, current), *[Cell(NO_FIGURE)] * 3]
        rows.append(Row((Cell(context.name(code)), *cells)))
    order: Spans = (Span(f"Rank {found.comparison.order}"),)
    notes = (order, *notes_of(book, entries))
    return replace(
        context.table(
            f"{measure.title}: every force, {found.period.name}", columns, rows, notes, "Forces"
        ),
        id="every-force",
    )


def _mean_cell(measure: Measure, value: float | None) -> Cell:
    if value is None:
        return Cell(NO_FIGURE, tone="missing")
    unit = "" if measure.kind is Kind.RATE else measure.unit
    return Cell(format_value(value, unit, measure.decimals), value, measure.decimals)


def _unranked(force: ForceRow) -> bool:
    return force.change.incomplete or not force.change.comparable


def _sorted(context: Context, forces: Sequence[ForceRow], sort: str) -> list[ForceRow]:
    """The forces in the order asked for; those that have no place in it come last, by name."""
    named = sorted(forces, key=lambda f: context.name(f.row.area))
    if sort == "name":
        return named
    if sort == "rank":
        return sorted(named, key=lambda f: (f.row.rank is None, f.row.rank or 0))
    if sort == "change":
        return sorted(
            named, key=lambda f: (_unranked(f), 0.0 if _unranked(f) else -_moved(f.change))
        )
    return sorted(named, key=lambda f: (f.current.value is None, -(f.current.value or 0.0)))


def _moved(moved: Change) -> float:
    """By how much it changed, in the terms that forces of any size share."""
    each = (moved.percent, moved.points, moved.count)
    return next((amount for amount in each if amount is not None), 0.0)


def _row(context: Context, found: AmongForces, force: ForceRow, before: Cell) -> Row:
    row, book = force.row, context.book
    own = row.area == found.force
    similar = " (similar)" if row.area in found.similar and not own else ""
    ranks = [
        Cell(NO_FIGURE) if n is None else Cell(str(n), n, 0) for n in (row.rank, row.rank_before)
    ]
    standing = (
        (row.standing or "").removeprefix("among the ") if proportionate(found.measure) else ""
    )
    cells = (
        Cell(f"{context.name(row.area)}{similar}", strong=own),
        before,
        book.value(found.measure, force.current, strong=own),
        book.change(found.measure, force.change, force.current),
        *ranks,
        Cell(standing or NO_FIGURE),
    )
    return Row(cells, emphasis=own)
