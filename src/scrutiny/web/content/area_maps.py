"""Where in an area, and where the area is: maps of the places in it and beside it."""

from __future__ import annotations

from dataclasses import replace

from scrutiny.areas.area import Kind
from scrutiny.areas.boundaries import Layer
from scrutiny.comparison.forces import among_forces
from scrutiny.observation import Observation
from scrutiny.reports.context import Context
from scrutiny.reports.model import Chart, Span
from scrutiny.web.asked import Asked
from scrutiny.web.content import here
from scrutiny.web.content.maps import map_of

HEIGHT = 480
FORCES_SHOWN = "all_crime_rate"
_LSOA_NOTE = (
    "Small areas (LSOAs) hold some 1,500 people each, so their counts can be set side by side. "
    "Town centres, where few live and many come, have most."
)
_BESIDE: dict[Kind, Layer] = {"ward": "wards", "lsoa": "lsoas"}


def small_area_maps(context: Context, among: here.Beside) -> list[Chart]:
    """The LSOAs of a district or ward; the districts of a division; and the area beside others."""
    areas, code = context.reader.areas, among.area
    kind = areas.get(code).kind
    found = []
    if kind in ("district", "ward", "csp"):
        inside = areas.children(code, "lsoa")
        if kind == "csp":
            inside = tuple(
                lsoa
                for district in areas.children(code, "district")
                for lsoa in areas.children(district, "lsoa")
            )
        found.append(
            _counts(context, inside, "lsoas", f"Where in {context.name(code)}", among, None)
        )
    if kind in _BESIDE:
        title = f"Where in {context.name(among.within)}"
        found.append(_counts(context, among.codes, _BESIDE[kind], title, among, code))
    else:
        found.append(_districts(context, among))
    ids = ("map-inside", "map-beside") if len(found) == 2 else ("map-beside",)
    return [_named(chart, id) for chart, id in zip(found, ids, strict=True) if chart is not None]


def _named(chart: Chart, id: str) -> Chart:
    data = replace(chart.data, id=f"{id}-numbers") if chart.data else None
    return replace(chart, id=id, data=data)


def _counts(
    context: Context, codes: tuple[str, ...], layer: Layer, title: str, among: here.Beside,
    marked: str | None,
) -> Chart | None:  # fmt: skip
    reader, period = context.reader, among.period
    measure = reader.catalogue.measure(here.TOTAL)
    shown: dict[str, Observation] = {
        code: reader.observe(measure, code, period)
        for code in codes
        if here.is_counted(reader, code, period)
    }
    notes = ((Span(_LSOA_NOTE),),) if layer == "lsoas" else ()
    return map_of(
        context, measure, shown, layer, f"{title}: {measure.title.lower()}, {period.name}",
        marked=marked, height=HEIGHT, notes=notes,
    )  # fmt: skip


def _districts(context: Context, among: here.Beside) -> Chart | None:
    """The force's districts, with the area's own outlined where it is one of them."""
    reader, areas = context.reader, context.reader.areas
    measure = reader.catalogue.measure(here.RATE)
    own = areas.children(among.area, "district", among.period.last) or (among.area,)
    codes = areas.districts_of(among.within, among.period.last)
    shown = {code: reader.observe(measure, code, among.period) for code in codes}
    title = f"Where in {context.name(among.within)}: {measure.title.lower()}, {among.period.name}"
    marked = own[0] if len(own) == 1 else None
    return map_of(context, measure, shown, "districts", title, marked=marked, height=HEIGHT)


def forces_in(context: Context, asked: Asked) -> list[Chart]:
    """The forces of a region, nation or group on a map; the force itself among all."""
    reader, areas = context.reader, context.reader.areas
    kind = areas.get(asked.area).kind
    if kind == "body":
        return []
    measure = reader.catalogue.measure(FORCES_SHOWN)
    found = among_forces(reader, measure, areas.forces()[0].code, asked.to)
    if found is None:
        return []
    codes = found.current if kind == "force" else areas.members(asked.area, asked.to)
    shown = {code: found.current[code] for code in codes}
    marked = asked.area if kind == "force" else None
    title = f"{measure.title}, {found.period.name}"
    made = map_of(context, measure, shown, "forces", title, marked=marked, height=HEIGHT)
    return [_named(made, "map-forces")] if made else []
