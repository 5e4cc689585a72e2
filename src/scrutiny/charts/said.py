"""What was said when: a figure as it stood at each release that changed it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from scrutiny.charts import theme

_ROW = 30  # pixels a release, with the space after it
_EDGES = 56  # pixels for the axis
_ROOM = 0.14  # of the axis, beyond the longest bar, for its figure


def said_when(
    said: Sequence[tuple[str, float]], *, unit: str, decimals: int = 0, width: int = theme.WIDTH
) -> dict[str, Any]:
    """One bar a release, in the order given, from nought: a small revision looks small.

    The last release is what stands now, and is dark. The height is `said_height`.
    """
    last = len(said) - 1
    rows = [
        {"release": day, "value": value, "figure": theme.shown(value, decimals), "now": n == last}
        for n, (day, value) in enumerate(said)
    ]
    values = [value for _, value in said]
    low, high = min(0.0, *values), max(0.0, *values)
    room = _ROOM * ((high - low) or 1.0)
    domain = [low - room if low < 0 else 0.0, high + room]
    base = alt.Chart(theme.records(rows)).encode(
        y=alt.Y("release:N", title=None)
        .sort([day for day, _ in said])
        .scale(paddingInner=0.35)
        .axis(ticks=False, domain=False, labelLimit=160)
    )
    bars = base.mark_bar().encode(
        x=alt.X("value:Q", title=unit)
        .scale(domain=domain, nice=False)
        .axis(format=",.12~g", tickCount=6),
        color=alt.condition("datum.now", alt.value(theme.ACCENT), alt.value(theme.PALE)),
    )
    figures = [
        base.transform_filter(f"datum.now === {str(now).lower()}")
        .mark_text(align="left", dx=4, fontWeight=600 if now else 400)
        .encode(x="value:Q", text="figure:N")
        for now in (False, True)
    ]
    return theme.finish([bars, *figures], width, said_height(len(said)))


def said_height(releases: int) -> int:
    """The height in pixels of a chart of so many releases."""
    return _EDGES + _ROW * releases
