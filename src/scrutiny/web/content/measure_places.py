"""A measure in the places inside an area, and in the places like it: a table and a map."""

from __future__ import annotations

from dataclasses import replace

from scrutiny.analysis.rounding import rate_words
from scrutiny.areas.area import Kind as AreaKind
from scrutiny.areas.boundaries import Layer
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.comparison.compare import Comparison, compare
from scrutiny.errors import ScrutinyError
from scrutiny.observation import Observation
from scrutiny.reports.book import notes_of
from scrutiny.reports.context import Context
from scrutiny.reports.model import Cell, Chart, Column, Row, Span, Spans, Table
from scrutiny.reports.tables import entry
from scrutiny.web.asked import Asked
from scrutiny.web.content.maps import map_of
from scrutiny.web.content.measure_about import rate_of

PARTS: dict[AreaKind, tuple[AreaKind, ...]] = {
    "country": ("force",),
    "region": ("force",),
    "force": ("division", "district"),
    "division": ("district",),
    "csp": ("ward",),
    "district": ("ward",),
    "ward": ("lsoa",),
}
"""What an area is shown in, by its kind. A CSP and its district are mostly one, so CSPs are not."""
LAYERS: dict[AreaKind, Layer] = {
    "force": "forces", "district": "districts", "ward": "wards", "lsoa": "lsoas",
}  # fmt: skip
PLURALS = {"force": "forces", "division": "divisions", "district": "districts", "ward": "wards"}
PLURALS |= {"lsoa": "neighbourhoods (LSOAs)"}
FEWEST_MAPPED = 3  # places; fewer are read from the table
MAP_HEIGHT = 460  # pixels
ONLY_COUNTS: Spans = (
    Span("The map shades counts, not rates: a place with more people has more of most things."),
)


def places(context: Context, asked: Asked, measure: Measure) -> tuple[Table | None, Chart | None]:
    """The places inside the area, or, where it has no parts with figures, the places like it.

    A count that is suppressed has no figure here either, and its trace says why.
    """
    areas = context.reader.areas
    kind = areas.get(asked.area).kind
    groups = {part: areas.children(asked.area, part, asked.to) for part in PARTS.get(kind, ())}
    if kind == "group":
        groups = {"force": _members(context, asked)}
    made = _made(context, asked, measure, groups, "inside")
    if made[0] is None and kind in ("division", "district", "ward", "lsoa"):
        around = areas.district_of(asked.area) if kind in ("ward", "lsoa") else areas.force_of(
            asked.area
        )  # fmt: skip
        beside = areas.children(around, kind, asked.to) if around else ()
        made = _made(context, asked, measure, {kind: beside}, "like")
    return made


def _made(
    context: Context,
    asked: Asked,
    measure: Measure,
    groups: dict[AreaKind, tuple[str, ...]],
    where: str,
) -> tuple[Table | None, Chart | None]:
    reader = context.reader
    found = {
        kind: [
            compare(reader, measure, code, asked.to, asked.window, asked.against, asked.source)
            for code in codes
        ]
        for kind, codes in groups.items()
    }
    shown = {kind: each for kind, each in found.items() if any(_told(c.current) for c in each)}
    if not shown:
        return None, None
    rate = rate_of(measure, reader.catalogue, asked.source)
    name = reader.areas.get(asked.area).name
    kinds = " and ".join(PLURALS[kind] for kind in shown)
    said = f"in {name}" if where == "inside" else f"like {name}"
    period = asked.window.ending(asked.to)
    rates = {
        kind: [reader.observe(rate, c.area, period) for c in each]
        for kind, each in shown.items()
        if rate is not None
    }
    table = _table(context, asked, shown, rate, rates, f"{measure.title}, {kinds} {said}")
    mapped = next((kind for kind in reversed(list(shown)) if kind in LAYERS), None)
    chart = None
    if mapped is not None and len(shown[mapped]) >= FEWEST_MAPPED:
        drawn = rates[mapped] if rate is not None else [c.current for c in shown[mapped]]
        on_map = rate or measure
        chart = map_of(
            context,
            on_map,
            {o.area: o for o in drawn},
            LAYERS[mapped],
            f"{on_map.title}, {PLURALS[mapped]} on the map, {period.name}",
            marked=asked.area,
            height=MAP_HEIGHT,
            notes=(ONLY_COUNTS,) if on_map.kind is Kind.COUNT else (),
        )
    return table, chart


def _members(context: Context, asked: Asked) -> tuple[str, ...]:
    """The forces of a group; none before the month in which it was formed."""
    try:
        return context.reader.areas.members(asked.area, asked.to)
    except ScrutinyError:
        return ()


def _told(o: Observation) -> bool:
    """Whether there is a figure, or one that is suppressed: that is something to say."""
    return o.value is not None or (o.missing or "").startswith("not shown")


def _table(
    context: Context,
    asked: Asked,
    found: dict[AreaKind, list[Comparison]],
    rate: Measure | None,
    rates: dict[AreaKind, list[Observation]],
    title: str,
) -> Table:
    book, period = context.book, asked.window.ending(asked.to)
    first = next(iter(found.values()))[0]
    measure = first.measure
    columns = [
        Column("Area", "left", width=1.7),
        Column(first.previous[0].period.short_name, unit=measure.unit),
        Column(period.short_name, unit=measure.unit),
        Column("Change", width=1.4),
    ]
    if rate is not None:
        columns.append(Column(f"Rate {rate_words(rate.unit)}", unit=rate.unit))
    rows, entries = [], []
    for kind, each in found.items():
        if len(found) > 1:
            rows.append(Row((Cell(PLURALS[kind].capitalize()),), group=True))
        for n, c in enumerate(each):
            cells = [
                Cell(context.name(c.area)),
                _value(context, measure, c.previous[0]),
                _value(context, measure, c.current),
                book.change(measure, c.change, c.current),
            ]
            if rate is not None:
                cells.append(_value(context, rate, rates[kind][n]))
            rows.append(Row(tuple(cells), emphasis=c.area == asked.area))
            entries.append(entry(c))
    table = context.table(f"{title}, {period.name}", columns, rows, notes_of(book, entries))
    return replace(table, id="places", sheet="Places")


def _value(context: Context, measure: Measure, o: Observation) -> Cell:
    cell = context.book.value(measure, o)
    if o.value is None and (o.missing or "").startswith("not shown"):
        return replace(cell, text="not shown")
    return cell
