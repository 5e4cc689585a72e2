"""Boundaries: the right areas, in the right place, small enough to ship."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from scrutiny.areas import boundaries, load_areas

AREAS = load_areas()
LARGEST = 400_000  # bytes of one layer
LARGEST_OF_ALL = 2_500_000


def rings(geometry: dict[str, Any]) -> list[list[tuple[float, float]]]:
    return [ring for polygon in geometry["coordinates"] for ring in polygon]


def signed_area(ring: list[tuple[float, float]]) -> float:
    """Twice the area inside a ring: positive when it runs anticlockwise (the shoelace rule)."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        ("forces", {f.code for f in AREAS.forces()}),
        ("districts", set(AREAS.districts_of("E23000003"))),
        ("wards", set(AREAS.children("E23000003", "ward"))),
    ],
)
def test_a_layer_has_each_area_once(layer: Any, expected: set[str]) -> None:
    codes = [f["properties"]["code"] for f in boundaries(layer)["features"]]
    assert sorted(codes) == sorted(expected)


def test_the_lsoa_layer_has_those_of_2021() -> None:
    codes = {f["properties"]["code"] for f in boundaries("lsoas")["features"]}
    assert len(codes) == 945
    assert codes <= set(AREAS.children("E23000003", "lsoa"))


@pytest.mark.parametrize("layer", ["forces", "districts", "wards", "lsoas"])
def test_every_shape_is_drawn_clockwise_in_england_and_wales(layer: Any) -> None:
    for feature in boundaries(layer)["features"]:
        found = rings(feature["geometry"])
        assert found, feature["properties"]
        assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in found)
        assert all(signed_area(polygon[0]) < 0 for polygon in feature["geometry"]["coordinates"])
        assert all(-6.5 < x < 1.9 and 49.8 < y < 55.9 for ring in found for x, y in ring)


def test_neighbouring_districts_share_their_border() -> None:
    points = {
        f["properties"]["name"]: {tuple(p) for ring in rings(f["geometry"]) for p in ring}
        for f in boundaries("districts")["features"]
    }
    assert len(points["Burnley"] & points["Pendle"]) > 5
    assert not points["Blackpool"] & points["Pendle"]


def test_what_is_shipped_is_small() -> None:
    import scrutiny.areas

    data = Path(scrutiny.areas.__file__).with_name("data")
    sizes = {path: path.stat().st_size for path in data.rglob("*") if path.is_file()}
    assert max(sizes.values()) < LARGEST
    assert sum(sizes.values()) < LARGEST_OF_ALL
