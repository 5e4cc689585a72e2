"""The projection drawn: what is known and what is not look different, and the words say it."""

from __future__ import annotations

from typing import Any

from scrutiny.analysis.projection import RunningTotal
from scrutiny.charts.projection import running_total
from scrutiny.reports import pictures
from scrutiny.reports.model import Chart

MONTHS = ("Apr", "May", "Jun", "Jul")
COMING = (RunningTotal(300.0, 280.0, 320.0), RunningTotal(410.0, 370.0, 450.0))


def drawn() -> dict[str, Any]:
    return running_total(
        MONTHS, [95.0, 190.0], COMING, [110.0, 220.0, 330.0, 440.0],
        last_year="2024/25", unit="offences since April",
    )  # fmt: skip


def layers(kind: str) -> list[dict[str, Any]]:
    return [each for each in drawn()["layer"] if each["mark"]["type"] == kind]


def test_the_words_name_the_projection_its_interval_and_the_year_before() -> None:
    spec = drawn()
    svg = pictures.svg(Chart("c", 1, "", "", spec, spec["width"], spec["height"]))
    for words in (
        "Projected: 410", "95% upper: 450", "95% lower: 370", "2024/25: 440", "Apr", "Jul",
    ):  # fmt: skip
        assert words in svg


def test_the_band_opens_at_the_last_month_that_is_recorded() -> None:
    (band,) = layers("area")
    rows = band["data"]["values"]
    assert [row["label"] for row in rows] == ["May", "Jun", "Jul"]
    assert (rows[0]["lower"], rows[0]["upper"]) == (190, 190)
    assert (rows[-1]["lower"], rows[-1]["upper"]) == (370, 450)


def test_what_is_projected_is_dashed_and_hollow_and_what_is_recorded_is_not() -> None:
    *edges, last_year, projected, recorded = layers("line")
    assert len(edges) == 2
    assert [row["value"] for row in recorded["data"]["values"]] == [95, 190]
    assert "strokeDash" not in recorded["mark"]
    assert projected["mark"]["strokeDash"] != last_year["mark"]["strokeDash"]
    (hollow,) = layers("point")
    assert hollow["mark"]["fill"] == "white"
    assert [row["value"] for row in hollow["data"]["values"]] == [300, 410]


def test_a_total_is_drawn_from_nought() -> None:
    (band,) = layers("area")
    low, high = band["encoding"]["y"]["scale"]["domain"]
    assert low == 0
    assert high > 450
