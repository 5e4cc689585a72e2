"""The control chart drawn: the values, their mean and limits, and which points are signals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from scrutiny.analysis.control_chart import ControlChart, Point
from scrutiny.catalogue.model import Better
from scrutiny.charts import theme
from scrutiny.periods import Month, Period, quarter_name

# (what the legend says, colour, shape)
_SIGNALS = {
    "worse": ("Signal: worse", theme.WORSE, "diamond"),
    "better": ("Signal: better", theme.BETTER, "triangle-up"),
    "unusual": ("Signal: unusual", theme.UNUSUAL, "square"),
}
_ORDINARY = ("Within expected variation", theme.GREY, "circle")
_LABEL_ROOM = 180  # pixels beside the plot, for the axis and the words that name each line
_AXIS_ROOM = 62  # pixels at the bottom and top, for the axis and the legend
_LINE = 14  # pixels from one line of words to the next
_LETTER = 6.0  # pixels of one letter of the words at a break
_WIDEST_LABEL = 82  # pixels for one label under the axis

# Every so many points get a label under the axis, by the months in a point: the steps keep to
# quarters and years, so that the labels are of the same month or quarter each time.
_STEPS = {1: (1, 3, 6, 12, 24, 60), 3: (1, 2, 4, 8, 20)}
_OTHER_STEPS = (1, 2, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A break or an event to mark: the month it starts, and a few words."""

    month: Month
    text: str


@dataclass(frozen=True, slots=True)
class TargetLine:
    value: float
    text: str  # target under 15 minutes


def period_label(period: Period) -> str:
    """`Dec 2019` for a month, `Q3 2019/20` for a financial quarter."""
    is_quarter = len(period) == 3 and period.last.ends_quarter
    return quarter_name(period) if is_quarter else period.short_name


def _kind(point: Point, better: Better) -> str:
    """What the legend says of the point."""
    if point.signal is None:
        return _ORDINARY[0]
    if better is Better.NEITHER:
        return _SIGNALS["unusual"][0]
    good = (point.side == "above") == (better is Better.UP)
    return _SIGNALS["better" if good else "worse"][0]


def _rows(
    chart: ControlChart, better: Better, label: Callable[[Period], str]
) -> list[dict[str, Any]]:
    # A limit below nought is drawn at nought where no value can be below it.
    values = [point.value for point in chart.points if point.value is not None]
    floor = 0.0 if values and min(values) >= 0 else float("-inf")
    return [
        {
            "period": label(point.period),
            "value": point.value,
            "mean": point.mean,
            "lower": None if point.lower is None else max(point.lower, floor),
            "upper": point.upper,
            "phase": sum(phase.first <= point.period for phase in chart.phases),
            "kind": _kind(point, better),
        }
        for point in chart.points
    ]


def _lines(rows: list[dict[str, Any]], x: alt.X, y: Callable[[str], alt.Y]) -> list[alt.Chart]:
    base = alt.Chart(theme.records([row for row in rows if row["lower"] is not None]))
    band = base.mark_area(color=theme.BAND).encode(x=x, y=y("lower"), y2="upper", detail="phase:N")
    limits = [
        base.mark_line(color=theme.GREY, strokeDash=[5, 4], strokeWidth=1).encode(
            x=x, y=y(name), detail="phase:N"
        )
        for name in ("lower", "upper")
    ]
    mean = base.mark_line(color=theme.INK, strokeWidth=1.2).encode(
        x=x, y=y("mean"), detail="phase:N"
    )
    return [band, *limits, mean]


def _values(rows: list[dict[str, Any]], x: alt.X, y: Callable[[str], alt.Y]) -> list[alt.Chart]:
    kinds = [_ORDINARY, *_SIGNALS.values()]
    used = [kind for kind in kinds if any(row["kind"] == kind[0] for row in rows)]
    line = (
        alt.Chart(theme.records(rows))
        .mark_line(color=theme.GREY, strokeWidth=1.4)
        .encode(x=x, y=y("value"))
    )
    domain = [kind[0] for kind in used]
    drawn = [row for row in rows if row["value"] is not None]
    layers = [line]
    for signal in (False, True):
        some = [row for row in drawn if (row["kind"] != _ORDINARY[0]) == signal]
        points: alt.Chart = (
            alt.Chart(theme.records(some))
            .mark_point(
                filled=True, opacity=1, stroke="white", strokeWidth=0.6, size=85 if signal else 36
            )
            .encode(
                x=x,
                y=y("value"),
                shape=alt.Shape("kind:N").scale(domain=domain, range=[kind[2] for kind in used]),
                color=alt.Color("kind:N").scale(domain=domain, range=[kind[1] for kind in used]),
            )
        )
        layers.append(points)
    return layers


def _names(
    rows: list[dict[str, Any]],
    trial: bool,
    target: TargetLine | None,
    domain: tuple[float, float],
    height: float,
    decimals: int,
    place: Callable[[alt.Chart], alt.Chart],
) -> list[alt.Chart]:
    """The words at the right-hand end of each line."""
    last = next((row for row in reversed(rows) if row["value"] is not None), None)
    limited = next((row for row in reversed(rows) if row["lower"] is not None), None)
    words: list[tuple[float, str, bool]] = []
    if limited is not None:
        limit = "trial limit" if trial else "limit"
        words += [
            (limited["upper"], f"Upper {limit} {theme.shown(limited['upper'], decimals)}", False),
            (limited["mean"], f"Mean {theme.shown(limited['mean'], decimals)}", False),
            (limited["lower"], f"Lower {limit} {theme.shown(limited['lower'], decimals)}", False),
        ]
    if last is not None:
        words.append((last["value"], f"Latest {theme.shown(last['value'], decimals)}", True))
    if target is not None:
        words.append((target.value, target.text, False))
    return theme.end_labels(words, domain, height, place, [rows[-1]["period"]] * len(words))


def _marked(
    annotations: Sequence[Annotation],
    chart: ControlChart,
    x: alt.X,
    label: Callable[[Period], str],
    plot_width: float,
) -> list[alt.Chart]:
    """A rule where each break or event starts, its words at the top, stepped down in turn.

    They follow the rule where there is room for them, and else end at it.
    """
    placed: list[dict[str, Any]] = []
    for annotation in annotations:
        later = [p.period for p in chart.points if p.period.last >= annotation.month]
        inside = chart.points[0].period.first <= annotation.month
        if later and inside:
            room = plot_width * len(later) / len(chart.points)
            at_right = room < _LETTER * len(annotation.text)
            placed.append(
                {
                    "period": label(later[0]),
                    "text": annotation.text,
                    "row": 8 + _LINE * len(placed),
                    "at_right": at_right,
                }
            )
    if not placed:
        return []
    base = alt.Chart(theme.records(placed)).encode(x=x)
    rule = base.mark_rule(color=theme.INK, strokeDash=[1, 3], strokeWidth=1.5)
    words = [
        base.transform_filter(f"datum.at_right == {str(at_right).lower()}")
        .mark_text(
            align="right" if at_right else "left",
            dx=-5 if at_right else 5,
            fontStyle="italic",
            baseline="middle",
        )
        .encode(y=alt.Y("row:Q", scale=None, axis=None), text="text:N")
        for at_right in (False, True)
        if any(row["at_right"] == at_right for row in placed)
    ]
    return [rule, *words]


def control_chart(
    chart: ControlChart,
    *,
    unit: str,
    better: Better = Better.NEITHER,
    annotations: Sequence[Annotation] = (),
    target: TargetLine | None = None,
    decimals: int = 0,
    label: Callable[[Period], str] = period_label,
    width: int = theme.WIDTH,
    height: int = 300,
) -> dict[str, Any]:
    """An XmR control chart: mean, limits and signals, each phase with its own.

    `unit` names the vertical axis (offences a quarter). `better` turns a signal's side into worse,
    better or unusual: each has its own shape as well as colour. A point without a value is a gap in
    the line. Phases stay drawn with the limits they had.
    """
    rows = _rows(chart, better, label)
    drawn = [row[name] for row in rows for name in ("value", "lower", "upper")]
    known = [value for value in drawn if value is not None] or [0.0]
    if target is not None:
        known.append(target.value)
    plot_height = height - _AXIS_ROOM
    low, high = theme.y_domain(known)
    high += (high - low) * _LINE * len(annotations) / plot_height
    domain = (low, high)
    periods = [row["period"] for row in rows]
    fitting = max((width - _LABEL_ROOM) // _WIDEST_LABEL, 1)
    steps = _STEPS.get(len(chart.points[0].period), _OTHER_STEPS)
    every = next((step for step in steps if len(periods) <= step * fitting), steps[-1])
    x = (
        alt.X("period:O", title=None)
        .scale(type="point", domain=periods, padding=0.4)
        .axis(values=periods[::every], labelAngle=0, labelOverlap=False)
    )

    def y(field: str) -> alt.Y:
        axis = alt.Axis(tickCount=6, format=",.12~g")
        title = theme.axis_from(unit, domain)
        return alt.Y(f"{field}:Q", title=title, axis=axis).scale(
            domain=list(domain), zero=False, nice=False
        )

    layers = [*_lines(rows, x, y), *_marked(annotations, chart, x, label, width - _LABEL_ROOM)]
    if target is not None:
        layers.append(
            alt.Chart(theme.records([{"at": target.value}]))
            .mark_rule(color=theme.INK, strokeDash=[8, 3, 2, 3], strokeWidth=1.5)
            .encode(y=y("at"))
        )
    layers += _values(rows, x, y)
    trial = chart.phases[-1].trial
    end = alt.X("end:O").scale(type="point", domain=periods, padding=0.4)
    layers += _names(
        rows,
        trial,
        target,
        domain,
        plot_height,
        decimals,
        lambda words: words.encode(x=end, y=y("at")),
    )
    return theme.finish(layers, width, height)
