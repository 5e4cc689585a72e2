"""A measure's own past: over other periods, month by month, in other years, and as supplied."""

from __future__ import annotations

from dataclasses import replace

from scrutiny import charts
from scrutiny.analysis.rounding import format_value
from scrutiny.catalogue.model import Measure
from scrutiny.charts.lines import Role
from scrutiny.comparison.compare import Comparison, compare, grain_of
from scrutiny.observation import Observation
from scrutiny.periods import Against, Month, Period, Window, financial_year_name
from scrutiny.reports.book import notes_of
from scrutiny.reports.context import Context
from scrutiny.reports.drawn import HEIGHT, WIDTH
from scrutiny.reports.model import Cell, Chart, Column, Row, Span, Spans, Table
from scrutiny.reports.tables import entry
from scrutiny.web.asked import Asked

BEFORE = {
    Against.YEAR: "A year earlier",
    Against.PERIOD: "The period before",
    Against.THREE_YEARS: "Average of the three years before",
}
YEARS_DRAWN = 5  # more lines than these cannot be told apart
MOST_YEARS = 15  # rows of the same period in other years


def periods_table(context: Context, asked: Asked, found: Comparison) -> Table | None:
    """The value that ends with the month asked for over each window, and its change."""
    measure, to = found.measure, asked.to
    rows, entries = [], []
    for window in Window:
        if window is Window.QUARTER and not to.ends_quarter:
            continue
        each = found
        if window is not asked.window:
            each = compare(
                context.reader, measure, asked.area, to, window, asked.against, asked.source
            )
        if each.current.value is None:
            continue
        rows.append(
            Row(
                (
                    Cell(f"{window.title.capitalize()}: {each.current.period.name}"),
                    context.book.value(measure, each.current),
                    _before(context, each),
                    context.book.change(measure, each.change, each.current),
                ),
                emphasis=window is asked.window,
            )
        )
        entries.append(entry(each))
    if not rows:
        return None
    columns = (
        Column("Period", "left", width=2),
        Column(measure.title, unit=measure.unit),
        Column(BEFORE[asked.against], unit=measure.unit),
        Column("Change", width=1.4),
    )
    title = f"{measure.title} to {to.name}, over periods of each length"
    return replace(context.table(title, columns, rows, notes_of(context.book, entries)),
                   id="periods", sheet="Periods")  # fmt: skip


def _before(context: Context, found: Comparison) -> Cell:
    """The earlier value; of several, their mean, which leads to the latest of them."""
    first = context.book.value(found.measure, found.previous[0])
    if len(found.previous) == 1 or found.previous_value is None:
        return first if len(found.previous) == 1 else Cell("–", tone="missing", trace=first.trace)
    text = format_value(found.previous_value, found.measure.unit, found.measure.decimals)
    return Cell(text, found.previous_value, found.measure.decimals, first.trace)


def years_chart(context: Context, asked: Asked, measure: Measure) -> Chart | None:
    """This financial year by month or quarter over the years before it, with every year's numbers.

    None where nothing is loaded by month or quarter.
    """
    earliest = context.reader.coverage.earliest(measure, asked.area, asked.source)
    if earliest is None or earliest > asked.to or measure.grain == "window":
        return None
    step = 3 if grain_of(measure) is Window.QUARTER else 1
    years = [
        _year(context, asked, measure, year, step)
        for year in range(asked.to.financial_year, earliest.financial_year - 1, -1)
    ]
    first = Month(asked.to.financial_year, 4)
    labels = [
        f"Q{n + 1}" if step == 3 else (first + n).first_day.strftime("%b")
        for n in range(12 // step)
    ]
    if all(o.value is None for _, parts, _ in years for o in parts):
        return None
    part = "quarter" if step == 3 else "month"
    columns = (
        Column("Financial year", "left", width=1.4),
        *(Column(label, unit=measure.unit) for label in labels),
        Column("Year", unit=measure.unit),
    )
    rows = []
    for name, parts, whole in years:
        cells = [context.book.value(measure, o) for o in parts]
        cells += [Cell("")] * (len(labels) - len(parts))
        rows.append(Row((Cell(name), *cells, context.book.value(measure, whole, strong=True))))
    known = [o for _, parts, _ in years for o in parts if o.value is not None]
    this_year = financial_year_name(asked.to.financial_year)
    title = f"{measure.title} by {part}: {this_year} and the years before"
    notes: list[Spans] = [*notes_of(context.book, [(measure, known, None)])]
    if step == 3:
        notes.append((Span("Q1 is April to June; Q4 is January to March."),))
    data = context.table(f"{measure.title} by {part}", columns, rows, notes, numbered=False)
    roles: tuple[Role, ...] = ("this year", "last year")
    lines = [
        charts.YearLine(
            financial_year_name(asked.to.financial_year - n),
            [o.value for o in parts],
            roles[n] if n < len(roles) else "earlier",
        )
        for n, (_, parts, _) in enumerate(years[:YEARS_DRAWN])
    ]
    return Chart(
        "years", 0, title, f"{title}. {_finding(measure, years)}",
        charts.trend_lines(
            labels, lines, unit=f"{measure.unit} a {part}", width=WIDTH, height=HEIGHT
        ),
        WIDTH, HEIGHT, (), replace(data, id="by-year", sheet="By year"),
    )  # fmt: skip


_Year = tuple[str, list[Observation], Observation]


def _year(context: Context, asked: Asked, measure: Measure, year: int, step: int) -> _Year:
    """A financial year's name, its months or quarters to the month asked for, and its total."""
    first = Month(year, 4)
    last = min(first + 11, asked.to)
    while step == 3 and not last.ends_quarter and last > first:
        last -= 1
    periods = [Period(first + n, first + n + step - 1) for n in range(0, 12, step)]
    kept = [p for p in periods if p.last <= last]
    whole = Period(first, kept[-1].last if kept else last)
    reader, area, source = context.reader, asked.area, asked.source
    name = financial_year_name(year)
    if len(whole) < 12:
        name += f", to {whole.last.first_day.strftime('%b')}"
    parts = reader.series(measure, area, kept, source) if kept else ()
    return name, list(parts), reader.observe(measure, area, whole, source)


def _finding(measure: Measure, years: list[_Year]) -> str:
    """The latest month or quarter against the same one in each of the years drawn."""
    parts = years[0][1]
    latest = next((n for n in reversed(range(len(parts))) if parts[n].value is not None), None)
    if latest is None:
        return "There is no value for this year yet."
    now = parts[latest]
    assert now.value is not None
    earlier = [p[latest].value for _, p, _ in years[1:YEARS_DRAWN] if latest < len(p)]
    known = [value for value in earlier if value is not None]
    text = f"{now.period.name} is {format_value(now.value, measure.unit, measure.decimals)}"
    if not known:
        return f"{text}; there is no earlier year to set it against."
    above = sum(now.value > value for value in known)
    return (
        f"{text}: above the same {'quarter' if len(now.period) == 3 else 'month'} in {above} of "
        f"the {len(known)} earlier year{'' if len(known) == 1 else 's'} drawn."
    )


def same_period_table(context: Context, asked: Asked, measure: Measure) -> Table | None:
    """The window asked for in this year and in each year before, with its change on the last.

    A window longer than a year steps back by its own length, so that none overlaps the next.
    """
    earliest = context.reader.coverage.earliest(measure, asked.area, asked.source)
    length = len(asked.window.ending(asked.to))
    step = max(12, -(-length // 12) * 12)
    rows: list[Row] = []
    entries = []
    to = asked.to
    while earliest is not None and to - (length - 1) >= earliest and len(rows) < MOST_YEARS:
        each = compare(context.reader, measure, asked.area, to, asked.window, source=asked.source)
        to -= step
        if each.current.value is None:
            continue
        cells = (
            Cell(each.current.period.name),
            context.book.value(measure, each.current),
            context.book.change(measure, each.change, each.current),
        )
        rows.append(Row(cells, emphasis=each.current.period.last == asked.to))
        entries.append(entry(each))
    if len(rows) < 2:
        return None
    columns = (
        Column("Period", "left", width=1.8),
        Column(measure.title, unit=measure.unit),
        Column("Change from a year earlier" if step == 12 else "Change from the one before"),
    )
    title = f"{measure.title}: the same {asked.window.title} in other years"
    return replace(context.table(title, columns, rows, notes_of(context.book, entries)),
                   id="same-period", sheet="Same period")  # fmt: skip


def supplied_table(context: Context, asked: Asked, measure: Measure, source: str) -> Table | None:
    """Every figure that a source has supplied for the area, the latest first, with its interval."""
    windows = context.reader.vintage.supplied.get((source, asked.area, measure.id), {})
    if not windows:
        return None
    order = sorted(windows, key=lambda p: (p.last, len(p)), reverse=True)
    found = context.reader.series(measure, asked.area, order, source)
    intervals = any(o.lower is not None for o in found)
    columns = [Column("Period", "left", width=1.8), Column(measure.title, unit=measure.unit)]
    columns += [Column("95% interval", unit=measure.unit)] if intervals else []
    rows = [
        Row(
            (
                Cell(o.period.name),
                context.book.value(measure, o),
                *((Cell(_interval(measure, o)),) if intervals else ()),
            ),
            emphasis=o.period == asked.window.ending(asked.to),
        )
        for o in found
    ]
    notes = notes_of(context.book, [(measure, found, None)])
    title = f"{measure.title}: every figure supplied by {context.source_title(source)}"
    return replace(context.table(title, columns, rows, notes), id="supplied", sheet="Supplied")


def _interval(measure: Measure, o: Observation) -> str:
    if o.lower is None or o.upper is None:
        return "–"
    low, high = (format_value(v, measure.unit, measure.decimals) for v in (o.lower, o.upper))
    return f"{low} to {high}"
