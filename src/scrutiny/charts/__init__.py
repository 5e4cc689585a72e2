"""One function a chart: plain dataclasses in, a Vega-Lite specification out."""

from scrutiny.charts.bars import Bar, Part, bars_by_force, drivers_bar
from scrutiny.charts.control import Annotation, TargetLine, control_chart, period_label
from scrutiny.charts.lines import YearLine, trend_lines

__all__ = [
    "Annotation",
    "Bar",
    "Part",
    "TargetLine",
    "YearLine",
    "bars_by_force",
    "control_chart",
    "drivers_bar",
    "period_label",
    "trend_lines",
]
