"""One area's line beside another's, over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from scrutiny.charts import theme
from scrutiny.periods import Month

_EDGES = 60  # pixels above and below the plot


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area's values at each of the chart's months; None where there is none."""

    name: str
    values: Sequence[float | None]


def lines_beside(
    months: Sequence[Month],
    own: AreaLine,
    other: AreaLine,
    *,
    unit: str,
    decimals: int = 1,
    width: int = theme.WIDTH,
    height: int = 300,
) -> dict[str, Any]:
    """Two areas' values over months: the area's own line solid with dots, the other's dashed.

    A missing value is a gap, and months before the first value keep their place on the axis.
    """
    drawn = [(own, theme.ACCENT, 3.0, [1, 0]), (other, theme.GREY, 1.8, [6, 3])]
    known = [v for line, *_ in drawn for v in line.values if v is not None] or [0.0]
    domain = theme.y_domain(known)
    numbers = [month.number for month in months]
    # A year apart, counted back from the last: the labels are all of one month of the year.
    ticks = sorted(n for n in numbers if (numbers[-1] - n) % 12 == 0)
    named = {n: Month.numbered(n).short_name for n in ticks}
    label = f"{named}[datum.value]".replace("'", '"')
    x = (
        alt.X("month:Q", title=None)
        .scale(domain=[numbers[0], numbers[-1]], nice=False, zero=False)
        .axis(values=ticks, labelExpr=label, labelOverlap=False, grid=False)
    )

    def y(field: str) -> alt.Y:
        return alt.Y(
            f"{field}:Q",
            title=theme.axis_from(unit, domain),
            axis=alt.Axis(tickCount=6, format=",.12~g"),
        ).scale(domain=list(domain), zero=False, nice=False)

    layers: list[alt.Chart] = []
    words: list[tuple[float, str, bool]] = []
    ends: list[float] = []
    for line, colour, weight, dash in reversed(drawn):
        rows = [{"month": n, "value": v} for n, v in zip(numbers, line.values, strict=True)]
        point = alt.OverlayMarkDef(filled=True, size=34, color=colour)
        layers.append(
            alt.Chart(theme.records(rows))
            .mark_line(
                color=colour,
                strokeWidth=weight,
                strokeDash=dash,
                point=point if line is own else False,
            )
            .encode(x=x, y=y("value"))
        )
        filled = [row for row in rows if row["value"] is not None]
        if filled:
            last = filled[-1]["value"]
            assert last is not None
            words.append((last, f"{line.name}: {theme.shown(last, decimals)}", line is own))
            ends.append(float(filled[-1]["month"] or 0))
    layers += theme.end_labels(
        words, domain, height - _EDGES, lambda text: text.encode(x=alt.X("end:Q"), y=y("at")), ends
    )
    return theme.finish(layers, width, height)
