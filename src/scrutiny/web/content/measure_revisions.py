"""What was said when: a figure as it stood at each release that changed it, and by each source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from scrutiny.analysis.rounding import format_value
from scrutiny.catalogue.model import Measure
from scrutiny.catalogue.records import POPULATIONS
from scrutiny.charts.said import said_height, said_when
from scrutiny.measures.coverage import computed_by
from scrutiny.observation import Observation
from scrutiny.periods import Period
from scrutiny.reports.book import Book
from scrutiny.reports.context import Context
from scrutiny.reports.drawn import WIDTH
from scrutiny.reports.model import Cell, Chart, Column, Row, Table
from scrutiny.web.asked import Asked
from scrutiny.web.edition import Edition

MOST_RELEASES = 12  # each is read as the workspace stood then


@dataclass(frozen=True, slots=True)
class Revisions:
    """What was said of a figure, in a sentence, and where it changed as a table and a chart."""

    text: str
    chart: Chart | None = None


def revisions(
    edition: Edition, context: Context, asked: Asked, measure: Measure, current: Observation
) -> Revisions:
    """The figure as at each release date that changed it, up to the date asked for."""
    if current.value is None:
        return Revisions("There is no figure for this period, so there is nothing to revise.")
    said = _said(edition, asked, measure, current)
    first = f"{said[0][0]:%-d %B %Y}"
    if len(said) == 1:
        released = max(p.released for p in current.provenance) if current.provenance else None
        again = ", and has not changed since" if released and released > said[0][0] else ""
        return Revisions(f"This figure was first whole on {first}{again}.")
    unit, places = measure.unit, measure.decimals
    was, now = (format_value(o.value or 0.0, unit, places) for o in (said[0][1], said[-1][1]))
    text = f"First given as {was} on {first}; now {now}."
    return Revisions(text, _chart(context, asked, measure, said, text))


def _said(
    edition: Edition, asked: Asked, measure: Measure, current: Observation
) -> list[tuple[date, Observation]]:
    """The releases at which the figure was first whole or changed, each with the figure then."""
    until = asked.as_at or edition.day
    days = [day for day in _releases(edition, measure, current) if day <= until]
    if len(days) < 2:
        return [(days[0] if days else current.provenance[0].released, current)]
    said: list[tuple[date, Observation]] = []
    for day in days[-MOST_RELEASES:]:
        then = edition.as_at(day).observe(measure, current.area, current.period, asked.source)
        if then.value is not None and (not said or then.value != said[-1][1].value):
            said.append((day, then))
    return said or [(days[-1], current)]


def _releases(edition: Edition, measure: Measure, current: Observation) -> list[date]:
    """The days from which something answered for every part of the figure, and those that may
    have changed it: releases of what it is made from, for its area and months."""
    released = {load: p.released for load, p in edition.reader.vintage.provenance.items()}
    first: dict[tuple[str, ...], date] = {}
    days: set[date] = set()
    for load, *slice_ in _slices(edition, measure, current):
        key = tuple(slice_)
        first[key] = min(first.get(key, released[load]), released[load])
        days.add(released[load])
    whole = max((day for key, day in first.items() if key[0] not in POPULATIONS), default=None)
    return sorted(day for day in days if whole is not None and day >= whole)


def _slices(
    edition: Edition, measure: Measure, current: Observation
) -> list[tuple[str, str, str, str, str]]:
    """(load, table, area, first, last) of every load that answered for a part of the figure.

    Of a population the kind stands in place of the table.
    """
    reader, snapshot = edition.reader, edition.snapshot
    columns = ("load", "area", "first", "last")
    period, area = current.period, current.area
    parts = reader.coverage.forces_of(area, period.last)
    found: list[tuple[str, str, str, str, str]] = []
    counted = [measure]
    if measure.ratio is not None:
        for id in (measure.ratio.numerator, measure.ratio.denominator):
            if id in POPULATIONS:
                where = {"table": "population", "measure": id, "area": [area, *parts]}
                found += [(r[0], id, *r[1:]) for r in snapshot.rows("slices", columns, where)]
            else:
                counted.append(reader.catalogue.measure(id))
    for each in counted:
        computed = computed_by(each, current.source)
        if computed is not None:
            where = {"table": computed.table, "source": computed.source, "area": list(parts)}
        else:
            where = {"measure": each.id, "source": current.source, "area": area}
        rows = snapshot.rows("slices", columns, where)
        found += [(r[0], each.id, *r[1:]) for r in rows if _overlaps(period, r[2], r[3])]
    return found


def _overlaps(period: Period, first: str, last: str) -> bool:
    return first <= str(period.last) and str(period.first) <= last


def _chart(
    context: Context,
    asked: Asked,
    measure: Measure,
    said: list[tuple[date, Observation]],
    text: str,
) -> Chart:
    unit, places = measure.unit, measure.decimals
    period = said[0][1].period
    title = f"What was said of {measure.title}, {period.name}"
    columns = (
        Column("Released", "left"),
        Column(measure.title, unit=unit),
        Column("Change from what was said before"),
    )
    rows: list[Row] = []
    before: float | None = None
    for day, o in said:
        assert o.value is not None
        gap = None if before is None else o.value - before
        sign = "+" if gap is not None and gap > 0 else ""
        moved = "first said" if gap is None else f"{sign}{format_value(gap, unit, places)}"
        value = Cell(format_value(o.value, unit, places), o.value, places)
        # Only what stands now can be traced: this edition answers for nothing else.
        if day == said[-1][0]:
            value = context.book.value(measure, o)
        rows.append(Row((Cell(f"{day:%-d %B %Y}"), value, Cell(moved, gap, places))))
        before = o.value
    data = context.table(title, columns, rows, (), numbered=False)
    bars = [(f"{day:%-d %B %Y}", o.value) for day, o in said if o.value is not None]
    spec = said_when(bars, unit=unit, decimals=places, width=WIDTH)
    return Chart(
        "revisions", 0, title, f"{title}. {text}", spec, WIDTH, said_height(len(bars)), (),
        replace(data, id="revisions-data", sheet="Revisions"),
    )  # fmt: skip


def sources_table(context: Context, asked: Asked, measure: Measure) -> Table | None:
    """The same area and period by each source of the measure; None unless two have a figure.

    Both stand, each under its source's name: figures of two sources are never blended.
    """
    reader = context.reader
    period = asked.window.ending(asked.to)
    found = [
        reader.observe(measure, asked.area, period, source) for source in reader.sources(measure)
    ]
    if sum(o.value is not None for o in found) < 2:
        return None
    columns = (
        Column("Source", "left", width=1.6),
        Column(measure.title, unit=measure.unit),
        Column("Released", "left"),
    )
    rows = [
        Row(
            (
                Cell(context.source_title(o.source)),
                context.book.value(measure, o),
                Cell(_released(context.book, o)),
            ),
            emphasis=o.source == (asked.source or measure.source),
        )
        for o in found
        if o.value is not None
    ]
    title = f"{measure.title}, {period.name}: what each source says"
    return replace(context.table(title, columns, rows, ()), id="sources-say", sheet="Sources say")


def _released(book: Book, o: Observation) -> str:
    entry = book.source(o)
    return f"{entry.released:%-d %B %Y}" if entry.released else "–"
