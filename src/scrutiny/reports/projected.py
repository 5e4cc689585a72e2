"""Where the financial year may end, for each measure that can be projected."""

from __future__ import annotations

from collections.abc import Sequence

from scrutiny.analysis.projection import Projection, project_year
from scrutiny.analysis.rounding import format_number
from scrutiny.catalogue.model import Measure
from scrutiny.comparison.compare import series
from scrutiny.periods import Window, financial_year_name
from scrutiny.reports.context import Context
from scrutiny.reports.model import Callout, Cell, Column, Row, Span, Spans, Table
from scrutiny.reports.template import BlockSpec


def projection(context: Context, spec: BlockSpec) -> list[Table | Callout]:
    """Where the financial year would end, with an interval and the method's tested error.

    A measure that cannot be projected is left out of the table, and why is said once.
    """
    measures = [context.measure(id) for id in spec.measures]
    every = [(measure, project(context, measure)) for measure in measures]
    return told(context, spec, [(measure, found) for measure, found in every if found])


def project(context: Context, measure: Measure) -> Projection | None:
    """A measure's projection, which may say why there is none; None where nothing is loaded."""
    observations = series(context.reader, measure, context.area, context.to)
    return project_year(measure, observations) if observations else None


def told(
    context: Context, spec: BlockSpec, projections: Sequence[tuple[Measure, Projection]]
) -> list[Table | Callout]:
    """What projections say, as a table and as the reasons for those that there are not."""
    rows: list[Row] = []
    whys: dict[str, list[str]] = {}
    for measure, found in projections:
        if found.value is None or found.lower is None or found.upper is None:
            whys.setdefault(found.text, []).append(measure.title)
            continue
        to_date = context.reader.observe(measure, context.area, Window.FYTD.ending(context.to))
        interval = f"{format_number(found.lower)} to {format_number(found.upper)}"
        cells = (
            Cell(measure.title),
            context.book.value(measure, to_date),
            Cell(format_number(found.value), found.value, 0),
            Cell(interval),
            Cell(f"{format_number(found.error or 0, 1)}%", found.error, 1),
        )
        rows.append(Row(cells))
    made: list[Table | Callout] = []
    if rows:
        title = spec.title or f"Projection to {financial_year_name(context.to.financial_year)}"
        made.append(context.table(f"{title}'s end", COLUMNS, rows, (METHOD,), spec.sheet))
    for why, titles in whys.items():
        made.append(Callout("note", (Span(f"Not projected: {', '.join(titles)}. {why}"),)))
    return made


COLUMNS = (
    Column("Measure", "left", width=1.5),
    Column("Year to date"),
    Column("Projected year"),
    Column("95% interval", width=1.3),
    Column("Error in past years"),
)
METHOD: Spans = (
    Span("Method: ", strong=True),
    Span(
        "each measure is projected by the share of a year that its quarters to date usually make "
        "up, or by exponential smoothing where that did better when tested on past years. The "
        "error is the average size of the miss in those tests, and the interval is made from them."
    ),
)
