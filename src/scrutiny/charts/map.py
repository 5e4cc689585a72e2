"""Maps: areas shaded in a few classes, each named in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from scrutiny.charts import theme

# From pale to dark: the order is plain without colour.
_SHADES = ("#e3ebef", "#a9c3cf", "#5b8ba1", theme.ACCENT)
_NO_FIGURE = "No figure"
_DATA = "areas"


@dataclass(frozen=True, slots=True)
class Shade:
    """How one area is drawn: its class (an index, 0 the lowest; None: no figure) and its value."""

    name: str
    of: int | None
    figure: str  # the value as printed; why there is none, where there is none


def shaded_map(
    features: Sequence[Mapping[str, Any]],
    shades: Mapping[str, Shade],
    classes: Sequence[str],
    *,
    marked: str | None = None,
    title: str = "Figure",
    decimals: int = 4,
    width: int = theme.WIDTH,
    height: int = 520,
) -> dict[str, Any]:
    """The areas with their shade; `classes` are the legend's words, lowest first, at most four.

    `features` are GeoJSON with a property `code`; those without a shade are drawn as having no
    figure. `marked` is the code of an area to outline and name. Coordinates are cut to `decimals`,
    which keeps the specification small (3 is about 100 metres).
    """
    if len(classes) > len(_SHADES):
        raise ValueError(f"a map has at most {len(_SHADES)} classes (got {len(classes)})")
    shapes = [_shape(feature, shades, classes, marked, decimals) for feature in features]
    shapes.sort(key=lambda shape: shape["marked"])  # an outline is not hidden by its neighbours
    used = list(classes)
    shown = [*_SHADES[: len(classes)]] if len(classes) > 1 else [_SHADES[2]]
    if any(shape["class"] == _NO_FIGURE for shape in shapes):
        used.append(_NO_FIGURE)
        shown.append("#ffffff")
    drawn = (
        alt.Chart(alt.NamedData(name=_DATA))
        .mark_geoshape()
        .encode(
            fill=alt.Fill("class:N")
            .scale(domain=used, range=shown)
            .legend(
                columns=2, symbolType="square", symbolStrokeColor=theme.GREY, symbolStrokeWidth=1
            ),
            stroke=alt.condition("datum.marked", alt.value(theme.WORSE), alt.value("#ffffff"))
            if _NO_FIGURE not in used
            else alt.condition("datum.marked", alt.value(theme.WORSE), alt.value(theme.PALE)),
            strokeWidth=alt.condition("datum.marked", alt.value(2.5), alt.value(0.6)),
            tooltip=[
                alt.Tooltip("name:N", title="Area"),
                alt.Tooltip("figure:N", title=title),
            ],
        )
        .project(type="mercator")
    )
    layers = [drawn]
    at = next((shape for shape in shapes if shape["marked"]), None)
    if at is not None:
        layers += _name(at)
    spec = theme.finish(layers, width, height)
    # Put in afterwards: thousands of points would be checked and copied with each layer.
    spec["datasets"] = {_DATA: shapes}
    return spec


def _shape(
    feature: Mapping[str, Any],
    shades: Mapping[str, Shade],
    classes: Sequence[str],
    marked: str | None,
    decimals: int,
) -> dict[str, Any]:
    code = feature["properties"]["code"]
    shade = shades.get(code) or Shade(feature["properties"]["name"], None, "no figure")
    return {
        "type": "Feature",
        "geometry": _rounded(feature["geometry"], decimals),
        "name": shade.name,
        "figure": shade.figure,
        "class": _NO_FIGURE if shade.of is None else classes[shade.of],
        "marked": code == marked,
    }


def _rounded(geometry: Mapping[str, Any], decimals: int) -> dict[str, Any]:
    """A geometry with fewer decimals, and without the points that then fall on the one before."""
    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        parts = [parts]
    kept = []
    for part in parts:
        rings = [_ring(ring, decimals) for ring in part]
        if len(rings[0]) >= 4:  # a ring of fewer points has no area
            kept.append([ring for ring in rings if len(ring) >= 4])
    return {"type": "MultiPolygon", "coordinates": kept}


def _ring(ring: Sequence[Sequence[float]], decimals: int) -> list[list[float]]:
    found: list[list[float]] = []
    for lon, lat in ring:
        point = [round(lon, decimals), round(lat, decimals)]
        if not found or found[-1] != point:
            found.append(point)
    return found


def _name(shape: dict[str, Any]) -> list[alt.Chart]:
    """The marked area's name at its middle, over a white edge that parts it from the map."""
    points = list(_points(shape["geometry"]))
    lon = (min(p[0] for p in points) + max(p[0] for p in points)) / 2
    lat = (min(p[1] for p in points) + max(p[1] for p in points)) / 2
    base = alt.Chart(theme.records([{"lon": lon, "lat": lat, "name": shape["name"]}])).encode(
        longitude="lon:Q", latitude="lat:Q", text="name:N"
    )
    return [
        base.mark_text(fontWeight=600, stroke="white", strokeWidth=4, strokeJoin="round"),
        base.mark_text(fontWeight=600),
    ]


def _points(geometry: Mapping[str, Any]) -> Iterator[list[float]]:
    for part in geometry["coordinates"]:
        yield from part[0]
