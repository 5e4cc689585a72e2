"""Where a measure's financial year may end: in a table, and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scrutiny.analysis.projection import Projection
from scrutiny.analysis.rounding import format_number
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.charts.projection import running_total
from scrutiny.comparison.compare import grain_of
from scrutiny.observation import Observation
from scrutiny.periods import Month, Period, Window, financial_year_name
from scrutiny.reports import projected
from scrutiny.reports.book import notes_of
from scrutiny.reports.context import Context
from scrutiny.reports.drawn import HEIGHT, WIDTH
from scrutiny.reports.model import Callout, Cell, Chart, Column, Row, Spans, Table
from scrutiny.reports.template import BlockSpec
from scrutiny.web.asked import Asked


def projection(
    context: Context, asked: Asked, measure: Measure
) -> tuple[Spans, Table | None, Chart | None]:
    """The projection's table and chart, or why there is none; nothing for what never has one."""
    if measure.kind is not Kind.COUNT or measure.grain == "window" or asked.source:
        return (), None, None
    found = projected.project(context, measure)
    if found is None:
        return (), None, None
    spec = BlockSpec("projection", measures=(measure.id,))
    (made,) = projected.told(context, spec, [(measure, found)])
    if isinstance(made, Callout):
        return made.spans, None, None
    return (), replace(made, id="projection", sheet="Projection"), _chart(context, measure, found)


def _chart(context: Context, measure: Measure, found: Projection) -> Chart:
    """The year's running total: what is recorded, what is projected, and the year before."""
    step = 3 if grain_of(measure) is Window.QUARTER else 1
    now = [p for p in _to_date(found.year, step) if p.last <= context.to]
    recorded = context.reader.series(measure, context.area, now)
    ends = _to_date(found.year - 1, step)
    before = context.reader.series(measure, context.area, ends)
    year, year_before = financial_year_name(found.year), financial_year_name(found.year - 1)
    labels = [_label(p, step) for p in ends]
    unit = f"{measure.unit} since April"
    spec = running_total(
        labels, _values(recorded), found.path, _values(before),
        last_year=year_before, unit=unit, width=WIDTH, height=HEIGHT,
    )  # fmt: skip
    book, none = context.book, Cell("")
    known = [[book.value(measure, o), none, none, none] for o in recorded]
    coming = [
        [none, *(_number(value) for value in (at.value, at.lower, at.upper))] for at in found.path
    ]
    rows = [
        Row((Cell(label), *cells, book.value(measure, o)))
        for label, cells, o in zip(labels, [*known, *coming], before, strict=True)
    ]
    columns = (
        Column("To the end of", "left"),
        Column(f"{year}, recorded", unit=measure.unit),
        Column(f"{year}, projected", unit=measure.unit),
        Column("Lower 95%", unit=measure.unit),
        Column("Upper 95%", unit=measure.unit),
        Column(year_before, unit=measure.unit),
    )
    notes = (projected.METHOD, *notes_of(book, [(measure, [*recorded, *before], None)])[:1])
    context.charts += 1
    title = f"{measure.title} since April: recorded and projected, {year}"
    data = context.table(f"{title}: the numbers", columns, rows, notes[1:], numbered=False)
    finding = f"{title}. {_finding(found, before[-1], year_before)}"
    return Chart(
        "running-total", context.charts, title, finding, spec, WIDTH, HEIGHT, notes,
        replace(data, id="running-total-numbers", sheet="Year end"),
    )  # fmt: skip


def _to_date(year: int, step: int) -> list[Period]:
    """From the start of a financial year to the end of each month or quarter of it."""
    first = Month(year, 4)
    return [Period(first, first + n - 1) for n in range(step, 13, step)]


def _label(to_date: Period, step: int) -> str:
    if step == 3:
        return f"Q{len(to_date) // 3}"
    return to_date.last.first_day.strftime("%b")


def _values(observations: Sequence[Observation]) -> list[float]:
    """Their values: a year with one missing, or the year after it, is not projected."""
    return [o.value for o in observations if o.value is not None]


def _number(value: float) -> Cell:
    return Cell(format_number(value), value, 0)


def _finding(found: Projection, before: Observation, year_before: str) -> str:
    """The projection in words, and on which side of its interval the year before lies."""
    end, total = found.path[-1], before.value or 0.0
    side = "above" if total > end.upper else "below" if total < end.lower else "inside"
    return f"{found.text} {year_before} came to {format_number(total)}: {side} the interval."
