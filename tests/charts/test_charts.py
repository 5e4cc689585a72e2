"""Charts say with shapes and words what they say with colour, and never draw what is missing."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from tests.charts.shapes import chart_of

from scrutiny.catalogue.model import Better
from scrutiny.charts import (
    Annotation,
    Bar,
    Part,
    TargetLine,
    YearLine,
    bars_by_force,
    control_chart,
    drivers_bar,
    period_label,
    theme,
    trend_lines,
)
from scrutiny.periods import Month, Period
from scrutiny.reports import pictures
from scrutiny.reports.model import Chart

# Robbery of personal property in Lancashire by quarter from April 2012 (Home Office, 34B).
ROBBERIES = (
    133, 111, 147, 134, 128, 167, 167, 131, 132, 126, 146, 105, 123, 127, 139, 136,
    167, 157, 175, 196, 215, 214, 200, 189, 207, 309, 266, 253, 316, 324, 237,
)  # fmt: skip


def drawn(spec: dict[str, Any]) -> str:
    return pictures.svg(Chart("c", 1, "", "", spec, spec["width"], spec["height"]))


def marks(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == kind]


def robbery(**options: Any) -> dict[str, Any]:
    chart = chart_of(2012, ROBBERIES, Month(2016, 7))
    return control_chart(chart, unit="Offences a quarter", **options)


def test_a_signal_has_its_own_shape_and_its_word_in_the_legend() -> None:
    svg = drawn(robbery(better=Better.DOWN))
    assert "Signal: worse" in svg
    assert "Within expected variation" in svg
    shapes = {p["encoding"]["shape"]["scale"]["range"][1] for p in marks(robbery(), "point")}
    assert shapes == {"square"}  # unusual, where neither direction is better


@pytest.mark.parametrize(
    ("better", "said"),
    [
        (Better.DOWN, "Signal: worse"),
        (Better.UP, "Signal: better"),
        (Better.NEITHER, "Signal: unusual"),
    ],
)
def test_a_point_above_the_limits_is_worse_only_where_down_is_better(
    better: Better, said: str
) -> None:
    points = [
        row for mark in marks(robbery(better=better), "point") for row in mark["data"]["values"]
    ]
    assert {row["value"]: row["kind"] for row in points}[324] == said


def test_each_phase_keeps_the_mean_and_limits_it_had() -> None:
    rows = marks(robbery(), "area")[0]["data"]["values"]
    means = {row["phase"]: row["mean"] for row in rows}
    first, second = ROBBERIES[:17], ROBBERIES[17:]
    assert means == pytest.approx({1: sum(first) / 17, 2: sum(second) / 14})


def test_the_end_of_each_line_is_named_with_its_value() -> None:
    svg = drawn(robbery(target=TargetLine(180, "Target at most 180")))
    for words in ("Mean 233", "Latest 237", "Upper limit", "Lower limit", "Target at most 180"):
        assert words in svg


def test_a_lower_limit_below_nought_is_drawn_at_nought_for_what_cannot_be_negative() -> None:
    few = (3, 9, 1, 8, 2, 9, 0, 7, 3, 8, 1, 9, 2, 6)
    chart = chart_of(2012, few)
    assert (chart.phases[0].lower or 0) < 0
    rows = marks(control_chart(chart, unit="Offences"), "area")[0]["data"]["values"]
    assert {row["lower"] for row in rows} == {0.0}


def test_a_lone_quarter_is_drawn_without_limits() -> None:
    svg = drawn(control_chart(chart_of(2019, [237]), unit="Offences"))
    assert "Latest 237" in svg
    assert "Mean" not in svg
    assert "Upper" not in svg


def test_limits_of_fewer_than_thirteen_points_are_called_trial_limits() -> None:
    svg = drawn(control_chart(chart_of(2017, ROBBERIES[20:]), unit="Offences"))
    assert "Upper trial limit" in svg


def test_a_missing_quarter_is_a_gap_and_not_a_point_at_nought() -> None:
    values = list(ROBBERIES)
    with_gap = [None if n == 5 else value for n, value in enumerate(values)]
    spec = control_chart(chart_of(2012, with_gap), unit="Offences")
    points = [row for mark in marks(spec, "point") for row in mark["data"]["values"]]
    assert len(points) == len(values) - 1
    assert "Q2 2013/14" not in {row["period"] for row in points}
    line = marks(spec, "line")[-1]["data"]["values"]
    assert [row["value"] for row in line][5] is None


def test_a_break_is_marked_where_it_starts_and_named() -> None:
    spec = robbery(
        annotations=[
            Annotation(Month(2018, 4), "Crime recording changed"),
            Annotation(Month(2002, 4), "Before the first point"),
        ]
    )
    ruled = marks(spec, "rule")[0]["data"]["values"]
    assert [row["period"] for row in ruled] == ["Q1 2018/19"]
    svg = drawn(spec)
    assert "Crime recording changed" in svg
    assert "Before the first point" not in svg


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (Period.parse("2019-12", "2019-12"), "Dec 2019"),
        (Period.parse("2019-10", "2019-12"), "Q3 2019/20"),
        (Period.parse("2019-11", "2020-01"), "Nov 2019 to Jan 2020"),
        (Period.parse("2019-01", "2019-12"), "Jan to Dec 2019"),
    ],
)
def test_periods_are_labelled_in_the_words_of_the_service(period: Period, label: str) -> None:
    assert period_label(period) == label


def test_forces_are_sorted_and_one_without_data_comes_last_and_says_so() -> None:
    spec = bars_by_force(
        [
            Bar("Kent", 100.1, "similar force"),
            Bar("Greater Manchester", None, "other force"),
            Bar("Lancashire", 95.3, "this force"),
            Bar("West Yorkshire", 121.1, "similar force"),
            Bar("England and Wales", 88.0, "area"),
        ],
        unit="Offences per 1,000 people",
    )
    order = spec["layer"][0]["encoding"]["y"]["sort"]
    assert order == ["West Yorkshire", "Kent", "Lancashire", "England and Wales", order[-1]]
    assert order[-1] == "Greater Manchester"
    svg = drawn(spec)
    assert "no data" in svg
    assert "This force" in svg


def test_a_group_region_or_nation_is_a_hollow_bar_so_that_grey_print_tells_it_from_a_force() -> (
    None
):
    bars = [Bar("Lancashire", 1.0, "this force"), Bar("England and Wales", 2.0, "area")]
    encoding = bars_by_force(bars, unit="Rate")["layer"][0]["encoding"]
    assert encoding["fill"]["scale"]["range"] == [theme.ACCENT, "#ffffff"]
    assert encoding["stroke"]["scale"]["range"] == [theme.ACCENT, theme.INK]


def test_drivers_stand_by_size_with_the_total_last_and_a_sign_on_each() -> None:
    spec = drivers_bar(
        [Part("Robbery", 149), Part("Public order", -3092), Part("Violence", 566)],
        Part("All crime", -12585),
        unit="Change in offences",
    )
    order = spec["layer"][0]["encoding"]["y"]["sort"]
    assert order == ["Public order", "Violence", "Robbery", "All crime"]
    svg = drawn(spec)
    assert "+566" in svg
    assert "−12,585" in svg


def test_a_year_that_is_not_over_ends_at_its_last_value() -> None:
    spec = trend_lines(
        ["Q1", "Q2", "Q3", "Q4"],
        [
            YearLine("2019/20", [37796, 36595, None, None], "this year"),
            YearLine("2018/19", [43235, 44527, 41380, 36920], "last year"),
        ],
        unit="Offences",
    )
    ends = [row for mark in marks(spec, "text") for row in mark["data"]["values"]]
    assert {(row["end"], row["text"]) for row in ends} == {
        ("Q2", "2019/20: 36,595"),
        ("Q4", "2018/19: 36,920"),
    }


def test_an_axis_that_does_not_start_at_nought_says_so() -> None:
    spec = trend_lines(["a", "b"], [YearLine("y", [900, 1000], "this year")], unit="Offences")
    assert "Offences (axis does not start at 0)" in drawn(spec)


def test_labels_pushed_apart_keep_their_order_and_stay_on_the_axis() -> None:
    placed = theme.spread([10.0, 9.9, 0.0, 9.8], (0.0, 10.0), height=100, gap=13)
    assert placed[2] < placed[3] < placed[1] < placed[0] <= 10.0
    gaps = [b - a for a, b in itertools.pairwise(sorted(placed[:2] + placed[3:]))]
    assert min(gaps) == pytest.approx(1.3)


def test_the_same_values_give_the_same_specification() -> None:
    assert json.dumps(robbery()) == json.dumps(robbery())
