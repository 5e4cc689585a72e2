"""The measure page: one measure of an area, its past, its peers and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches

from scrutiny.analysis.wording import as_sentence
from scrutiny.catalogue.model import Break, Measure
from scrutiny.comparison.compare import Comparison, compare
from scrutiny.errors import ScrutinyError
from scrutiny.observation import Provenance
from scrutiny.reports import area_tables, drawn
from scrutiny.reports.context import Context
from scrutiny.reports.model import Chart, Paragraph, Spans, Table
from scrutiny.reports.template import BlockSpec
from scrutiny.web.asked import Asked, NotThereError
from scrutiny.web.content.content import Content
from scrutiny.web.content.measure_about import breaks_of, can_have, definition, rate_of
from scrutiny.web.content.measure_headline import Headline, headline
from scrutiny.web.content.measure_past import (
    periods_table,
    same_period_table,
    supplied_table,
    years_chart,
)
from scrutiny.web.content.measure_places import places
from scrutiny.web.content.measure_projection import projection
from scrutiny.web.content.measure_revisions import revisions, sources_table
from scrutiny.web.edition import Edition

WHOLE_SERIES = 12 * 100  # months: a page draws everything that is loaded


@dataclass(frozen=True, kw_only=True)
class MeasureContent(Content):
    """`verdict` is what the control chart says; `projection` and `revised` are sentences.

    `offered` are the sources that give the measure, by id and title, the default first.
    """

    measure: Measure
    area_name: str
    comparison: Comparison
    headline: Headline
    verdict: Spans
    breaks: tuple[tuple[Break, str], ...]
    caveats: tuple[str, ...]
    projection: Spans
    revised: str
    definition: tuple[tuple[str, Spans], ...]
    loads: tuple[Provenance, ...]
    offered: tuple[tuple[str, str], ...]


def measure_page(edition: Edition, asked: Asked, measure: str) -> MeasureContent:
    """The page of a measure; `NotThereError` for a measure, a source of it, or an area without."""
    wanted = _measure(edition, asked, measure)
    reader = edition.as_at(asked.as_at)
    context = Context(reader, asked.area, asked.to)
    found = compare(reader, wanted, asked.area, asked.to, asked.window, asked.against, asked.source)
    said = headline(context, asked, found)
    verdict, control = _control(context, asked, measure)
    why_none, projected_table, year_end = projection(context, asked, found.measure)
    inside, mapped = places(context, asked, found.measure)
    revised = revisions(edition, context, asked, wanted, found.current)
    years = years_chart(context, asked, found.measure)
    forces, bars = _forces(context, asked, wanted)
    tables = (
        periods_table(context, asked, found),
        same_period_table(context, asked, wanted),
        supplied_table(context, asked, wanted, asked.source or wanted.source),
        inside,
        forces,
        projected_table,
        sources_table(context, asked, wanted),
    )
    charts = (control, years, mapped, bars, year_end, revised.chart)
    name = context.name(asked.area)
    return MeasureContent(
        title=f"{wanted.title}: {name}",
        description=f"{wanted.title} in {name}: {said.text} {wanted.why}",
        asked=asked,
        tables=tuple(table for table in tables if table is not None),
        charts=tuple(chart for chart in charts if chart is not None),
        traces=context.book.traces,
        sources=context.book.sources,
        measure=found.measure,
        area_name=name,
        comparison=found,
        headline=said,
        verdict=verdict,
        breaks=breaks_of(
            found.measure,
            asked.area,
            reader.coverage.earliest(wanted, asked.area, asked.source),
            asked.to,
        ),
        caveats=_caveats(found),
        projection=why_none,
        revised=revised.text,
        definition=definition(wanted, edition.catalogue, asked),
        loads=found.provenance,
        offered=tuple((s, context.source_title(s)) for s in reader.sources(wanted)),
    )


def _measure(edition: Edition, asked: Asked, id: str) -> Measure:
    """The measure, when there is one and the area and source that are asked for can have it."""
    catalogue = edition.catalogue
    if id not in catalogue:
        near = get_close_matches(id, [m.id for m in catalogue.measures], 3, 0.5)
        links = tuple((catalogue.measure(n).title, f"/measures/{n}/?{asked.query()}") for n in near)
        raise NotThereError(f"No measure is called {id!r}.", links)
    found = catalogue.measure(id)
    here = f"/measures/{id}/?"
    offered = edition.reader.sources(found)
    if asked.source and asked.source not in offered:
        raise NotThereError(
            f"{found.title} is not given by a source called {asked.source!r}.",
            tuple((f"{found.title} from {s}", here + asked.query(source=s)) for s in offered),
        )
    if not can_have(edition.reader, found, asked.area):
        area = edition.areas.get(asked.area)
        force = edition.areas.force_of(asked.area)
        links = ()
        if force is not None:
            name = edition.areas.get(force).name
            links = ((f"{found.title}: {name}", here + asked.query(area=force)),)
        raise NotThereError(
            f"{found.title} is published for whole forces, so there is no figure for {area.name}.",
            links,
        )
    try:
        asked.window.ending(asked.to)
    except ScrutinyError as error:
        before = asked.to - asked.to.month % 3
        instead = (f"To {before.name}", here + asked.query(to=before))
        raise NotThereError(as_sentence(str(error)), (instead,)) from error
    return found


def _control(context: Context, asked: Asked, measure: str) -> tuple[Spans, Chart | None]:
    spec = BlockSpec("control-chart", measure=measure, source=asked.source, since=WHOLE_SERIES)
    verdict: Spans = ()
    chart = None
    for made in drawn.control_chart(context, spec):
        if isinstance(made, Paragraph):
            verdict = made.spans[1:]  # without the measure's title, which heads the page
        else:
            chart = _named(made, "control-chart", "Control chart")
    return verdict, chart


def _forces(context: Context, asked: Asked, measure: Measure) -> tuple[Table | None, Chart | None]:
    """The table and the bars of a force among the others; the bars are of the rate, if any."""
    if context.reader.areas.get(asked.area).kind != "force":
        return None, None
    spec = BlockSpec("forces", measure=measure.id, window=asked.window, source=asked.source)
    table = area_tables.forces_table(context, spec)
    if table is None:
        return None, None
    rate = rate_of(measure, context.reader.catalogue, asked.source)
    if rate is not None:
        spec = replace(spec, measure=rate.id, source=None)
    bars = drawn.forces_chart(context, spec)
    return replace(table, id="forces", sheet="Forces"), next(
        (_named(chart, "every-force", "Every force") for chart in bars), None
    )


def _caveats(found: Comparison) -> tuple[str, ...]:
    """What is to be known of the headline, less the reasons for a missing value: it says them."""
    told = {as_sentence(o.missing) for o in (found.current, *found.previous) if o.missing}
    return tuple(caveat for caveat in found.change.caveats if caveat not in told)


def _named(chart: Chart, id: str, sheet: str) -> Chart:
    data = None if chart.data is None else replace(chart.data, id=f"{id}-data", sheet=sheet)
    return replace(chart, id=id, data=data)
