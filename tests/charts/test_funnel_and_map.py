"""The funnel plot and the map: what is drawn, named and left out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scrutiny.areas import boundaries
from scrutiny.charts import theme
from scrutiny.charts.funnel import FunnelLimits, FunnelPoint, funnel_plot
from scrutiny.charts.map import Shade, shaded_map
from scrutiny.reports import pictures
from scrutiny.reports.model import Chart

LANCASHIRE, CUMBRIA = "E23000003", "E23000002"
CLASSES = ("Lower half: 60 to 79", "Upper half: 80 to 120")


def drawn(spec: dict[str, Any]) -> str:
    return pictures.svg(Chart("c", 1, "", "", spec, spec["width"], spec["height"]))


def forces(count: int = 3) -> list[dict[str, Any]]:
    return list(boundaries("forces")["features"][:count])


def plot() -> dict[str, Any]:
    points = [
        FunnelPoint("Lancashire", 1.6e6, 79.4, "this force", named=False),
        FunnelPoint("West Yorkshire", 2.4e6, 110.0, "similar force", named=True),
        FunnelPoint("Cumbria", 5e5, 72.5, "other force", named=False),
        FunnelPoint("Met", 9e6, 101.7, "other force", named=True),
    ]
    limits = [FunnelLimits(4e5, 40, 140, 20, 180), FunnelLimits(1e7, 75, 95, 65, 102)]
    return funnel_plot(points, limits, 83.2, unit="per 1,000 people")


def test_the_force_and_those_outside_the_limits_are_named_and_the_lines_too() -> None:
    svg = drawn(plot())
    for words in ("Lancashire", "West Yorkshire", "Met", "Upper 99.8% limit", "Lower 95% limit"):
        assert words in svg
    assert "Average 83.2" in svg
    assert "Cumbria" not in svg


def test_kinds_of_force_differ_by_shape_and_fill_and_not_by_hue_alone() -> None:
    (points,) = [each for each in plot()["layer"] if each["mark"]["type"] == "point"]
    shapes = points["encoding"]["shape"]["scale"]["range"]
    fills = points["encoding"]["fill"]["scale"]["range"]
    assert len(set(zip(shapes, fills, strict=True))) == 3
    assert shapes[0] != shapes[2]


def test_a_map_has_a_legend_in_words_and_says_where_there_is_no_figure() -> None:
    codes = [feature["properties"]["code"] for feature in forces()]
    shades = {codes[0]: Shade("A", 0, "61"), codes[1]: Shade("B", 1, "99")}
    svg = drawn(shaded_map(forces(), shades, CLASSES))
    for words in (*CLASSES, "No figure"):
        assert words in svg


def test_the_marked_area_is_outlined_and_named() -> None:
    code = forces()[0]["properties"]["code"]
    shades = {f["properties"]["code"]: Shade(f["properties"]["name"], 0, "1") for f in forces()}
    spec = shaded_map(forces(), shades, ("All: 1",), marked=code)
    svg = drawn(spec)
    assert shades[code].name in svg
    assert theme.WORSE in svg
    assert theme.WORSE not in drawn(shaded_map(forces(), shades, ("All: 1",)))


def test_fewer_decimals_make_a_smaller_map_and_keep_every_area() -> None:
    features = boundaries("forces")["features"]
    shades = {f["properties"]["code"]: Shade(f["properties"]["name"], 0, "1") for f in features}
    specs = [shaded_map(features, shades, ("All: 1",), decimals=n) for n in (4, 3)]
    sizes = [len(json.dumps(spec)) for spec in specs]
    assert sizes[1] < 0.95 * sizes[0]
    (kept,) = specs[1]["datasets"].values()
    assert len(kept) == 43
    assert all(shape["geometry"]["coordinates"] for shape in kept)


def test_more_classes_than_shades_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 4"):
        shaded_map(forces(), {}, ("a", "b", "c", "d", "e"))
