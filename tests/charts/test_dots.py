"""Dots beside dots, and ratios with their intervals."""

from __future__ import annotations

from typing import Any

from scrutiny.charts.dots import Pair, Ratio, paired_dots, ratio_dots


def layers(spec: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]


def test_the_area_and_the_other_differ_by_shape_and_not_by_colour_alone() -> None:
    spec = paired_dots([Pair("Charged", 10.2, 8.7)], "Lancashire", "England and Wales", unit="%")
    (marks,) = layers(spec, "point")
    assert marks["encoding"]["shape"]["scale"] == {
        "domain": ["Lancashire", "England and Wales"],
        "range": ["circle", "diamond"],
    }
    assert [row["value"] for row in marks["data"]["values"]] == [10.2, 8.7]


def test_half_and_twice_are_as_far_from_one_and_the_axis_holds_every_interval() -> None:
    spec = ratio_dots([Ratio("Black", 1.25, 0.96, 1.64), Ratio("Mixed", 3.0, 0.2, 9.0)], title="x")
    (reach,) = layers(spec, "rule")[1:]
    scale = reach["encoding"]["x"]["scale"]
    assert scale["type"] == "log"
    assert scale["domain"][0] < 0.2
    assert scale["domain"][1] > 9.0
    words = layers(spec, "text")[-1]
    assert words["data"]["values"][0]["figure"] == "1.25 (0.96 to 1.64)"


def test_a_small_difference_is_not_drawn_large() -> None:
    spec = ratio_dots([Ratio("Asian", 1.01, 0.99, 1.03)], title="x")
    low, high = layers(spec, "rule")[1]["encoding"]["x"]["scale"]["domain"]
    assert low <= 0.5
    assert high >= 2.0
