"""The funnel plot: each force's rate by its population, and the limits of what is usual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from scrutiny.charts import theme
from scrutiny.charts.bars import Place

# What the legend says, shape, fill, outline. In grey: darkest, middle, hollow.
_PLACES: dict[Place, tuple[str, str, str, str]] = {
    "this force": ("This force", "diamond", theme.ACCENT, theme.ACCENT),
    "similar force": ("Most similar group", "circle", "#7fa3b5", "#7fa3b5"),
    "other force": ("Other forces", "circle", "#ffffff", theme.GREY),
}
_AXIS_ROOM = 78  # pixels for the axis, its title and the legend


Axis = Callable[[str], Any]  # the encoding of a field on one axis


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One force: its population, its rate, and whether its name is printed beside it."""

    name: str
    exposure: float
    value: float
    place: Place
    named: bool


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """The limits at one population, in the unit of the rate."""

    exposure: float
    lower: float
    upper: float
    far_lower: float
    far_upper: float


def funnel_plot(
    points: Sequence[FunnelPoint],
    limits: Sequence[FunnelLimits],
    average: float,
    *,
    unit: str,
    exposure: str = "people",
    decimals: int = 1,
    width: int = theme.WIDTH,
    height: int = 420,
) -> dict[str, Any]:
    """Rates against population, with the average and its 95 and 99.8 per cent limits.

    `limits` are in order of population and reach from the smallest force to the largest. The
    horizontal axis is logarithmic, because forces differ fiftyfold in size.
    """
    drawn = [point.value for point in points]
    reached = [n for at in limits for n in (at.far_lower, at.far_upper)]
    domain = theme.y_domain([*drawn, *reached])
    x_domain = [limits[0].exposure, limits[-1].exposure]

    def x(field: str) -> alt.X:
        return (
            alt.X(f"{field}:Q", title=f"{exposure} (logarithmic scale)")
            .scale(type="log", domain=x_domain, nice=False)
            .axis(format="~s", tickCount=6, grid=False)
        )

    def y(field: str) -> alt.Y:
        return (
            alt.Y(f"{field}:Q", title=theme.axis_from(unit, domain))
            .scale(domain=list(domain), nice=False, zero=False)
            .axis(tickCount=6)
        )

    layers = [*_lines(limits, average, x, y), *_points(points, x, y)]
    last = limits[-1]
    words = [
        (last.far_upper, "Upper 99.8% limit", False),
        (last.upper, "Upper 95% limit", False),
        (average, f"Average {theme.shown(average, decimals)}", True),
        (last.lower, "Lower 95% limit", False),
        (last.far_lower, "Lower 99.8% limit", False),
    ]

    def beside(base: alt.Chart) -> alt.Chart:
        placed: alt.Chart = base.encode(x=x("end"), y=y("at"))
        return placed

    ends = theme.end_labels(
        words, domain, height - _AXIS_ROOM, beside, [last.exposure] * len(words)
    )
    return theme.finish([*layers, *ends], width, height)


def _lines(limits: Sequence[FunnelLimits], average: float, x: Axis, y: Axis) -> list[alt.Chart]:
    rows = [
        {
            "exposure": at.exposure, "average": average, "lower": at.lower, "upper": at.upper,
            "far_lower": at.far_lower, "far_upper": at.far_upper,
        }
        for at in limits
    ]  # fmt: skip
    base = alt.Chart(theme.records(rows))
    band = base.mark_area(color=theme.BAND).encode(x=x("exposure"), y=y("lower"), y2="upper")
    near = [
        base.mark_line(color=theme.GREY, strokeDash=[5, 4], strokeWidth=1).encode(
            x=x("exposure"), y=y(name)
        )
        for name in ("lower", "upper")
    ]
    far = [
        base.mark_line(color=theme.GREY, strokeDash=[1, 3], strokeWidth=1.5).encode(
            x=x("exposure"), y=y(name)
        )
        for name in ("far_lower", "far_upper")
    ]
    middle = base.mark_line(color=theme.INK, strokeWidth=1.2).encode(
        x=x("exposure"), y=y("average")
    )
    return [band, *near, *far, middle]


def _points(points: Sequence[FunnelPoint], x: Axis, y: Axis) -> list[alt.Chart]:
    used = [place for key, place in _PLACES.items() if any(p.place == key for p in points)]
    domain = [place[0] for place in used]
    # The force itself is drawn last, so that no other hides it.
    ordered = sorted(points, key=lambda p: list(_PLACES).index(p.place), reverse=True)
    rows = [
        {
            "name": p.name,
            "exposure": p.exposure,
            "value": p.value,
            "place": _PLACES[p.place][0],
        }
        for p in ordered
    ]
    base = alt.Chart(theme.records(rows))
    marks = base.mark_point(filled=True, opacity=1, strokeWidth=1.3, size=75).encode(
        x=x("exposure"),
        y=y("value"),
        shape=alt.Shape("place:N").scale(domain=domain, range=[place[1] for place in used]),
        fill=alt.Fill("place:N").scale(domain=domain, range=[place[2] for place in used]),
        stroke=alt.Stroke("place:N").scale(domain=domain, range=[place[3] for place in used]),
        tooltip=[alt.Tooltip("name:N", title="Force"), alt.Tooltip("value:Q", format=",.1f")],
    )
    largest = max(p.exposure for p in points)  # its name would run into those of the lines
    names = [
        alt.Chart(theme.records([{"name": p.name, "exposure": p.exposure, "value": p.value}]))
        .mark_text(
            align="right" if p.exposure == largest else "left",
            dx=-8 if p.exposure == largest else 8,
            dy=-9,
            fontSize=11,
            fontWeight=600 if p.place == "this force" else 400,
        )
        .encode(x=x("exposure"), y=y("value"), text="name:N")
        for p in points
        if p.named or p.place == "this force"
    ]
    return [marks, *names]
