"""How every chart looks: one font, few colours, and meaning that survives a grey printer.

Colour never says anything alone: a shape, a dash or a word beside it says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import altair as alt

from scrutiny.analysis.rounding import format_number

# Shipped with the reports package: a renderer that lacks the font drops every word without a sound.
# It does the same when the name stands unquoted, because a CSS name cannot have a word that is 3.
FONT = "'Source Sans 3'"

INK = "#17212b"
GREY = "#55606b"
PALE = "#c3cbd2"
GRID = "#e4e8eb"
BAND = "#eef1f4"
ACCENT = "#0b4f6c"  # this force, this year
WORSE = "#b4460b"
BETTER = "#1a6fa3"
UNUSUAL = "#6b3f8f"

# Whether a finished specification is checked against Vega-Lite's schema: the tests do, and users do
# not wait for it.
CHECKED = False

WIDTH = 680  # pixels; a page's text is as wide as this
LABEL_GAP = 13.0  # pixels between the middles of two labels, so that neither hides the other

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "white",
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "labelFontSize": 12,
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": 600,
        "gridColor": GRID,
        "domainColor": GREY,
        "tickColor": GREY,
    },
    "legend": {
        "orient": "top",
        "title": None,
        "labelColor": INK,
        "labelFontSize": 12,
        "labelLimit": 320,
        "symbolSize": 90,
        "columnPadding": 10,
    },
    "text": {"fontSize": 12, "color": INK},
}


def finish(layers: Sequence[alt.Chart], width: int, height: int) -> dict[str, Any]:
    """The layers, first at the back, as a Vega-Lite specification.

    It fills `width` by `height` pixels, edges included. The same input gives the same
    specification: data stand inline under no generated name.
    """
    sized = (
        alt.layer(*layers)
        .properties(
            width=width, height=height, autosize=alt.AutoSizeParams(type="fit", contains="padding")
        )
        .configure(**CONFIG)
    )
    with alt.data_transformers.enable("default", consolidate_datasets=False, max_rows=None):
        spec: dict[str, Any] = sized.to_dict(validate=CHECKED)
    return spec


def records(rows: Sequence[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=list(rows))


def y_domain(values: Sequence[float], headroom: float = 0.06) -> tuple[float, float]:
    """The axis's ends: from nought, unless that would squash the values into a third of it."""
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or 1.0
    if low >= 0 and high - low > high / 3:
        return 0.0, high + headroom * span
    return low - headroom * span, high + headroom * span


def spread(
    values: Sequence[float], domain: tuple[float, float], height: float, gap: float = LABEL_GAP
) -> list[float]:
    """Heights on the axis for labels of `values`, moved apart so that none covers another.

    `height` is the plot's height in pixels; the order of `values` is kept in the result.
    """
    step = (domain[1] - domain[0]) / height * gap
    order = sorted(range(len(values)), key=lambda n: values[n])
    placed = [values[n] for n in order]
    for n in range(1, len(placed)):
        placed[n] = max(placed[n], placed[n - 1] + step)
    # What was pushed past the top comes back down, and pushes those below it.
    ceiling = domain[1]
    for n in reversed(range(len(placed))):
        placed[n] = min(placed[n], ceiling)
        ceiling = placed[n] - step
    result = [0.0] * len(values)
    for position, n in enumerate(order):
        result[n] = placed[position]
    return result


def shown(value: float, decimals: int = 0) -> str:
    """A number as tables print it, but for a true minus sign: `−12,585`."""
    return format_number(value, decimals).replace("-", "−")


def axis_from(title: str, domain: tuple[float, float]) -> str:
    """The axis's title, which owns up when the axis does not start at nought."""
    return title if domain[0] <= 0 else f"{title} (axis does not start at 0)"


def end_labels(
    words: Sequence[tuple[float, str, bool]],
    domain: tuple[float, float],
    height: float,
    place: Callable[[alt.Chart], alt.Chart],
    ends: Sequence[str | float],
) -> list[alt.Chart]:
    """Words beside the ends of lines: (value, text, strong), kept apart from one another.

    `ends` gives the place on the horizontal axis of each; `place` encodes `end` and `at`.
    """
    heights = spread([value for value, _, _ in words], domain, height)
    rows = [
        {"end": end, "at": at, "text": text, "strong": strong}
        for end, at, (_, text, strong) in zip(ends, heights, words, strict=True)
    ]
    return [
        place(
            alt.Chart(records([row for row in rows if row["strong"] == strong])).mark_text(
                align="left", dx=9, fontWeight=600 if strong else 400
            )
        ).encode(text="text:N")
        for strong in (False, True)
        if any(row["strong"] == strong for row in rows)
    ]
