"""Bars: where a force stands among all forces, and what drove a change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from scrutiny.charts import theme

Place = Literal["this force", "similar force", "other force", "area"]

# What the legend says, fill, outline. In grey: darkest, middle, lightest, and hollow.
_PLACES: dict[Place, tuple[str, str, str]] = {
    "this force": ("This force", theme.ACCENT, theme.ACCENT),
    "similar force": ("Most similar group", "#7fa3b5", "#7fa3b5"),
    "other force": ("Other forces", "#d3dade", "#d3dade"),
    "area": ("Group, region, nation", "#ffffff", theme.INK),
}
_ROW = 14  # pixels a bar, with the space after it
_EDGES = 64  # pixels for the axis and legend


@dataclass(frozen=True, slots=True)
class Bar:
    """One area's value; None is shown as words, never as a bar of nought."""

    name: str
    value: float | None
    place: Place


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a total added to, or took from, its change."""

    name: str
    change: float


def _span(values: Sequence[float], room: float) -> list[float]:
    """An axis that holds nought, every value and the figures printed beyond the bars."""
    low, high = min(0.0, *values), max(0.0, *values)
    margin = room * ((high - low) or 1.0)
    return [low - margin if low < 0 else 0.0, high + margin if high > 0 else 0.0]


def _figures(base: alt.Chart, dx: int = 4) -> list[alt.Chart]:
    """The printed value beyond the end of each bar, on the side that the bar points to."""
    return [
        base.transform_filter("datum.value >= 0" if right else "datum.value < 0")
        .mark_text(align="left" if right else "right", dx=dx if right else -dx, fontSize=11)
        .encode(x="value:Q", text="figure:N")
        for right in (True, False)
    ]


def bars_by_force(
    bars: Sequence[Bar], *, unit: str, decimals: int = 1, width: int = theme.WIDTH
) -> dict[str, Any]:
    """Every force's value as sorted bars, highest first; the height follows their number.

    This force, its most similar group and whole areas differ by shade, outline and legend. Areas
    without a value come last and say so.
    """
    ranked = sorted(
        bars, key=lambda bar: (bar.value is None, -(bar.value or 0.0), bar.name.casefold())
    )
    values = [bar.value for bar in bars if bar.value is not None] or [0.0]
    rows = [
        {
            "name": bar.name,
            "value": bar.value if bar.value is not None else 0.0,
            "figure": "no data" if bar.value is None else theme.shown(bar.value, decimals),
            "place": _PLACES[bar.place][0],
        }
        for bar in ranked
    ]
    marked = {bar.name for bar in bars if bar.place in ("this force", "area")}
    bold = " || ".join(f"datum.value === {json.dumps(name)}" for name in sorted(marked)) or "false"
    used = [place for key, place in _PLACES.items() if any(bar.place == key for bar in bars)]
    domain = [place[0] for place in used]
    base = alt.Chart(theme.records(rows)).encode(
        y=alt.Y("name:N", title=None)
        .sort([bar.name for bar in ranked])
        .scale(paddingInner=0.25)
        .axis(
            ticks=False,
            domain=False,
            labelFontSize=11,
            labelLimit=200,
            labelFontWeight=alt.condition(bold, alt.value(600), alt.value(400)),
        )
    )
    drawn = base.mark_bar(strokeWidth=1).encode(
        x=alt.X("value:Q", title=unit).scale(domain=_span(values, 0.08), nice=False),
        fill=alt.Fill("place:N").scale(domain=domain, range=[place[1] for place in used]),
        stroke=alt.Stroke("place:N").scale(domain=domain, range=[place[2] for place in used]),
    )
    return theme.finish([drawn, *_figures(base)], width, _EDGES + _ROW * len(rows))


def drivers_bar(
    parts: Sequence[Part], total: Part, *, unit: str, decimals: int = 0, width: int = theme.WIDTH
) -> dict[str, Any]:
    """What each part added to or took from a change in a total, the largest first, then the total.

    The length and the signed figure say the same; rises are filled, falls are hollow.
    """
    ranked = sorted(parts, key=lambda part: (-abs(part.change), part.name.casefold()))
    ranked.append(total)
    rows = [
        {
            "name": part.name,
            "value": part.change,
            "figure": ("+" if part.change > 0 else "") + theme.shown(part.change, decimals),
            "way": "Fewer" if part.change < 0 else "More",
        }
        for part in ranked
    ]
    base = alt.Chart(theme.records(rows)).encode(
        y=alt.Y("name:N", title=None)
        .sort([part.name for part in ranked])
        .scale(paddingInner=0.35)
        .axis(
            ticks=False,
            domain=False,
            labelLimit=240,
            labelFontWeight=alt.condition(
                f"datum.value === {json.dumps(total.name)}", alt.value(600), alt.value(400)
            ),
        )
    )
    bars = base.mark_bar(stroke=theme.ACCENT, strokeWidth=1).encode(
        x=alt.X("value:Q", title=unit)
        .scale(domain=_span([part.change for part in ranked], 0.17), nice=False)
        .axis(format=",.12~g", tickCount=6),
        fill=alt.Fill("way:N").scale(domain=["More", "Fewer"], range=[theme.ACCENT, "#ffffff"]),
    )
    nought = (
        alt.Chart(theme.records([{"value": 0.0}])).mark_rule(color=theme.INK).encode(x="value:Q")
    )
    return theme.finish([bars, nought, *_figures(base)], width, _EDGES + 22 * len(rows))
