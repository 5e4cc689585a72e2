"""The charts of a performance report, each with the finding it shows and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scrutiny import charts
from scrutiny.analysis.control_chart import ControlChart
from scrutiny.analysis.drivers import drivers
from scrutiny.analysis.peers import PeerRow
from scrutiny.analysis.rounding import format_value
from scrutiny.catalogue.model import Break, Kind, Measure
from scrutiny.charts.bars import Place
from scrutiny.comparison.breaks import measured_in
from scrutiny.comparison.charting import chart_of
from scrutiny.comparison.compare import grain_of
from scrutiny.comparison.forces import AmongForces, among_forces
from scrutiny.errors import ScrutinyError
from scrutiny.periods import Against, Month, Window, quarter_name
from scrutiny.reports.book import NO_FIGURE, notes_of
from scrutiny.reports.context import Context
from scrutiny.reports.model import Cell, Chart, Column, Paragraph, Row, Span, Spans, Table
from scrutiny.reports.template import BlockSpec

WIDTH, HEIGHT = 660, 300  # pixels
FEWEST_POINTS = 7
"""A picture of fewer values shows nothing that its table does not: no rule could find a signal."""
POINTS_SHOWN = {Window.MONTH: 36, Window.QUARTER: 28}
"""How much of a series a printed chart holds, unless the template says: its limits use it all."""


def control_chart(context: Context, spec: BlockSpec) -> list[Chart | Paragraph]:
    """The measure's control chart, and its verdict as a paragraph; nothing without a series."""
    measure = context.measure(spec.measure)
    try:
        chart = chart_of(
            context.reader, measure, context.area, context.to,
            grain=Window(spec.grain) if spec.grain else None, source=spec.source,
        )  # fmt: skip
    except ScrutinyError:
        return []
    if sum(p.value is not None for p in chart.points) < FEWEST_POINTS:
        return []
    step = Window(spec.grain) if spec.grain else grain_of(measure)
    grain = "quarter" if step is Window.QUARTER else "month"
    since = context.to - (spec.since or POINTS_SHOWN[step] * (3 if grain == "quarter" else 1))
    title = spec.title or f"{measure.title} by {grain}, with what its usual variation allows"
    spec_json = charts.control_chart(
        recent(chart, since),
        unit=f"{measure.unit} a {grain}",
        better=measure.better,
        annotations=marked_breaks(context, measure, since),
        target=_target(measure),
        decimals=measure.decimals,
        width=WIDTH,
        height=HEIGHT,
    )
    context.charts += 1
    observations = [
        context.reader.observe(measure, context.area, p.period, spec.source)
        for p in chart.points
        if p.period.first > since
    ]
    known = [o for o in observations if o.value is not None]
    notes = notes_of(context.book, [(measure, known, None)])
    latest = context.reader.observe(measure, context.area, chart.points[-1].period, spec.source)
    verdict = context.book.verdict(measure, chart.verdict, latest)
    return [
        Paragraph((Span(f"{measure.title}. ", strong=True), *verdict)),
        Chart(
            f"chart-{context.charts}", context.charts, title,
            f"{measure.title}, {context.name(context.area)}, by {grain}. {chart.verdict}",
            spec_json, WIDTH, HEIGHT, notes, _points_table(context, spec, chart, since, title),
        ),
    ]  # fmt: skip


def recent(chart: ControlChart, since: Month) -> ControlChart:
    """The part of a control chart that is drawn; its limits were made from all of it."""
    return replace(
        chart,
        points=tuple(p for p in chart.points if p.period.first > since),
        phases=tuple(p for p in chart.phases if p.last.first > since),
    )


def marked_breaks(context: Context, measure: Measure, since: Month) -> list[charts.Annotation]:
    """The breaks and events to mark on an area's chart after a month, its force's among them."""
    areas = context.reader.areas
    names = [areas.get(b.area).name for b in measure.breaks if b.area is not None]
    return [
        charts.Annotation(b.month, f"{b.month.short_name}: {_words(b, names)}")
        for b in measured_in(measure, context.area, areas, context.to).breaks
        if b.area in (None, context.area) and since < b.month <= context.to
    ]


def _words(found: Break, names: Sequence[str]) -> str:
    """A break in a few words: its id without the year, such as `counting rules`."""
    words, _, year = found.id.rpartition("_")
    said = (words if year.isdigit() else found.id).replace("_", " ")
    name = next((name for name in names if said.startswith(f"{name.lower()} ")), "")
    return name + said[len(name) :]


def _target(measure: Measure) -> charts.TargetLine | None:
    found = measure.target
    return charts.TargetLine(found.value, f"Target {found.text}") if found else None


def _points_table(
    context: Context, spec: BlockSpec, chart: ControlChart, since: Month, title: str
) -> Table:
    measure = context.measure(spec.measure)
    columns = (
        Column("Period", "left", width=1.3),
        Column(measure.title, unit=measure.unit),
        Column("Mean"), Column("Lower limit"), Column("Upper limit"),
        Column("Signal", "left"),
    )  # fmt: skip
    rows = []
    for p in chart.points:
        if p.period.first <= since:
            continue
        name = quarter_name(p.period) if len(p.period) == 3 else p.period.name
        observation = context.reader.observe(measure, context.area, p.period, spec.source)
        limits = [_number(measure, v) for v in (p.mean, p.lower, p.upper)]
        signal = f"{p.signal}, {p.side}" if p.signal else "none"
        value = context.book.value(measure, observation)
        rows.append(Row((Cell(name), value, *limits, Cell(signal if p.value is not None else "–"))))
    sheet = f"Chart {context.charts}"
    return context.table(f"{title}: the numbers", columns, rows, (), sheet, numbered=False)


def _number(measure: Measure, value: float | None) -> Cell:
    if value is None:
        return Cell(NO_FIGURE)
    return Cell(format_value(value, measure.unit, measure.decimals), value, measure.decimals)


def forces_chart(context: Context, spec: BlockSpec) -> list[Chart]:
    """Every force's value as sorted bars, with this force, its group and the nation marked."""
    measure = context.measure(spec.measure)
    found = among_forces(
        context.reader, measure, context.area, context.to, spec.window, Against.YEAR, spec.source
    )
    return [] if found is None else [forces_bars(context, found, spec.title)]


def forces_bars(context: Context, found: AmongForces, title: str | None = None) -> Chart:
    """The bars of a comparison that was made; a force without a figure says so and has no bar."""
    measure = found.measure
    areas = context.reader.areas
    hidden = NOT_PER_RESIDENT if measure.kind is Kind.RATE else frozenset()
    bars = [
        charts.Bar(areas.get(row.area).short_name, row.current, place_of(found, row.area))
        for row in found.comparison.rows
        if row.area not in hidden
    ]
    bars += [
        charts.Bar(areas.get(code).short_name, current.value, "area")
        for code, current, _ in found.totals
        # Beside the count of a whole nation, those of forces could not be told apart.
        if current.value is not None and measure.kind is not Kind.COUNT
    ]
    row = found.row
    standing = f", {row.standing}" if row and row.standing else ""
    finding = (
        f"{context.name(context.area)} ranks {row.rank_text}, of {found.comparison.ranked} forces"
        f"{standing}." if row and row.rank else ""
    )  # fmt: skip
    height = 14 * len(bars) + 64
    spec_json = charts.bars_by_force(
        bars, unit=measure.unit, decimals=measure.decimals, width=WIDTH
    )
    context.charts += 1
    title = title or f"{measure.title}, every force, {found.period.name}"
    entries = [(measure, list(found.current.values()), None)]
    notes: list[Spans] = [(Span(f"{finding} "), Span(f"Rank {found.comparison.order}"))]
    if hidden:
        notes.append((Span(LEFT_OUT),))
    columns = (Column("Force", "left"), Column(measure.title, unit=measure.unit), Column("Rank"))
    rows = [
        Row((Cell(areas.get(r.area).name), context.book.value(measure, found.current[r.area]),
             _rank(r)), emphasis=r.area == found.force)
        for r in sorted(found.comparison.rows, key=lambda r: -(r.current or 0))
    ]  # fmt: skip
    data = context.table(
        f"{title}: the numbers", columns, rows, (), f"Chart {context.charts}", numbered=False
    )
    return Chart(
        f"chart-{context.charts}", context.charts, title, f"{measure.title}. {finding}",
        spec_json, WIDTH, height, (*notes, *notes_of(context.book, entries)[:1]), data,
    )  # fmt: skip


def _rank(row: PeerRow) -> Cell:
    return Cell(NO_FIGURE) if row.rank is None else Cell(str(row.rank), row.rank, 0)


NOT_PER_RESIDENT = frozenset({"E23000034"})  # City of London
LEFT_OUT = (
    "City of London is ranked but not drawn: rates per resident mean nothing where few people live."
)


def place_of(found: AmongForces, code: str) -> Place:
    if code == found.force:
        return "this force"
    return "similar force" if code in found.similar else "other force"


def drivers_chart(context: Context, spec: BlockSpec) -> list[Chart | Paragraph]:
    """What drove the change of a total: a sentence, and its parts' changes as bars."""
    measure = context.measure(spec.measure)
    total = context.compare(measure.id, window=spec.window)
    said = ""
    if not total.change.comparable:  # a shorter window may lie wholly after the break
        total = context.compare(measure.id, window=Window.QUARTER)
        said = "The years cannot be compared, so this is the quarter against the same one before. "
    if total.change.incomplete:
        return []
    parts = [context.compare(part, window=total.window) for part in measure.parts]
    found = drivers(total.change, [(p.measure, p.change) for p in parts])
    if found is None:
        return [Paragraph((Span("Neither the years nor the quarters can be compared."),))]
    text = f"{said}{measure.title}, {total.current.period.name}: {total.change.text}. {found.text}"
    moved = [*found.risers, *reversed(found.fallers)]
    if not moved:
        return []
    context.charts += 1
    title = spec.title or f"{measure.title}: what drove the change, {total.current.period.name}"
    columns = (
        Column("Part", "left", width=2), Column("Previous"), Column("Current"),
        Column("Change", width=1.4),
    )  # fmt: skip
    rows = [
        Row((Cell(p.measure.title), context.book.value(p.measure, p.previous[0]),
             context.book.value(p.measure, p.current),
             context.book.change(p.measure, p.change, p.current)))
        for p in parts
    ]  # fmt: skip
    data = context.table(
        f"{title}: the numbers", columns, rows, (), f"Chart {context.charts}", numbered=False
    )
    bars: Sequence[charts.Part] = [charts.Part(m.title, m.count) for m in moved]
    entries = [(p.measure, (p.current, *p.previous), None) for p in parts]
    return [
        Paragraph(context.book.linked(text, total.change.text, total.current)),
        Chart(
            f"chart-{context.charts}", context.charts, title, found.text,
            charts.drivers_bar(
                bars, charts.Part(measure.title, found.total), unit=measure.unit, width=WIDTH
            ),
            WIDTH, 24 * len(bars) + 84,
            notes_of(context.book, entries)[:1], data,
        ),
    ]  # fmt: skip
