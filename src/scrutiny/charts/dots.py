"""Dots: shares of one area beside another's, and ratios with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from scrutiny.charts import theme

_ROW = 30  # pixels a row
_EDGES = 74  # pixels for the axis and legend


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: the area's share and that of what it is set beside, in per cent."""

    name: str
    own: float
    other: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """One row: a ratio with the ends of its 95 per cent interval."""

    name: str
    ratio: float
    lower: float
    upper: float


def _names(names: Sequence[str]) -> alt.Y:
    return (
        alt.Y("name:N", title=None)
        .sort(list(names))
        .scale(paddingInner=0.2)
        .axis(ticks=False, domain=False, labelLimit=340, grid=True)
    )


def paired_dots(
    pairs: Sequence[Pair], own: str, other: str, *, unit: str, width: int = theme.WIDTH
) -> dict[str, Any]:
    """Rows with two marks each: a filled circle for the area, a hollow diamond for the other."""
    y = _names([pair.name for pair in pairs])
    rows = [
        {"name": pair.name, "value": value, "whose": whose}
        for pair in pairs
        for whose, value in ((own, pair.own), (other, pair.other))
    ]
    between = [{"name": p.name, "value": p.own, "to": p.other} for p in pairs]
    line = (
        alt.Chart(theme.records(between))
        .mark_rule(color=theme.PALE, strokeWidth=2)
        .encode(y=y, x=alt.X("value:Q"), x2="to:Q")
    )
    marks = (
        alt.Chart(theme.records(rows))
        .mark_point(size=110, opacity=1, strokeWidth=2)
        .encode(
            y=y,
            x=alt.X("value:Q", title=unit).scale(zero=True).axis(format=",.12~g", tickCount=6),
            shape=alt.Shape("whose:N").scale(domain=[own, other], range=["circle", "diamond"]),
            fill=alt.Fill("whose:N").scale(domain=[own, other], range=[theme.ACCENT, "#ffffff"]),
            stroke=alt.Stroke("whose:N").scale(
                domain=[own, other], range=[theme.ACCENT, theme.INK]
            ),
        )
    )
    return theme.finish([line, marks], width, _EDGES + _ROW * len(pairs))


def ratio_dots(ratios: Sequence[Ratio], *, title: str, width: int = theme.WIDTH) -> dict[str, Any]:
    """Ratios with their intervals on a logarithmic axis, where half and twice are as far from 1."""
    y = _names([ratio.name for ratio in ratios])
    rows = [
        {
            "name": r.name, "ratio": r.ratio, "lower": r.lower, "upper": r.upper,
            "figure": f"{theme.shown(r.ratio, 2)} ({theme.shown(r.lower, 2)} to "
            f"{theme.shown(r.upper, 2)})",
        }
        for r in ratios
    ]  # fmt: skip
    # From half to twice at the least, so that a small difference does not look large.
    ends = [min(0.5, *(r.lower for r in ratios)) / 1.1, max(2.0, *(r.upper for r in ratios)) * 1.1]
    x = (
        alt.X("ratio:Q", title=title)
        .scale(type="log", domain=ends, nice=False)
        .axis(format=",.12~g", values=[0.1, 0.2, 0.5, 1, 2, 5, 10])
    )
    base = alt.Chart(theme.records(rows)).encode(y=y)
    one = (
        alt.Chart(theme.records([{"ratio": 1.0}]))
        .mark_rule(color=theme.INK, strokeDash=[4, 3])
        .encode(x=x)
    )
    reach = base.mark_rule(color=theme.ACCENT, strokeWidth=2.5).encode(
        x=alt.X("lower:Q").scale(type="log", domain=ends, nice=False),
        x2="upper:Q",
    )
    points = base.mark_point(filled=True, size=110, opacity=1, color=theme.ACCENT).encode(x=x)
    # White behind the words, so that the line at 1 does not strike them out.
    figure = {"x": x, "text": "figure:N"}
    behind = base.mark_text(dy=-12, fontSize=11, stroke="#ffffff", strokeWidth=4).encode(**figure)
    words = base.mark_text(dy=-12, fontSize=11).encode(**figure)
    return theme.finish([one, reach, points, behind, words], width, _EDGES + _ROW * len(ratios))
