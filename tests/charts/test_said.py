"""A figure's revisions are drawn from nought, in the order they were said."""

from __future__ import annotations

from scrutiny.charts.said import said_height, said_when
from scrutiny.reports import pictures
from scrutiny.reports.model import Chart

SAID = (("23 January 2020", 148_813.0), ("19 July 2018", 151_007.0), ("23 April 2026", 146_063.0))


def test_each_release_has_its_bar_in_the_order_given_with_its_figure() -> None:
    spec = said_when(SAID, unit="offences")
    assert spec["height"] == said_height(3)
    svg = pictures.svg(Chart("c", 1, "", "", spec, spec["width"], spec["height"]))
    places = [svg.index(day) for day, _ in SAID]
    assert places == sorted(places)
    assert all(figure in svg for figure in ("148,813", "151,007", "146,063"))


def test_bars_start_at_nought_so_that_a_small_revision_looks_small() -> None:
    spec = said_when(SAID, unit="offences")
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low == 0
    assert high > 151_007
