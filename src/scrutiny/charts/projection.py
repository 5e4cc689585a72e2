"""Where a financial year may end: its running total so far, and the one that is projected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from scrutiny.analysis.projection import RunningTotal
from scrutiny.charts import theme

_AXIS_ROOM = 62  # pixels for the axis and its labels


def running_total(
    labels: Sequence[str],
    recorded: Sequence[float],
    projected: Sequence[RunningTotal],
    before: Sequence[float],
    *,
    last_year: str,
    unit: str,
    width: int = theme.WIDTH,
    height: int = 300,
) -> dict[str, Any]:
    """A year's running total by month or quarter, `labels` in order, from nought.

    `recorded` are the totals to date and `projected` those of the parts still to come; `before` is
    the whole of the year before, called `last_year`. What is recorded is a line with solid points;
    what is projected is dashed, with hollow points, in a band that is its 95% interval.
    """
    at = len(recorded) - 1
    # Dashes and band start at the last point that is known, where nothing is uncertain.
    known = RunningTotal(recorded[at], recorded[at], recorded[at])
    coming = [
        {"label": label, "value": each.value, "lower": each.lower, "upper": each.upper}
        for label, each in zip(labels[at:], (known, *projected), strict=True)
    ]
    end = projected[-1]
    domain = (0.0, 1.05 * max(end.upper, *before))

    def x(field: str = "label") -> alt.X:
        return (
            alt.X(f"{field}:O", title=None)
            .scale(type="point", domain=list(labels), padding=0.3)
            .axis(labelAngle=0, labelOverlap=False)
        )

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=unit, axis=alt.Axis(tickCount=6, format=",.12~g")).scale(
            domain=list(domain), nice=False
        )

    def line(rows: list[dict[str, Any]], **look: Any) -> alt.Chart:
        drawn: alt.Chart = (
            alt.Chart(theme.records(rows)).mark_line(**look).encode(x=x(), y=y("value"))
        )
        return drawn

    base = alt.Chart(theme.records(coming))
    band = base.mark_area(color=theme.PALE, opacity=0.6)
    edges = [
        base.mark_line(color=theme.GREY, strokeWidth=1).encode(x=x(), y=y(name))
        for name in ("lower", "upper")
    ]
    hollow = alt.Chart(theme.records(coming[1:])).mark_point(
        filled=True, fill="white", stroke=theme.ACCENT, strokeWidth=1.6, size=44, opacity=1
    )
    solid = alt.OverlayMarkDef(filled=True, size=44, color=theme.ACCENT)
    layers = [
        band.encode(x=x(), y=y("lower"), y2="upper"),
        *edges,
        line(_rows(labels, before), color=theme.GREY, strokeWidth=1.4, strokeDash=[2, 3]),
        line(coming, color=theme.ACCENT, strokeWidth=2, strokeDash=[6, 4]),
        hollow.encode(x=x(), y=y("value")),
        line(_rows(labels, recorded), color=theme.ACCENT, strokeWidth=3, point=solid),
    ]
    words = [
        (end.upper, f"95% upper: {theme.shown(end.upper)}", False),
        (end.value, f"Projected: {theme.shown(end.value)}", True),
        (end.lower, f"95% lower: {theme.shown(end.lower)}", False),
        *([(before[-1], f"{last_year}: {theme.shown(before[-1])}", False)] if before else []),
    ]
    layers += theme.end_labels(
        words,
        domain,
        height - _AXIS_ROOM,
        lambda said: said.encode(x=x("end"), y=y("at")),
        [labels[-1]] * len(words),
    )
    return theme.finish(layers, width, height)


def _rows(labels: Sequence[str], totals: Sequence[float]) -> list[dict[str, Any]]:
    return [{"label": label, "value": total} for label, total in zip(labels, totals, strict=False)]
