"""Whether a measure has moved since an inspection: a signal or its absence, never two figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scrutiny.analysis.control_chart import ControlChart, Point
from scrutiny.catalogue import load_catalogue
from scrutiny.catalogue.model import Better, BreakKind
from scrutiny.periods import Month, Period
from scrutiny.web.content.since import answered

LANCASHIRE = "E23000003"
PUBLISHED = date(2019, 5, 20)  # within the first of the quarters
USUAL = "."
QUIET = "No signal since then, in 3 quarters: the variation is what is usual."


def chart(signals: str, first: str = "2019-04") -> ControlChart:
    """Quarters of which `+` is a signal above what is usual, `-` one below, `?` has no figure."""
    sides: dict[str, Any] = {"+": "above", "-": "below"}
    points = [
        Point(
            Period(begins, begins + 2), None if each == "?" else 100.0, 100.0, 90.0, 110.0,
            "outside" if each in sides else None, sides.get(each),
        )
        for n, each in enumerate(signals)
        for begins in (Month.parse(first) + 3 * n,)
    ]  # fmt: skip
    return ControlChart(tuple(points), (), "The latest is usual.", None, None)


@pytest.mark.parametrize(
    ("signals", "better", "said"),
    [
        ("+...", Better.DOWN, QUIET),  # that signal was before
        (".?.", Better.DOWN, "No signal since then, in 1 quarter: the variation is what is usual."),
        (".??", Better.DOWN, "It cannot be said yet: no period since 20 May 2019 has a figure."),
        (".--.", Better.DOWN,
         "Better: a signal below what is usual, last in Q3 2019/20. The latest figure has none; "
         "2 of 3 quarters since then have one."),
        ("..-+", Better.DOWN,
         "Worse: a signal above what is usual, last in Q4 2019/20. It is there in the latest "
         "figure; 2 of 3 quarters since then have one. Before that there were signals the other "
         "way, too."),
        ("..+", Better.UP,
         "Better: a signal above what is usual, last in Q3 2019/20. It is there in the latest "
         "figure; 1 of 2 quarters since then has one."),
        ("..+", Better.NEITHER,
         "Unusual: a signal above what is usual, last in Q3 2019/20. It is there in the latest "
         "figure; 1 of 2 quarters since then has one."),
    ],
)  # fmt: skip
def test_the_answer_is_a_signal_or_its_absence(signals: str, better: Better, said: str) -> None:
    measure = replace(load_catalogue().measure("all_crime"), better=better, breaks=())
    assert answered(chart(signals), measure, LANCASHIRE, PUBLISHED) == said


def test_figures_that_begin_later_cannot_say() -> None:
    measure = load_catalogue().measure("all_crime")
    said = answered(chart("...", "2019-07"), measure, LANCASHIRE, PUBLISHED)
    assert said.startswith("It cannot be said: the figures begin with Q2 2019/20, after 20 May")


def test_a_change_in_what_is_counted_is_told_where_it_bears_on_the_area() -> None:
    measure = load_catalogue().measure("all_crime")
    kind = next(each for each in BreakKind if each.prevents_comparison)
    known = replace(measure.breaks[0], month=Month.parse("2019-10"), kind=kind, area=None)
    for area, told in ((None, True), (LANCASHIRE, True), ("E23000001", False)):
        counted = replace(measure, breaks=(replace(known, area=area),))
        said = answered(chart("...."), counted, LANCASHIRE, PUBLISHED)
        assert said.startswith(QUIET)
        assert ("What is counted changed in October 2019" in said) == told
