"""Lines: this year against the years before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from scrutiny.charts import theme

Role = Literal["this year", "last year", "earlier"]

# colour, width, dash: told apart without colour by weight and dash, and named at the end.
_ROLES: dict[Role, tuple[str, float, list[int]]] = {
    "this year": (theme.ACCENT, 3.0, []),
    "last year": (theme.GREY, 1.8, [6, 3]),
    "earlier": (theme.PALE, 1.4, []),
}


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year's values, in the order of the labels under the axis; None where there is none."""

    name: str
    values: Sequence[float | None]
    role: Role


def trend_lines(
    labels: Sequence[str],
    years: Sequence[YearLine],
    *,
    unit: str,
    width: int = theme.WIDTH,
    height: int = 300,
) -> dict[str, Any]:
    """Years laid over one another on one axis of months or quarters, `labels` in order.

    A year that is not over yet ends where its values end; a missing value is a gap.
    """
    known = [value for year in years for value in year.values if value is not None] or [0.0]
    domain = theme.y_domain(known)
    ends: list[tuple[int, float, YearLine]] = []
    for year in years:
        filled = [n for n, value in enumerate(year.values) if value is not None]
        if filled:
            value = year.values[filled[-1]]
            assert value is not None
            ends.append((filled[-1], value, year))
    # Lines end at the edge of the plot: a chart is fitted to its width as if the words beside them
    # took up the same room whatever the width, which is so only there.
    x = (
        alt.X("label:O", title=None)
        .scale(type="point", domain=list(labels), padding=0)
        .axis(labelAngle=0, labelOverlap=False)
    )

    def y(field: str) -> alt.Y:
        return alt.Y(
            f"{field}:Q",
            title=theme.axis_from(unit, domain),
            axis=alt.Axis(tickCount=6, format=",.12~g"),
        ).scale(domain=list(domain), zero=False, nice=False)

    layers: list[alt.Chart] = []
    # The years that matter most are drawn last, over the others.
    order = list(_ROLES)
    for year in sorted(years, key=lambda year: -order.index(year.role)):
        colour, weight, dash = _ROLES[year.role]
        rows = [
            {"label": label, "value": value}
            for label, value in zip(labels, year.values, strict=False)
        ]
        point = alt.OverlayMarkDef(filled=True, size=34, color=colour)
        layers.append(
            alt.Chart(theme.records(rows))
            .mark_line(
                color=colour,
                strokeWidth=weight,
                strokeDash=dash,
                point=point if year.role == "this year" else False,
            )
            .encode(x=x, y=y("value"))
        )
    words = [
        (
            value,
            year.name if year.role == "earlier" else f"{year.name}: {theme.shown(value)}",
            year.role == "this year",
        )
        for _, value, year in ends
    ]
    end = alt.X("end:O").scale(type="point", domain=list(labels), padding=0)
    layers += theme.end_labels(
        words,
        domain,
        height - 60,
        lambda named: named.encode(x=end, y=y("at")),
        [labels[at] for at, _, _ in ends],
    )
    return theme.finish(layers, width, height)
