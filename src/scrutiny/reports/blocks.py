"""What a block of a template holds: its tables, charts and paragraphs, made from the figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scrutiny.comparison.exceptions import exceptions_of
from scrutiny.reports import about, area_tables, drawn, projected, tables
from scrutiny.reports.context import Context
from scrutiny.reports.model import Block, Bullets, Paragraph, Span
from scrutiny.reports.template import BlockSpec


def blocks_of(context: Context, spec: BlockSpec) -> list[Block]:
    """The block's tables, charts and paragraphs; none when its figures are not there."""
    if spec.kind in _TABLES:
        table = _TABLES[spec.kind](context, spec)
        return [] if table is None else [table]
    if spec.kind in _CHARTS:
        return [*_CHARTS[spec.kind](context, spec)]
    if spec.kind == "exceptions":
        return [_exceptions(context, spec)]
    return [*(about.sources(context) if spec.kind == "sources" else about.quality(context))]


def nothing(context: Context, spec: BlockSpec) -> str:
    """What is said where a table or chart would stand if its figures were there."""
    measure = context.measure(spec.measure or spec.measures[0])
    source = spec.source or measure.source
    since = context.reader.coverage.latest(measure, context.area, source)
    last = f" Its latest is to {since.name}." if since and since < context.to else ""
    title = spec.title or measure.title
    who = context.source_title(source)
    return f"{title}: {who} has no figures for this period.{last}"


def _exceptions(context: Context, spec: BlockSpec) -> Block:
    measures = [context.measure(id) for id in spec.measures]
    found = exceptions_of(context.reader, context.area, context.to, measures)
    if not found:
        words = "Nothing is a signal, out of line with similar forces, or off its target."
        return Paragraph((Span(words),))
    return Bullets(
        tuple(context.book.verdict(context.measure(e.measure), e.reason, e.observed) for e in found)
    )


_TABLES = {
    "core-table": tables.core_table,
    "in-year-table": tables.in_year_table,
    "forces-table": area_tables.forces_table,
    "months-table": tables.months_table,
    "areas-table": area_tables.areas_table,
    "outcomes-table": tables.outcomes_table,
}
_CHARTS: dict[str, Callable[[Context, BlockSpec], Sequence[Block]]] = {
    "control-chart": drawn.control_chart,
    "forces-chart": drawn.forces_chart,
    "drivers": drawn.drivers_chart,
    "projection": projected.projection,
}
