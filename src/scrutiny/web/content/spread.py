"""How forces are spread on a measure: the funnel plot, and the map."""

from __future__ import annotations

from dataclasses import replace

from scrutiny.analysis.funnel import Funnel, funnel, funnel_of_shares
from scrutiny.analysis.rounding import format_number
from scrutiny.catalogue import Catalogue
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.charts.funnel import FunnelLimits, FunnelPoint, funnel_plot
from scrutiny.comparison.forces import AmongForces
from scrutiny.reports.book import notes_of
from scrutiny.reports.context import Context
from scrutiny.reports.drawn import LEFT_OUT, NOT_PER_RESIDENT, WIDTH, place_of
from scrutiny.reports.model import Cell, Chart, Column, Row, Span, Spans, Table
from scrutiny.web.content.maps import map_of

FUNNEL_HEIGHT, MAP_HEIGHT = 420, 620
STEPS = 40  # points on each line of the funnel: enough to look smooth
MARGIN = 1.08  # the lines reach this much beyond the smallest and the largest force


def spread_charts(context: Context, found: AmongForces) -> list[Chart]:
    """The funnel plot, and the map of any measure that does not grow with a force."""
    made = funnel_chart(context, found)
    title = f"{found.measure.title} on the map, {found.period.name}"
    on_map = map_of(
        context,
        found.measure,
        found.current,
        "forces",
        title,
        marked=found.force,
        height=MAP_HEIGHT,
    )
    return [chart for chart in (made, on_map) if chart is not None]


def funnel_chart(context: Context, found: AmongForces) -> Chart | None:
    """Every force's rate against its population, or its percentage against what it is of, with
    the limits about the forces' own average; None for what is not made of counts."""
    measure = found.measure
    shares = is_share(context.reader.catalogue, measure)
    if not shares and measure.kind is not Kind.RATE:
        return None
    left_out = frozenset() if shares else NOT_PER_RESIDENT
    members = [o for code, o in found.current.items() if code not in left_out and o.denominator]
    made = funnel_of_shares(members) if shares else funnel(members)
    if made is None:
        return None
    sizes = sorted(o.denominator or 0.0 for o in members)
    first, last = sizes[0] / MARGIN, sizes[-1] * MARGIN
    steps = [first * (last / first) ** (n / STEPS) for n in range(STEPS + 1)]
    per = measure.per
    limits = [
        FunnelLimits(size, at.lower * per, at.upper * per, at.far_lower * per, at.far_upper * per)
        for size, at in ((size, made.limits(size)) for size in steps)
    ]
    outside = {code for code, o in made.areas.items() if o.side}
    points = [
        FunnelPoint(
            context.reader.areas.get(o.area).short_name, o.denominator or 0.0, o.value or 0.0,
            place_of(found, o.area), o.area in outside,
        )
        for o in members
    ]  # fmt: skip
    of = _size(context, measure)
    spec = funnel_plot(
        points, limits, made.pooled * per, unit=measure.unit, exposure=of,
        decimals=measure.decimals, width=WIDTH, height=FUNNEL_HEIGHT,
    )  # fmt: skip
    context.charts += 1
    title = f"{measure.title} by size of force, {found.period.name}"
    finding = _finding(context, found, made)
    vary = "Forces vary no more than chance alone would make them."
    if made.spread > 1:
        times = format_number(made.spread, 0 if made.spread >= 10 else 1)
        vary = (
            f"Forces vary {times} times as much as chance alone would make them, and the limits "
            "allow for that."
        )
    method = (
        f"A force inside the dashed 95% limits is not out of line. {vary} "
        "Limits: D. J. Spiegelhalter, Statistics in Medicine 24, 2005."
    )
    entries = [(measure, members, None)]
    notes: tuple[Spans, ...] = (
        (Span(method),),
        *(((Span(LEFT_OUT),),) if left_out else ()),
        *notes_of(context.book, entries)[:1],
    )
    data = _funnel_table(context, found, made, title)
    return Chart("funnel", context.charts, title, finding, spec, WIDTH, FUNNEL_HEIGHT, notes, data)


def is_share(catalogue: Catalogue, measure: Measure) -> bool:
    """Whether it is a percentage of things counted: of money, chance says nothing."""
    if measure.kind is not Kind.PERCENT or measure.ratio is None:
        return False
    return catalogue.measure(measure.ratio.denominator).kind is Kind.COUNT


def _size(context: Context, measure: Measure) -> str:
    """What a force is large or small in: people, or what the percentage is of."""
    if measure.ratio is None:
        return "People"
    if measure.kind is Kind.PERCENT:
        return context.measure(measure.ratio.denominator).title
    return measure.ratio.denominator.capitalize()


def _finding(context: Context, found: AmongForces, made: Funnel) -> str:
    own = made.areas.get(found.force)
    above = [context.name(c) for c, o in made.areas.items() if o.side == "above"]
    below = [context.name(c) for c, o in made.areas.items() if o.side == "below"]
    sides = [
        f"{side} the limits: {', '.join(names)}"
        for side, names in (("Above", above), ("Below", below))
        if names
    ]
    others = f" {'. '.join(sides)}." if sides else " No force is outside the limits."
    if own is None:
        return others.strip()
    name = context.name(found.force)
    where = {
        "above": "above the upper limit",
        "below": "below the lower limit",
        None: "within the limits",
    }
    return f"{name} is {where[own.side]} for a force of its size.{others}"


def _funnel_table(context: Context, found: AmongForces, made: Funnel, title: str) -> Table:
    measure = found.measure
    columns = (
        Column("Force", "left", width=1.6),
        Column(_size(context, measure)),
        Column(measure.title, unit=measure.unit),
        Column("Lower 95% limit", unit=measure.unit),
        Column("Upper 95% limit", unit=measure.unit),
        Column("Where it lies", "left"),
    )
    rows = []
    for code, place in sorted(made.areas.items(), key=lambda item: item[1].z, reverse=True):
        o = found.current[code]
        size = o.denominator or 0.0
        at = made.limits(size)
        limits = [
            Cell(format_number(rate, measure.decimals), rate, measure.decimals)
            for rate in (at.lower * measure.per, at.upper * measure.per)
        ]
        words = f"{place.side or 'within'} the limits"
        cells = (Cell(context.name(code)), Cell(format_number(size), size, 0),
                 context.book.value(measure, o), *limits, Cell(words))  # fmt: skip
        rows.append(Row(cells, emphasis=code == found.force))
    made_table = context.table(f"{title}: the numbers", columns, rows, (), "Funnel", numbered=False)
    return replace(made_table, id="funnel-numbers")
