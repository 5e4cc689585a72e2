"""The measure page: one measure of an area."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scrutiny.catalogue.model import Measure
from scrutiny.comparison.compare import Comparison, compare
from scrutiny.reports import drawn
from scrutiny.reports.context import Context
from scrutiny.reports.model import Chart
from scrutiny.reports.template import BlockSpec
from scrutiny.web.asked import Asked
from scrutiny.web.content.content import Content
from scrutiny.web.edition import Edition


@dataclass(frozen=True, kw_only=True)
class MeasureContent(Content):
    measure: Measure
    area_name: str
    comparison: Comparison


def measure_page(edition: Edition, asked: Asked, measure: str) -> MeasureContent:
    definition = edition.catalogue.measure(measure)
    reader = edition.as_at(asked.as_at)
    context = Context(reader, asked.area, asked.to)
    found = compare(
        reader, definition, asked.area, asked.to, asked.window, asked.against, asked.source
    )
    made = drawn.control_chart(
        context, BlockSpec("control-chart", measure=measure, source=asked.source)
    )
    charts = tuple(replace(c, id="control-chart") for c in made if isinstance(c, Chart))
    name = edition.areas.get(asked.area).name
    return MeasureContent(
        title=f"{definition.title}: {name}",
        description=definition.why,
        asked=asked,
        charts=charts,
        traces=context.book.traces,
        sources=context.book.sources,
        measure=definition,
        area_name=name,
        comparison=found,
    )
